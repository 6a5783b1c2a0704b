"""The proof of the files: each that an event names is there with the hash that the event states."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.files import store
from lianxin.files.models import File
from lianxin.history.models import Event, Opening
from lianxin.history.queries import Fault


@dataclass
class Proof:
    """How many files were checked, how many of them were disposed of by rule, and what does not prove."""

    files: int = 0
    disposed: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify_files() -> Proof:
    """Read every file that an event names and compare it with the event."""
    proof, seen, gone = Proof(), {}, _disposed()
    for subject, seq, stated in _stated():
        pk = UUID(stated["id"])
        if pk not in seen:
            seen[pk] = _fault(pk, stated["sha256"], disposed=pk in gone)
            proof.files += 1
            proof.disposed += pk in gone
        if seen[pk]:
            proof.faults.append(Fault(_name(subject), _sentence(seq, pk, seen[pk])))
    return proof


def _stated() -> Iterator[tuple[UUID, int, dict]]:
    events = Event.objects.filter(data__has_key="files").order_by("district", "subject", "seq")
    for subject, seq, data in events.values_list("subject", "seq", "data").iterator():
        for stated in data["files"]:
            yield subject, seq, stated


def _disposed() -> set[UUID]:
    events = Event.objects.filter(step="dispose", data__has_key="disposed")
    return {UUID(data["disposed"]) for data in events.values_list("data", flat=True).iterator()}


def _fault(pk: UUID, sha256: str, *, disposed: bool) -> str:
    """Return what is wrong with a file, or nothing."""
    path, row = store.path_of(pk), File.objects.filter(pk=pk).first()
    if row is None:
        return _("在数据库里不见了")
    if disposed:
        return _("说是已经处置，却还在") if path.exists() else ""
    if not path.exists():
        return _("不见了")
    if store.digest(path) != sha256:
        return _("被改动过")
    return "" if row.sha256 == sha256 else _("在数据库里被改动过")


def _sentence(seq: int, pk: UUID, what: str) -> str:
    return _("第%(n)d条记录的附件 %(id)s %(what)s") % {"n": seq, "id": pk, "what": what}


def _name(subject: UUID) -> str:
    opening = Opening.objects.filter(subject=subject).values_list("name", flat=True).first()
    return opening or str(subject)
