"""Every story is told as its file says, and as its report tells it."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest

from lianxin.access.models import Login
from lianxin.access.queries import actor_for, login_named
from lianxin.base import clock
from lianxin.diary.models import Entry
from lianxin.files.models import Attachment
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.matters.keeping import recount
from lianxin.matters.models import ClockExtension, Matter, MatterLink, Outcome, Relation
from lianxin.matters.queries import IS_OPEN, matters_for
from lianxin.matters.standing import Standing, stands_as
from lianxin.notices.models import Notice
from lianxin.site.demo.stories import CODES, Told, moment_of

pytestmark = pytest.mark.xdist_group("demo")


def test_every_story_ends_in_the_state_that_it_names(told: list[Told]):
    ends = {one.story["text"]: [m["ends"] for m in one.story.get("matter", [])] for one in told}

    states = {one.story["text"]: [matter.state for matter in one.matters] for one in told}

    assert states == ends


def test_every_event_stands_at_the_moment_that_its_story_names(told: list[Told], now: datetime):
    expected = {}
    for one in told:
        for number, matter in enumerate(one.matters, start=1):
            steps = one.steps_of(number)
            expected[matter.pk] = [moment_of(one.story, now), *(moment_of(s, now) for s in steps)]

    found: dict = {pk: [] for pk in expected}
    told_of = Event.objects.exclude(pk__in=beside(told)).order_by("seq")
    for subject, at in told_of.values_list("subject", "at"):
        if subject in found:
            found[subject].append(at)

    assert found == expected


def beside(told: list[Told]) -> list:
    """Return the events that a step on another matter, joined or linked, wrote beside its own."""
    named = [
        (one.tagged[step["data"][to]].matters[0].pk, step["step"])
        for one in told
        for step in one.story.get("step", [])
        for to in ("into", "number")
        if to in step.get("data", {})
    ]
    other = {"merge": "absorb", "link": "link"}
    return [Event.objects.get(subject=pk, step=other[step]).pk for pk, step in named]


def test_a_matters_steps_follow_one_another_and_none_is_of_the_last_hour(told, now):
    for one in told:
        steps_on = {(step.get("of", 1), step.get("on")) for step in one.story.get("step", [])}
        for of, on in steps_on:
            steps = [s for s in one.story["step"] if (s.get("of", 1), s.get("on")) == (of, on)]
            moments = [moment_of(one.story, now), *(moment_of(step, now) for step in steps)]

            assert moments == sorted(set(moments)), one.story["text"]
            assert moments[-1] <= now - timedelta(hours=1), one.story["text"]


def test_the_ledgers_dates_are_those_of_the_stories(told: list[Told], now: datetime):
    for one in told:
        said = moment_of(one.story, now)
        for matter in one.matters:
            assert (matter.said_on, matter.recorded_at) == (said.date(), said)
            assert matter.number.startswith(f"SQ-{said:%Y%m%d}-")


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


def tale(told: list[Told], words: str, position: int = 1) -> Matter:
    return next(one for one in told if words in one.story["text"]).matters[position - 1]


def outcomes(matter: Matter) -> list[str]:
    finished = Event.objects.filter(subject=matter.pk, step="finish").order_by("seq")
    return [event.data["outcome"] for event in finished]


def test_a_rota_and_four_months_away_are_one_matter_until_the_old_man_is_home(told: list[Told]):
    matter = tale(told, "蔡大爷")

    away, home = (
        Event.objects.filter(subject=matter.pk, step="finish")
        .order_by("seq")
        .values_list("at", flat=True)[n]
        for n in (1, 2)
    )

    assert outcomes(matter) == ["partly", "partly", "solved"]
    assert (clock.local(away).month, clock.local(home).month) == (3, 7)


def test_the_drain_that_the_municipal_crew_cleared_in_part_stayed_open(told: list[Told]):
    assert outcomes(tale(told, "车库渗水")) == ["partly", "partly", "solved"]


def test_the_debt_that_nobody_could_lift_is_explained_and_not_counted_as_solved(told: list[Told]):
    matter = tale(told, "急得睡不着")

    assert (matter.outcome, matter.answer) == (Outcome.EXPLAINED, "satisfied")


def test_the_toilet_of_unclear_title_is_honestly_still_in_hand(told: list[Told]):
    matter = tale(told, "改建的公厕")

    asked = [
        (words["body"], data["theirs"], bool(words["next"]))
        for data, words in said(matter, "enquire")
    ]

    assert (matter.state, matter.outcome) == ("in_hand", Outcome.PARTLY)
    assert asked == [
        ("区住房和城乡建设局", "open", True),
        ("区环境卫生所", "no", True),
        ("九和物业服务有限公司", "no", True),
        ("区住房和城乡建设局", "yes", True),
    ]
    extended = ClockExtension.objects.filter(matter=matter).order_by("at")
    assert [one.limit for one in extended] == ["30 days", "60 days"]


def said(matter: Matter, step: str) -> list[tuple[dict, dict]]:
    events = Event.objects.filter(subject=matter.pk, step=step).order_by("seq")
    return [(event.data, json.loads(event.words.body)) for event in events]


def test_for_the_bins_each_who_was_called_answered_came_and_did_their_part(told: list[Told]):
    matter = tale(told, "垃圾车没有盖")
    whistle = matter.children.get()
    answers = list(whistle.children.select_related("holder_organisation").order_by("finished_at"))

    steps = {
        answer.holder_organisation.name: list(
            Event.objects.filter(subject=answer.pk).order_by("seq").values_list("step", flat=True)
        )
        for answer in answers
    }
    [(minutes, _)] = said(whistle, "minute")

    done = ["record", "respond", "arrive", "finish", "verify", "rate", "rate"]
    assert steps == {
        "县环境卫生服务中心": done, "城阳街道办事处": done, "安和物业服务有限公司": done
    }  # fmt: skip
    assert minutes["held_on"] == "2021-03-13"
    assert len(said(whistle, "plan")) == 3
    assert [one.state for one in (*answers, whistle, matter)] == ["closed"] * 5
    assert max(one.closed_at for one in answers) < whistle.closed_at < matter.closed_at
    assert Matter.objects.filter(pk=matter.pk, due_at__gt=matter.finished_at).exists()


def test_what_was_given_back_twice_the_street_decided_with_a_fresh_term(told: list[Told]):
    matter = tale(told, "井盖碎了半边")

    events = list(Event.objects.filter(subject=matter.pk).order_by("seq"))
    decided = [event for event in events if event.step == "dispatch"][-1]

    assert [data["theirs"] for data, _words in said(matter, "enquire")] == ["no", "no"]
    assert [words["proposed"] for _data, words in said(matter, "give_back")] == [
        "区城市管理和综合执法局", "区市政维护所"
    ]  # fmt: skip
    assert decided.login == "street-yunhe"
    assert (matter.opened_at, matter.due_at) == (decided.at, decided.at + timedelta(hours=24))


def test_the_seepage_was_ended_that_evening_and_led_to_the_next_fault(told: list[Told]):
    garage, pit = tale(told, "车库渗水"), tale(told, "公共的过粪井")
    [link] = MatterLink.objects.filter(MatterLink.touching(garage))

    assert (link.one_id, link.other_id, link.kind) == (garage.pk, pit.pk, Relation.UNCOVERED)
    assert f"{clock.local(garage.closed_at):%Y-%m-%d %H:%M}" == "2023-12-07 21:35"


def test_there_is_something_to_be_seen_of_every_standing(told: list[Told], now: datetime):
    whole = Matter.objects.filter(IS_OPEN)

    with clock.at(now):
        seen = {one for one in Standing if whole.filter(stands_as(one, quiet=3)).exists()}

    assert set(Standing) - seen <= {Standing.PROVISIONAL, Standing.REVIEW}


@pytest.mark.parametrize(
    "step",
    ["supervise", "urge", "answer", "pause", "unpause", "extend", "escalate", "merge", "link", "carry"],
)  # fmt: skip
def test_each_step_of_terms_and_supervision_is_told_somewhere(told: list[Told], step: str):
    assert Event.objects.filter(step=step).exists()


def test_a_department_sees_only_what_it_was_asked_for(told: list[Told]):
    departments = Login.objects.filter(username__startswith="dept-").order_by("username")

    seen = {
        login.username: {matter.number[:2] for matter in matters_for(actor_for(login))}
        for login in departments
    }
    held = [matters_for(actor_for(login)).exclude(holder=login.person) for login in departments]

    assert seen == {
        "dept-hehuatang-huanwei": {"SQ"}, "dept-hehuatang-zhujian": {"SQ"},
        "dept-shaoguang-zhujian": {"SQ"}, "dept-tongxin-huanwei": {"BD"},
        "dept-tongxin-zhujian": {"SQ"}, "dept-xining-chengguan": {"SQ"},
        "dept-yunhe-chengguan": {"BD"}, "dept-yunhe-shizheng": {"SQ", "CS", "BD"},
    }  # fmt: skip
    assert not any(others.exists() for others in held)


def test_no_term_would_move_if_it_were_counted_again(told: list[Told], now: datetime):
    districts = [actor_for(login_named(f"district-{code}")) for code in CODES]

    with clock.at(now):
        moved = [one for by in districts for one in recount(by=by, dry_run=True)]

    assert moved == []


def test_the_burst_main_came_to_light_while_the_gas_was_laid(told: list[Told]):
    gas, main, doors = (tale(told, words) for words in ("往楼上搬", "水管爆裂", "三个单元都是木门"))

    assert gas.recorded_at < main.recorded_at < gas.finished_at
    assert main.finished_at < doors.recorded_at < doors.finished_at


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


def test_an_entry_became_no_matter_one_two_or_a_whole_batch(told: list[Told]):
    assert {len(one.matters) for one in told} == {0, 1, 2, 8, 9}
    assert Entry.objects.count() == len(told)


def test_whoever_acted_has_read_the_messages_until_then(told: list[Told]):
    acted: dict = {}
    for person, at in Event.objects.order_by("at").values_list("person", "at"):
        acted[person] = at

    unread = Notice.objects.filter(read_at=None)

    assert unread.exists()
    assert all(notice.at >= acted.get(notice.to_id, notice.at) for notice in unread)


def test_the_history_verifies(told: list[Told]):
    events, faults = verify()

    assert faults == []
    assert events == Event.objects.count()


def test_what_a_story_attaches_hangs_on_its_matters(told: list[Told]):
    expected: Counter = Counter()
    for one in told:
        for number, matter in enumerate(one.matters, start=1):
            steps = one.steps_of(number)
            expected[matter.pk] = sum(len(act.get("files", [])) for act in (one.story, *steps))

    attached = Counter(
        Attachment.objects.filter(subject__in=expected).values_list("subject", flat=True)
    )

    assert attached == +expected
    assert {one.code for one in told for matter in one.matters if expected[matter.pk]} == set(CODES)
