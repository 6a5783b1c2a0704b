"""Who did a matter: asked of the history, so that it is said once."""

from uuid import UUID

from lianxin.history.models import Event
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter


def doers_of(matter: Matter) -> frozenset[UUID]:
    """Return the persons (not logins) who made a doing step since the last opening."""
    flow = flow_of(matter.kind)
    doers: set[UUID] = set()
    steps = Event.objects.filter(
        district=matter.district_id, subject=matter.pk, step__in=flow.doing | flow.opening
    ).order_by("seq")
    for step, person in steps.values_list("step", "person"):
        if step in flow.opening:
            doers.clear()
        if step in flow.doing:
            doers.add(person)
    return frozenset(doers)
