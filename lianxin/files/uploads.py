"""How an upload is read: straight to the disk, no further than the limit, and by nobody but who has signed in."""

from tempfile import TemporaryFile
from typing import Never

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.files import store

# What a form holds besides its files.
_BESIDE = 1024 * 1024


class Unread:
    """Stands for an upload that could not be kept whole; whoever reads it is told why."""

    def __init__(self, refused: Refused) -> None:
        self._refused = refused

    def read(self, _size: int = -1) -> Never:
        raise self._refused


class ToDisk(FileUploadHandler):
    """Keeps uploads in files without a name in the data folder: a crash leaves nothing of them."""

    def handle_raw_input(
        self,
        input_data: object,
        META: dict,
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.FILE_COUNT * settings.FILE_BYTES + _BESIDE:
            raise RequestDataTooBig

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        if not (getattr(self.request, "auth", None) or self.request.user.is_authenticated):
            raise SkipFile
        self._file = TemporaryFile(dir=store.incoming())  # noqa: SIM115 -- it outlives this
        self._refused: Refused | None = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.FILE_BYTES:
            self._refused = self._refused or too_large()
        if self._refused:
            return
        try:
            with store.full_disk_refused():
                self._file.write(raw_data)
        except Refused as refused:
            self._refused = refused

    def file_complete(self, file_size: int) -> UploadedFile:
        self._file.seek(0)
        return UploadedFile(
            file=Unread(self._refused) if self._refused else self._file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )


def too_large() -> Refused:
    limit = {"n": settings.FILE_BYTES // 1024 // 1024}
    sentence = _("文件太大，一个最多 %(n)d MB。请缩小以后再附。") % limit
    return Refused("bad_input", sentence, fields={"files": [sentence]})
