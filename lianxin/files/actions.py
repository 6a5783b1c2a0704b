"""Taking files in, attaching them to what happened, and disposing of them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.refused import Refused
from lianxin.files import names, store
from lianxin.files.content import media_type_of
from lianxin.files.hooks import bearers
from lianxin.files.models import Attachment, File, Kind
from lianxin.files.pictures import redrawn
from lianxin.files.queries import key_of, own
from lianxin.files.rules import check_may_add
from lianxin.files.uploads import too_large
from lianxin.history.models import Chained
from lianxin.history.receipts import once


def take_in(source: BinaryIO, name: str, *, by: Actor, request_id: str | None = None) -> File:
    """Take a file in as the actor's own, not attached to anything yet; once for a request id.

    What it is is told by its content. A photo is drawn anew. The bytes are on the disk before the
    row is committed.
    """
    check_may_add(by)
    pk = new_id()
    with store.arriving(pk) as arrival:
        sent = _received(source, arrival.raw)
        row = _row(pk, name, arrival, by)
        return once(
            request_id,
            ["file", sent, row.name],
            lambda: _kept(arrival, row),
            lambda first: own(first, by),
            by=by,
        )


def take_in_paths(paths: Sequence[Path], *, by: Actor, request_id: str | None = None) -> list[UUID]:
    """Take in files of this machine and return their ids; the same ones again for the same request id."""
    return [
        _taken_path(path, by, key_of(request_id, number) if request_id else None)
        for number, path in enumerate(paths)
    ]


def _taken_path(path: Path, by: Actor, request_id: str | None) -> UUID:
    try:
        with path.open("rb") as source:
            return take_in(source, path.name, by=by, request_id=request_id).pk
    except (FileNotFoundError, PermissionError, IsADirectoryError):
        raise _wrong(_("打不开文件“%(path)s”，请核对。") % {"path": path}) from None


def _received(source: BinaryIO, target: Path) -> str:
    """Write what was sent to the disk and return its digest; refuse it once it is too large."""
    sent = hashlib.sha256()
    size = 0
    with store.made(target) as file:
        while chunk := source.read(store.CHUNK):
            size += len(chunk)
            if size > settings.FILE_BYTES:
                raise too_large()
            sent.update(chunk)
            file.write(chunk)
    return sent.hexdigest()


def _row(pk: UUID, name: str, arrival: store.Arrival, by: Actor) -> File:
    media_type = media_type_of(arrival.raw)
    kind, width, height = _kind(media_type), None, None
    if kind == Kind.IMAGE:
        width, height = redrawn(arrival)
    else:
        arrival.raw.rename(arrival.content)
    return File(
        id=pk,
        district_id=by.district,
        name=names.shown(name, media_type),
        kind=kind,
        media_type=media_type,
        size=arrival.content.stat().st_size,
        sha256=store.digest(arrival.content),
        width=width,
        height=height,
        added_by=by.person,
        added_at=clock.now(),
    )


def _kind(media_type: str) -> Kind:
    return {"image": Kind.IMAGE, "audio": Kind.VOICE}.get(
        media_type.partition("/")[0], Kind.DOCUMENT
    )


def _kept(arrival: store.Arrival, row: File) -> tuple[UUID, File]:
    arrival.place()
    row.save(force_insert=True)
    return row.pk, row


def claim(ids: Sequence[UUID | str], *, by: Actor) -> list[File]:
    """Take the actor's own unattached files to be attached, inside the caller's transaction, or refuse."""
    wanted = list(dict.fromkeys(_id(one) for one in ids))
    if len(wanted) > settings.FILE_COUNT:
        raise _wrong(_("一次最多附 %(n)d 个文件。") % {"n": settings.FILE_COUNT})
    if not wanted:
        return []
    mine = (
        File.objects.select_for_update()
        .order_by("pk")
        .filter(district=by.district, added_by=by.person, pk__in=wanted)
    )
    found = {file.pk: file for file in mine}
    files = [found.get(pk) for pk in wanted]
    for file in files:
        if file is None or not store.path_of(file.pk).exists():
            raise _wrong(_("没有找到要附的文件，请重新选择文件再提交。"))
        if file.attached_at:
            raise _wrong(_("“%(name)s”已经附过了，请重新选择文件再提交。") % {"name": file.name})
    File.objects.filter(district=by.district, pk__in=wanted).update(attached_at=clock.now())
    return files


def _id(one: UUID | str) -> UUID:
    try:
        return one if isinstance(one, UUID) else UUID(one)
    except ValueError:
        raise _wrong(_("没有找到要附的文件，请重新选择文件再提交。")) from None


def hang(files: Sequence[File], subject: Chained, step: str, *, by: Actor) -> dict:
    """Attach claimed files to a subject by its next event; return the facts that the event must state."""
    Attachment.objects.bulk_create(
        Attachment(
            district_id=subject.district_id,
            file=file,
            subject=subject.pk,
            seq=subject.version + 1,
            step=step,
        )
        for file in files
    )
    stated = [{"id": str(file.pk), "sha256": file.sha256} for file in files]
    return {"files": stated} if stated else {}


def dispose(pk: UUID, under: str, *, by: Actor) -> None:
    """Remove a file's bytes for good; its row and the history of what it hangs on say by whom and why."""
    with transaction.atomic():
        file = File.objects.select_for_update().get(pk=pk)
        file.name, file.disposed_at = "", clock.now()
        file.disposed_by, file.disposed_under = by.login, under
        file.save(force_update=True)
        facts = {"disposed": str(pk), "sha256": file.sha256, "under": under}
        for attachment in file.attachments.order_by("subject"):
            told = any(bearer.note(attachment.subject, facts, by=by) for bearer in bearers)
            assert told, f"no room bears {attachment.subject}"
        # Last of all: should the row not be committed, the next run finds the file due again.
        store.remove(pk)


def _wrong(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"files": [sentence]})
