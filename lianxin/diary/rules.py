"""Who may write in the notebook."""

from django.utils.translation import gettext as _

from lianxin.access.roles import Permission
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused


def check_may_record(by: Actor) -> None:
    """Refuse unless the actor's posts let them write down what residents say."""
    if not by.may(Permission.RECORD):
        raise Refused("not_allowed", _("您的岗位不能记民情。请告诉社区办公室或网格员。"))
