"""Whether the process lives, and whether it can answer."""

import shutil

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from lianxin.base import crypto
from lianxin.base.disk import full_lately
from lianxin.base.opened import opened

# Less than this is left for a page of the database and for a photo.
ROOM = 1024 * 1024


@opened
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@opened
def readyz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "why": "database"}, status=503)
    if full_lately() or shutil.disk_usage(crypto.home()).free < ROOM:
        return JsonResponse({"ok": False, "why": "disk"}, status=503)
    return JsonResponse({"ok": True})
