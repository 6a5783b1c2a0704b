"""Who may give rights to whom, and whose rights are too strong for a password alone."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.access.roles import PHONES, RIGHTS, Permission
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.models import Person, Post, Role
from lianxin.people.queries import held
from lianxin.territory.queries import places_in


def may_give(role: str, by: Actor) -> None:
    """Refuse that somebody who keeps no logins appoints one who does: themselves, for example."""
    keeps_logins = Permission.KEEP_LOGINS in RIGHTS[role].permissions
    if keeps_logins and not by.may(Permission.KEEP_LOGINS):
        raise Refused("not_allowed", _("这个职务能开设登录账号，请书记或管理员来登记。"))


def may_open_login(person: Person, by: Actor) -> None:
    """Refuse a login for somebody with a post beyond what the actor keeps: its rights would come with it."""
    posts = Post.objects.filter(held(clock.today()), district=person.district_id, person=person)
    if posts.exclude(area__in=places_in(by.keeps)).exists():
        sentence = _("%(name)s另有更大范围的任职，登录账号请上级管理员开设。") % {
            "name": person.name
        }
        raise Refused("not_allowed", sentence)


def check_reveals(field: str, by: Actor) -> None:
    """Refuse who must not see a masked field in full, whatever for."""
    if not by.may(Permission.REVEAL):
        raise Refused("not_allowed", _("您的岗位不能查看完整号码。需要时请找社区办公室。"))
    if field not in PHONES and not by.may(Permission.KEEP_REGISTER):
        sentence = _("身份证号和出生日期只给维护登记簿的人看。需要时请找社区办公室。")
        raise Refused("not_allowed", sentence)


def may_reveal(field: str, by: Actor) -> bool:
    """Tell whether somebody may see a masked field in full, once they say what for."""
    try:
        check_reveals(field, by)
    except Refused:
        return False
    return True


def needs_factor(roles: Iterable[str]) -> bool:
    """Tell whether somebody in these roles must sign in with a second factor."""
    return settings.SECOND_FACTOR == "everyone" or any(
        role == Role.ADMINISTRATOR
        or (
            settings.SECOND_FACTOR == "keepers"
            and Permission.KEEP_LOGINS in RIGHTS[role].permissions
        )
        for role in roles
    )
