"""Proving the history: every chain is walked again and compared with what the rows say today."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.history.hashes import event_hash, heads_digest, opening_hash, seal_hash, words_digest
from lianxin.history.models import Event, Opening, OpeningHead, Seal


@dataclass(frozen=True)
class Head:
    """What a subject's own row says of its history."""

    subject: UUID
    name: str
    version: int
    hash: str
    state: str


@dataclass(frozen=True)
class Fault:
    """Something that does not prove: which subject, and what is wrong with it."""

    name: str
    what: str

    def as_json(self) -> dict:
        return {"name": self.name, "what": self.what}


# The rows of all subjects, from the rooms that own them: each registers what reads its own.
subjects: list[Callable[[], Iterable[Head]]] = []


def verify() -> tuple[int, list[Fault]]:
    """Walk every event, opening and seal; return how many events there are and what does not prove."""
    by_subject = {head.subject: head for heads in subjects for head in heads()}
    count, faults, seen = 0, [], set()
    for subject, events in _by_subject():
        seen.add(subject)
        count += len(events)
        faults += _event_faults(events, by_subject.get(subject))
    faults += [
        Fault(head.name, _("没有任何记录"))
        for head in by_subject.values()
        if head.subject not in seen
    ]
    return count, [*faults, *_opening_faults(by_subject, seen), *_seal_chain_faults()]


def _by_subject() -> Iterator[tuple[UUID, list[Event]]]:
    events: list[Event] = []
    for event in (
        Event.objects.select_related("words").order_by("subject", "seq").iterator(chunk_size=2000)
    ):
        if events and events[0].subject != event.subject:
            yield events[0].subject, events
            events = []
        events.append(event)
    if events:
        yield events[0].subject, events


def _event_faults(events: list[Event], head: Head | None) -> list[Fault]:
    """Return the first fault of one subject's chain: what follows a broken link proves nothing."""
    name = head.name if head else events[0].data.get("number", str(events[0].subject))
    if head is None:
        return [Fault(name, _("事项本身不见了，只剩下记录"))]
    previous = ""
    for seq, event in enumerate(events, start=1):
        if event.seq != seq:
            return [Fault(name, _("第%(n)d条记录不见了") % {"n": seq})]
        if event.previous != previous or event.hash != event_hash(event):
            return [Fault(name, _("第%(n)d条记录被改动过") % {"n": seq})]
        if (
            hasattr(event, "words")
            and words_digest(event.words.salt, event.words.body) != event.words_digest
        ):
            return [Fault(name, _("第%(n)d条记录的文字被改动过") % {"n": seq})]
        if event.words_digest and not hasattr(event, "words"):
            return [Fault(name, _("第%(n)d条记录的文字不见了") % {"n": seq})]
        previous = event.hash
    if head.version != len(events) or head.hash != previous:
        return [
            Fault(
                name,
                _("最后的记录不见了：应有%(n)d条，只有%(m)d条")
                % {"n": head.version, "m": len(events)},
            )
        ]
    if head.state != events[-1].after:
        return [Fault(name, _("状态与最后一条记录不符"))]
    return []


def _opening_faults(by_subject: dict[UUID, Head], seen: set[UUID]) -> list[Fault]:
    faults = []
    for head in OpeningHead.objects.order_by("pk"):
        previous, seq = "", 0
        openings = Opening.objects.filter(district=head.district_id).order_by("seq")
        for seq, opening in enumerate(openings.iterator(), start=1):
            if opening.seq != seq or opening.hash != opening_hash(opening, previous):
                # Where a row is missing, the next one stands in its place, and says what it follows.
                name = opening.name if opening.seq == seq else opening.follows
                faults.append(Fault(name, _("登记簿第%(n)d行不见了或被改动过") % {"n": seq}))
                break
            if opening.subject not in by_subject and opening.subject not in seen:
                faults.append(Fault(opening.name, _("整件事项不见了")))
            previous = opening.hash
        else:
            if (head.seq, head.hash) != (seq, previous):
                faults.append(
                    Fault(
                        head.name,
                        _("最后的登记不见了：应有%(n)d行，只有%(m)d行") % {"n": head.seq, "m": seq},
                    )
                )
    return faults


def _seal_chain_faults() -> list[Fault]:
    faults, previous = [], {}
    for seal in Seal.objects.order_by("district", "seq"):
        seq, before = previous.get(seal.district_id, (0, ""))
        if seal.seq != seq + 1 or seal.hash != seal_hash(seal, before):
            faults.append(Fault(_("封存第%(n)d号") % {"n": seal.seq}, _("不见了或被改动过")))
        previous[seal.district_id] = (seal.seq, seal.hash)
    return faults


def verify_seals(folder: Path) -> list[Fault]:
    """Compare the sealed files of a folder with the history of today: nothing sealed may be gone."""
    kept = {(str(seal.district_id), seal.seq): seal for seal in Seal.objects.all()}
    faults = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            sealed = json.loads(line)
            faults += _sealed_faults(sealed, kept.get((sealed["district"], sealed["seq"])))
    return faults


def _sealed_faults(sealed: dict, row: Seal | None) -> list[Fault]:
    named = _("封存第%(n)d号") % {"n": sealed["seq"]}
    if row is None or row.hash != sealed["hash"]:
        return [Fault(named, _("数据库里的封存与文件不符"))]
    if row.heads_digest != heads_digest(sealed["heads"]):
        return [Fault(named, _("封存文件被改动过"))]
    wanted = {
        (UUID(subject), version): (name, digest)
        for subject, name, version, digest in sealed["heads"]
    }
    events = Event.objects.filter(subject__in={subject for subject, _version in wanted})
    today = {
        (subject, seq): digest
        for subject, seq, digest in events.values_list("subject", "seq", "hash")
    }
    return [
        Fault(name, _("封存时有第%(n)d条记录，现在不见了或被改动过") % {"n": at[1]})
        for at, (name, digest) in wanted.items()
        if today.get(at) != digest
    ]
