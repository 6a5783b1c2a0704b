"""Who may write in the notebook, and who sees how well it is understood."""

from django.utils.translation import gettext as _

from lianxin.access.roles import Permission
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused


def check_may_record(by: Actor) -> None:
    """Refuse unless the actor's posts let them write down what residents say."""
    if not by.may(Permission.RECORD):
        raise Refused("not_allowed", _("您的岗位不能记民情。请告诉社区办公室或网格员。"))


def may_see_accuracy(by: Actor) -> bool:
    """Tell whether the actor leads, or keeps the rules: whom it concerns how well entries are understood."""
    return by.may(Permission.SUPERVISE) or by.may(Permission.KEEP_RULES)


def check_may_see_accuracy(by: Actor) -> None:
    if not may_see_accuracy(by):
        raise Refused("not_allowed", _("您的岗位不看听懂的准确率。请找社区书记、街道或区县。"))
