"""A proxy that does not say that people came by https is found out."""

import urllib.error
import urllib.request
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from lianxin.site import doorway


@pytest.fixture(autouse=True)
def https(settings):
    settings.BASE_URL, settings.HTTPS = "https://lianxin.example", True


def answers(monkeypatch, headers: dict) -> None:
    answer = nullcontext(SimpleNamespace(headers=headers))
    monkeypatch.setattr(urllib.request, "urlopen", lambda _url, timeout: answer)


def test_a_proxy_that_says_https_is_good(monkeypatch):
    answers(monkeypatch, {"Strict-Transport-Security": "max-age=31536000"})

    assert doorway.stands() == ("good", "经过 https，网站也知道")


def test_a_proxy_that_does_not_is_to_be_mended(monkeypatch):
    answers(monkeypatch, {})

    assert doorway.stands()[0] == "mend"


def test_an_address_that_does_not_open_is_noted(monkeypatch):
    def closed(_url: str, timeout: int) -> None:
        raise urllib.error.URLError("refused")

    monkeypatch.setattr(urllib.request, "urlopen", closed)

    assert doorway.stands()[0] == "note"


def test_without_https_no_proxy_is_wanted(settings):
    settings.HTTPS = False

    assert doorway.stands()[0] == "good"
