"""Files are taken in whole or not at all, and attached once, by whoever took them in."""

import errno
import io
from collections.abc import Callable, Mapping

import pytest
from PIL import Image

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.files import store
from lianxin.files.actions import take_in
from lianxin.files.models import Attachment, File
from lianxin.files.tests import samples
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import waiting_file

Actors = Mapping[str, Actor]


def text(words: str = "楼道灯坏了。") -> io.BytesIO:
    return io.BytesIO(words.encode())


def stated(file: File) -> dict:
    return {"id": str(file.pk), "sha256": file.sha256}


def test_a_photo_is_kept_as_a_jpeg_under_its_id_for_nobody_else_on_the_machine(actors: Actors):
    content = io.BytesIO(samples.picture("PNG", (640, 480)))

    file = take_in(content, "../../楼道 灯.PNG", by=actors["desk"])

    path, small = store.path_of(file.pk), store.path_of(file.pk, thumbnail=True)
    assert (file.kind, file.media_type, file.name) == ("image", "image/jpeg", "楼道 灯.jpg")
    assert (file.width, file.height) == (640, 480)
    assert [one.stat().st_mode & 0o777 for one in (path, small, path.parent)] == [
        0o600,
        0o600,
        0o700,
    ]
    assert path.parent.parent == store.folder()
    assert (file.size, file.sha256) == (path.stat().st_size, store.digest(path))
    assert (Image.open(path).size, Image.open(small).size) == ((640, 480), (320, 240))
    assert list(store.incoming().iterdir()) == []


def test_a_request_id_brings_a_file_once(actors: Actors):
    by = actors["desk"]

    first, again = (take_in(text(), "a.txt", by=by, request_id="one") for _n in range(2))
    with pytest.raises(Refused) as refused:
        take_in(text("不同"), "a.txt", by=by, request_id="one")

    assert (again.pk, File.objects.count()) == (first.pk, 1)
    assert refused.value.code == "key_reused"
    assert list(store.incoming().iterdir()) == []


def test_what_is_too_large_is_refused_while_it_comes(actors: Actors, settings):
    settings.FILE_BYTES = 1024 * 1024
    take_in(io.BytesIO(b"a" * settings.FILE_BYTES), "a.txt", by=actors["desk"])

    with pytest.raises(Refused) as refused:
        take_in(io.BytesIO(b"a" * (settings.FILE_BYTES + 1)), "a.txt", by=actors["desk"])

    assert refused.value.sentence == "文件太大，一个最多 1 MB。请缩小以后再附。"
    assert (File.objects.count(), list(store.incoming().iterdir())) == (1, [])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_nothing_is_left(number: int, actors: Actors, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(Refused) as refused:
        take_in(text(), "a.txt", by=actors["desk"])

    assert (refused.value.code, refused.value.status) == ("busy", 503)
    assert refused.value.sentence.startswith("服务器的磁盘满了，")
    assert (File.objects.count(), list(store.incoming().iterdir())) == (0, [])


def test_who_has_nothing_to_attach_a_file_to_brings_none(actors: Actors):
    with pytest.raises(Refused) as refused:
        take_in(text(), "a.txt", by=actors["admin"])

    assert refused.value.code == "not_allowed"


def test_a_step_attaches_files_and_its_event_states_their_hashes(recorded: Matter, actors: Actors):
    by = actors["desk"]
    files = [waiting_file(by), waiting_file(by)]

    step(recorded.number, "take_in", by=by, files=[str(file.pk) for file in files])

    event = Event.objects.get(subject=recorded.pk, step="take_in")
    assert event.data == {"files": [stated(file) for file in files]}
    hung = Attachment.objects.filter(subject=recorded.pk).order_by("pk")
    assert [(one.file, one.seq, one.step) for one in hung] == [
        (file, event.seq, "take_in") for file in files
    ]


def test_the_files_of_an_entry_hang_on_it_and_on_each_matter(
    written: Callable[..., tuple], actors: Actors
):
    file = waiting_file(actors["desk"])

    entry, matters = written([file], matters=2)

    subjects = {entry.pk, *(matter.pk for matter in matters)}
    assert len(subjects) == 3
    assert {one.subject for one in file.attachments.all()} == subjects
    for event in Event.objects.filter(subject__in=subjects):
        assert event.data["files"] == [stated(file)]


def test_the_same_request_with_other_files_is_another_request(recorded: Matter, actors: Actors):
    by = actors["desk"]
    first, second = waiting_file(by), waiting_file(by)
    asked = {"by": by, "request_id": "one", "data": {"words": "补。"}}

    for _again in range(2):
        step(recorded.number, "attach", files=[first.pk], **asked)
    with pytest.raises(Refused) as refused:
        step(recorded.number, "attach", files=[second.pk], **asked)

    assert refused.value.code == "key_reused"
    assert Event.objects.filter(subject=recorded.pk, step="attach").count() == 1


def test_nobody_attaches_what_is_not_theirs_or_hangs_already(recorded: Matter, actors: Actors):
    desk, colleague = actors["desk"], actors["desk2"]
    theirs, hanging, lost = waiting_file(colleague), waiting_file(desk), waiting_file(desk)
    step(recorded.number, "attach", by=desk, files=[hanging.pk])
    store.remove(lost.pk)
    said = {}

    for name, one in {
        "a colleague's": theirs.pk,
        "hanging": hanging.pk,
        "never was": recorded.pk,
        "lost": lost.pk,
        "no id": "../../keys.json",
    }.items():
        with pytest.raises(Refused) as refused:
            step(recorded.number, "take_in", by=desk, files=[one])
        said[name] = refused.value.sentence
        assert (refused.value.code, [*refused.value.extra["fields"]]) == ("bad_input", ["files"])

    assert said.pop("hanging") == "“说明.txt”已经附过了，请重新选择文件再提交。"
    assert set(said.values()) == {"没有找到要附的文件，请重新选择文件再提交。"}
    assert Matter.objects.get().state == "recorded"


def test_as_many_files_go_with_a_step_as_the_setting_says(
    recorded: Matter, actors: Actors, settings
):
    settings.FILE_COUNT = 2
    files = [waiting_file(actors["desk"]).pk for _n in range(3)]

    with pytest.raises(Refused) as refused:
        step(recorded.number, "attach", by=actors["desk"], files=files)
    step(recorded.number, "attach", by=actors["desk"], files=[*files[:2], files[0]])

    assert refused.value.sentence == "一次最多附 2 个文件。"
    assert Attachment.objects.count() == 2


def test_to_attach_nothing_is_no_step(recorded: Matter, actors: Actors):
    with pytest.raises(Refused) as refused:
        step(recorded.number, "attach", by=actors["desk"])

    assert refused.value.sentence == "还没有选文件。请选好要补充的照片、语音或文档，再提交。"


def test_a_refused_step_leaves_its_files_waiting(recorded: Matter, actors: Actors):
    file = waiting_file(actors["desk"])

    with pytest.raises(Refused):
        step(recorded.number, "withdraw", by=actors["desk"], data={}, files=[file.pk])
    step(recorded.number, "attach", by=actors["desk"], files=[file.pk])

    assert Attachment.objects.count() == 1
