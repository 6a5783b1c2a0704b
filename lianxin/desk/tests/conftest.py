"""A real browser for the journeys: Chromium from the machine or from Playwright, and axe beside it."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from lianxin.access.models import Login

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and that nobody has to allow
    "--use-fake-ui-for-media-stream",
]
PASSWORD = "quiet-river-2031"
SERIOUS = """
axe.run().then(found => found.violations
  .filter(one => ["serious", "critical"].includes(one.impact))
  .map(one => one.id + ": " + one.nodes.map(node => node.html).join(" | ")))
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium without a window; where there is none the journeys are skipped, in CI they fail."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=QUIET
            )
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium on this machine: {error.message.splitlines()[0]}")
        # Playwright keeps a loop running in this thread, from which Django would refuse queries.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        browser.close()


class Desk:
    """One person at the desk in a browser of their own, with everything that went wrong noted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)
        page.on("request", self._watch)

    def _note(self, message: object) -> None:
        # A refusal is an answer with a status; the console says so, which is no fault.
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def _watch(self, request: object) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"not local: {request.url}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def check(self) -> None:
        """Assert that the page is readable by all, fits its width, and nothing went wrong so far."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        assert self.page.evaluate(SERIOUS) == []
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert self.faults == []


@pytest.fixture
def screen(live_server: LiveServer, chromium: Browser) -> Iterator[Callable[..., Desk]]:
    """Open a browser at which nobody has signed in yet: `screen(width=390)`."""
    contexts = []

    def opened(*, width: int, scripts: bool = True) -> Desk:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        return Desk(context.new_page(), live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def at_desk(screen: Callable[..., Desk], logins: Mapping[str, Login]) -> Callable[..., Desk]:
    """Sit somebody down at a screen of a width: `at_desk("grid", width=390)`."""

    def seated(name: str, *, width: int, scripts: bool = True) -> Desk:
        login = logins[name]
        login.set_password(PASSWORD)
        login.save()
        desk = screen(width=width, scripts=scripts)
        desk.go("/desk/")
        desk.page.get_by_label("登录名").fill(login.username)
        desk.page.get_by_label("密码").fill(PASSWORD)
        desk.page.get_by_role("button", name="登录").click()
        return desk

    return seated
