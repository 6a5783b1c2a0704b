"""The demo: what its files promise is counted from rows, and every story ends as it says."""

import hashlib
import json
import re
import stat
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from lianxin.access.models import Login
from lianxin.access.queries import actor_for, login_named
from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.diary.models import Entry
from lianxin.diary.queries import entries_for
from lianxin.diary.queries import heads as entry_heads
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.matters.audit import heads as matter_heads
from lianxin.matters.models import Matter, Outcome
from lianxin.matters.queries import find, matters_for
from lianxin.notices.models import Notice
from lianxin.people.models import Organisation, Person
from lianxin.reports.ledgers import RESULTS
from lianxin.reports.queries import ledger_for
from lianxin.site.cli import main
from lianxin.site.commands.demo import _wipe
from lianxin.site.demo.load import is_loaded, load, password_in
from lianxin.site.demo.stories import CODES, HERE, Told, moment_of
from lianxin.territory.models import Level, Place

# The residents and officials of the reports, as digests: their names stay out of the project.
REAL_NAMES = {
    "7f151edf0cab11be", "69b59c4dad1d330c", "a48e44b2d39c2288", "84c995276496ba29",
    "11ea3f73ca4026cd", "454af7928ee6f1c4", "47cb472be9cba5a7", "aefed7cf3496a9d6",
    "2c72f473e44174c2", "3a7a1547e6132701", "e1ae91f26f59c903", "52e35a05d2553aa6",
    "31ee8fb025c8199b", "d1645a355056002f", "61c7eaf2d206bbdc", "68ee5fc5f8f1f321",
    "14fa611a77d4610e", "0484e437c778af46", "212d16664965dae7", "6e7704a29cd799e6",
}  # fmt: skip
ROLES = ("branch", "desk", "desk2", "district", "grid", "grid2", "property", "street")


@pytest.fixture(scope="module")
def now() -> datetime:
    return clock.now()


@pytest.fixture(scope="module")
def told(now: datetime, django_db_setup: None, django_db_blocker: object) -> Iterator[list[Told]]:
    """Both communities, loaded once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(now):
            yield load(password=password_in(settings.HOME))
        transaction.set_rollback(True)


def places(code: str, level: str) -> object:
    return Place.objects.filter(community__code=code, level=level)


@pytest.mark.parametrize(
    ("code", "level", "figure"),
    [
        ("tongxin", Level.GRID, 12),
        ("tongxin", Level.COMPOUND, 13),
        ("tongxin", Level.HOME, 3909),
        ("yunhe", Level.HOME, 2609),
    ],
)
def test_a_community_has_the_places_of_its_report(told: list[Told], code, level, figure):
    assert places(code, level).count() == figure


@pytest.mark.parametrize(
    ("code", "kind", "figure"),
    [("tongxin", "unit", 19), ("tongxin", "party_branch", 5), ("yunhe", "volunteer_team", 8)],
)
def test_a_community_has_the_organisations_of_its_report(told: list[Told], code, kind, figure):
    assert Organisation.objects.filter(area__community__code=code, kind=kind).count() + (
        Organisation.objects.filter(area__code=code, kind=kind).count()
    ) == figure  # fmt: skip


@pytest.mark.parametrize(
    ("compound", "buildings", "stairwells", "homes"),
    [("怡乐园小区", 1, 4, 40), ("运河小区", 15, 45, 630)],
)
def test_a_compound_is_built_as_its_report_says(told, compound, buildings, stairwells, homes):
    inside = Place.objects.filter(compound__name=compound)

    counted = [
        inside.filter(level=level).count()
        for level in (Level.BUILDING, Level.STAIRWELL, Level.HOME)
    ]

    assert counted == [buildings, stairwells, homes]


def test_the_people_add_up_to_the_reports(told: list[Told]):
    def people(**inside: str) -> int:
        homes = Place.objects.filter(level=Level.HOME, **inside)
        return homes.aggregate(sum=Sum("population"))["sum"]

    assert people(community__code="tongxin") == 11730
    assert people(compound__name="运河小区") == 1876


def test_the_compound_with_the_garbage_has_over_a_thousand_homes_and_two_names(told: list[Told]):
    compound = places("tongxin", Level.COMPOUND).get(name="海纳小区")

    assert places("tongxin", Level.HOME).filter(compound=compound).count() > 1000
    assert compound.aliases == ["海纳莒州家园"]


@pytest.mark.parametrize("code", CODES)
def test_every_stairwell_lies_in_one_grid_and_some_grid_crosses_compounds(told: list[Told], code):
    stairwells = places(code, Level.STAIRWELL)
    compounds_of: dict = {}
    for grid, compound in stairwells.values_list("grid", "compound"):
        compounds_of.setdefault(grid, set()).add(compound)

    assert set(compounds_of) == set(places(code, Level.GRID).values_list("pk", flat=True))
    assert max(len(compounds) for compounds in compounds_of.values()) > 1


def test_every_story_ends_in_the_state_that_it_names(told: list[Told]):
    ends = {one.story["text"]: [m["ends"] for m in one.story.get("matter", [])] for one in told}

    states = {one.story["text"]: [matter.state for matter in one.matters] for one in told}

    assert states == ends


def test_every_event_stands_at_the_moment_that_its_story_names(told: list[Told], now: datetime):
    expected = {}
    for one in told:
        for number, matter in enumerate(one.matters, start=1):
            steps = [s for s in one.story.get("step", []) if s.get("of", 1) == number]
            expected[matter.pk] = [moment_of(one.story, now), *(moment_of(s, now) for s in steps)]

    found: dict = {pk: [] for pk in expected}
    for subject, at in Event.objects.order_by("seq").values_list("subject", "at"):
        if subject in found:
            found[subject].append(at)

    assert found == expected


def test_a_matters_steps_follow_one_another_and_none_is_of_the_last_hour(told, now):
    for one in told:
        for number, _matter in enumerate(one.matters, start=1):
            steps = [s for s in one.story.get("step", []) if s.get("of", 1) == number]
            moments = [moment_of(one.story, now), *(moment_of(step, now) for step in steps)]

            assert moments == sorted(set(moments)), one.story["text"]
            assert moments[-1] <= now - timedelta(hours=1), one.story["text"]


def test_the_ledgers_dates_are_those_of_the_stories(told: list[Told], now: datetime):
    for one in told:
        said = moment_of(one.story, now)
        for matter in one.matters:
            assert (matter.said_on, matter.recorded_at) == (said.date(), said)
            assert matter.number.startswith(f"SQ-{said:%Y%m%d}-")


def ended_solved(story: dict, number: int) -> bool:
    steps = [s for s in story.get("step", []) if s.get("of", 1) == number]
    outcomes = [s["data"]["outcome"] for s in steps if s["step"] in ("finish", "handle_now")]
    withdrawn = any(step["step"] == "withdraw" for step in steps)
    return outcomes[-1:] == ["solved"] and not withdrawn


@pytest.mark.parametrize(("code", "year"), [("tongxin", 2021), ("yunhe", 2022)])
def test_the_years_ledger_counts_what_the_years_stories_solved(told: list[Told], code, year):
    stories = [one.story for one in told if one.code == code and "at" in one.story]
    solved = sum(
        ended_solved(story, number)
        for story in stories
        for number, _matter in enumerate(story.get("matter", []), start=1)
    )

    desk = actor_for(login_named(f"desk-{code}"))
    table = ledger_for(RESULTS, desk, date(year, 1, 1), date(year, 12, 31))

    assert {figure.label: figure.count for figure in table.figures}["解难题"] == solved > 5


def test_the_entrance_system_is_told_as_in_the_report(told: list[Told]):
    matter = next(one for one in told if "门禁系统" in one.story["text"]).matters[0]

    events = Event.objects.filter(subject=matter.pk).order_by("seq")
    steps = [(f"{clock.local(event.at):%m-%d}", event.step, event.login) for event in events]
    last = events.last()

    assert matter.title == "怡乐园小区 门禁监控防盗设施"
    assert steps == [
        ("04-16", "record", "desk-tongxin"),
        ("04-16", "take_in", "desk-tongxin"),
        ("04-16", "dispatch", "desk-tongxin"),
        ("04-16", "accept", "grid-tongxin"),
        ("04-17", "note", "grid-tongxin"),
        ("04-20", "note", "grid-tongxin"),
        ("04-22", "finish", "grid-tongxin"),
        ("05-14", "note", "grid-tongxin"),
        ("06-09", "finish", "grid-tongxin"),
        ("06-10", "verify", "desk2-tongxin"),
        ("06-11", "confirm", "desk2-tongxin"),
        ("06-11", "close", "desk-tongxin"),
        ("09-06", "return_visit", "grid-tongxin"),
    ]
    assert f"{clock.local(last.at):%Y-%m-%d %H:%M}" == "2021-09-06 14:30"


@pytest.mark.parametrize("code", CODES)
def test_the_closed_matters_have_outcomes_of_every_kind_that_closes(told: list[Told], code):
    closed = Matter.objects.filter(community__code=code, state="closed")

    assert set(closed.values_list("outcome", flat=True)) == {
        Outcome.SOLVED, Outcome.EXPLAINED, Outcome.WITHDRAWN
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_community_has_matters_in_every_state(told: list[Told], code):
    states = set(Matter.objects.filter(community__code=code).values_list("state", flat=True))

    assert states == {
        "recorded", "taken_in", "dispatched", "in_hand", "to_verify", "closed", "carried",
        "redirected",
    }  # fmt: skip


def test_an_entry_became_no_matter_one_or_two(told: list[Told]):
    assert {len(one.matters) for one in told} == {0, 1, 2}
    assert Entry.objects.count() == len(told)


def test_whoever_acted_has_read_the_messages_until_then(told: list[Told]):
    acted: dict = {}
    for person, at in Event.objects.order_by("at").values_list("person", "at"):
        acted[person] = at

    unread = Notice.objects.filter(read_at=None)

    assert unread.exists()
    assert all(notice.at >= acted[notice.to_id] for notice in unread)


def test_the_history_verifies(told: list[Told]):
    events, faults = verify([*matter_heads(), *entry_heads()])

    assert faults == []
    assert events == Event.objects.count()


@pytest.mark.parametrize(("code", "other"), [CODES, CODES[::-1]])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_anything_of_the_other_community(told: list[Told], code, other, role):
    actor = actor_for(login_named(f"{role}-{code}"))
    stranger = Matter.objects.filter(community__code=other).first()

    with pytest.raises(Refused) as refused:
        find(stranger.number, actor)

    assert refused.value.code == "not_found"
    assert set(matters_for(actor).values_list("community__code", flat=True)) == {code}
    assert not entries_for(actor).exclude(community__code=code).exists()


def test_no_real_person_of_the_reports_is_named():
    files = [path for code in CODES for path in (HERE / code).iterdir()]
    found = set()
    for path in files:
        for run in re.findall("[\u4e00-\u9fff]{3,}", path.read_text(encoding="utf8")):
            found |= {run[n : n + 3] for n in range(len(run) - 2)}

    named = [word for word in found if hashlib.sha256(word.encode()).hexdigest()[:16] in REAL_NAMES]

    assert len(files) == 8
    assert named == []


def test_every_telephone_is_of_the_invented_ranges(told: list[Told]):
    phones = [p.phone for p in Person.objects.exclude(phone_key="")]

    assert {phone[:6] for phone in phones} == {"138000", "139000"}


def test_the_demo_once_loaded_is_not_loaded_again(told: list[Told], capsys):
    entries = Entry.objects.count()

    status = main(["demo", "--no-serve", "--json", "--port", "8123"])
    answer = json.loads(capsys.readouterr().out)

    assert (status, is_loaded(), Entry.objects.count()) == (0, True, entries)
    assert answer["addresses"]["desk"] == "http://127.0.0.1:8123/desk/"
    assert [login["login"] for login in answer["logins"]] == [
        f"{role}-{code}" for code in CODES for role in ("admin", *ROLES)
    ]


def test_each_login_opens_with_the_password_of_the_data_folder(told: list[Told]):
    login = Login.objects.get(username="grid-yunhe")

    assert login.check_password(password_in(settings.HOME))


def test_a_data_folder_has_a_password_of_its_own_that_others_cannot_read(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()

    first, again, other = password_in(one), password_in(one), password_in(two)

    assert first == again != other
    assert stat.S_IMODE((one / "demo-password").stat().st_mode) == 0o600


def test_a_data_folder_that_the_demo_did_not_make_is_never_wiped(tmp_path: Path):
    (tmp_path / "seals").mkdir()

    with pytest.raises(Refused) as refused:
        _wipe(tmp_path)

    assert refused.value.code == "wrong_state"
    assert (tmp_path / "seals").exists()


@pytest.mark.django_db
def test_the_demo_does_not_mix_with_a_real_district():
    district = Place(level=Level.DISTRICT, name="别的区")
    district.district = district
    district.save(force_insert=True)

    with pytest.raises(Refused) as refused:
        is_loaded()

    assert refused.value.code == "wrong_state"
