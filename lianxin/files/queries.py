"""Reads of files, always for somebody: a file is seen where what it hangs on is seen."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base import crypto
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.files.hooks import bearers
from lianxin.files.models import Attachment, File


def find(pk: UUID, actor: Actor) -> File:
    """Return a file that the actor may read, or refuse: outside the scope it does not exist."""
    file = File.objects.filter(district=actor.district, pk=pk).first()
    if file is None or not _readable(file, actor):
        raise _not_found()
    if file.disposed_at:
        sentence = _("这个附件已在 %(day)s 按规定处置：%(under)s。") % {
            "day": f"{local(file.disposed_at):%Y-%m-%d}",
            "under": file.disposed_under,
        }
        raise Refused("not_found", sentence)
    return file


def _readable(file: File, actor: Actor) -> bool:
    if file.attached_at is None:
        return file.added_by == actor.person
    return any(
        bearer.shows(attachment, actor)
        for attachment in file.attachments.all()
        for bearer in bearers
    )


def own(pk: UUID, actor: Actor) -> File:
    """Return a file that the actor took in, or refuse."""
    file = File.objects.filter(district=actor.district, pk=pk, added_by=actor.person).first()
    if file is None:
        raise _not_found()
    return file


def waiting(ids: Sequence[str], actor: Actor) -> list[File]:
    """Return those of the actor's own files that are not attached yet, in the order asked for."""
    known = [one for one in ids if _is_id(one)]
    mine = File.objects.filter(
        district=actor.district, added_by=actor.person, attached_at=None, pk__in=known
    )
    found = {str(file.pk): file for file in mine}
    return [found[one] for one in dict.fromkeys(known) if one in found]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def attachments_on(district: UUID, subjects: Iterable[UUID]) -> QuerySet[Attachment]:
    """Return what hangs on these subjects, in the order in which it came."""
    return (
        Attachment.objects.filter(district=district, subject__in=subjects)
        .select_related("file")
        .order_by("seq", "pk")
    )


def key_of(request_id: str, number: int) -> str:
    """Return the request id of one of the files that come with a request."""
    return f"{crypto.digest(request_id)[:32]}-file-{number}"


def _not_found() -> Refused:
    return Refused("not_found", _("没有找到这个附件。"))
