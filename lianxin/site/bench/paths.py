"""The hot paths that are measured: what is asked of the product, and what the floor writes."""

from abc import ABC, abstractmethod
from itertools import count
from uuid import uuid4

from psycopg import Connection

from lianxin.site.calling import Caller
from lianxin.site.running import COMMUNITY

WORDS = "张大爷来电话说，春和园1号楼1单元门口的路灯不亮，晚上出门看不清路，请社区来看看。"


class HotPath(ABC):
    """One kind of request, and the SQL of its floor."""

    label: str
    # By `table.column`, what differs from row to row besides the keys.
    distinct: dict[str, str]

    @abstractmethod
    def prepare(self, caller: Caller, requests: int, connection: Connection) -> None:
        """Make ready what so many requests need."""

    @abstractmethod
    def request(self) -> tuple[str, dict]:
        """Return the address and the body of the next request."""

    @abstractmethod
    def opening(self, rows: dict[str, float]) -> list[str]:
        """Return what the floor updates before it inserts `rows`."""


class Record(HotPath):
    """A matter recorded: from words to an entry with a matter, a number and a deadline."""

    label = "记一条民情（POST /api/v1/diary）"

    def __init__(self) -> None:
        self.distinct = {
            "history_receipt.request_id": ":x::text",
            "history_opening.seq": ":seq::int - row_number() OVER () + 1",
            "matters_matter.number": "'SQ-' || :x",
        }

    def prepare(self, caller: Caller, requests: int, connection: Connection) -> None:
        """A resident calls at any time: nothing is made ready."""

    def request(self) -> tuple[str, dict]:
        return "/diary", {"community": COMMUNITY, "text": WORDS}

    def opening(self, rows: dict[str, float]) -> list[str]:
        opened, matters = int(rows["history_opening"]), int(rows["matters_matter"])
        return [
            f"UPDATE history_openinghead SET seq = seq + {opened} RETURNING seq \\gset",
            f"UPDATE matters_numberday SET last = last + {matters};",
        ]


class Step(HotPath):
    """A step of a matter: a contact tried, with a word about it."""

    label = "办一步（POST /api/v1/matters/…/steps/contact）"
    # A matter gets so many of the steps, so that its history stays as long as a real one's.
    EACH = 5
    DATA = {"channel": "phone", "reached": False, "words": "打了电话，没有人接，晚上再打。"}

    def __init__(self) -> None:
        self._numbers: list[str] = []
        self._next = count()
        self.distinct = {
            "history_receipt.request_id": ":x::text",
            "history_event.seq": ":seq::int",
            "history_event.subject": ":subject::uuid",
        }

    def prepare(self, caller: Caller, requests: int, connection: Connection) -> None:
        self._numbers, self._next = [], count()
        for _ in range(-(-requests // self.EACH)):
            caller.ask("POST", "/diary", {"community": COMMUNITY, "text": WORDS}, uuid4().hex)
            self._numbers.append(caller.listen().body["matters"][0]["number"])
        connection.execute("DROP TABLE IF EXISTS floor_turn")
        connection.execute(
            "CREATE TABLE floor_turn AS SELECT row_number() OVER () - 1 AS n, id "
            "FROM matters_matter WHERE number = ANY(%s)",
            [self._numbers],
        )
        connection.execute("ALTER TABLE floor_turn ADD PRIMARY KEY (n)")

    def request(self) -> tuple[str, dict]:
        # Neighbouring requests come from different clients, and go to different matters.
        number = self._numbers[next(self._next) % len(self._numbers)]
        return f"/matters/{number}/steps/contact", {"data": self.DATA}

    def opening(self, rows: dict[str, float]) -> list[str]:
        whose = f"(:n * 4 + :client_id) % {len(self._numbers)}"
        return [
            "UPDATE matters_matter SET version = version + 1, head = head",
            f"WHERE id = (SELECT id FROM floor_turn WHERE n = {whose})",
            "RETURNING version AS seq, id AS subject \\gset",
        ]


PATHS: dict[str, type[HotPath]] = {"record": Record, "step": Step}
