"""Photos, voice and documents, to whoever sees what they hang on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from lianxin.files.queries import find
from lianxin.files.sending import sent


@require_GET
def file(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """Hand over a file: a photo or voice to be seen or heard in the browser, a document to be saved."""
    return sent(find(file, request.actor), wanted=request.headers.get("Range", ""))


@require_GET
def thumbnail(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """Hand over the small version of a photo."""
    return sent(find(file, request.actor), thumbnail=True)
