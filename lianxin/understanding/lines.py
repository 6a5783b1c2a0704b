"""JSON lines in, JSON lines out: the bodies of the commands `lianxin understand` and `lianxin same`."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import TextIO

from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.reading import read
from lianxin.understanding.same import same


def run(
    stdin: Iterable[str],
    stdout: TextIO,
    today: date,
    gazetteer: Gazetteer | None = None,
    *,
    explained: bool = False,
) -> None:
    """Answer each line with its reading, or with its error; `explained` says what each field rests on."""
    _each(stdin, stdout, lambda asked: _reading(asked, today, gazetteer, explained))


def compare(stdin: Iterable[str], stdout: TextIO, today: date) -> None:
    """Answer each line of two texts `a` and `b` with whether they tell of one matter, or with its error."""
    _each(stdin, stdout, lambda asked: _sameness(asked, today))


def _each(stdin: Iterable[str], stdout: TextIO, answer: Callable[[dict], dict]) -> None:
    for number, line in enumerate(stdin, start=1):
        if line.strip():
            told = json.dumps(_numbered(number, _answer(line, answer)), ensure_ascii=False)
            # Half a character (a lone surrogate) cannot be written; its escape can, and is JSON.
            stdout.write(told.encode("utf8", "backslashreplace").decode("utf8") + "\n")


def _numbered(number: int, answered: dict) -> dict:
    """Return an answer; an error says in which line it is."""
    if "error" not in answered:
        return answered
    return answered | {"line": number, "error": f"第 {number} 行：{answered['error']}"}


def _answer(line: str, answer: Callable[[dict], dict]) -> dict:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "不是完整的 JSON。"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "应当是一个 JSON 对象。"}
    return {"id": asked.get("id"), **answer(asked)}


def _reading(asked: dict, today: date, gazetteer: Gazetteer | None, explained: bool) -> dict:
    text = asked.get("text")
    if not _is_said(text):
        return {"error": "没有 text，或者 text 不是文字。"}
    day = _day(asked.get("today"), today)
    if day is None:
        return {"error": "today 应当写成 2026-11-23 这样的日期。"}
    draft = read(text, day, gazetteer)
    return {**draft.as_json(), **(draft.explained_json() if explained else {})}


def _sameness(asked: dict, today: date) -> dict:
    texts = [asked.get(name) for name in ("a", "b")]
    if not all(map(_is_said, texts)):
        return {"error": "要有 a 和 b 两段文字。"}
    days = [asked.get(name) or None for name in ("date_a", "date_b")]
    read_days = [_day(day, date.min) for day in days]
    if None in read_days:
        return {"error": "date_a、date_b 应当写成 2026-11-23 这样的日期，也可以不写。"}
    known = [day if told else None for day, told in zip(read_days, days, strict=True)]
    return same(*texts, today=today, date_a=known[0], date_b=known[1]).as_json()


def _is_said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _day(value: object, otherwise: date) -> date | None:
    if value is None:
        return otherwise
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
