"""Whether the process lives, and whether it can answer."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from lianxin.base.opened import opened


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
    return JsonResponse({"ok": True})
