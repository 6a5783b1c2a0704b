"""Learning a model from texts and their labels; needs scikit-learn, which reading does not."""

import math
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from lianxin.base.refused import Refused
from lianxin.understanding.anonymous import anonymous
from lianxin.understanding.model import Head, Model, features, shares, spaces, vector

FEWEST_TEXTS = 3
FOLDS = 5
_SHARPNESS = [step / 2 for step in range(1, 25)]
# Pieces of one or two characters hold no telephone, address or name of three; longer ones name the
# labels of texts not seen no better.
_LONGEST = 2
# How strongly the weights are held back, plain and by what leans to a label.
_PLAIN, _LEANING = 0.7, 1.0
_UNSEEN = 0.5  # what a label is taken to have of a feature that none of its texts has
_EXACT = 1e-3

TOO_FEW = "样本太少：至少要有两个类别，每个类别至少几条不同的话，补充后再训练。"
NOT_INSTALLED = "训练模型还要装一个扩展：pip install 'lianxin[learn]'。"

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
    folds: int = FOLDS,
    names: Set[str] = frozenset(),
) -> Learned:
    """Learn from texts, each a list of fields, without names, numbers, addresses and rare words.

    Texts of one group, such as reports of the same matter, are kept aside together and count as one.
    The names of people who are known go too, wherever they stand.
    Of five folds so many are kept aside in turn: one is enough to know how sure the model may be.
    """
    _libraries()
    _enough(labels)
    groups = [
        group or repr(fields)
        for group, fields in zip(groups or [""] * len(texts), texts, strict=True)
    ]
    neutral = _neutral(texts, names)
    scored = _scores_aside(neutral, labels, fewest, groups, folds)
    sharpness = _sharpness(scored)
    named = [max(scores, key=scores.__getitem__) for _label, scores in scored]
    return Learned(
        _fitted(neutral, labels, fewest, groups, sharpness),
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
        raise Refused("bad_input", TOO_FEW)


def _neutral(texts: Sequence[Text], names: Set[str]) -> list[Text]:
    """Return the texts without names, numbers and addresses; a name told in one goes from all."""
    fields = iter(anonymous([field for fields in texts for field in fields], names))
    return [[next(fields) for _field in told] for told in texts]


def _scores_aside(
    texts: Sequence[Text],
    labels: Sequence[str],
    fewest: int,
    groups: Sequence[str],
    folds: int,
) -> list[tuple[str, dict[str, float]]]:
    """Return each text's label beside the scores of a model that has not seen its fold."""
    from sklearn.model_selection import StratifiedGroupKFold

    splits = StratifiedGroupKFold(min(FOLDS, min(Counter(labels).values())))
    scored = []
    for seen, aside in islice(splits.split(texts, labels, groups), folds):
        if len({labels[at] for at in seen}) < 2:
            continue
        told, known, sources = ([of[at] for at in seen] for of in (texts, labels, groups))
        model = _fitted(told, known, fewest, sources, 1.0)
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


def _fitted(
    texts: Sequence[Text],
    labels: Sequence[str],
    fewest: int,
    groups: Sequence[str],
    sharpness: float,
) -> Model:
    """Fit a linear model of the features that texts of enough groups hold, and round it to bytes."""
    _ridge, sparse = _libraries()
    rarity = _rarity(texts, fewest, groups)
    if not rarity:
        raise Refused("bad_input", TOO_FEW)
    weights = [1.0 for _space in spaces(texts[0])]
    at = {feature: number for number, feature in enumerate(rarity)}
    values, columns, starts = [], [], [0]
    for fields in texts:
        for feature, value in vector(fields, rarity, weights, _LONGEST):
            values.append(value)
            columns.append(at[feature])
        starts.append(len(values))
    rows = sparse.csr_matrix((values, columns, starts), shape=(len(texts), len(rarity)))
    names = sorted(set(labels))
    coefficients, bias = _weighed(rows, labels, names)
    return _rounded(coefficients, Head(names, weights, rarity, [], bias, sharpness))


def _weighed(rows: Any, labels: Sequence[str], names: list[str]) -> tuple[Any, list[float]]:
    """Return weights and bias of each label: the sum of two regressions against the rest.

    One takes the features as they are, the other by how much more often the label has them. They go
    wrong on different texts. Rare labels count more than they have texts, by the root.
    """
    import numpy

    ridge, sparse = _libraries()
    known = numpy.asarray(labels)
    truth = numpy.stack([numpy.where(known == name, 1.0, -1.0) for name in names], axis=1)
    texts = Counter(labels)
    importance = numpy.array([(len(labels) / len(names) / texts[one]) ** 0.5 for one in labels])
    plain = ridge(_PLAIN, solver="sparse_cg", tol=_EXACT).fit(rows, truth, importance)
    coefficients, bias = plain.coef_.copy(), plain.intercept_.tolist()
    for at, name in enumerate(names):
        ratio = _ratio(rows, known == name)
        leaning = ridge(_LEANING, solver="sparse_cg", tol=_EXACT)
        leaning.fit(rows @ sparse.diags(ratio), truth[:, at], importance)
        coefficients[at] += leaning.coef_ * ratio
        bias[at] += float(leaning.intercept_)
    return coefficients, bias


def _ratio(rows: Any, mine: Any) -> Any:
    """Return the logarithm of how much more often the chosen rows have each feature than the others."""
    import numpy

    inside, outside = (
        _UNSEEN + numpy.asarray(rows[chosen].sum(axis=0)).ravel() for chosen in (mine, ~mine)
    )
    return numpy.log((inside / inside.sum()) / (outside / outside.sum()))


def _rounded(coefficients: Any, head: Head) -> Model:
    """Return the model with each weight in a byte, as a share of the greatest of its label."""
    import numpy

    scale = numpy.maximum(abs(coefficients).max(axis=1), 1e-9) / 127
    signed = (coefficients / scale[:, None]).round().astype("int8")
    whole = replace(head, scale=scale.tolist())
    return Model(whole, numpy.ascontiguousarray(signed.T).tobytes())


def _rarity(texts: Sequence[Text], fewest: int, groups: Sequence[str]) -> dict[str, float]:
    """Return how telling each feature is; what texts of fewer groups hold is left out."""
    of_group: dict[str, list[Text]] = {}
    for fields, group in zip(texts, groups, strict=True):
        of_group.setdefault(group, []).append(fields)
    seen: Counter[str] = Counter()
    for told in of_group.values():
        seen.update({one for fields in told for one in features(fields, _LONGEST)})
    size = len(of_group)
    return {
        one: round(math.sqrt(math.log((1 + size) / (1 + count)) + 1), 3)
        for one, count in sorted(seen.items())
        if count >= fewest
    }


def _libraries() -> tuple[Any, Any]:
    try:
        from scipy import sparse
        from sklearn.linear_model import Ridge
    except ImportError as missing:
        raise Refused("wrong_state", NOT_INSTALLED) from missing
    return Ridge, sparse
