"""Reading what a machine sends: strict JSON, never deeper or odder than a person would write."""

import json
from typing import Never

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from lianxin.base import text
from lianxin.base.refused import Refused

DEEPEST = 20


class StrictJson(Parser):
    """JSON in UTF-8 without NaN and deep nesting; its strings are cleaned as all text is."""

    def parse_body(self, request: HttpRequest) -> object:
        try:
            found = json.loads(request.body.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise _unreadable(_("看不懂请求的内容：应是 UTF-8 编码的 JSON。")) from None
        return _cleaned(found, DEEPEST)

    def parse_querydict(
        self, data: MultiValueDict, list_fields: list[str], request: HttpRequest
    ) -> dict:
        # Besides texts there may be an uploaded file, of which its own room sees to what it is.
        return {
            name: text.clean(value) if isinstance(value, str) else value
            for name, value in data.items()
        }


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _cleaned(value: object, deeper: int) -> object:
    if isinstance(value, str):
        return text.clean(value)
    if not isinstance(value, dict | list):
        return value
    if deeper == 0:
        raise _unreadable(_("请求的内容套得太深，最多%(n)d层。") % {"n": DEEPEST})
    if isinstance(value, list):
        return [_cleaned(item, deeper - 1) for item in value]
    return {text.clean(name): _cleaned(item, deeper - 1) for name, item in value.items()}


def _unreadable(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"body": [sentence]})
