"""Sealing: from time to time the heads of a district are chained and written outside the database.

Whoever owns the database may still roll it back as a whole; a seal file kept elsewhere tells.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lianxin.base import clock
from lianxin.base.ids import made_at
from lianxin.history.hashes import heads_digest, seal_hash
from lianxin.history.models import Event, Opening, Seal

# An event may be committed after a seal that its id precedes; so much of the past is sealed again.
OVERLAP = timedelta(hours=1)


def seal(district: UUID, folder: Path) -> Seal | None:
    """Seal what changed in a district since its last seal, and append it to the district's file.

    Returns None where nothing changed. The line is written once the row is committed; a line lost
    to a crash in between costs nothing, since the next seal is chained to the row.
    """
    with transaction.atomic():
        last = Seal.objects.select_for_update().filter(district=district).order_by("-seq").first()
        heads = _heads_since(district, last)
        if not heads:
            return None
        sealed = Seal(
            district_id=district,
            seq=last.seq + 1 if last else 1,
            at=clock.now(),
            subjects=len(heads),
            heads_digest=heads_digest(heads),
        )
        sealed.hash = seal_hash(sealed, last.hash if last else "")
        sealed.save(force_insert=True)
    _write(folder, sealed, heads)
    return sealed


def _heads_since(district: UUID, last: Seal | None) -> list:
    events = Event.objects.filter(district=district)
    if last is not None:
        if not events.filter(pk__gt=last.pk).exists():
            return []
        events = events.filter(pk__gt=_id_at(made_at(last.pk) - OVERLAP))
    newest = events.values("subject").annotate(seq=Max("seq")).values_list("subject", "seq")
    names = dict(Opening.objects.filter(district=district).values_list("subject", "name"))
    wanted = dict(newest)
    rows = Event.objects.filter(district=district, subject__in=wanted).order_by("subject", "seq")
    return [
        [str(subject), names.get(subject, str(subject)), seq, digest]
        for subject, seq, digest in rows.values_list("subject", "seq", "hash")
        if wanted[subject] == seq
    ]


def _id_at(moment: datetime) -> UUID:
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def _write(folder: Path, sealed: Seal, heads: list) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    line = {
        "district": str(sealed.district_id),
        "seq": sealed.seq,
        "at": sealed.at.isoformat(),
        "hash": sealed.hash,
        "heads": heads,
    }
    with (folder / f"{sealed.district_id}.jsonl").open("a", encoding="utf8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
