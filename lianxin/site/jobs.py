"""What the worker does by the clock."""

from lianxin.base import crypto
from lianxin.history.seals import seal
from lianxin.matters.keeping import recount_provisional
from lianxin.matters.tasks import worker
from lianxin.site.backup.last import start_if_due
from lianxin.territory.models import Level, Place

EVERY_MINUTES = {
    "lianxin.site.jobs.seal_all": 10,
    "lianxin.files.tasks.sweep": 60,
    "lianxin.matters.tasks.ring": 1,
    "lianxin.site.jobs.recount_published": 60,
    "lianxin.diary.learning.train_asked": 1,
    "lianxin.diary.transcripts.transcribe_next": 1,
    "lianxin.site.jobs.back_up": 10,
}


def seal_all() -> int:
    """Seal every district in which something changed; return how many those were."""
    folder = crypto.home() / "seals"
    districts = Place.objects.filter(level=Level.DISTRICT).values_list("pk", flat=True)
    return sum(seal(district, folder) is not None for district in districts)


def back_up() -> bool:
    """Start the backup of the night where one is ordered and due; tell whether it was started."""
    return start_if_due()


def recount_published() -> int:
    """Count anew the provisional clocks of every district; return how many moved."""
    districts = Place.objects.filter(level=Level.DISTRICT).values_list("pk", flat=True)
    return sum(recount_provisional(district, by=worker(district)) for district in districts)


def schedule() -> None:
    """Enter the regular jobs in the queue's own table; again changes nothing."""
    from django_q.models import Schedule  # noqa: PLC0415

    for func, minutes in EVERY_MINUTES.items():
        Schedule.objects.update_or_create(
            name=func,
            defaults={"func": func, "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
