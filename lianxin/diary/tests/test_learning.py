"""A district's own model: trained from what it verified, better than the one before, and taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary import learning
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, understand
from lianxin.diary.learning import ask_training, choose_model, train, train_asked
from lianxin.diary.models import ModelChoice, OwnModel
from lianxin.diary.own import count_examples, examples_of, in_use
from lianxin.matters.models import Matter
from lianxin.territory.models import Place
from lianxin.understanding.model import Model

Actors = Mapping[str, Actor]
WHERE = ("花坛", "门口", "车棚", "凉亭", "拐角", "台阶", "广场", "亭子", "楼梯", "后院")
LIGHTS = {
    f"{where}{how}": "LIGHTING"
    for where in WHERE
    for how in ("黑乎乎", "看不清", "摸着走", "暗得很")
}
NOISES = {
    f"{where}{how}": "CULTURE"
    for where in WHERE
    for how in ("闹哄哄", "咣当响", "嗡嗡的", "吵得慌")
}


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a district have these texts to learn from, one of five kept aside."""

    def given(texts: Mapping[str, str]) -> None:
        aside = dict(list(texts.items())[::5])
        train = {words: code for words, code in texts.items() if words not in aside}
        monkeypatch.setattr(learning, "examples_of", lambda _district: (train, aside))

    return given


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_what_was_verified_and_closed_or_corrected_can_be_learnt_from_with_its_last_category(
    actors: Actors, record: Callable[..., Matter], drive: Callable[..., Matter], tongxin: Place
):
    drive(record(words="楼道灯不亮。", category="LIGHTING"), "closed")
    drive(record(words="路灯不亮。", category="LIGHTING"), "to_verify")
    record(words="声控灯不亮。", category="FACILITY")
    draft = understand("楼上漏水。另外，楼下半夜吵闹睡不着。", tongxin)
    several = tuple(replace(one, category="DISPUTE") for one in draft.matters)
    accepted = replace(Accepted.of(draft), matters=several)
    add_entry("楼上漏水。另外，楼下半夜吵闹睡不着。", tongxin, by=actors["desk"], accepted=accepted)

    train, aside = examples_of(tongxin.district_id)

    assert {**train, **aside} == {"楼道灯不亮。": "LIGHTING", "声控灯不亮。": "FACILITY"}
    assert count_examples(tongxin.district_id) == 2
    assert count_examples(actors["stranger"].district) == 0


def test_a_better_model_is_taken_and_can_be_given_back(learnt: Callable, actors: Actors):
    learnt({**LIGHTS, **NOISES})
    admin = actors["admin"]

    own = ask_training(by=admin)
    assert train_asked() == 1

    own.refresh_from_db()
    assert (own.number, own.texts, own.tested, own.right) == (1, 64, 16, 16)
    assert own.right_before < own.right
    assert in_use(admin.district) == 1
    assert in_use(actors["stranger"].district) == 0
    choose_model(0, by=actors["district"])
    assert in_use(admin.district) == 0
    choose_model(1, by=admin)
    chosen = ModelChoice.objects.order_by("chosen_at")
    assert [(one.model_id, one.chosen_by_id) for one in chosen] == [
        (own.pk, admin.person), (None, actors["district"].person), (own.pk, admin.person),
    ]  # fmt: skip


def test_who_ever_told_something_is_named_in_no_model(
    learnt: Callable, actors: Actors, record: Callable[..., Matter]
):
    record(reporter_name="蒲琰", subject_name="禤珏")
    learnt({f"蒲琰禤珏{words}": code for words, code in {**LIGHTS, **NOISES}.items()})
    own = ask_training(by=actors["admin"])

    train(own)

    own.refresh_from_db()
    kept = set("".join(Model.from_bytes(own.content).head.rarity))
    assert (kept & {*"蒲琰禤珏"}, "暗" in kept) == (set(), True)


def test_a_model_that_is_no_better_is_kept_and_not_taken(learnt: Callable, actors: Actors):
    learnt({**LIGHTS, **NOISES})
    for _time in range(2):
        ask_training(by=actors["admin"])
        train_asked()

    second = OwnModel.objects.get(number=2)
    assert (second.right, second.right_before, second.size > 0) == (16, 16, True)
    assert in_use(actors["admin"].district) == 1


def test_too_few_texts_are_told_and_leave_everything_as_it_was(learnt: Callable, actors: Actors):
    learnt(dict(list(LIGHTS.items())[:20]))
    own = ask_training(by=actors["admin"])

    assert not train(own)

    own.refresh_from_db()
    assert own.refused == "能学的才20件，至少要70件、两类以上，多办结一些再来。"
    assert (own.content, in_use(own.district_id)) == (None, 0)


def test_two_trainings_at_once_are_refused_and_of_two_workers_one_has_it(
    learnt: Callable, actors: Actors
):
    learnt({**LIGHTS, **NOISES})
    own = ask_training(by=actors["admin"])

    assert refusal_of(lambda: ask_training(by=actors["district"])) == "wrong_state"
    assert (train(own), train(own)) == (True, False)


def test_without_the_library_it_is_said_how_to_get_it(
    actors: Actors, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(learning, "may_train", lambda: False)

    with pytest.raises(Refused, match=r'pip install "lianxin\[learn\]"'):
        ask_training(by=actors["admin"])
    assert OwnModel.objects.count() == 0


@pytest.mark.parametrize("who", ["desk", "secretary", "street", "grid"])
def test_who_keeps_no_district_trains_and_chooses_nothing(actors: Actors, who: str):
    assert refusal_of(lambda: ask_training(by=actors[who])) == "not_allowed"
    assert refusal_of(lambda: choose_model(0, by=actors[who])) == "not_allowed"


def test_a_model_of_another_district_is_not_there(learnt: Callable, actors: Actors):
    learnt({**LIGHTS, **NOISES})
    train(ask_training(by=actors["admin"]))

    assert refusal_of(lambda: choose_model(1, by=actors["stranger_admin"])) == "not_found"
    assert refusal_of(lambda: choose_model(7, by=actors["admin"])) == "not_found"
