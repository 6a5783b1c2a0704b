"""How long files are kept: dated data with its source, counted from the end of what they hang on.

个人信息保护法 art 19: personal data is kept for the shortest time that its purpose needs. The law
names no figure for a community's files; these are ours. A voice tells most about a person and is
needed least once the matter is closed; a document may be asked for by an audit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base import clock
from lianxin.base.actor import machine
from lianxin.files.actions import dispose
from lianxin.files.hooks import bearers
from lianxin.files.models import File, Kind

CITATION = gettext_lazy("个人信息保护法第十九条；年数由本系统定")


@dataclass(frozen=True)
class Rule:
    """For how many years after the end a kind of file is kept, for what ended since a day."""

    kind: Kind
    years: int
    since: date

    @property
    def says(self) -> str:
        return _("%(kind)s在办完后保存%(n)d年（%(citation)s）") % {
            "kind": self.kind.label,
            "n": self.years,
            "citation": CITATION,
        }


KEEP = (
    Rule(Kind.IMAGE, 3, since=date(2019, 1, 1)),
    Rule(Kind.VOICE, 1, since=date(2019, 1, 1)),
    Rule(Kind.DOCUMENT, 5, since=date(2019, 1, 1)),
)


@dataclass(frozen=True)
class Due:
    """A file whose time is over, and the rule that says so."""

    file: File
    rule: Rule


def due_files() -> Iterator[Due]:
    """Yield every file whose time is over today: all that it hangs on ended, the last of it long enough ago."""
    shortest = min(rule.years for rule in KEEP)
    old = File.objects.filter(
        disposed_at=None, attached_at__lt=_years_before(clock.now(), shortest)
    )
    for file in old.prefetch_related("attachments").order_by("pk").iterator(chunk_size=500):
        ended = _ended(file)
        rule = rule_for(file.kind, ended) if ended else None
        if rule and ended < _years_before(clock.now(), rule.years):
            yield Due(file, rule)


def rule_for(kind: str, ended: datetime) -> Rule | None:
    """Return the rule in force on the day on which what a file hangs on came to its end."""
    day = clock.local(ended).date()
    rules = [rule for rule in KEEP if rule.kind == kind and rule.since <= day]
    return max(rules, key=lambda rule: rule.since, default=None)


def _ended(file: File) -> datetime | None:
    """Return when the last of what a file hangs on came to its end; None while any of it is open."""
    subjects = {attachment.subject for attachment in file.attachments.all()}
    ends = {}
    for bearer in bearers:
        ends.update(bearer.ended(subjects))
    known = [ends.get(subject) for subject in subjects]
    return max(known) if known and None not in known else None


def _years_before(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year - years, day=28)


@dataclass
class Class:
    """How many files of a rule are due, and how large they are together."""

    rule: Rule
    files: int = 0
    bytes: int = 0

    def as_json(self) -> dict:
        kind = self.rule.kind
        return {
            "kind": kind.value,
            "years": self.rule.years,
            "since": self.rule.since.isoformat(),
            "citation": str(CITATION),
            "files": self.files,
            "bytes": self.bytes,
        }


def keep_to_rules(*, dry_run: bool) -> list[Class]:
    """Dispose of every file that is due, or only count; return what was due under each rule."""
    classes = {rule: Class(rule) for rule in KEEP}
    for due in due_files():
        classes[due.rule].files += 1
        classes[due.rule].bytes += due.file.size
        if not dry_run:
            dispose(due.file.pk, due.rule.says, by=machine("operator", due.file.district_id, "cli"))
    return list(classes.values())
