"""Who did a matter: asked of the history, so that it is said once."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q

from lianxin.history.models import Event
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter


def doers_of(matter: Matter) -> frozenset[UUID]:
    """Return the persons (not logins) who made a doing step since the last opening.

    Who did what was merged into a matter did a part of it.
    """
    flow = flow_of(matter.kind)
    doers: defaultdict[UUID, set[UUID]] = defaultdict(set)
    merged = Matter.objects.filter(district=matter.district_id, merged_into=matter)
    steps = Event.objects.filter(
        Q(subject=matter.pk) | Q(subject__in=merged.values("pk")),
        district=matter.district_id,
        step__in=flow.doing | flow.opening,
    ).order_by("seq")
    for subject, step, person in steps.values_list("subject", "step", "person"):
        if step in flow.opening:
            doers[subject].clear()
        if step in flow.doing:
            doers[subject].add(person)
    return frozenset().union(*doers.values())
