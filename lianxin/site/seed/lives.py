"""The lives that a matter can have: which steps, by whom, after how many hours, with what input."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Act:
    """One step of a life; `who` is the short name of a login, or the holder."""

    step: str
    who: str
    hours: tuple[float, float]
    data: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """A way through the flow, met `weight` times in a thousand."""

    name: str
    weight: int
    acts: tuple[Act, ...]


def _done(outcome: str = "solved") -> Act:
    words = {
        "solved": "到现场修好了，请居民看过。",
        "explained": "向居民说明了原因，要等年度改造一起做。",
    }
    return Act("finish", "holder", (4, 110), {"outcome": outcome, "words": words[outcome]})


_TAKEN = Act("take_in", "desk", (0.1, 3))
_GIVEN = Act("dispatch", "desk", (0.1, 5), {"holder": "holder", "words": "请尽快联系居民。"})
_ACCEPTED = Act("accept", "holder", (0.2, 18))
_NOTED = Act("note", "holder", (1, 30), {"kind": "visit", "words": "上门看过，缺一个配件，已订。"})
_CALLED = Act("contact", "holder", (1, 20), {"channel": "phone", "reached": True, "words": "约好了时间。"})  # fmt: skip
_CHECKED = Act("verify", "desk2", (2, 30), {"passed": True})
_HAPPY = Act("confirm", "desk2", (1, 60), {"answer": "satisfied", "channel": "phone", "words": "居民说修好了。"})  # fmt: skip
_SILENT = Act("confirm", "desk2", (1, 60), {"answer": "no_answer", "channel": "phone"})
_UNHAPPY = Act("confirm", "desk2", (1, 60), {"answer": "not_satisfied", "channel": "phone", "solved": True, "words": "修好了，就是等得太久。"})  # fmt: skip
_CLOSED = Act("close", "secretary", (0.5, 20))
# The term of a return visit is over, whatever holidays it met.
_CLOSED_LATE = Act("close", "secretary", (480, 720))
_AT_ONCE = Act("handle_now", "desk", (0.1, 1), {"outcome": "solved", "words": "当场讲清楚，办好了。"})  # fmt: skip
_AWAY = Act("redirect", "desk", (1, 20), {"to": "县供电公司", "reason": "电表前的线路归供电公司。"})
_IN_HAND = (_TAKEN, _GIVEN, _ACCEPTED)
_ANSWERED = (_CHECKED, _HAPPY, _CLOSED)

LIVES = (
    Life("solved", 400, (*_IN_HAND, _done(), *_ANSWERED)),
    Life("noted", 100, (*_IN_HAND, _NOTED, _done(), *_ANSWERED)),
    Life("called", 80, (*_IN_HAND, _CALLED, _done(), *_ANSWERED)),
    Life("at_once", 160, (_AT_ONCE, *_ANSWERED)),
    Life("silent", 60, (*_IN_HAND, _done(), _CHECKED, _SILENT, _CLOSED_LATE)),
    Life("explained", 40, (*_IN_HAND, _done("explained"), _CHECKED, _HAPPY, _CLOSED)),
    Life("unhappy", 20, (*_IN_HAND, _done(), _CHECKED, _UNHAPPY, _CLOSED)),
    Life(
        "handed_over",
        15,
        (
            _TAKEN,
            _GIVEN,
            Act("reassign", "desk", (2, 20), {"holder": "property", "reason": "归物业维修。"}),
            Act("accept", "property", (0.2, 18)),
            Act("finish", "property", (4, 110), {"outcome": "solved", "words": "物业换了新的。"}),
            *_ANSWERED,
        ),
    ),
    Life("withdrawn", 30, (_TAKEN, Act("withdraw", "desk", (1, 40), {"reason": "居民说不用了。"}))),
    Life("redirected", 45, (_TAKEN, _AWAY)),
    Life(
        "given_back",
        10,
        (
            _TAKEN,
            _GIVEN,
            Act(
                "give_back", "holder", (1, 9), {"reason": "不在我的网格。", "proposed": "第二网格"}
            ),
            _AWAY,
        ),
    ),
    Life(
        "resumed",
        5,
        (
            _TAKEN,
            Act(
                "carry",
                "desk",
                (20, 60),
                {"reason": "等居民回家。", "review_in": 30, "consent": "street"},
            ),
            Act("resume", "desk", (600, 700)),
            Act("withdraw", "desk", (1, 40), {"reason": "居民自己办好了。"}),
        ),
    ),
    # What has not come to its end: some of each is late today, whenever it began.
    Life(
        "carried",
        8,
        (
            *_IN_HAND,
            Act(
                "carry",
                "desk",
                (20, 60),
                {"reason": "等专项资金。", "review_in": 180, "consent": "street"},
            ),
        ),
    ),
    Life(
        "partly",
        6,
        (
            *_IN_HAND,
            Act(
                "finish",
                "holder",
                (4, 110),
                {"outcome": "partly", "words": "先围起来了。", "next": "请厂家来换。"},
            ),
        ),
    ),
    Life(
        "redone",
        4,
        (
            *_IN_HAND,
            _done(),
            Act("verify", "desk2", (2, 30), {"passed": False, "words": "还是不亮。"}),
            _done(),
        ),
    ),
    Life(
        "reopened",
        3,
        (_AT_ONCE, *_ANSWERED, Act("reopen", "secretary", (99, 900), {"reason": "又坏了。"})),
    ),
    Life("not_taken", 3, ()),
    Life("not_given", 3, (_TAKEN,)),
    Life("not_accepted", 4, (_TAKEN, _GIVEN)),
    Life("not_finished", 4, _IN_HAND),
)
