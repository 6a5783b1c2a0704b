"""Who you are, and the places that you can name."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lianxin.api.answers import answer
from lianxin.api.given import Me, Places, Refusal
from lianxin.api.machine import api
from lianxin.base.refused import Refused
from lianxin.notices.queries import unread_count
from lianxin.territory.models import Place
from lianxin.territory.queries import communities_in, name_of_area, places_seen


@api.get("/me", response={200: Me, 401: Refusal}, summary="我是谁")
def me(request: HttpRequest) -> HttpResponse:
    """Tell whom the token stands for: the post, its permissions and the communities it reaches."""
    by = request.auth
    communities = communities_in(by.scope.areas, by.district)
    return answer(
        {
            "login": by.login,
            "name": by.name,
            "post": by.post_name,
            "area": name_of_area(by.scope.areas),
            "permissions": sorted(by.permissions),
            "communities": [{"code": place.code, "name": place.name} for place in communities],
            "unread": unread_count(by),
        }
    )


@api.get("/places", response={200: Places, frozenset({401, 404, 422}): Refusal}, summary="地点")
def places(request: HttpRequest, parent: UUID | None = None) -> HttpResponse:
    """List what lies directly in a place, or your communities."""
    by = request.auth
    if parent is None:
        rows = communities_in(by.scope.areas, by.district)
    else:
        seen = places_seen(by.scope.areas, by.district)
        if not seen.filter(pk=parent).exists():
            raise Refused("not_found", _("没有这个地点。"))
        rows = seen.filter(parent=parent).order_by("level", "name", "pk")
    return answer({"places": [_json(place) for place in rows]})


def _json(place: Place) -> dict:
    return {
        "id": str(place.pk),
        "level": place.level,
        "code": place.code,
        "name": place.name,
        "aliases": place.aliases,
    }
