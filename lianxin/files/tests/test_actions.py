"""Files are taken in by their content, attached once, and seen where what they hang on is seen."""

import io
from collections.abc import Mapping

import pytest
from PIL import Image

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.files import store
from lianxin.files.actions import take_in
from lianxin.files.queries import find
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter

Actors = Mapping[str, Actor]


def photo(size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    made.seek(0)
    return made


def text(words: str = "楼道灯坏了。") -> io.BytesIO:
    return io.BytesIO(words.encode())


def test_a_photo_is_kept_as_a_jpeg_under_its_id_for_nobody_else_on_the_machine(actors: Actors):
    file = take_in(photo((640, 480), "PNG"), "../../楼道 灯.PNG", by=actors["desk"])

    path, small = store.path_of(file.pk), store.path_of(file.pk, thumbnail=True)
    assert (file.kind, file.media_type, file.name) == ("image", "image/jpeg", "楼道 灯.jpg")
    assert (file.width, file.height) == (640, 480)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (file.size, file.sha256) == (path.stat().st_size, store.digest(path))
    assert Image.open(path).size == (640, 480)
    assert Image.open(small).size == (320, 240)
    assert list(store.incoming().iterdir()) == []


def test_a_step_attaches_files_and_its_event_states_their_hashes(recorded: Matter, actors: Actors):
    file = take_in(text(), "说明.txt", by=actors["desk"])

    step(recorded.number, "take_in", by=actors["desk"], files=[str(file.pk)])

    event = Event.objects.get(subject=recorded.pk, step="take_in")
    assert event.data == {"files": [{"id": str(file.pk), "sha256": file.sha256}]}
    assert find(file.pk, actors["grid"]).pk == file.pk
    with pytest.raises(Refused) as refused:
        find(file.pk, actors["stranger"])
    assert refused.value.code == "not_found"
