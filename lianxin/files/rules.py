"""Who may bring files in."""

from django.utils.translation import gettext as _

from lianxin.access.roles import Permission
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused

ADDING = (Permission.RECORD, Permission.WORK, Permission.CONFIRM)


def check_may_add(by: Actor) -> None:
    """Refuse whoever has nothing to attach a file to."""
    if not any(by.may(permission) for permission in ADDING):
        raise Refused("not_allowed", _("您的岗位不能附文件。请告诉社区办公室。"))
