"""A matter as an answer: masked, and without who asked where that is withheld."""

import json
from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.present import as_json, mask_phone

Actors = Mapping[str, Actor]
WORDS = "张大爷说物业不修门，请打13800007788找他女儿张小芳。"
SECRETS = ("张大爷", "13800007788", "138****7788", "张小芳", "7788")


def written(matter: Matter, actor: Actor | None) -> str:
    matter = Matter.objects.get(pk=matter.pk)
    return json.dumps(as_json(matter, actor, steps=True), ensure_ascii=False)


@pytest.fixture
def complaint(record: Callable[..., Matter]) -> Matter:
    return record(words=WORDS, category="PROPERTY", reporter_name="张大爷", subject_name="张小芳")


@pytest.mark.parametrize("who", ["desk", "grid", "district", None])
def test_telephones_are_masked_for_everybody(complaint: Matter, actors: Actors, who: str | None):
    answer = as_json(complaint, actors[who] if who else None)

    assert answer["requester"] == {
        "name": "张大爷",
        "title": "大爷",
        "phone_masked": "138****7788",
        "person": None,
    }
    assert answer["words"] == WORDS.replace("13800007788", "138****7788")
    assert "13800007788" not in json.dumps(answer, ensure_ascii=False)


def test_a_complaint_about_the_company_does_not_tell_it_who_complained(
    complaint: Matter, drive: Callable[..., Matter], actors: Actors
):
    step(
        complaint,
        "contact",
        by=actors["desk"],
        data={"channel": "phone", "reached": True, "words": WORDS},
    )
    step(complaint, "amend", by=actors["desk"], data={"requester_title": "张大爷", "spot": "门口"})
    drive(complaint, "in_hand", holder="property")
    step(complaint, "note", by=actors["desk"], data={"kind": "call", "words": WORDS})

    told = written(complaint, actors["property"])

    assert [secret for secret in SECRETS if secret in told] == []
    assert all(secret in written(complaint, actors["desk"]) for secret in ("张大爷", "张小芳"))


def test_what_is_not_withheld_is_told_to_whoever_does_the_work(
    record: Callable[..., Matter], drive: Callable[..., Matter], actors: Actors
):
    matter = drive(record(), "in_hand", holder="property")

    answer = as_json(matter, actors["property"])

    assert (answer["requester"]["name"], answer["words"]) == ("张", matter.words)


def test_withholding_can_be_lifted_by_a_correction(
    complaint: Matter, drive: Callable[..., Matter], actors: Actors
):
    drive(complaint, "in_hand", holder="property")

    step(complaint, "amend", by=actors["desk"], data={"withhold": False})

    assert "张大爷" in written(complaint, actors["property"])


def test_an_answer_has_every_key_of_the_contract(recorded: Matter, actors: Actors):
    answer = as_json(recorded, actors["desk"], steps=True)

    assert set(answer) >= {
        "number", "kind", "state", "version", "title", "words", "summary", "category", "urgency",
        "channel", "place", "requester", "subject", "holder", "due_at", "outcome", "parent",
        "children", "files", "events", "steps",
    }  # fmt: skip
    assert list(answer["place"].values()) == [
        "莒县", "城阳街道", "同心社区", "第一网格", "怡乐园小区", "1号楼", "1单元", "101", None
    ]  # fmt: skip
    assert set(answer["events"][0]) == {
        "seq", "at", "by", "by_name", "post", "via", "step", "from", "to", "reason", "data", "files",
        "hash",
    }  # fmt: skip
    assert answer["due_at"].endswith("+08:00")


def test_a_correction_shows_old_and_new_with_the_telephone_masked(recorded: Matter, actors: Actors):
    data = {"requester_phone": "13911112222", "urgency": "urgent", "reason": "听错了"}

    step(recorded, "amend", by=actors["desk"], data=data)

    event = as_json(recorded, actors["desk"])["events"][-1]
    assert event["reason"] == "听错了"
    assert event["data"] == {
        "old": {"urgency": "normal", "requester_phone": "138****7788"},
        "new": {"urgency": "urgent", "requester_phone": "139****2222"},
    }


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800007788", "138****7788"),
        ("0633-6221234", "063****1234"),
        ("6221234", "****"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_telephone_is_shown_masked(phone: str, shown: str):
    assert mask_phone(phone) == shown
