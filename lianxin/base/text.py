"""What every text that enters the product goes through."""

import re

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused

MAX_LENGTH = 5000
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the words verbatim, less what no database can hold: NUL, and lone surrogates as �."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def said(text: str) -> str:
    """Return the cleaned words of somebody, or refuse what is blank or too long."""
    words = clean(text)
    if not words.strip():
        raise _not_said(_("还没有写内容，请把居民的话写下来。"))
    if len(words) > MAX_LENGTH:
        counted = {"n": len(words), "max": MAX_LENGTH}
        raise _not_said(_("内容有 %(n)d 字，最多 %(max)d 字，请分成几条记。") % counted)
    return words


def _not_said(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"text": [sentence]})
