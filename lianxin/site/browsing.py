"""One person's browser on a running product: signs in as people do, and keeps its connection."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from lianxin.site.running import Product

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """A connection that is kept open from page to page, with the cookies of its session."""

    def __init__(self, product: Product, login: str, password: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", product.port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()
        _status, page = self._ask("GET", "/desk/sign-in")
        form = {
            "csrfmiddlewaretoken": _TOKEN.search(page)[1],
            "username": login,
            "password": password,
        }
        status, _page = self._ask("POST", "/desk/sign-in", urlencode(form))
        if status != 302:
            raise RuntimeError(f"{login} 没有登录成功：{status}")

    def page(self, path: str) -> str:
        """Return a page, which must be there."""
        try:
            status, page = self._ask("GET", path)
        except ConnectionError:  # the line was idle for so long that the server hung up
            self._line.close()
            status, page = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}：{status}")
        return page

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={kept.value}" for name, kept in self._cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._line.request(method, path, body, {"Cookie": cookies, **form})
        answer = self._line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.load(cookie)
        return answer.status, answer.read().decode()
