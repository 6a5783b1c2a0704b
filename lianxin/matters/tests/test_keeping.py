"""Rules of a district, and counting anew what they changed: told first, then done, with a trace."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING, local
from lianxin.base.refused import Refused
from lianxin.calendar.actions import Arranged, enter_notice
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.matters.actions import step
from lianxin.matters.dated import withdraw
from lianxin.matters.keeping import recount, set_limit
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import Clock, DistrictLimit, Matter
from lianxin.site.cli import main
from lianxin.site.jobs import recount_published
from lianxin.site.tests.turns import data_for

Actors = Mapping[str, Actor]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
FIVE = LimitRule("finish", "5 workdays", "区办〔2026〕3号", since=date(2026, 11, 1))


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def due_of(matter: Matter) -> tuple[str, str]:
    found = Clock.objects.get(matter=matter, name="finish", stopped_at=None)
    mirrored = Matter.objects.get(pk=matter.pk).due_at
    return f"{local(found.due_at):%m-%d %H:%M}", f"{local(mirrored):%m-%d %H:%M}"


def test_a_rule_of_the_district_holds_for_what_starts_after_it(
    record: Callable[..., Matter], actors: Actors
):
    before = record()
    set_limit("request", FIVE, by=actors["district"])
    after = record()

    assert due_of(before) == ("11-09 23:59", "11-09 23:59")
    assert due_of(after) == ("11-09 23:59", "11-09 23:59")
    assert Clock.objects.get(matter=after, name="finish").limit == "5 workdays"
    assert after.due_why.startswith("5个工作日内办结（区办〔2026〕3号）")


def test_a_rule_holds_in_its_own_district_only(
    record: Callable[..., Matter], yunhe: object, actors: Actors
):
    set_limit("request", FIVE, by=actors["stranger_district"])

    assert Clock.objects.get(matter=record(), name="finish").limit == "7 days"


def test_a_withdrawn_rule_holds_no_longer(record: Callable[..., Matter], actors: Actors):
    rule = set_limit("request", FIVE, by=actors["district"])

    withdraw(DistrictLimit, rule.pk, by=actors["district"])

    assert Clock.objects.get(matter=record(), name="finish").limit == "7 days"
    assert DistrictLimit.objects.count() == 1
    with pytest.raises(Refused) as refusal:
        withdraw(DistrictLimit, rule.pk, by=actors["district"])
    assert refusal.value.code == "not_found"


@pytest.mark.parametrize("who", ["secretary", "desk", "street", "grid", "property"])
def test_rules_are_kept_by_the_district(who: str, actors: Actors):
    with pytest.raises(Refused) as set_refused:
        set_limit("request", FIVE, by=actors[who])
    with pytest.raises(Refused) as recount_refused:
        list(recount(by=actors[who], dry_run=False))

    assert (set_refused.value.code, recount_refused.value.code) == ("not_allowed", "not_allowed")
    assert DistrictLimit.objects.count() == 0


def test_an_unreadable_rule_is_refused(actors: Actors):
    with pytest.raises(Refused) as refusal:
        set_limit("request", LimitRule("finish", "很快", "区办"), by=actors["district"])

    assert refusal.value.code == "bad_input"


def test_a_changed_rule_moves_nothing_until_somebody_counts_anew(recorded: Matter, actors: Actors):
    shorter = LimitRule("finish", "3 workdays", "区办〔2026〕3号", since=date(2026, 11, 1))
    set_limit("request", shorter, by=actors["district"])
    untouched = due_of(recorded)
    told = [one.as_json() for one in recount(by=actors["district"], dry_run=True)]
    still = due_of(recorded), Matter.objects.get().version

    done = [one.as_json() for one in recount(by=actors["district"], dry_run=False)]

    assert untouched == ("11-09 23:59", "11-09 23:59")
    assert still == (untouched, recorded.version)
    assert (
        told
        == done
        == [
            {
                "number": recorded.number,
                "clock": "finish",
                "limit": "3 workdays",
                "before": "2026-11-09T23:59:59+08:00",
                "after": "2026-11-05T23:59:59+08:00",
            }
        ]
    )
    assert due_of(recorded) == ("11-05 23:59", "11-05 23:59")
    last = Event.objects.filter(subject=recorded.pk).order_by("-seq").first()
    assert (last.step, last.login, last.data["after"]) == (
        "recount", "district-tongxin", "2026-11-05T23:59:59+08:00"
    )  # fmt: skip
    assert verify()[1] == []
    assert list(recount(by=actors["district"], dry_run=False)) == []


def test_counting_anew_keeps_pauses_and_extensions(
    recorded: Matter, drive: Callable[..., Matter], actors: Actors
):
    drive(recorded, "in_hand")
    step(recorded.number, "extend", by=actors["desk"], data=data_for("extend"))
    with clock.at(MONDAY + timedelta(days=1)):
        step(recorded.number, "pause", by=actors["desk"], data=data_for("pause"))
    with clock.at(MONDAY + timedelta(days=3)):
        step(recorded.number, "unpause", by=actors["desk"])

    assert list(recount(by=actors["district"], dry_run=True)) == []


def test_what_was_provisional_is_counted_anew_once_its_year_is_published(
    record: Callable[..., Matter], actors: Actors
):
    with clock.at(datetime(2026, 12, 25, 9, tzinfo=BEIJING)):
        matter = record(category="FACILITY")
        before = due_of(matter)[0], Matter.objects.get().provisional
        unpublished = recount_published()
        days = [Arranged(date(2027, 1, 1), False, "元旦")]
        enter_notice(2027, "国办发明电〔2026〕8号", days, publishes=True, by=actors["district"])
        published = recount_published()

    last = Event.objects.filter(subject=matter.pk).order_by("-seq").first()
    assert before == ("01-01 23:59", True)
    assert (unpublished, published) == (0, 1)
    assert due_of(matter) == ("01-04 23:59", "01-04 23:59")
    assert Matter.objects.get().provisional is False
    assert (last.step, last.login, last.via) == ("recount", "worker", "worker")


def test_recount_on_the_command_line(
    recorded: Matter, actors: Actors, capsys: pytest.CaptureFixture
):
    rule = LimitRule("finish", "3 workdays", "区办〔2026〕3号", since=date(2026, 11, 1))
    set_limit("request", rule, by=actors["district"])

    assert main(["recount", "--by", "district-tongxin", "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert main(["recount", "--by", "district-tongxin"]) == 0
    done = capsys.readouterr().out.splitlines()
    assert main(["recount", "--by", "desk-tongxin"]) == 1

    moved = f"{recorded.number}  finish  2026-11-09 23:59 → 2026-11-05 23:59"
    assert told == [moved, "会变1个期限（没有改）。"]
    assert done == [moved, "重算了，变了1个期限。"]
