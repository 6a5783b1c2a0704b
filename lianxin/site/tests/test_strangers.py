"""Two communities that are strangers: whatever is swapped, nothing of one is told to the other."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from lianxin.access.actions import make_token
from lianxin.access.models import Login
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.staged import stage
from lianxin.desk.actions import save_filter
from lianxin.diary.models import Entry
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.people.models import Organisation, Person, Post
from lianxin.site.addresses import routes
from lianxin.site.cli import main
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named

CANARY = "金丝雀"
# What stands for the other side wherever it is written.
CANARIES = (CANARY, "运河社区", "云阳街道", "云县", "运安社区", "yunhe", "yunan")
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
# What is made anew for each answer; the secret of a second factor with its picture, too.
_CHANGES = re.compile(
    r'name="(csrfmiddlewaretoken|request_id|sealed)" value="[^"]*"'
    r'|src="data:image/svg[^"]*"|<p class="code-groups">.*?</p>'
)


@dataclass(frozen=True)
class Swap:
    """An id of the other side, and one of the same shape that never was."""

    theirs: str
    never: str


@pytest.fixture
def swaps(
    yunhe: Place,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
    actors: Mapping[str, Actor],
) -> dict[str, list[Swap]]:
    """Everything of the other side that an address, a query or a body can name, by what it is called there."""
    home = place_named(yunhe, "怡乐园小区", "1号楼", "1单元", "101")
    words = f"{CANARY}说单元门坏了，电话13900001234。"
    matter = record(by="stranger", place=home, words=words, reporter_name=CANARY, spot=CANARY)
    person = Person.objects.get(pk=actors["stranger_grid"].person)
    note = Notice.objects.create(
        district=yunhe.district, to=person, subject=matter.pk, number=matter.number,
        sentence=CANARY, at=matter.recorded_at,
    )  # fmt: skip

    def row(found: object) -> Swap:
        return Swap(str(found.pk), str(new_id()))

    post = Post.objects.get(person=person)
    login = Login.objects.get(person=person)
    organisation = Organisation.objects.get(pk=post.organisation_id)
    number = Swap(matter.number, f"{matter.number[:-4]}9999")
    places = [row(yunhe), row(home)]
    code = Swap("yunhe", "never")
    return {
        "number": [number, Swap(str(matter.pk), str(new_id()))],
        "q": [number, Swap(CANARY, "没有的话"), Swap("13900001234", "13900009999")],
        "person": [row(person)],
        "change": [row(person)],
        "post": [row(post)],
        "login": [row(login), Swap(login.username, "never")],
        "holder": [Swap(str(person.pk), str(new_id())), Swap(login.username, "never")],
        "organisation": [row(organisation)],
        "notice": [row(note)],
        "saved": [row(save_filter(CANARY, [("q", CANARY)], by=actors["stranger"]))],
        "staged": [
            Swap(
                str(stage(CANARY.encode(), actors["stranger"].login_id, name=CANARY)), str(new_id())
            )
        ],
        "entry": [row(Entry.objects.get())],
        "community": [code, row(yunhe)],
        "area": [code, row(home)],
        "in": places,
        "parent": places,
        "grid": [row(Place.objects.get(pk=home.grid_id))],
        "home": [row(home)],
        "compound": [row(Place.objects.get(pk=home.compound_id))],
    }


def kept_by_strangers(district: Place) -> list:
    """Return every row of a district."""
    return [
        list(model.objects.filter(district=district.district_id).order_by("pk").values_list())
        for model in apps.get_models()
        if any(field.name == "district" for field in model._meta.fields)
    ]


@dataclass
class Asker:
    """Somebody of `tongxin`, by browser and by machine."""

    browser: Client
    machine: Client

    def ask(self, method: str, path: str, query: dict, body: dict) -> HttpResponse:
        api = path.startswith("/api/")
        kind = "application/json" if api else "application/x-www-form-urlencoded"
        content = json.dumps(body) if api else urlencode(body)
        client = self.machine if api else self.browser
        point = transaction.savepoint()
        response = client.generic(method, path, content, kind, query_params=query)
        transaction.savepoint_rollback(point)
        return response


@pytest.fixture
def asker(
    logins: Mapping[str, Login], actors: Mapping[str, Actor], browsers: Mapping[str, Client]
) -> Callable[[str], Asker]:
    def asking(name: str) -> Asker:
        token = make_token(logins[name], "测试", by=actors[name])
        machine = Client(
            raise_request_exception=False, headers={"authorization": f"Bearer {token}"}
        )
        return Asker(browsers[name], machine)

    return asking


def written(response: HttpResponse, asked: str) -> tuple[int, str]:
    """Return the status and the text of an answer, without the id that was asked for."""
    content = b"".join(response) if response.streaming else response.content
    text = f"{response.headers.get('Location', '')}\n{content.decode()}"
    for shown in (asked, quote_plus(asked)):
        text = text.replace(shown, "ASKED")
    return response.status_code, _CHANGES.sub("", text)


def told(text: str, more: tuple[str, ...] = ()) -> list[str]:
    return [canary for canary in (*CANARIES, *more) if canary in text]


def addresses() -> Iterator[tuple[str, str]]:
    for route in routes():
        # The way out would sign the asker out; a password is asked for in vain.
        if route.address not in ("/desk/sign-out", "/api/v1/tokens", "/api/v1/tokens/current"):
            for method in set(route.methods) & {"GET", "POST"}:
                yield method, route.address


ADDRESSES = sorted(addresses())


@pytest.mark.parametrize("who", ["secretary", "admin", "district", "property"])
def test_an_address_of_theirs_is_answered_like_one_that_never_was(
    who: str, swaps: dict[str, list[Swap]], yunhe: Place, asker: Callable[[str], Asker]
):
    theirs, wrong, asked = kept_by_strangers(yunhe), [], 0
    asking = asker(who)
    for method, address in ADDRESSES:
        names = set(_PART.findall(address)) & set(swaps)
        for name in names:
            for swap in swaps[name]:
                if f"<uuid:{name}>" in address and not _is_uuid(swap.theirs):
                    continue
                answers = [
                    written(asking.ask(method, _aim(address, name, value), {}, {}), value)
                    for value in (swap.theirs, swap.never)
                ]
                asked += 1
                leaks = told(answers[0][1])
                if answers[0] != answers[1] or leaks or answers[0][0] >= 500:
                    wrong.append((method, address, name, answers[0][0], answers[1][0], leaks))

    assert wrong == []
    assert asked > 10
    assert kept_by_strangers(yunhe) == theirs


@pytest.mark.once
@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_query_or_body_that_names_theirs_is_answered_like_one_that_names_none(
    method: str,
    address: str,
    swaps: dict[str, list[Swap]],
    recorded: Matter,
    yunhe: Place,
    asker: Callable[[str], Asker],
):
    theirs, wrong = kept_by_strangers(yunhe), []
    asking = asker("secretary")
    path = _PART.sub(lambda part: _OURS.get(part[1], str(UUID(int=0))), address).replace(
        "OUR-NUMBER", recorded.number
    )
    for name, found in swaps.items():
        for swap in found:
            answers = []
            for value in (swap.theirs, swap.never):
                given = {**_FILLED, name: value}
                query, body = (given, {}) if method == "GET" else ({}, given)
                answers.append(written(asking.ask(method, path, query, body), value))
            leaks = told(answers[0][1])
            if answers[0] != answers[1] or leaks or answers[0][0] >= 500:
                wrong.append((name, swap.theirs, answers[0][0], answers[1][0], leaks))

    assert wrong == []
    assert kept_by_strangers(yunhe) == theirs


# What stands beside the one that is swapped, so that it is looked at.
_OURS = {"number": "OUR-NUMBER", "name": "dispatch", "ending": "csv", "day": "2026-01-01"}
_FILLED = {
    "ledger": "诉求台账", "since": "2026-01-01", "until": "2027-12-31", "figure": "recorded",
    "from": "2026-01-01", "to": "2027-12-31", "text": "楼道灯坏了。", "state": "all",
    "role": "grid_worker", "username": "new-login", "what": "places", "do": "grid", "name": "新来的",
}  # fmt: skip


def _aim(address: str, name: str, value: str) -> str:
    return _PART.sub(lambda part: value if part[1] == name else "take_in", address)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@pytest.mark.parametrize(
    "line",
    [
        "matter show {number} --by secretary-tongxin",
        "matter show {number} --by secretary-tongxin --json",
        "matter step {number} take_in --by secretary-tongxin",
        "matter step {number} take_in --by secretary-tongxin --json",
        "diary add --community {code} --text 灯坏了 --by secretary-tongxin",
        "ledger 诉求台账 --from 2026-01-01 --to 2027-12-31 --area {code} --by secretary-tongxin -o {file}",
        "ledger 诉求台账 --from 2026-01-01 --to 2027-12-31 --area {place} --by district-tongxin -o {file}",
    ],
)
def test_a_command_that_names_theirs_is_answered_like_one_that_names_none(
    line: str,
    swaps: dict[str, list[Swap]],
    yunhe: Place,
    capsys: pytest.CaptureFixture,
    tmp_path: object,
):
    theirs, answers = kept_by_strangers(yunhe), []
    named = {"number": swaps["number"][0], "code": swaps["community"][0], "place": swaps["in"][0]}
    for which in ("theirs", "never"):
        values = {name: getattr(swap, which) for name, swap in named.items()}
        status = main(line.format(**values, file=tmp_path / "t.csv").split())
        printed = capsys.readouterr()
        text = printed.out + printed.err
        for value in values.values():
            text = text.replace(value, "ASKED")
        answers.append((status, text))

    assert answers[0] == answers[1]
    assert answers[0][0] == 1
    assert told(answers[0][1]) == []
    assert kept_by_strangers(yunhe) == theirs


@pytest.mark.parametrize("line", ["matter list --for {by}", "matter list --for {by} --json"])
@pytest.mark.parametrize("who", ["secretary", "district", "street"])
def test_a_list_on_the_command_line_holds_nothing_of_theirs(
    line: str, who: str, swaps: dict, recorded: Matter, capsys: pytest.CaptureFixture
):
    assert main(line.format(by=f"{who}-tongxin").split()) == 0

    printed = capsys.readouterr().out
    assert recorded.number in printed
    assert told(printed, (swaps["number"][0].theirs,)) == []


def test_the_other_side_does_see_its_canaries(
    swaps: dict[str, list[Swap]], asker: Callable[[str], Asker]
):
    number = swaps["number"][0].theirs

    for who in ("stranger_secretary", "stranger_district"):
        for path in (f"/desk/matters/{number}", f"/api/v1/matters/{number}"):
            status, text = written(asker(who).ask("GET", path, {}, {}), "-")
            assert (status, CANARY in text) == (200, True)
