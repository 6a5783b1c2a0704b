"""A model learnt from few texts: what it names, what it holds, and what it must not hold."""

import random
import sys

import pytest

from lianxin.base.refused import Refused
from lianxin.understanding.anonymous import anonymous
from lianxin.understanding.learning import Learned, compared, learn
from lianxin.understanding.model import Model, features

pytest.importorskip("sklearn")
pytestmark = pytest.mark.once
NOISE = ("半夜音响太吵", "楼上天天蹦跳吵得睡不着", "广场舞音响吵人", "装修电钻吵到半夜")
LIGHT = ("路灯不亮了", "楼道灯坏了一片黑", "东门路灯一闪一闪", "地库的灯全黑了")
PLANTED = (
    "欧阳靖宇女士反映",
    "住在翡翠琉璃苑37栋6单元2904",
    "电话13987650246",
    "身份证11010519491231002X",
)


def texts_and_labels(also: str = "") -> tuple[list[list[str]], list[str]]:
    chance = random.Random(5)
    texts, labels = [], []
    for label, matters in (("NOISE", NOISE), ("LIGHTING", LIGHT)):
        for _time in range(20):
            texts.append([f"{also}，{chance.choice(matters)}，{chance.choice(matters)}"])
            labels.append(label)
    return texts, labels


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(*texts_and_labels())


def test_words_like_those_learnt_get_their_label(learned: Learned):
    assert [learned.model.ranked(words)[0][0] for words in ("音响吵死了", "灯不亮")] == [
        "NOISE",
        "LIGHTING",
    ]


def test_confidences_add_up_and_know_nothing_of_strange_words(learned: Learned):
    strange = learned.model.ranked("鲲鹏")

    assert sum(sure for _label, sure in strange) == pytest.approx(1)
    assert strange[0][1] < learned.model.ranked("音响吵得半夜睡不着")[0][1]


def test_a_model_is_the_same_after_writing_and_reading(learned: Learned):
    again = Model.from_bytes(learned.model.to_bytes())

    assert again.to_bytes() == learned.model.to_bytes()
    assert again.ranked("路灯坏了") == learned.model.ranked("路灯坏了")


def test_the_same_texts_give_the_same_bytes(learned: Learned):
    assert learn(*texts_and_labels()).model.to_bytes() == learned.model.to_bytes()


def test_half_a_file_is_refused(learned: Learned):
    with pytest.raises(Refused) as refused:
        Model.from_bytes(learned.model.to_bytes()[:-1])

    assert refused.value.code == "bad_input"


def test_what_names_somebody_is_in_no_feature_and_no_byte(learned: Learned):
    planted = learn(*texts_and_labels("，".join(PLANTED))).model
    of_planted = {one for words in PLANTED for one in features(0, words)}
    ordinary = {one for words in (*NOISE, *LIGHT) for one in features(0, words)}
    innocent = {
        one for words in ("女士反映", "住在", "电话", "身份证") for one in features(0, words)
    }
    peculiar = of_planted - ordinary - innocent
    content = planted.to_bytes().decode(errors="ignore")

    assert "0欧" in peculiar
    assert peculiar & set(planted.head.rarity) == set()
    assert [
        one for one in ("欧阳", "靖宇", "翡翠", "琉璃", "1398", "0246", "1101") if one in content
    ] == []


def test_what_few_texts_hold_is_left_out():
    texts, labels = texts_and_labels()
    texts[0], texts[1] = ["夔龙吵"], ["夔龙真吵"]

    model = learn(texts, labels).model

    assert [one for one in model.head.rarity if "夔" in one] == []


@pytest.mark.parametrize(
    "words", ["王建国先生", "13987650246", "3栋2单元401", "https://example.org/abc", "三百二十一"]
)
def test_names_numbers_and_places_are_replaced(words: str):
    neutral = anonymous(f"{words}，路灯不亮").replace("先生", "")

    assert [part for part in neutral.replace(",", " ").split() if part != "0"] == ["路灯不亮"]


def test_a_comparison_counts_what_was_named():
    report = compared(["A", "A", "B"], ["A", "B", "B"])

    assert report.as_json() == {
        "texts": 3,
        "accuracy": 2 / 3,
        "macro_f1": pytest.approx(2 / 3),
        "confusion": {"A": {"A": 1, "B": 1}, "B": {"B": 1}},
    }


def test_one_label_alone_is_refused():
    with pytest.raises(Refused) as refused:
        learn([["路灯不亮"], ["灯坏了"]], ["A", "A"])

    assert refused.value.code == "bad_input"


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "scipy", None)

    with pytest.raises(Refused) as refused:
        learn(*texts_and_labels())

    assert str(refused.value) == "训练模型还要装一个扩展：pip install 'lianxin[learn]'。"
