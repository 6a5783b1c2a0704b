"""Good input for every step, and a way through the door to every state."""

import hashlib
from datetime import timedelta

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.files import store
from lianxin.files.models import File

_TAKEN_IN = (("take_in", "desk"),)
_DISPATCHED = (*_TAKEN_IN, ("dispatch", "desk"))
_IN_HAND = (*_DISPATCHED, ("accept", "holder"))
_TO_VERIFY = (*_IN_HAND, ("finish", "holder"))

# State → the steps from `recorded` to it, each with who makes it.
WAY = {
    "recorded": (),
    "taken_in": _TAKEN_IN,
    "dispatched": _DISPATCHED,
    "in_hand": _IN_HAND,
    "to_verify": _TO_VERIFY,
    "closed": (*_TO_VERIFY, ("verify", "desk2"), ("confirm", "desk2"), ("close", "desk")),
    "carried": (*_IN_HAND, ("carry", "desk")),
    "redirected": (*_TAKEN_IN, ("redirect", "desk")),
}


def data_for(name: str, *, holder: str = "grid-tongxin") -> dict:
    """Return input that a step takes."""
    return {
        "take_in": {},
        "handle_now": {"outcome": "solved", "words": "当场换了锁芯。"},
        "dispatch": {"holder": holder},
        "reassign": {"holder": holder, "reason": "网格员请假。"},
        "accept": {},
        "give_back": {"reason": "不在我的网格。", "proposed": "第二网格"},
        "enquire": {
            "body": "县城管局",
            "theirs": "no",
            "words": "说归街道。",
            "next": "请街道开会定。",
        },
        "note": {"kind": "visit", "words": "上门看过，锁芯坏了。"},
        "contact": {"channel": "phone", "reached": True, "words": "说好明天上门。"},
        "attach": {"words": "补一张现场照片。"},
        "escalate": {"reason": "要动用维修资金，网格办不了。"},
        "answer": {"words": "明天上午到现场。"},
        "supervise": {"words": "三天内拿出办法。"},
        "urge": {"channel": "phone", "words": "什么时候能修好？"},
        "pause": {"reason": "parts", "words": "等锁芯到货。"},
        "unpause": {},
        "extend": {"limit": "5 workdays", "reason": "配件没货。", "channel": "phone"},
        "amend": {"summary": "单元门锁损坏"},
        "finish": {"outcome": "solved", "words": "换了锁芯。"},
        "verify": {"passed": True},
        "return_visit": {"channel": "phone", "reached": True},
        "confirm": {"answer": "satisfied", "channel": "phone"},
        "close": {},
        "carry": {
            "reason": "等配件。",
            "review_on": (clock.today() + timedelta(days=30)).isoformat(),
            "consent": f"street-{holder.rpartition('-')[2]}",
        },
        "resume": {},
        "redirect": {"to": "县供电公司", "reason": "电表归供电公司。"},
        "withdraw": {"reason": "居民说不用了。"},
        "reopen": {"reason": "锁又坏了。"},
        # Steps that name another matter: the caller puts in the number of one that is there.
        "merge": {"into": "SQ-20200101-0001"},
        "unmerge": {"reason": "不是一件事。"},
        "link": {"number": "SQ-20200101-0001", "relation": "related"},
        "unlink": {"number": "SQ-20200101-0001", "relation": "related"},
        "split": {
            "parts": [
                {"category": "FACILITY", "words": "修单元门的锁。"},
                {"category": "SANITATION", "words": "清门口的垃圾。"},
            ]
        },
        "whistle": {
            "trigger": "outstanding",
            "words": "楼顶违建漏水，请各家到场。",
            "responders": [f"department-{holder.rpartition('-')[2]}"],
        },
    }[name]


def waiting_file(by: Actor, *, kind: str = "document", content: bytes = b"lock") -> File:
    """Put a file that is not attached yet where `take_in` would, for anybody."""
    file = File(
        district_id=by.district,
        name="说明.txt",
        kind=kind,
        media_type="text/plain",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by.person,
        added_at=clock.now(),
    )
    for thumbnail in (False, True):
        path = store.path_of(file.pk, thumbnail=thumbnail)
        for folder in (store.folder(), path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(content)
    file.save(force_insert=True)
    return file
