"""Files over the API: sent as a form sends them, read back as bytes, named by a step."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.api.tests.conftest import ROOT, Machine
from lianxin.files.models import File
from lianxin.files.tests import samples
from lianxin.matters.models import Matter


def fetched(machine: Machine, url: str) -> tuple[int, bytes]:
    headers = {"authorization": f"Bearer {machine.token}"}
    answer = Client().get(url, headers=headers)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


def test_a_file_is_sent_named_by_a_step_and_read_back(
    machine: Callable[[str], Machine], recorded: Matter
):
    desk = machine("desk")
    file = desk.upload("门锁.txt", "锁坏了".encode()).json
    body = {"data": {"words": "补一份。"}, "files": [file["id"]]}

    matter = desk.post(f"/matters/{recorded.number}/steps/attach", body).json

    (attached,) = matter["files"]
    assert attached == {**file, "seq": 2, "step": "attach"}
    assert [event["files"] for event in matter["events"]] == [[], [attached]]
    assert fetched(machine("grid"), attached["url"]) == (200, "锁坏了".encode())
    assert fetched(machine("stranger"), attached["url"]) == (404, b"")


def test_an_entry_names_its_files(machine: Callable[[str], Machine], tongxin):
    desk = machine("desk")
    file = desk.upload("门.png", samples.picture("PNG")).json
    said = {"community": "tongxin", "text": "怡乐园小区1号楼门锁坏了。", "files": [file["id"]]}

    written = desk.post("/diary", said).json

    assert [one["id"] for one in written["entry"]["files"]] == [file["id"]]
    assert [one["id"] for one in written["matters"][0]["files"]] == [file["id"]]
    (row,) = desk.get("/diary").json["entries"]
    assert row["files"] == written["entry"]["files"]


def test_the_same_key_brings_a_file_once(machine: Callable[[str], Machine]):
    desk = machine("desk")

    first, again = (desk.upload("a.txt", b"a", key="one") for _twice in range(2))
    other = desk.upload("a.txt", b"b", key="one")

    assert (first.status, again.json, File.objects.count()) == (201, first.json, 1)
    assert (other.status, other.code) == (422, "key_reused")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(samples.SVG, 422, "bad_input"), (b"", 422, "bad_input"), (b"a" * 2048, 422, "bad_input")],
    ids=["svg", "nothing", "too large"],
)
def test_what_is_not_taken_is_refused_in_json(
    content: bytes, status: int, code: str, machine: Callable[[str], Machine], settings
):
    settings.FILE_BYTES = 1024

    answer = machine("desk").upload("photo.jpg", content)

    assert (answer.status, answer.code, [*answer.fields]) == (status, code, ["files"])
    assert File.objects.count() == 0


def test_a_body_beyond_all_limits_is_too_large(machine: Callable[[str], Machine], settings):
    settings.FILE_BYTES, settings.FILE_COUNT = 1024, 1

    answer = machine("desk").upload("photo.jpg", b"a" * (2 * 1024 * 1024))

    assert (answer.status, answer.code) == (413, "bad_input")


def test_a_sending_without_a_file_says_how(machine: Callable[[str], Machine]):
    answer = machine("desk").post("/files", {})

    assert (answer.status, [*answer.fields]) == (422, ["file"])
    assert json.dumps(answer.json, ensure_ascii=False).count("multipart/form-data") == 2


@pytest.mark.parametrize("path", ["/files", "/tokens"])
def test_a_form_without_a_boundary_is_refused(path: str, machine: Callable[[str], Machine]):
    body = json.dumps({"login": "nobody", "password": "wrong"}).encode()

    answer = machine("desk").send("POST", path, body, kind="multipart/form-data")

    assert (answer.status, answer.code) == (422, "bad_input")


def test_a_token_that_is_none_sends_and_reads_nothing(db: None):
    nobody = Machine("no-such-token")

    assert nobody.upload("a.txt", b"a").status == 401
    assert Client().get(f"{ROOT}/files/{'0' * 8}-0000-0000-0000-{'0' * 12}").status_code == 401
