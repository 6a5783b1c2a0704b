"""Whatever somebody typed stays text: on every page, for every role, in a real browser."""

import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser

from lianxin.desk.tests.crawl import Page, is_html
from lianxin.desk.tests.told import crawled, tell_scripts
from lianxin.matters.models import Matter

ONLY_OURS = {
    "default-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
# Style sheets and scripts of our own, which would only be fetched in vain.
_FETCHED = re.compile(r"<link [^>]*>|<script src[^>]*>")
_HIT = re.compile(r"hit\((\d+)\)")


def lax(response: HttpResponse) -> bool:
    """Tell whether an answer in HTML would let a browser run what is not ours."""
    policy = response.get("Content-Security-Policy", "")
    return is_html(response) and set(policy.split("; ")) != ONLY_OURS


@pytest.mark.once
def test_scripts_in_every_column_run_on_no_page_of_anybody(
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
    chromium: Browser,
):
    scripts = tell_scripts(record, drive)
    pages, laxly, failed = {}, [], []
    for role, crawl in crawled(browsers):
        pages |= {page.html: page for page in crawl.pages}
        laxly += [(role, address) for address, answer in crawl.answers if lax(answer)]
        failed += [
            (role, at, answer.status_code)
            for at, answer in crawl.answers
            if answer.status_code >= 500
        ]
    shown = {scripts.get(int(n)) for html in pages for n in _HIT.findall(unescape(html))}

    print(f"\n{len(pages)} pages, scripts of {len(shown)} columns shown")
    assert failed == []
    assert laxly == []
    assert [(page.address, page.scripts) for page in pages.values() if page.scripts] == []
    assert [scripts.get(number) for number in run_in(chromium, list(pages.values()))] == []
    assert {
        "Matter.words",
        "Matter.spot",
        "Person.name",
        "Place.name",
        "Organisation.name",
    } <= shown


def run_in(chromium: Browser, pages: list[Page]) -> list[int]:
    """Open pages without the policy that protects them, many at once; return the scripts that ran."""
    ran: list[int] = []
    context = chromium.new_context()
    context.expose_function("hit", lambda number: ran.append(number))
    context.route("**/*", lambda route: route.fulfill(status=200, body=""))
    tab = context.new_page()
    tab.goto("http://testserver/")
    for page in pages:
        tab.evaluate(_SHOW, _FETCHED.sub("", page.html))
    tab.wait_for_timeout(500)
    context.close()
    return ran


# A frame of its own for each page, on whose scripts no policy lies.
_SHOW = """html => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.onload = done;
  frame.srcdoc = html;
  document.body.append(frame);
})"""
