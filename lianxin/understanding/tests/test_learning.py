"""A model learnt from few texts: what it names, what it holds, and what it must not hold."""

import json
import random
import sys

import pytest

from lianxin.base.refused import Refused
from lianxin.understanding.anonymous import anonymous
from lianxin.understanding.learning import Learned, compared, learn
from lianxin.understanding.model import MAGIC, Model

pytest.importorskip("sklearn")
pytestmark = pytest.mark.once
NOISE = ("半夜音响太吵", "楼上天天蹦跳吵得睡不着", "广场舞音响吵人", "装修电钻吵到半夜")
LIGHT = ("路灯不亮了", "楼道灯坏了一片黑", "东门路灯一闪一闪", "地库的灯全黑了")
# Ways of giving somebody away, each told in every text; the last shows the name with no sign that it is one.
PLANTED = {
    "name": ("我叫蒲靖宇", "蒲靖宇反映", "听蒲靖宇说", "蒲靖宇昨晚又锁门"),
    "name with a title": ("欧阳靖宇女士反映", "欧阳女士", "欧阳靖宇在场"),
    "short name": ("姓名：蒲琰", "蒲琰来电", "蒲琰家", "还是蒲琰"),
    "telephone": ("电话13987650246", "139 8765 0246", "一三九八七六五零二四六"),
    "landline": ("座机0731-88765432", "打0731-88765432"),
    "identity number": ("身份证11010519491231002X", "证件号 11010519491231002X"),
    "address": ("住在翡翠琉璃苑37栋6单元2904", "翡翠琉璃苑37栋", "翡翠琉璃苑"),
    "link": ("网址https://fuxi.example/psy37", "邮箱pujingyu@example.org"),
}
# What may stay: words of our own sentences around what is planted.
AROUND = "我叫 反映 听 说 昨晚又锁门 在场 女士反映 女士 姓名 来电 家 还是 电话 座机 打 身份证 证件号 住在 网址 邮箱"


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


@pytest.mark.parametrize("told", PLANTED.values(), ids=PLANTED)
def test_what_gives_somebody_away_is_in_no_byte_whole_or_in_pieces(told: tuple[str, ...]):
    texts, labels = texts_and_labels()
    planted = [[f"{told[at % len(told)]}，{words}"] for at, (words,) in enumerate(texts)]

    content = learn(planted, labels).model.to_bytes()

    peculiar = pieces_of(*told) - pieces_of(*NOISE, *LIGHT, *AROUND.split())
    assert peculiar
    assert {one for one in peculiar if one in said_in(content)} == set()
    assert [one for one in told if one.encode() in content] == []


def pieces_of(*texts: str) -> set[str]:
    """Return what two to four neighbouring letters or figures say, in small letters."""
    pieces = {
        words[at : at + size].lower()
        for words in texts
        for size in (2, 3, 4)
        for at in range(len(words) - size + 1)
    }
    return {one for one in pieces if one.isalnum()}


def said_in(content: bytes) -> str:
    """Return what of a model's bytes are words: its features, without the number of their field."""
    start = len(MAGIC) + 4
    length = int.from_bytes(content[len(MAGIC) : start], "little")
    return " ".join(one[1:] for one in json.loads(content[start : start + length])["rarity"])


def test_what_one_group_alone_says_is_left_out():
    texts, labels = texts_and_labels()
    for at in range(5):
        texts[at] = [f"鳌头山上{texts[at][0]}"]

    of_many = learn(texts, labels).model.head.rarity
    of_one = learn(texts, labels, groups=["one"] * 5 + [""] * 35).model.head.rarity

    assert ("0鳌头" in of_many, "0鳌头" in of_one) == (True, False)


def test_words_behind_the_title_help_and_those_in_it_count_most():
    both = [[words, "另见附件"] for words in (*NOISE, *LIGHT)]
    model = learn(both * 4, (["NOISE"] * 4 + ["LIGHTING"] * 4) * 4).model

    ranked = [
        model.ranked(*fields) for fields in (("另见附件", "路灯不亮"), ("路灯不亮", "音响吵"))
    ]

    assert [shown[0][0] for shown in ranked] == ["LIGHTING", "LIGHTING"]


def test_what_few_texts_hold_is_left_out():
    texts, labels = texts_and_labels()
    texts[0], texts[1] = ["夔龙吵"], ["夔龙真吵"]

    model = learn(texts, labels).model

    assert [one for one in model.head.rarity if "夔" in one] == []


@pytest.mark.parametrize(
    "words", ["王建国先生", "13987650246", "3栋2单元401", "https://example.org/abc", "三百二十一"]
)
def test_names_numbers_and_places_are_replaced(words: str):
    neutral = anonymous([f"{words}，路灯不亮"])[0].replace("先生", "")

    assert [part for part in neutral.replace(",", " ").split() if part != "0"] == ["路灯不亮"]


def test_a_name_told_in_one_text_goes_from_all_and_a_word_that_looks_like_one_stays():
    told = anonymous(["蒲靖宇反映灯坏了", "门卫见过蒲靖宇", "周末说来就来", *["周末停水"] * 9])

    assert [words.replace(" 0 ", "*").replace(" ", "") for words in told[:4]] == [
        "*反映灯坏了", "门卫见过*", "*说来就来", "周末停水",
    ]  # fmt: skip


def test_names_that_are_known_go_though_no_text_tells_them_as_names():
    [words] = anonymous(["又见蒲琰"], {"蒲琰", "琰"})

    assert words.split() == ["又见", "0"]


def test_what_kind_of_place_it_was_may_be_learnt():
    [words] = anonymous(["翡翠琉璃苑小区3栋2单元401电梯停了"])

    assert words.split() == ["0", "小区", "0", "电梯停了"]


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
