"""Hot topics: which messages of many people over weeks speak of one matter, the growing ones first.

Words are pairs of characters, weighed by how few messages hold them (Spärck Jones 1972); messages are as
alike as the angle between them is small, and less so the more days lie between. Clusters are merged
while the average likeness of their members stays above a bound (UPGMA, Sokal and Michener 1958).
"""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.understanding.plain import plain

TITLE_WEIGHT = 2  # a title says in few words what the detail says in many
COMMON = 0.2  # pairs that this share of many messages hold tell nothing of the matter
FEW = 20
ALONE = 0.5  # how much a pair counts that a single message holds: mostly it is a turn of phrase
FADES_DAYS = 365
ALIKE = 0.1
FAINT = 0.02
RECENT = timedelta(weeks=4)
LONGEST_NAME = 40
_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9]{2,}")

Weights = dict[str, float]
Likenesses = list[dict[int, float]]


@dataclass(frozen=True)
class Message:
    """What somebody said, and when; `who` tells one voice from another where it is known.

    Messages of two kinds, where kinds are known, never speak of one matter.
    """

    id: str
    day: date
    title: str
    detail: str = ""
    who: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Topic:
    """Messages that speak of one matter; `growth` is how many more came lately than in the weeks before."""

    name: str
    members: tuple[str, ...]
    since: date
    until: date
    voices: int
    growth: int

    def as_json(self) -> dict:
        return {
            "topic": self.name,
            "members": list(self.members),
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "size": len(self.members),
            "voices": self.voices,
            "growth": self.growth,
        }


def hot_topics(messages: Sequence[Message], *, today: date | None = None) -> list[Topic]:
    """Return the matters that several messages speak of, the growing and then the large ones first.

    `today` ends the weeks that count as lately; without it the newest message does.
    """
    if not messages:
        return []
    today = today or max(message.day for message in messages)
    likenesses = _likenesses(messages)
    found = [
        _topic([messages[at] for at in sorted(members)], _most_alike(members, likenesses), today)
        for members in _clusters(likenesses)
    ]
    return sorted(found, key=lambda topic: (-topic.growth, -len(topic.members), topic.members))


def likeness(
    weights: Sequence[Weights], messages: Sequence[Message], one: int, other: int
) -> float:
    """Return from 0 to 1 how alike two of the messages are."""
    a, b = sorted((weights[one], weights[other]), key=len)
    angle = sum(weight * b[pair] for pair, weight in a.items() if pair in b)
    return angle * _faded(messages[one].day, messages[other].day)


def weigh(messages: Iterable[Message]) -> list[Weights]:
    """Return for each message its pairs of characters, rare ones heavy, as a vector of length 1."""
    counted = [_counted(message) for message in messages]
    held = Counter(pair for pairs in counted for pair in pairs)
    most = max(FEW, COMMON * len(counted))
    rarity = {
        pair: math.log((1 + len(counted)) / times) * (ALONE if times == 1 else 1)
        for pair, times in held.items()
        if times <= most
    }
    return [
        _of_length_one({pair: n * rarity[pair] for pair, n in pairs.items() if pair in rarity})
        for pairs in counted
    ]


def _counted(message: Message) -> Weights:
    """Count the pairs of a message; the tenth time that it says something weighs little."""
    found: Weights = defaultdict(float)
    for text, weight in ((message.title, TITLE_WEIGHT), (message.detail, 1)):
        pairs = Counter(
            run[at : at + 2] for run in _RUN.findall(plain(text).text) for at in range(len(run) - 1)
        )
        for pair, times in pairs.items():
            found[pair] += weight * (1 + math.log(times))
    return found


def _of_length_one(weights: Weights) -> Weights:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {pair: weight / length for pair, weight in weights.items()} if length else {}


def _faded(one: date, other: date) -> float:
    return math.exp(-abs((one - other).days) / FADES_DAYS)


def _likenesses(messages: Sequence[Message]) -> Likenesses:
    """Return for each message those that it is at all like, by the pairs that they share."""
    found: Likenesses = [{} for _ in messages]
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, weights in enumerate(weigh(messages)):
        angles: dict[int, float] = defaultdict(float)
        for pair, weight in weights.items():
            for other, their in holders[pair]:
                angles[other] += weight * their
            holders[pair].append((at, weight))
        for other, angle in angles.items():
            alike = angle * _faded(messages[at].day, messages[other].day)
            if alike >= FAINT and messages[at].kind == messages[other].kind:
                found[at][other] = found[other][at] = alike
    return found


def _clusters(likenesses: Likenesses) -> list[list[int]]:
    """Merge what is most alike on average, until nothing is alike enough; return what has several members."""
    members = {at: [at] for at in range(len(likenesses))}
    near = {at: dict(others) for at, others in enumerate(likenesses)}
    queue = [
        (-alike, one, other)
        for one, others in near.items()
        for other, alike in others.items()
        if one < other and alike >= ALIKE
    ]
    heapq.heapify(queue)
    while queue:
        negative, one, other = heapq.heappop(queue)
        if near.get(one, {}).get(other) != -negative:
            continue  # one of them was merged since, or they were
        for third, alike in _merged(members, near, one, other).items():
            if alike >= ALIKE:
                heapq.heappush(queue, (-alike, min(one, third), max(one, third)))
    return [cluster for cluster in members.values() if len(cluster) > 1]


def _merged(
    members: dict[int, list[int]], near: dict[int, dict[int, float]], one: int, other: int
) -> dict[int, float]:
    """Put the members of the other cluster into the first; return how alike that is to each third."""
    mine, theirs = len(members[one]), len(members[other])
    members[one] += members.pop(other)
    ours, gone = near[one], near.pop(other)
    del ours[other], gone[one]
    for third in {*ours, *gone}:
        total = ours.get(third, 0.0) * mine + gone.get(third, 0.0) * theirs
        ours[third] = near[third][one] = total / (mine + theirs)
        near[third].pop(other, None)
    return ours


def _most_alike(members: list[int], likenesses: Likenesses) -> int:
    """Return where among its sorted members the one stands that is most like the others."""
    inside = set(members)
    ranked = sorted(members)
    sums = [sum(v for other, v in likenesses[at].items() if other in inside) for at in ranked]
    return sums.index(max(sums))


def _topic(members: list[Message], best: int, today: date) -> Topic:
    days = [message.day for message in members]
    lately = sum(today - RECENT < day <= today for day in days)
    before = sum(today - 2 * RECENT < day <= today - RECENT for day in days)
    return Topic(
        name=(members[best].title.strip() or members[best].detail.strip())[:LONGEST_NAME],
        members=tuple(message.id for message in members),
        since=min(days),
        until=max(days),
        voices=len({message.who or message.id for message in members}),
        growth=lately - before,
    )
