"""Coming in: a token for a password, for a year or until it is ended."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from lianxin.access import backend
from lianxin.access.actions import TOKEN_LIFE, close_login, set_password
from lianxin.access.factor import TRIES, offer, offered, set_up
from lianxin.access.models import Token
from lianxin.api.tests.conftest import Machine
from lianxin.base import clock
from lianxin.site.tests.telephone import App


def sign_in(password: str, login: str = "desk-tongxin"):
    return Machine().post("/tokens", {"login": login, "password": password, "label": "呼叫中心"})


def test_a_password_gives_a_token_that_acts_for_its_login(password):
    answer = sign_in(password)

    assert (answer.status, answer.json["login"], answer.json["label"]) == (
        201,
        "desk-tongxin",
        "呼叫中心",
    )
    assert Machine(answer.json["token"]).get("/me").json["login"] == "desk-tongxin"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(password):
    wrong, unknown = sign_in("wrong-wrong-1"), sign_in("wrong-wrong-1", "nobody")

    assert (wrong.status, wrong.code) == (401, "not_allowed")
    assert (unknown.status, unknown.json) == (wrong.status, wrong.json)


@pytest.mark.parametrize("login", ["desk-tongxin", "nobody"])
def test_too_many_tries_are_told_to_wait_even_with_the_right_password(password, login):
    for _try in range(settings.AXES_FAILURE_LIMIT):
        sign_in("wrong-wrong-1", login)

    answer = sign_in(password, login)

    assert (answer.status, answer.code) == (429, "busy")
    assert int(answer.headers["Retry-After"]) == settings.AXES_COOLOFF_TIME.total_seconds()


def test_an_ended_token_lets_nobody_in(machine):
    desk = machine("desk")

    ended = desk.delete("/tokens/current")

    assert (ended.status, ended.json) == (200, {"ended": True})
    assert desk.get("/me").status == 401


def test_ending_a_token_leaves_the_others(machine):
    one, other = machine("desk"), machine("desk")

    one.delete("/tokens/current")

    assert other.get("/me").status == 200


def test_an_expired_token_lets_nobody_in(machine):
    desk = machine("desk")

    with clock.at(clock.now() + TOKEN_LIFE + timedelta(seconds=1)):
        answer = desk.get("/me")

    assert (answer.status, answer.code) == (401, "not_allowed")


def test_a_token_of_a_closed_login_lets_nobody_in(machine, logins, actors):
    desk = machine("desk")
    close_login(logins["desk"], by=actors["secretary"])

    assert desk.get("/me").status == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic ZGVzazp4", "Bearer 令牌"]
)
def test_without_a_good_token_nobody_comes_in(tongxin, header):
    response = Client().get("/api/v1/me", headers={"authorization": header})

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["refused"]["code"] == "not_allowed"


def test_a_session_of_the_desk_counts_for_nothing_here(logins):
    browser = Client()
    browser.force_login(logins["desk"], backend=backend.PATH)

    assert browser.get("/api/v1/me").status_code == 401


# The second factor.


@pytest.fixture
def recovery(password, logins, actors):
    """The recovery codes of the desk's login, which has a second factor."""
    desk = logins["desk"]
    sealed = offer(desk)
    code = App(offered(sealed, desk)).code()
    return set_up(desk, sealed, code, by=actors["desk"])


def with_code(password: str, code: str):
    body = {"login": "desk-tongxin", "password": password, "code": code}
    return Machine().post("/tokens", body)


def test_where_there_is_a_second_factor_a_password_alone_gives_no_token(password, recovery):
    answer = sign_in(password)

    assert (answer.status, answer.code, list(answer.fields)) == (422, "bad_input", ["code"])
    assert Token.objects.count() == 0


def test_a_code_gives_a_token_once(password, recovery):
    answers = [with_code(password, recovery[0]).status for _n in range(2)]

    assert answers == [201, 422]


def test_wrong_codes_lock_also_here_but_a_missing_one_does_not(password, recovery):
    missing = [sign_in(password).status for _n in range(TRIES + 1)]
    wrong = [with_code(password, "0" * 12).status for _n in range(TRIES)]
    locked = with_code(password, recovery[0])

    assert set(missing) == {422}
    assert wrong == [422] * (TRIES - 1) + [429]
    assert (locked.status, locked.code, int(locked.headers["Retry-After"]) <= 900) == (
        429,
        "busy",
        True,
    )


def test_an_administrator_gets_no_token_before_the_second_factor_is_set_up(logins):
    set_password(logins["admin"], "桥下流水-7391-清晨", by=None)

    answer = sign_in("桥下流水-7391-清晨", "admin-tongxin")

    assert (answer.status, answer.code) == (403, "not_allowed")
