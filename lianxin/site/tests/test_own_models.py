"""`lianxin learn --district`: a district's own model on the command line."""

import json

import pytest

from lianxin.diary import learning
from lianxin.site.cli import main

pytest.importorskip("sklearn")
pytestmark = pytest.mark.django_db
SAID = {
    "LIGHTING": ("黑乎乎", "看不清", "摸着走", "暗得很"),
    "CULTURE": ("闹哄哄", "咣当响", "嗡嗡的", "吵得慌"),
}
WHERE = ("花坛", "门口", "车棚", "凉亭", "拐角", "台阶", "广场", "亭子", "楼梯", "后院")
TEXTS = {f"{where}{how}": code for code, said in SAID.items() for where in WHERE for how in said}
LEARN = ["learn", "--district", "莒县", "--by", "admin-tongxin", "--json"]


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The district has these texts to learn from, one of five kept aside."""
    aside = dict(list(TEXTS.items())[::5])
    train = {words: code for words, code in TEXTS.items() if words not in aside}
    monkeypatch.setattr(learning, "examples_of", lambda _district: (train, aside))


def answer_to(capsys: pytest.CaptureFixture, *more: str) -> list[dict]:
    assert main([*LEARN, *more]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("learnt", "logins")
def test_it_trains_says_how_well_and_goes_back_and_forth(capsys: pytest.CaptureFixture):
    [trained] = answer_to(capsys)
    back = answer_to(capsys, "--use", "0")
    listed = answer_to(capsys, "--models")
    again = answer_to(capsys, "--use", "1")

    assert [trained[name] for name in ("number", "texts", "tested", "right")] == [1, 64, 16, 16]
    assert trained["right_before"] < 16
    assert back == []
    assert [[one["in_use"] for one in shown] for shown in ([trained], listed, again)] == [
        [True], [False], [True],
    ]  # fmt: skip


@pytest.mark.usefixtures("logins")
def test_with_too_little_it_says_why_and_nothing_changes(capsys: pytest.CaptureFixture):
    assert main(LEARN) == 1
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "wrong_state"


@pytest.mark.usefixtures("logins")
@pytest.mark.parametrize(("district", "who"), [("莒县", "desk-tongxin"), ("云县", "admin-tongxin")])
def test_who_keeps_no_such_district_trains_nothing(
    district: str, who: str, capsys: pytest.CaptureFixture
):
    assert main(["learn", "--district", district, "--by", who, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "not_allowed"
