"""Model fields whose columns never hold personal data in the clear."""

import re
from collections.abc import Callable

from django.db import models

from lianxin.base import crypto

# Private-use characters stand around a sealed span inside an otherwise readable text.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_SPAN = re.compile(f"{_OPEN}([A-Za-z0-9_=.-]+){_CLOSE}")


class SealedText(models.TextField):
    """Text that is encrypted as a whole; the empty text stays empty."""

    def _about(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return crypto.seal(value, self._about()) if value else value

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        return crypto.unseal(value, self._about()) if value else value

    def is_older(self, kept: str) -> bool:
        """Tell whether what a column holds is under an older key."""
        return _is_older(kept)

    def resealed(self, kept: str) -> str:
        """Return what a column holds, sealed with the newest key."""
        return crypto.seal(crypto.unseal(kept, self._about()), self._about())


class SpanText(models.TextField):
    """Free words in which the spans that `find` names (telephones, identity numbers) are encrypted.

    `find(text)` gives (start, end, kind) of each span, in order. Read back, the text is verbatim.
    """

    def __init__(
        self, *args: object, find: Callable[[str], list[tuple[int, int, str]]], **kwargs: object
    ) -> None:
        self.find = find
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "find": self.find}

    def get_prep_value(self, value: str | None) -> str | None:
        value = super().get_prep_value(value)
        return self._sealed(value) if value else value

    def _sealed(self, text: str) -> str:
        # A typed private-use character must not pass for a span of ours.
        text = text.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
        parts, last = [], 0
        for start, end, _kind in self.find(text):
            parts += [text[last:start], _OPEN, crypto.seal(text[start:end], "span"), _CLOSE]
            last = end
        return "".join([*parts, text[last:]])

    def from_db_value(
        self, value: str | None, expression: object, connection: object
    ) -> str | None:
        if not value or _OPEN not in value:
            return value
        return _SPAN.sub(lambda span: crypto.unseal(span[1], "span"), value)

    def is_older(self, kept: str) -> bool:
        """Tell whether any span of what a column holds is under an older key."""
        return any(_is_older(sealed) for sealed in _SPAN.findall(kept))

    def resealed(self, kept: str) -> str:
        """Return what a column holds, with its spans sealed with the newest key; the words stay as they are."""

        def anew(span: re.Match) -> str:
            return f"{_OPEN}{crypto.seal(crypto.unseal(span[1], 'span'), 'span')}{_CLOSE}"

        return _SPAN.sub(anew, kept)


def _is_older(sealed: str) -> bool:
    return crypto.key_of(sealed) != crypto.newest_key()
