"""A linear model over characters: which label fits the words, the likeliest first, how sure.

A file is MAGIC, the length of a JSON head (four bytes, little-endian), the head, and then for each
feature of the head one signed byte a label. Reading needs nothing beyond the standard library.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from operator import mul

from lianxin.base.refused import Refused

MAGIC = b"lianxin-model-1\n"
NOT_A_MODEL = "这不是本系统的模型文件，或者不完整，请重新训练。"
_RUNS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Head:
    """What a model knows beside its weights: `rarity` says how telling each feature is."""

    labels: list[str]
    weights_of_fields: list[float]
    rarity: dict[str, float]
    scale: list[float]
    bias: list[float]
    sharpness: float


class Model:
    """Weights of features, a byte for each label."""

    def __init__(self, head: Head, weights: bytes) -> None:
        self.head, self._weights = head, weights
        self._longest = max(map(len, head.rarity), default=1) - 1
        size = len(head.labels)
        signed = memoryview(weights).cast("b")
        self._rows = {
            feature: tuple(signed[at * size : (at + 1) * size])
            for at, feature in enumerate(head.rarity)
        }

    def ranked(self, *fields: str) -> list[tuple[str, float]]:
        """Return every label with its confidence, the likeliest first; confidences add up to one."""
        head = self.head
        found = vector(fields, head.rarity, head.weights_of_fields, self._longest)
        values = [value for _feature, value in found]
        rows = [self._rows[feature] for feature, _value in found] or [[0] * len(head.labels)]
        totals = [sum(map(mul, values, weights)) for weights in zip(*rows, strict=True)]
        scores = [
            total * scale + bias
            for total, scale, bias in zip(totals, head.scale, head.bias, strict=True)
        ]
        sure = shares(scores, head.sharpness)
        return sorted(zip(head.labels, sure, strict=True), key=lambda one: (-one[1], one[0]))

    def to_bytes(self) -> bytes:
        """Return the model as the bytes of a file."""
        head = json.dumps(asdict(self.head), ensure_ascii=False).encode()
        return MAGIC + len(head).to_bytes(4, "little") + head + self._weights

    @classmethod
    def from_bytes(cls, content: bytes) -> "Model":
        """Read a model again, or refuse what is none."""
        start = len(MAGIC) + 4
        end = start + int.from_bytes(content[len(MAGIC) : start], "little")
        try:
            head = Head(**json.loads(content[start:end]))
            whole = len(content) - end == len(head.rarity) * len(head.labels)
        except (ValueError, TypeError, AttributeError):
            whole = False
        if not whole or not content.startswith(MAGIC):
            raise Refused("bad_input", NOT_A_MODEL)
        return cls(head, content[end:])


def spaces(fields: Sequence[str]) -> list[str]:
    """Return what is looked at apart: the first field, and where there are more, all of them together."""
    return [fields[0], " ".join(fields)] if len(fields) > 1 else list(fields)


def features(fields: Sequence[str], longest: int) -> Iterator[str]:
    """Yield the features of all spaces of the fields."""
    for number, text in enumerate(spaces(fields)):
        yield from _neighbours(number, text, longest)


def vector(
    fields: Sequence[str], rarity: dict[str, float], weights: Sequence[float], longest: int
) -> list[tuple[str, float]]:
    """Return the known features of all spaces, each space as long as its weight."""
    found: list[tuple[str, float]] = []
    for number, (text, weight) in enumerate(zip(spaces(fields), weights, strict=True)):
        counts = Counter(filter(rarity.__contains__, _neighbours(number, text, longest)))
        values = [(one, (1 + math.log(n)) * rarity[one]) for one, n in counts.items()]
        length = math.sqrt(sum(value * value for _one, value in values)) or 1.0
        found += [(one, weight * value / length) for one, value in values]
    return found


def _neighbours(space: int, text: str, longest: int) -> Iterator[str]:
    """Yield neighbouring characters, one up to so many; nothing reaches over a figure, a sign or a space."""
    name = str(space)
    for run in _RUNS.findall(text.lower()):
        for size in range(1, longest + 1):
            yield from [name + run[at : at + size] for at in range(len(run) - size + 1)]


def shares(scores: Sequence[float], sharpness: float) -> list[float]:
    """Turn scores into shares that add up to one."""
    highest = max(scores)
    parts = [math.exp(sharpness * (score - highest)) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]
