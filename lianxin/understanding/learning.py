"""Learning a model from texts and their labels; needs scikit-learn, which reading does not."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lianxin.base.refused import Refused
from lianxin.understanding.anonymous import anonymous
from lianxin.understanding.model import Head, Model, features, shares, vector

FEWEST_TEXTS = 3
_FOLDS = 5
_SHARPNESS = [step / 2 for step in range(1, 25)]
# Titles are written to tell the matter, so the first field weighs most.
_LATER_FIELD = 0.9

_TOO_FEW = "样本太少：至少要有两个类别，每个类别至少几条不同的话，补充后再训练。"

Text = Sequence[str]


@dataclass(frozen=True)
class Report:
    """How well a model names the labels of texts; `confusion` counts (label, named)."""

    texts: int
    accuracy: float
    macro_f1: float
    confusion: dict[str, dict[str, int]]

    def as_json(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Learned:
    """A model, and how well it did on texts kept aside while learning."""

    model: Model
    report: Report


def learn(
    texts: Sequence[Text],
    labels: Sequence[str],
    fewest: int = FEWEST_TEXTS,
    groups: Sequence[str] | None = None,
) -> Learned:
    """Learn from texts, each a list of fields, without names, numbers, addresses and rare words.

    Texts of one group, such as reports of the same matter, are kept aside together.
    """
    _libraries()
    _enough(labels)
    neutral = [[anonymous(field) for field in fields] for fields in texts]
    scored = _scores_aside(neutral, labels, fewest, groups)
    sharpness = _sharpness(scored)
    named = [max(scores, key=scores.__getitem__) for _label, scores in scored]
    return Learned(
        _fitted(neutral, labels, fewest, sharpness),
        compared([label for label, _scores in scored], named),
    )


def compared(labels: Sequence[str], named: Sequence[str]) -> Report:
    """Compare what was named with the labels."""
    pairs = Counter(zip(labels, named, strict=True))
    right, told, said = Counter(), Counter(labels), Counter(named)
    confusion: dict[str, dict[str, int]] = {}
    for (label, name), count in sorted(pairs.items()):
        confusion.setdefault(label, {})[name] = count
        right[label] += count if label == name else 0
    every = sorted(told | said)
    macro = sum(2 * right[one] / (told[one] + said[one]) for one in every) / (len(every) or 1)
    return Report(len(labels), right.total() / (len(labels) or 1), macro, confusion)


def _enough(labels: Sequence[str]) -> None:
    counts = Counter(labels)
    if len(counts) < 2 or min(counts.values()) < 2:
        raise Refused("bad_input", _TOO_FEW)


def _scores_aside(
    texts: Sequence[Text], labels: Sequence[str], fewest: int, groups: Sequence[str] | None
) -> list[tuple[str, dict[str, float]]]:
    """Return each text's label beside the scores of a model that has not seen its fold."""
    from sklearn.model_selection import StratifiedGroupKFold

    groups = [group or f"\0{at}" for at, group in enumerate(groups or [""] * len(labels))]
    folds = StratifiedGroupKFold(min(_FOLDS, min(Counter(labels).values())))
    scored = []
    for seen, aside in folds.split(texts, labels, groups):
        if len({labels[at] for at in seen}) < 2:
            continue
        model = _fitted([texts[at] for at in seen], [labels[at] for at in seen], fewest, 1.0)
        for at in aside:
            shown = model.ranked(*texts[at])
            scored.append((labels[at], {one: math.log(max(p, 1e-300)) for one, p in shown}))
    return scored


def _sharpness(scored: Sequence[tuple[str, dict[str, float]]]) -> float:
    """Return the sharpness with which confidences say best how often a label is right."""

    def surprise(sharpness: float) -> float:
        total = 0.0
        for label, scores in scored:
            sure = dict(zip(scores, shares(list(scores.values()), sharpness), strict=True))
            total -= math.log(max(sure.get(label, 0.0), 1e-6))
        return total

    return min(_SHARPNESS, key=surprise)


def _fitted(texts: Sequence[Text], labels: Sequence[str], fewest: int, sharpness: float) -> Model:
    """Fit one linear classifier for each label against the rest, and round it to bytes."""
    linear, sparse = _libraries()
    rarity = _rarity(texts, fewest)
    if not rarity:
        raise Refused("bad_input", _TOO_FEW)
    weights = [1.0] + [_LATER_FIELD] * (len(texts[0]) - 1)
    at = {feature: number for number, feature in enumerate(rarity)}
    values, columns, starts = [], [], [0]
    for fields in texts:
        for feature, value in vector(fields, rarity, weights):
            values.append(value)
            columns.append(at[feature])
        starts.append(len(values))
    rows = sparse.csr_matrix((values, columns, starts), shape=(len(texts), len(rarity)))
    fitted = linear(C=0.5, random_state=0).fit(rows, labels)
    return _rounded(fitted, rarity, weights, sharpness)


def _rounded(
    fitted: Any, rarity: dict[str, float], weights: list[float], sharpness: float
) -> Model:
    coefficients, bias = fitted.coef_, fitted.intercept_
    if len(coefficients) == 1:
        coefficients = [-coefficients[0], coefficients[0]]
        bias = [-bias[0], bias[0]]
    scale = [max(float(abs(row).max()), 1e-9) / 127 for row in coefficients]
    signed = [
        (row / one).round().astype("int8") for row, one in zip(coefficients, scale, strict=True)
    ]
    head = Head(
        [str(label) for label in fitted.classes_],
        weights,
        rarity,
        scale,
        [float(one) for one in bias],
        sharpness,
    )
    return Model(head, b"".join(column.tobytes() for column in _columns(signed)))


def _columns(rows: list[Any]) -> Any:
    import numpy

    return numpy.ascontiguousarray(numpy.stack(rows, axis=1))


def _rarity(texts: Sequence[Text], fewest: int) -> dict[str, float]:
    """Return how telling each feature is; what fewer different texts hold is left out."""
    seen: Counter[str] = Counter()
    for fields in dict.fromkeys(tuple(fields) for fields in texts):
        seen.update({one for at, text in enumerate(fields) for one in features(at, text)})
    size = len(texts)
    return {
        one: round(math.log((1 + size) / (1 + count)) + 1, 3)
        for one, count in sorted(seen.items())
        if count >= fewest
    }


def _libraries() -> tuple[Any, Any]:
    try:
        from scipy import sparse
        from sklearn.svm import LinearSVC
    except ImportError as missing:
        raise Refused(
            "wrong_state", "训练模型还要装一个扩展：pip install 'lianxin[learn]'。"
        ) from missing
    return LinearSVC, sparse
