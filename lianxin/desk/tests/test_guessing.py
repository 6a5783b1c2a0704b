"""Guessing: ten tries for a login in a quarter of an hour, whoever guesses from wherever."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from time import perf_counter

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from lianxin.access.actions import close_login, make_link, set_password
from lianxin.access.devices import COOKIE
from lianxin.access.models import Login
from lianxin.base.actor import Actor

PASSWORD = "桥下流水-7391-清晨"
TRIES = 10


@pytest.fixture
def desk(logins: Mapping[str, Login]) -> Login:
    set_password(logins["desk"], PASSWORD, by=None)
    return logins["desk"]


def guess(username: str, password: str = "wrong-1234", **extra: str) -> HttpResponse:
    return sign_in(Client(), username, password, **extra)


def sign_in(browser: Client, username: str, password: str, **extra: str) -> HttpResponse:
    return browser.post("/desk/sign-in", {"username": username, "password": password}, **extra)


def machine(username: str, password: str) -> HttpResponse:
    body = {"login": username, "password": password}
    return Client().post("/api/v1/tokens", body, content_type="application/json")


def test_the_tenth_wrong_try_locks_also_against_the_right_password(desk: Login):
    statuses = [guess(desk.username).status_code for _n in range(TRIES)]

    locked = guess(desk.username, PASSWORD)

    assert statuses == [200] * (TRIES - 1) + [429]
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "请过15分钟再试" in locked.content.decode()


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP", "REMOTE_ADDR"],
)
def test_another_address_for_every_try_does_not_help(desk: Login, header: str):
    for n in range(TRIES):
        guess(desk.username, **{header: f"10.1.2.{n}"})

    assert guess(desk.username, PASSWORD, **{header: "10.9.9.9"}).status_code == 429


def test_another_browser_for_every_try_does_not_help(desk: Login):
    for n in range(TRIES):
        guess(desk.username, HTTP_USER_AGENT=f"browser {n}", HTTP_ACCEPT_LANGUAGE=f"l{n}")

    assert guess(desk.username, PASSWORD).status_code == 429


def test_another_spelling_for_every_try_does_not_help(desk: Login):
    spellings = (
        " desk-tongxin",
        "desk-tongxin ",
        "ｄesk-tongxin",
        "desk－tongxin",
        "\tdesk-tongxin",
    )
    for n in range(TRIES):
        guess(spellings[n % len(spellings)])

    assert guess(desk.username, PASSWORD).status_code == 429


def test_pages_and_machines_share_one_count(desk: Login):
    for _n in range(TRIES // 2):
        guess(desk.username)
        machine(desk.username, "wrong-1234")

    refused = machine(desk.username, PASSWORD)
    assert (refused.status_code, refused.json()["refused"]["code"]) == (429, "busy")
    assert guess(desk.username, PASSWORD).status_code == 429


def test_one_locked_login_locks_no_other(desk: Login, logins: Mapping[str, Login]):
    set_password(logins["desk2"], PASSWORD, by=None)
    for _n in range(TRIES):
        guess(desk.username)

    assert guess("desk2-tongxin", PASSWORD).status_code == 302


def test_after_a_quarter_of_an_hour_the_right_password_is_taken(desk: Login):
    for _n in range(TRIES):
        guess(desk.username)

    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=15, seconds=1)
        attempt.save()

    assert guess(desk.username, PASSWORD).status_code == 302


def test_on_a_known_device_the_rightful_user_still_comes_in(desk: Login):
    known = Client()
    sign_in(known, desk.username, PASSWORD)
    known.post("/desk/sign-out")
    for _n in range(TRIES + 5):
        guess(desk.username)

    assert guess(desk.username, PASSWORD).status_code == 429
    assert sign_in(known, desk.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("forged", ["", "desk-tongxin", "ImRlc2stdG9uZ3hpbiI:1abc:xyz"])
def test_a_forged_device_is_not_known(desk: Login, forged: str):
    stranger = Client()
    stranger.cookies[COOKIE] = forged
    for _n in range(TRIES):
        sign_in(stranger, desk.username, "wrong-1234")

    assert sign_in(stranger, desk.username, PASSWORD).status_code == 429


def test_a_device_known_for_one_login_is_not_known_for_another(
    desk: Login, logins: Mapping[str, Login]
):
    set_password(logins["grid"], PASSWORD, by=None)
    colleague = Client()
    sign_in(colleague, "grid-tongxin", PASSWORD)
    colleague.post("/desk/sign-out")

    for _n in range(TRIES):
        sign_in(colleague, desk.username, "wrong-1234")

    assert sign_in(colleague, desk.username, PASSWORD).status_code == 429


_ELSEWHERE = """
import django; django.setup()
from django.test import Client
for _n in range({tries}):
    Client().post("/desk/sign-in", {{"username": "desk-tongxin", "password": "wrong-1234"}})
"""


def _database_url() -> str:
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{named['NAME']}"
    return f"postgres://{named['USER']}@{named['HOST']}:{named['PORT']}/{named['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_tries_are_counted_over_processes_and_restarts(desk: Login):
    env = {
        **os.environ,
        "LIANXIN_DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "lianxin.site.settings",
    }
    for tries in (TRIES // 2, TRIES - TRIES // 2):
        script = _ELSEWHERE.format(tries=tries)
        subprocess.run([sys.executable, "-c", script], env=env, check=True)

    assert guess(desk.username, PASSWORD).status_code == 429


def test_a_one_time_link_cannot_be_guessed_and_leads_in_once(
    desk: Login, actors: Mapping[str, Actor]
):
    secret = make_link(desk, by=actors["secretary"])
    near = [secret[:-1], f"{secret}a", secret.swapcase(), secret[::-1], "x" * 5000, "%00"]

    answers = {Client().get(f"/desk/welcome/{tried}").status_code for tried in near}
    new = {"new_password1": "清泉石上-8264-傍晚", "new_password2": "清泉石上-8264-傍晚"}
    first, second = (Client().post(f"/desk/welcome/{secret}", new) for _n in range(2))

    assert answers == {404}
    assert len(secret) >= 43  # 256 bits
    assert (first.status_code, second.status_code) == (302, 404)


# Whether a login exists is not told.


@pytest.fixture
def kinds(
    desk: Login, logins: Mapping[str, Login], actors: Mapping[str, Actor]
) -> Mapping[str, str]:
    """Names of one length, of logins of every kind; `a-password` has one, others are alike to a guesser."""
    names = {"password": "user-a", "no_password": "user-b", "closed": "user-c", "unknown": "user-d"}
    for login, kind in zip(("desk", "desk2", "grid"), list(names)[:3], strict=True):
        Login.objects.filter(pk=logins[login].pk).update(username=names[kind])
    for kind in ("password", "closed"):
        set_password(Login.objects.get(username=names[kind]), PASSWORD, by=None)
    close_login(Login.objects.get(username="user-c"), by=actors["secretary"])
    return names


def answer_to(username: str, password: str, machine_asks: bool) -> tuple[int, int, str]:
    answer = machine(username, password) if machine_asks else guess(username, password)
    text = answer.content.decode().replace(username, "NAME")
    return answer.status_code, len(answer.content), _TOKEN.sub("TOKEN", text)


_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.mark.parametrize("machine_asks", [False, True], ids=["page", "machine"])
def test_a_wrong_guess_is_answered_alike_whether_there_is_such_a_login(
    kinds: Mapping[str, str], machine_asks: bool
):
    answers = {kind: answer_to(name, "wrong-1234", machine_asks) for kind, name in kinds.items()}
    # Of a closed login not even the right password tells.
    answers["closed, right"] = answer_to(kinds["closed"], PASSWORD, machine_asks)

    assert set(answers.values()) == {answers["unknown"]}


@pytest.mark.parametrize("machine_asks", [False, True], ids=["page", "machine"])
def test_the_lock_is_told_alike_whether_there_is_such_a_login(
    kinds: Mapping[str, str], machine_asks: bool
):
    answers = {}
    for kind, name in kinds.items():
        for _n in range(TRIES):
            guess(name)
        answers[kind] = answer_to(name, PASSWORD, machine_asks)

    assert set(answers.values()) == {answers["unknown"]}
    assert answers["unknown"][0] == 429


def test_a_wrong_guess_takes_as_long_whether_there_is_such_a_login(
    kinds: Mapping[str, str], settings: object
):
    settings.AXES_ENABLED = False
    times = {kind: [] for kind in kinds}
    for _n in range(10):
        for kind, name in kinds.items():
            start = perf_counter()
            guess(name)
            times[kind].append(perf_counter() - start)

    known, unknown = times["password"], times["unknown"]
    earlier = sum(one < other for one in known for other in unknown)
    print(f"\nAUC of known against unknown: {earlier / len(known) / len(unknown):.2f}")
    # A login that is not there must not be answered without hashing: that takes a tenth of the time.
    assert all(min(of_kind) > max(min(known) / 3, 0.001) for of_kind in times.values())


def test_passwords_are_hashed_with_argon2id_of_19_mib_and_two_passes(desk: Login):
    desk.refresh_from_db()

    assert desk.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert settings.PASSWORD_HASHERS == ["lianxin.access.passwords.Argon2"]
