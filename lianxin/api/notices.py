"""Messages for whoever the token stands for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query

from lianxin.api.answers import answer
from lianxin.api.given import NoticeOut, Notices, Refusal
from lianxin.api.machine import api
from lianxin.api.paging import Page, page_of
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.notices.actions import mark_read
from lianxin.notices.models import Notice
from lianxin.notices.queries import notices_for, unread_count


@api.get("/notices", response={200: Notices, frozenset({401, 422}): Refusal}, summary="我的消息")
def listing(request: HttpRequest, paging: Query[Page], unread: bool = False) -> HttpResponse:
    """List the messages for you, newest first."""
    notices = notices_for(request.auth)
    if unread:
        notices = notices.filter(read_at=None)
    rows, more = page_of(notices, paging)
    return answer(
        {
            "notices": [_json(notice) for notice in rows],
            "unread": unread_count(request.auth),
            "page": paging.page,
            "more": more,
        }
    )


@api.post(
    "/notices/{notice}/read",
    response={200: NoticeOut, frozenset({401, 404, 422}): Refusal},
    summary="标为已读",
)
def read(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark one of your messages as read; again changes nothing."""
    mark_read(notice, by=request.auth)
    found = notices_for(request.auth).filter(pk=notice).first()
    if found is None:
        raise Refused("not_found", _("没有找到这条消息。"))
    return answer(_json(found))


def _json(notice: Notice) -> dict:
    return {
        "id": str(notice.pk),
        "number": notice.number,
        "sentence": notice.sentence,
        "at": local(notice.at).isoformat(timespec="seconds"),
        "read_at": local(notice.read_at).isoformat(timespec="seconds") if notice.read_at else None,
    }
