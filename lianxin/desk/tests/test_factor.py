"""Signing in with a second factor, setting it up, and that nothing works before."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lianxin.access.actions import close_login, make_link, set_password
from lianxin.access.factor import TRIES, has_factor, offer, offered, set_up
from lianxin.access.models import Login
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.desk.session import WAIT_SECONDS
from lianxin.site.addresses import SIGNED_IN, routes
from lianxin.site.tests.telephone import SET_UP, App, sealed_in, set_up_in

PASSWORD = "桥下流水-7391-清晨"
NEW = "清泉石上-8264-傍晚"
CODE = "/desk/sign-in/code"
NAME = settings.SESSION_COOKIE_NAME
Logins = Mapping[str, Login]
Actors = Mapping[str, Actor]


@pytest.fixture
def still(tongxin: object) -> datetime:
    """The clock stands: no step of a code ends while a test looks."""
    moment = clock.now()
    with clock.at(moment):
        yield moment


@pytest.fixture
def admin(logins: Logins) -> Login:
    """An administrator with a password and no second factor."""
    set_password(logins["admin"], PASSWORD, by=None)
    return logins["admin"]


@pytest.fixture
def app(admin: Login, actors: Actors, still: datetime) -> App:
    """The administrator's telephone, with the factor set up a minute ago."""
    sealed = offer(admin)
    app = App(offered(sealed, admin))
    with clock.at(still - timedelta(minutes=1)):
        app.recovery = set_up(admin, sealed, app.code(), by=actors["admin"])
    return app


def after_password(login: Login, password: str = PASSWORD, **more: str) -> Client:
    client = Client()
    client.post("/desk/sign-in", {"username": login.username, "password": password, **more})
    return client


def give(client: Client, code: str) -> HttpResponse:
    return client.post(CODE, {"code": code})


def is_in(client: Client) -> bool:
    return client.get("/desk/account").status_code == 200


def with_cookie(key: str) -> Client:
    client = Client()
    client.cookies[NAME] = key
    return client


# The code after the password.


def test_after_the_password_comes_the_code_and_then_the_page_that_was_wanted(
    admin: Login, app: App
):
    client = after_password(admin, next="/desk/register/people")
    assert not is_in(client)

    answer = give(client, app.code())

    assert (answer.status_code, answer["Location"]) == (302, "/desk/register/people")
    assert is_in(client)


def test_the_session_gets_a_new_key_with_the_code(admin: Login, app: App):
    client = after_password(admin)
    before = client.cookies[NAME].value

    give(client, app.code())

    assert client.cookies[NAME].value != before
    assert not is_in(with_cookie(before))


def filled(address: str) -> str:
    address = re.sub(r"<uuid:\w+>", "01a206f4-df91-71c3-a764-174b7d6d4e11", address)
    address = re.sub(r"<day:\w+>", "2026-01-01", address)
    return re.sub(r"<\w+:\w+>", "take_in", address)


CLOSED = [
    (filled(route.address), method)
    for route in routes()
    if route.policy == SIGNED_IN
    for method in set(route.methods) & {"GET", "POST"}
]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "piece"])
def test_before_the_code_every_page_leads_to_the_sign_in(admin: Login, app: App, htmx: bool):
    client = after_password(admin)

    wrong = [
        (method, address)
        for address, method in CLOSED
        if not _is_led(_asked(client, method, address, htmx), settings.LOGIN_URL)
    ]

    assert wrong == []
    assert len(CLOSED) > 30


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "piece"])
def test_an_administrator_without_the_factor_reaches_nothing_but_the_set_up(
    admin: Login, htmx: bool
):
    client = after_password(admin)

    wrong = [
        (method, address)
        for address, method in CLOSED
        if address != SET_UP and not _is_led(_asked(client, method, address, htmx), SET_UP)
    ]

    assert wrong == []
    assert client.get(SET_UP).status_code == 200
    assert client.post("/desk/sign-out").status_code == 302


def _asked(client: Client, method: str, address: str, htmx: bool) -> HttpResponse:
    return client.generic(method, address, headers={"HX-Request": "true"} if htmx else {})


def _is_led(answer: HttpResponse, there: str) -> bool:
    if answer.status_code == 401:
        return answer["HX-Redirect"] == there
    return answer.status_code == 302 and answer.url.partition("?")[0] == there


@pytest.mark.parametrize("stage", ["waiting for the code", "without the factor"])
def test_the_cookie_of_a_session_that_is_not_whole_opens_no_machines_address(
    stage: str, admin: Login, request: pytest.FixtureRequest
):
    if stage == "waiting for the code":
        request.getfixturevalue("app")

    assert after_password(admin).get("/api/v1/me").status_code == 401


def test_a_login_without_a_factor_comes_in_by_its_password(logins: Logins):
    set_password(logins["desk"], PASSWORD, by=None)

    assert is_in(after_password(logins["desk"]))


def test_a_code_typed_twice_lets_in_once(admin: Login, app: App):
    first, second = after_password(admin), after_password(admin)

    answers = [give(client, app.code()).status_code for client in (first, second)]

    assert answers == [302, 422]
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_code_in_the_session_of_another_login_lets_nobody_in(
    admin: Login, app: App, logins: Logins, actors: Actors
):
    set_password(logins["desk"], PASSWORD, by=None)
    sealed = offer(logins["desk"])
    other = App(offered(sealed, logins["desk"]))
    set_up(logins["desk"], sealed, other.code(), by=actors["desk"])
    client = after_password(logins["desk"])

    assert give(client, app.code()).status_code == 422
    assert not is_in(client)


def test_without_the_password_a_code_lets_nobody_in(admin: Login, app: App):
    stranger = Client()

    answer = give(stranger, app.code())

    assert (answer.status_code, answer["Location"]) == (302, "/desk/sign-in")
    assert give(after_password(admin), app.code()).status_code == 302


def test_five_wrong_codes_lock_over_sessions_and_new_sign_ins(admin: Login, app: App):
    statuses = [give(after_password(admin), "000000").status_code for _n in range(TRIES)]
    locked = give(after_password(admin), app.code())

    assert statuses == [422] * (TRIES - 1) + [429]
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "请过15分钟再试" in locked.content.decode()


def test_the_password_waits_ten_minutes_for_the_code(admin: Login, app: App, still: datetime):
    early, late = after_password(admin), after_password(admin)

    with clock.at(still + timedelta(seconds=WAIT_SECONDS + 1)):
        assert give(late, app.code())["Location"] == "/desk/sign-in"
    with clock.at(still + timedelta(seconds=WAIT_SECONDS)):
        assert give(early, app.code())["Location"] == "/desk/"


@pytest.mark.parametrize("change", ["closed", "password"])
def test_who_waits_for_the_code_is_out_when_the_login_changes(
    change: str, admin: Login, app: App, actors: Actors
):
    client = after_password(admin)
    if change == "closed":
        close_login(admin, by=actors["secretary"])
    else:
        set_password(admin, NEW, by=None)

    assert give(client, app.code())["Location"] == "/desk/sign-in"


def test_a_recovery_code_lets_in_once(admin: Login, app: App):
    answers = [give(after_password(admin), app.recovery[0]).status_code for _n in range(2)]

    assert answers == [302, 422]


def test_a_one_time_link_does_not_skip_the_factor(admin: Login, app: App, actors: Actors):
    secret = make_link(admin, by=actors["stranger_admin"])
    client = Client()

    answer = client.post(f"/desk/welcome/{secret}", {"new_password1": NEW, "new_password2": NEW})

    assert (answer["Location"], is_in(client)) == (CODE, False)
    give(client, app.code())
    assert is_in(client)


# Setting it up, changing it.


def test_the_first_administrator_is_led_from_the_link_through_the_factor_to_the_desk(
    admin: Login, actors: Actors, still: datetime
):
    client = Client()
    secret = make_link(admin, by=actors["stranger_admin"])
    way = client.post(
        f"/desk/welcome/{secret}", {"new_password1": NEW, "new_password2": NEW}, follow=True
    )
    before = client.cookies[NAME].value

    set_up_in(client)

    assert way.redirect_chain == [("/desk/", 302), (SET_UP, 302)]
    assert client.cookies[NAME].value != before
    assert (is_in(client), is_in(with_cookie(before))) == (True, False)


def test_a_wrong_first_code_keeps_the_same_picture(admin: Login):
    client = after_password(admin)
    sealed = sealed_in(client.get(SET_UP).content.decode())

    answer = client.post(SET_UP, {"sealed": sealed, "code": "12345"})

    assert (answer.status_code, sealed_in(answer.content.decode())) == (422, sealed)
    assert not has_factor(admin)


@pytest.fixture
def desk(logins: Logins) -> Client:
    """Somebody whose posts need no factor, signed in."""
    set_password(logins["desk"], PASSWORD, by=None)
    return after_password(logins["desk"])


def turned_on(client: Client, password: str = PASSWORD) -> HttpResponse:
    sealed = sealed_in(client.get(SET_UP).content.decode())
    secret = offered(sealed, Login.objects.get(username="desk-tongxin"))
    return client.post(SET_UP, {"sealed": sealed, "password": password, "code": App(secret).code()})


def test_whoever_turns_it_on_by_choice_gives_the_password_again(
    desk: Client, logins: Logins, still: datetime
):
    wrong = turned_on(desk, "wrong-1234")
    right = turned_on(desk)

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert has_factor(logins["desk"])


def test_turning_it_on_ends_the_other_sessions(desk: Client, logins: Logins, still: datetime):
    elsewhere = after_password(logins["desk"])

    turned_on(desk)

    assert (is_in(desk), is_in(elsewhere)) == (True, False)


@pytest.mark.parametrize("do", ["codes", "end"])
def test_a_change_asks_for_the_password(do: str, desk: Client, logins: Logins, still: datetime):
    turned_on(desk)

    wrong = desk.post(SET_UP, {"do": do, "password": "wrong-1234"})
    assert (wrong.status_code, has_factor(logins["desk"])) == (422, True)
    desk.post(SET_UP, {"do": do, "password": PASSWORD})

    assert has_factor(logins["desk"]) == (do == "codes")
    assert is_in(desk)


def test_an_administrator_who_ends_it_is_led_to_set_it_up_anew(admin: Login, app: App):
    client = after_password(admin)
    give(client, app.code())

    client.post(SET_UP, {"do": "end", "password": PASSWORD})

    assert client.get("/desk/account")["Location"] == SET_UP


def test_a_lost_factor_is_reset_by_another_keeper_and_its_link_says_so(
    desk: Client, logins: Logins, browsers: Mapping[str, Client], still: datetime
):
    turned_on(desk)

    page = (
        browsers["secretary"]
        .post(reverse("desk:register_factor", args=[logins["desk"].pk]))
        .content.decode()
    )
    link = re.search(r"/desk/welcome/[\w-]+", page)[0]

    assert not is_in(desk)
    assert not is_in(after_password(logins["desk"]))
    assert "secretary-tongxin 重置了这个账号的两步验证" in Client().get(link).content.decode()
    helped = Client()
    helped.post(link, {"new_password1": NEW, "new_password2": NEW})
    assert is_in(helped)
    assert "被重置" in helped.get(SET_UP).content.decode()


def test_the_button_that_resets_stands_only_where_there_is_a_factor(
    desk: Client, browsers: Mapping[str, Client], still: datetime
):
    def buttons() -> int:
        return browsers["secretary"].get("/desk/register/posts").content.decode().count("/factor")

    before = buttons()
    turned_on(desk)

    assert (before, buttons()) == (0, 1)
