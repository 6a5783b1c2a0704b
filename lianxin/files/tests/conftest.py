"""Entries with as many matters as a test needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from lianxin.base.actor import Actor
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, MatterDraft, understand
from lianxin.diary.models import Entry
from lianxin.files.models import File
from lianxin.matters.models import Matter
from lianxin.territory.models import Place

WORDS = "单元门锁坏了。"


@pytest.fixture
def written(
    tongxin: Place, home: Place, actors: Mapping[str, Actor]
) -> Callable[..., tuple[Entry, list[Matter]]]:
    """Write an entry with files, from which a number of matters is opened at `home`."""

    def write(
        files: Sequence[File], *, matters: int, by: str = "desk"
    ) -> tuple[Entry, list[Matter]]:
        draft = MatterDraft(category="FACILITY", urgency="normal", place=home, spot="")
        accepted = replace(Accepted.of(understand(WORDS, tongxin)), matters=(draft,) * matters)
        ids = [file.pk for file in files]
        return add_entry(WORDS, tongxin, by=actors[by], accepted=accepted, files=ids)

    return write
