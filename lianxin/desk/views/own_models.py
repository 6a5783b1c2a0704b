"""The models of categories that a district trains of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.base.refused import Refused
from lianxin.diary.learning import ask_training, choose_model, needs_more
from lianxin.diary.own import choices_of, count_examples, in_use, may_train, models_of


@require_http_methods(["GET", "POST"])
def models(request: HttpRequest) -> HttpResponse:
    """Show the models of the district, each beside the one before it; train another, or choose one."""
    sentence = ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request))
            return redirect("desk:understanding_models")
        except Refused as refused:
            if refused.code == "not_allowed":
                raise
            sentence = refused.sentence
    actor = request.actor
    context = {
        "sentence": sentence,
        "models": models_of(actor),
        "choices": choices_of(actor),
        "in_use": in_use(actor.district),
        "examples": count_examples(actor.district),
        "missing": "" if may_train() else needs_more(),
        "keeps": True,
    }
    status = 422 if sentence else 200
    return render(request, "desk/understanding_models.jinja", context, status=status)


def _done(request: HttpRequest) -> str:
    """Do what was asked, and return the sentence that says so."""
    if request.POST.get("do") == "train":
        own = ask_training(by=request.actor)
        return _("第%(n)d版开始训练，几分钟后刷新页面看。") % {"n": own.number}
    number = request.POST.get("model", "")
    choose_model(int(number) if number.isdecimal() else -1, by=request.actor)
    return _("换好了。新记的民情按它听类别。")
