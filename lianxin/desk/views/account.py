"""One's own account: who I am here, my password, my keys, and the way out."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.access.actions import set_password
from lianxin.access.factor import has_factor
from lianxin.base import clock
from lianxin.desk.actions import use_single_keys
from lianxin.people.queries import posts_of


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's posts; take a new password."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(request.user, form.cleaned_data["new_password1"], by=request.actor)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("密码已改好。"))
        return redirect("desk:account")
    context = {
        "form": form,
        "posts": list(posts_of(request.actor.person, clock.today())),
        "has_factor": has_factor(request.user),
    }
    return render(request, "desk/account.jinja", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def hotkeys(request: HttpRequest) -> HttpResponse:
    """Show every shortcut of the keyboard; turn those of one bare key off or on."""
    if request.method == "POST":
        wanted = request.POST.get("single_keys") == "on"
        use_single_keys(wanted, by=request.actor)
        said = _("单键快捷键已打开。") if wanted else _("单键快捷键已关掉。")
        messages.success(request, said)
        return redirect("desk:hotkeys")
    return render(request, "desk/hotkeys.jinja", {})
