"""What is kept: read once, until it runs out or somebody changed it."""

import weakref

import pytest

from lianxin.base import kept as keeping
from lianxin.base.kept import forget, kept

pytestmark = pytest.mark.once


def test_the_same_question_is_read_once(asked: list[str]):
    assert [called("灯"), called("灯"), called("锁")] == ["灯!", "灯!", "锁!"]

    assert asked == ["灯", "锁"]


def test_what_was_changed_is_read_afresh(asked: list[str]):
    called("灯")
    forget()
    called("灯")

    assert asked == ["灯", "灯"]


def test_what_ran_out_is_read_afresh(asked: list[str], monkeypatch: pytest.MonkeyPatch):
    called("灯")
    monkeypatch.setattr(keeping, "slot", lambda: 1)
    called("灯")

    assert asked == ["灯", "灯"]


def test_what_ran_out_is_freed(monkeypatch: pytest.MonkeyPatch):
    answer = weakref.ref(list_of("灯"))
    kept_yet = answer()
    monkeypatch.setattr(keeping, "slot", lambda: 1)
    list_of("锁")
    del kept_yet

    assert answer() is None


class Words(list):
    """A list that can be referred to weakly."""


@kept
def list_of(word: str) -> Words:
    return Words([word])


_asked: list[str] = []


@kept
def called(word: str) -> str:
    _asked.append(word)
    return f"{word}!"


@pytest.fixture
def asked() -> list[str]:
    _asked.clear()
    return _asked
