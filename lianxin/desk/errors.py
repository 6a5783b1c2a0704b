"""Pages that say no, in Chinese, with what to do next."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lianxin.base.disk import refusal_of
from lianxin.base.refused import Refused


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Return the page of a refusal."""
    page = render(request, "desk/refusal.jinja", {"refused": refused}, status=refused.status)
    return _retried(page, refused)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was open too long, or came from elsewhere."""
    return refusal_page(
        request, Refused("not_allowed", _("页面开得太久了。请返回上一页，刷新后再提交。"))
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, Refused("not_found", _("没有这个页面，请从首页重新进入。")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("送来的内容太大，或者看不懂。请返回上一页，分成几次再提交。")
    return refusal_page(request, Refused("bad_input", sentence, fields={}))


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for what nobody answered: no room or no database is a refusal, the rest a fault of ours.

    Django calls this while it handles the error. The page asks the database for nothing.
    """
    refused = refusal_of(sys.exc_info()[1])
    status = refused.status if refused else 500
    page = render(request, "desk/error.jinja", {"refused": refused}, status=status)
    return _retried(page, refused) if refused else page


def _retried(page: HttpResponse, refused: Refused) -> HttpResponse:
    if refused.code == "busy":
        page["Retry-After"] = str(refused.extra.get("retry_after", 1))
    return page
