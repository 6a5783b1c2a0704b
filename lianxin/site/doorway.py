"""What stands before the web server: whether it says that people came by https."""

import http.client
import urllib.error
import urllib.request

from django.conf import settings
from django.utils.translation import gettext as _

PATIENCE = 5


def stands() -> tuple[str, str]:
    """Open our own address as a browser does: only an answer that knows of https asks for it for ever."""
    if not settings.HTTPS:
        return "good", _("不用 https，前面不必有反向代理")
    try:
        with urllib.request.urlopen(f"{settings.BASE_URL}/livez", timeout=PATIENCE) as answer:  # noqa: S310 -- our own address
            known = "Strict-Transport-Security" in answer.headers
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        says = _("从这台机器打不开 %(url)s（%(why)s）。请看反向代理、域名和证书。")
        return "note", says % {"url": settings.BASE_URL, "why": error}
    if not known:
        return "mend", _(
            "反向代理没有告诉网站来的是 https。请照 deploy/nginx.conf 设 X-Forwarded-Proto。"
        )
    return "good", _("经过 https，网站也知道")
