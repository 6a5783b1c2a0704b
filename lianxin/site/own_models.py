"""A district's own models on the command line, by the same way as on their page."""

import argparse

from django.utils.translation import gettext as _

from lianxin.access.queries import actor_for, login_named
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.diary.learning import ask_training, choose_model, train
from lianxin.diary.models import OwnModel
from lianxin.diary.own import in_use, models_of
from lianxin.site.cli import show
from lianxin.territory.queries import district_coded


def run(args: argparse.Namespace) -> None:
    """Train a model of a district, go back to another, or list them, for somebody who keeps the district."""
    actor = actor_for(login_named(args.by), via="cli")
    if district_coded(args.district).pk != actor.district:
        raise Refused("not_allowed", _("这个登录名不在这个区县，请用本区县管理员的登录名。"))
    number = _done(args, actor)
    used = in_use(actor.district)
    told = [_told(own, used) for own in models_of(actor) if number in (None, own.number)]
    if args.json:
        show(told)
    else:
        print("\n".join(map(_sentence, told)) or _("用的是系统自带的。"))


def _done(args: argparse.Namespace, actor: Actor) -> int | None:
    """Do what was asked, and return the number of the model that it was about, if of one."""
    if args.models:
        return None
    if args.use is None:
        return _trained(actor)
    choose_model(args.use, by=actor)
    return args.use


def _trained(actor: Actor) -> int:
    """Train a model now and return its number, or refuse with the reason why nothing came of it."""
    own = ask_training(by=actor)
    train(own)
    own.refresh_from_db()
    if own.refused:
        raise Refused("wrong_state", own.refused)
    return own.number


def _told(own: OwnModel, used: int) -> dict[str, object]:
    return {
        "number": own.number,
        "asked_at": local(own.asked_at).isoformat(timespec="minutes"),
        "asked_by": own.asked_by.name,
        "texts": own.texts,
        "tested": own.tested,
        "right": own.right,
        "right_before": own.right_before,
        "refused": own.refused,
        "in_use": own.number == used,
    }


def _sentence(told: dict[str, object]) -> str:
    if not told["tested"]:
        sentence = told["refused"] or _("还没有训练好，请过几分钟再看。")
        return _("第%(number)d版：%(why)s") % {**told, "why": sentence}
    sentence = _(
        "第%(number)d版：%(asked_at)s %(asked_by)s 训练，学了%(texts)d件；考%(tested)d件对%(right)d件，"
        "当时用的对%(right_before)d件。"
    )
    return sentence % told + (_("在用。") if told["in_use"] else _("没有用。"))
