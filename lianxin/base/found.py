"""Where a search found what was sought."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Found:
    """Where a word was found, and the text around it as it was written, numbers masked."""

    where: str | Promise
    before: str = ""
    word: str = ""
    after: str = ""
