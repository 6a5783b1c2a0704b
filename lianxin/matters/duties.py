"""社区职责清单: what communities must do, may help with, and may not be given. Dated rules with their source.

北京市接诉即办工作条例 art 17: what lies outside the list must not be given to a community, and what it only
helps with must not become its main duty.
"""

from dataclasses import dataclass
from datetime import date

from lianxin.matters.dated import Dated
from lianxin.matters.models import Duty, Matter

MILDEST_LAST = [Duty.NEVER, Duty.ASSIST, Duty.MUST]


@dataclass(frozen=True)
class DutyRule(Dated):
    """One line of the list. What it leaves empty it does not ask for.

    `words` are alternatives set apart by 、; of one with a blank in it all parts must have been said.
    """

    duty: str
    citation: str
    category: str = ""
    words: str = ""
    lead: str = ""

    def fits(self, matter: Matter, day: date) -> bool:
        """Tell whether the line is about a matter on a day."""
        return (
            self.holds_on(day)
            and self.category in ("", matter.category)
            and (not self.words or self._was_said(f"{matter.words}\n{matter.summary}"))
        )

    def _was_said(self, text: str) -> bool:
        alternatives = (one.split() for one in self.words.split("、"))
        return any(parts and all(part in text for part in parts) for parts in alternatives)

    @property
    def rank(self) -> tuple:
        """Return what decides between lines that fit: the words, then the category; of two that ask for
        the same the district's own; then the milder, so that in doubt nothing is refused."""
        mild = MILDEST_LAST.index(Duty(self.duty))
        return bool(self.words), bool(self.category), self.own, mild, self.since
