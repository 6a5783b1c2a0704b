"""What is kept: read once, until it runs out or somebody changed it."""

import weakref
from collections.abc import Collection, Iterator

import pytest

from lianxin.base import kept as keeping
from lianxin.base.kept import forget, kept, kept_each

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


@pytest.fixture
def fetched() -> Iterator[list[list[str]]]:
    """The keys that were read, question by question."""
    forget()
    _fetched.clear()
    yield _fetched
    forget()


_fetched: list[list[str]] = []


@kept_each
def letters(words: Collection[str]) -> dict[str, int]:
    _fetched.append(list(words))
    return {word: len(word) for word in words if word != "不存在"}


def test_of_many_only_those_not_remembered_are_read(fetched: list[list[str]]):
    assert letters(["灯", "门锁"]) == [1, 2]
    assert letters(["门锁", "水管漏", "灯"]) == [2, 3, 1]

    assert fetched == [["灯", "门锁"], ["水管漏"]]


def test_what_is_not_found_is_left_out_and_asked_for_again(fetched: list[list[str]]):
    assert letters(["不存在", "灯"]) == [1]
    assert letters(["不存在", "灯"]) == [1]

    assert fetched == [["不存在", "灯"], ["不存在"]]


@pytest.mark.parametrize("ends", ["forgotten", "run out"])
def test_of_many_what_was_changed_or_ran_out_is_read_afresh(
    ends: str, fetched: list[list[str]], monkeypatch: pytest.MonkeyPatch
):
    letters(["灯"])
    if ends == "forgotten":
        forget()
    else:
        monkeypatch.setattr(keeping, "slot", lambda: 1)
    letters(["灯"])

    assert fetched == [["灯"], ["灯"]]
