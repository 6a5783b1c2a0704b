"""A file as an answer."""

from lianxin.base.clock import local
from lianxin.files.models import Attachment, File


def file_json(file: File) -> dict:
    """Return what is known of a file, and where its bytes are read."""
    gone = file.disposed_at is not None
    return {
        "id": str(file.pk),
        "name": file.name,
        "kind": file.kind,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "url": None if gone else f"/api/v1/files/{file.pk}",
        "disposed_at": local(file.disposed_at).isoformat(timespec="seconds") if gone else None,
        "disposed_under": file.disposed_under or None,
    }


def attachment_json(attachment: Attachment) -> dict:
    """Return an attached file with the event and the step that brought it."""
    return {**file_json(attachment.file), "seq": attachment.seq, "step": attachment.step}
