"""Whether a matter is an emergency: by the signs that its words hold, and by how emergencies are told.

A missed emergency is worse than ten false ones. The signs say which danger it is and whom to call; the model
hears what no sign names, and lets a sign pass only where nobody would tell of an emergency like that.
"""

from dataclasses import dataclass

from lianxin.understanding.dangers import DANGERS
from lianxin.understanding.draft import Evidence
from lianxin.understanding.shipped import shipped
from lianxin.understanding.signs import sign_of_danger

KINDS = tuple(danger.kind for danger in DANGERS)
# How likely the model must find it that a sign counts, and that it is heard without one.
_WITH_A_SIGN, _WITHOUT = 0.02, 0.6
# Of fewer characters, such as the first that somebody types, the model knows too little to be sure.
_ENOUGH = 10
# How often an alarm is right: a false one is cheap, so that many are.
_SURE = 0.6


@dataclass(frozen=True)
class Emergency:
    """What endangers life: of which kind, and the category it points to; neither where no sign names it."""

    kind: str
    category: str
    evidence: Evidence


def emergency(text: str) -> Emergency | None:
    """Return the emergency that the plain words of a matter tell of, if any."""
    likely = dict(shipped("danger").ranked(text))["emergency"]
    sign = sign_of_danger(text) if likely > _WITH_A_SIGN else None
    if sign:
        danger, match = sign
        why = f"危及生命或后果严重：{danger.kind}"
        return Emergency(
            danger.kind, danger.category, Evidence(*match.span(), match[0], why, _SURE)
        )
    if likely > _WITHOUT and len(text) >= _ENOUGH:
        why = "这样说的多半危及生命"
        return Emergency("", "", Evidence(0, len(text), text, why, _SURE))
    return None
