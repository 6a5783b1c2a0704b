"""Files: taken in first, then named by the step or the entry that they belong to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import File, Header, UploadedFile

from lianxin.api.answers import answer
from lianxin.api.given import FileOut, Refusal
from lianxin.api.machine import api
from lianxin.base.refused import Refused
from lianxin.files.actions import take_in
from lianxin.files.present import file_json
from lianxin.files.queries import find
from lianxin.files.rules import check_may_add
from lianxin.files.sending import sent

SENT = File(None, description="照片、语音或文档；是什么看内容，不看名字")
BYTES = {"schema": {"type": "string", "format": "binary"}}


@api.post(
    "/files",
    response={201: FileOut, frozenset({401, 403, 404, 413, 422, 503}): Refusal},
    summary="上传一个文件",
)
def add(
    request: HttpRequest,
    file: UploadedFile | None = SENT,
    request_id: str | None = Header(None, alias="Idempotency-Key"),
) -> HttpResponse:
    """Take a file in as yours; attach it within a day by naming its id in a step or an entry."""
    check_may_add(request.auth)
    if file is None:
        sentence = _("没有收到文件。请用 multipart/form-data，字段名是 file。")
        raise Refused("bad_input", sentence, fields={"file": [sentence]})
    taken = take_in(file, file.name, by=request.auth, request_id=request_id)
    return answer(file_json(taken), 201)


@api.get(
    "/files/{file}",
    response={frozenset({401, 404, 422}): Refusal},
    summary="一个文件的内容",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"*/*": BYTES}}}},
)
def one(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """Give the bytes of a file of yours, or of one that hangs on what you can see."""
    return sent(find(file, request.auth), wanted=request.headers.get("Range", ""))
