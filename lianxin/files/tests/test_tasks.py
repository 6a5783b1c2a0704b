"""What nobody attached goes after a day; what a crash cut goes with its bytes, and nothing else does."""

import os
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.files import store
from lianxin.files.models import File
from lianxin.files.tasks import sweep
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import waiting_file

Actors = Mapping[str, Actor]
LATER = timedelta(hours=24, minutes=1)


def left(path: Path, *, hours: float) -> Path:
    """Leave a file where uploads arrive, as if that was some time ago."""
    path.write_bytes(b"left")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_nobody_attached_goes_after_a_day_with_its_bytes(recorded: Matter, actors: Actors):
    hanging, waiting = (waiting_file(actors["desk"]) for _n in range(2))
    step(recorded.number, "attach", by=actors["desk"], files=[hanging.pk])

    assert sweep() == 0
    with clock.at(clock.now() + LATER):
        assert sweep() == 1

    assert list(File.objects.all()) == [File.objects.get(pk=hanging.pk)]
    assert store.path_of(hanging.pk).exists()
    assert not store.path_of(waiting.pk).exists()
    assert not store.path_of(waiting.pk, thumbnail=True).exists()


def test_an_arrival_that_was_cut_before_its_row_goes_with_its_bytes(actors: Actors):
    cut, kept = new_id(), waiting_file(actors["desk"]).pk
    store.path_of(cut).parent.mkdir(parents=True, exist_ok=True)
    store.path_of(cut).write_bytes(b"cut")
    for pk in (cut, kept):
        left(store.incoming() / f"{pk}", hours=2)

    assert sweep() == 1

    assert (store.path_of(cut).exists(), store.path_of(kept).exists()) == (False, True)
    assert list(store.incoming().iterdir()) == []


@pytest.mark.parametrize("name", ["{pk}.raw", "{pk}.thumbnail", "tmp1234"])
def test_rests_go_once_nothing_can_still_be_arriving(name: str, db: None):
    path = left(store.incoming() / name.format(pk=new_id()), hours=0.5)
    sweep()
    fresh = path.exists()
    left(path, hours=1.1)
    sweep()

    assert (fresh, path.exists()) == (True, False)
