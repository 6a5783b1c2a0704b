"""Who may: rules that refuse with a sentence, asked by the button and by the door alike."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.doers import doers_of
from lianxin.matters.flow import Rule, Turn, says
from lianxin.matters.models import OPEN, Matter
from lianxin.people.models import Post


def holds(turn: Turn) -> bool:
    """Tell whether the actor, or an organisation that they answer for, holds the matter."""
    matter, by = turn.matter, turn.by
    return matter.holder_id == by.person or matter.holder_organisation_id in by.scope.organisations


@says(gettext_lazy("承办人"))
def is_holder(turn: Turn) -> None:
    if not holds(turn):
        raise Refused("not_allowed", _("这件事不是派给您的，只有承办人可以这样做。"))


def may(*permissions: Permission) -> Rule:
    """Return the rule that the actor's posts permit this, by one of several permissions."""

    @says(format_lazy(gettext_lazy("许可 {names}"), names=_names(permissions)))
    def rule(turn: Turn) -> None:
        if not any(turn.by.may(permission) for permission in permissions):
            sentence = _("您的岗位不能做这一步（%(what)s）。请找社区办公室。") % {
                "what": permissions[0].label
            }
            raise Refused("not_allowed", sentence)

    return rule


def _names(permissions: tuple[Permission, ...]) -> str:
    return "、".join(permission.value for permission in permissions)


# Who may say what matters have to do with each other: merge them, take them apart, link them.
_RELATING = (Permission.DISPATCH, Permission.AMEND)
may_relate = may(*_RELATING)


def relates(actor: Actor) -> bool:
    """Tell whether the actor may merge and link matters at all."""
    return any(actor.may(permission) for permission in _RELATING)


def holder_or(*permissions: Permission) -> Rule:
    """Return the rule that the actor holds the matter, or works from within the community and is permitted."""
    permitted = may(*permissions)

    @says(
        format_lazy(gettext_lazy("承办人，或社区里有许可 {names} 的人"), names=_names(permissions))
    )
    def rule(turn: Turn) -> None:
        if holds(turn):
            return
        if turn.by.outside:
            is_holder(turn)
        permitted(turn)

    return rule


@says(gettext_lazy("没有经手的人"))
def not_a_doer(turn: Turn) -> None:
    """The doer never verifies, nor writes the resident's answer: persons count, not logins."""
    if turn.by.person in doers_of(turn.matter):
        raise Refused(
            "doer_cannot_verify",
            _("您办过这件事，不能由您核查或代记答复。请换一位同事，或请街道来做。"),
        )


@says(gettext_lazy("由它生出的事项都已答复"))
def no_open_children(turn: Turn) -> None:
    """A matter is ended only when whatever came out of it was answered."""
    children = Matter.objects.filter(district=turn.matter.district_id, parent=turn.matter.pk)
    numbers = list(
        children.filter(state__in=OPEN, merged_into=None)
        .order_by("number")
        .values_list("number", flat=True)
    )
    if numbers:
        sentence = _("还有%(n)d件由它生出的事项没有结束（%(numbers)s），请先办完，再结这一件。") % {
            "n": len(numbers),
            "numbers": "、".join(numbers[:5]),
        }
        raise Refused("wrong_state", sentence, state=turn.matter.state, matters=numbers[:50])


@says(gettext_lazy("生出它的事项还没有结"))
def parent_is_open(turn: Turn) -> None:
    parent = turn.matter.parent
    if parent is not None and not parent.is_open:
        sentence = _("生出它的事项（%(number)s）已经结了，不能再办这一件。") % {
            "number": parent.number
        }
        raise Refused("wrong_state", sentence, state=turn.matter.state)


def keep_parent_open(turn: Turn) -> None:
    """Hold the parent still while an ended child is opened anew: it must not be ended at the same moment."""
    if turn.matter.parent_id:
        parents = Matter.objects.select_for_update(of=("self",))
        turn.matter.parent = parents.get(pk=turn.matter.parent_id)
        parent_is_open(turn)


def no_open_matters(post: Post) -> None:
    """Refuse to end a post whose holder still has matters in hand: they are handed over first."""
    held = Matter.objects.filter(
        district=post.district_id,
        holder=post.person_id,
        holder_organisation=post.organisation_id,
        state__in=OPEN,
        merged_into=None,
    )
    count = held.count()
    if count:
        sentence = _("%(name)s还承办着%(n)d件事项，请先改派，再办离任。") % {
            "name": post.person.name,
            "n": count,
        }
        raise Refused(
            "wrong_state", sentence, matters=list(held.values_list("number", flat=True)[:50])
        )
