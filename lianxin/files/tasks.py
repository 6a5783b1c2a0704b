"""What is swept from time to time: files that nobody attached, and the rests of arrivals that were cut."""

import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lianxin.base import clock
from lianxin.files import store
from lianxin.files.models import File

# A form may stand open for a while; what was uploaded for it and never sent goes after a day.
UNATTACHED = timedelta(hours=24)
ARRIVING = 3600  # seconds after which whatever was arriving has ended or was cut


def sweep() -> int:
    """Remove unattached files and what crashes left; return how many files that were."""
    return _remove_unattached() + _remove_cut()


def _remove_unattached() -> int:
    with transaction.atomic():
        rows = File.objects.select_for_update().filter(
            attached_at=None, added_at__lt=clock.now() - UNATTACHED
        )
        gone = [file.pk for file in rows]
        for pk in gone:
            store.remove(pk)
        File.objects.filter(pk__in=gone, attached_at=None).delete()
    return len(gone)


def _remove_cut() -> int:
    """Remove what still has its name of arrival: its bytes too, unless their row was committed."""
    cut = [path for path in store.incoming().iterdir() if _is_old(path)]
    ids = {pk for path in cut if (pk := _id(path))}
    kept = set(File.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for pk in ids - kept:
        store.remove(pk)
    for path in cut:
        path.unlink(missing_ok=True)
    return len(ids - kept)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > ARRIVING
    except FileNotFoundError:  # it has just arrived
        return False


def _id(path: Path) -> UUID | None:
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None
