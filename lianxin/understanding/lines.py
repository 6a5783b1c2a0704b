"""JSON lines in, JSON lines out: the body of the command `lianxin understand`."""

import json
from collections.abc import Iterable
from datetime import date
from typing import TextIO

from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.reading import read


def run(
    stdin: Iterable[str],
    stdout: TextIO,
    today: date,
    gazetteer: Gazetteer | None = None,
    *,
    explained: bool = False,
) -> None:
    """Answer each line with its reading, or with its error; `explained` says what each field rests on."""
    for line in stdin:
        if line.strip():
            answer = json.dumps(_answer(line, today, gazetteer, explained), ensure_ascii=False)
            # Half a character (a lone surrogate) cannot be written; its escape can, and is JSON.
            stdout.write(answer.encode("utf8", "backslashreplace").decode("utf8") + "\n")


def _answer(line: str, today: date, gazetteer: Gazetteer | None, explained: bool) -> dict:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "这一行不是完整的 JSON。"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "这一行应当是一个带 text 的对象。"}
    told = {"id": asked.get("id")}
    text = asked.get("text")
    if not isinstance(text, str) or not text.strip():
        return {**told, "error": "这一行没有 text，或者 text 不是文字。"}
    day = _day(asked.get("today"), today)
    if day is None:
        return {**told, "error": "today 应当写成 2026-11-23 这样的日期。"}
    draft = read(text, day, gazetteer)
    return {**told, **draft.as_json(), **(draft.explained_json() if explained else {})}


def _day(value: object, otherwise: date) -> date | None:
    if value is None:
        return otherwise
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
