"""Sessions end when they should; no page changes anything for a form from elsewhere."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lianxin.access.actions import close_login, make_link, make_token, set_password
from lianxin.access.models import Login
from lianxin.base.actor import Actor
from lianxin.desk.session import SINCE
from lianxin.site.addresses import TOKEN, routes

PASSWORD, NEW = "桥下流水-7391-清晨", "清泉石上-8264-傍晚"
NAME = settings.SESSION_COOKIE_NAME


@pytest.fixture
def desk(logins: Mapping[str, Login]) -> Login:
    set_password(logins["desk"], PASSWORD, by=None)
    return logins["desk"]


@pytest.fixture
def browser(desk: Login) -> Client:
    return signed_in(desk)


def signed_in(login: Login) -> Client:
    client = Client()
    client.post("/desk/sign-in", {"username": login.username, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/desk/account").status_code == 200


def with_cookie(key: str) -> Client:
    client = Client()
    client.cookies[NAME] = key
    return client


def test_signing_in_gives_a_new_session(desk: Login):
    client = with_cookie("chosen-by-somebody-else")
    client.post("/desk/sign-in", {"username": desk.username, "password": PASSWORD})

    assert client.cookies[NAME].value != "chosen-by-somebody-else"
    assert not is_in(with_cookie("chosen-by-somebody-else"))
    assert is_in(client)


def test_a_session_that_was_there_before_is_not_the_one_after(desk: Login):
    client = Client()
    client.session["planted"] = "yes"
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = client.cookies[NAME].value

    client.post("/desk/sign-in", {"username": desk.username, "password": PASSWORD})

    assert client.cookies[NAME].value != before
    assert not is_in(with_cookie(before))


def test_after_signing_out_the_old_cookie_is_refused(browser: Client):
    key = browser.cookies[NAME].value
    browser.post("/desk/sign-out")

    assert not is_in(with_cookie(key))
    assert not Session.objects.filter(session_key=key).exists()


def test_signing_out_needs_more_than_a_link(browser: Client):
    assert browser.get("/desk/sign-out").status_code == 405
    assert is_in(browser)


def test_a_session_ends_thirty_minutes_after_its_last_request(browser: Client):
    session = Session.objects.get()
    left = (session.expire_date - timezone.now()).total_seconds()
    assert 29 * 60 < left <= 30 * 60

    _moved(browser, timedelta(minutes=25))
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    assert is_in(browser)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(browser)


def test_a_session_is_not_written_again_by_each_page(browser: Client):
    is_in(browser)
    kept = Session.objects.get().expire_date

    assert is_in(browser)

    assert Session.objects.get().expire_date == kept


@pytest.mark.parametrize("way", ["sign-in", "welcome"])
def test_a_session_ends_twelve_hours_after_it_began_however_busy(
    way: str, desk: Login, actors: Mapping[str, Actor]
):
    client = Client()
    if way == "sign-in":
        client.post("/desk/sign-in", {"username": desk.username, "password": PASSWORD})
    else:
        secret = make_link(desk, by=actors["secretary"])
        client.post(f"/desk/welcome/{secret}", {"new_password1": NEW, "new_password2": NEW})
    key = client.cookies[NAME].value

    _moved(client, timedelta(hours=12, seconds=-30))
    assert is_in(client)
    _moved(client, timedelta(hours=12, seconds=1))

    assert not is_in(client)
    assert not is_in(with_cookie(key))


def _moved(client: Client, age: timedelta) -> None:
    session = client.session
    assert SINCE in session
    session[SINCE] = time.time() - age.total_seconds()
    session.save()


def test_a_new_password_ends_the_other_sessions_and_keeps_this(desk: Login, browser: Client):
    other = signed_in(desk)
    key = browser.cookies[NAME].value

    browser.post(
        "/desk/account", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )

    assert (is_in(browser), is_in(other)) == (True, False)
    assert not is_in(with_cookie(key))


def test_a_password_set_by_a_link_ends_every_other_session(
    desk: Login, browser: Client, actors: Mapping[str, Actor]
):
    secret = make_link(desk, by=actors["secretary"])
    helped = Client()
    helped.post(f"/desk/welcome/{secret}", {"new_password1": NEW, "new_password2": NEW})

    assert (is_in(helped), is_in(browser)) == (True, False)


def test_a_closed_login_is_out_on_the_next_request_by_page_and_machine(
    desk: Login, browser: Client, actors: Mapping[str, Actor]
):
    token = {"authorization": f"Bearer {make_token(desk, '对接', by=actors['desk'])}"}
    assert Client().get("/api/v1/me", headers=token).status_code == 200

    close_login(desk, by=actors["secretary"])

    assert not is_in(browser)
    assert Client().get("/api/v1/me", headers=token).status_code == 401


def test_a_cookie_is_closed_to_scripts_and_to_other_sites(browser: Client):
    browser.get("/desk/account")

    for name in (NAME, settings.CSRF_COOKIE_NAME, "device"):
        cookie = browser.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert cookie["domain"] == ""


_HTTPS = """
import django, json; django.setup()
from django.conf import settings
from django.test import Client
from lianxin.access import devices
cookies = Client().get("/desk/sign-in", secure=True).cookies
csrf = cookies[settings.CSRF_COOKIE_NAME]
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, devices.COOKIE],
    "flags": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "csrf": [csrf["secure"], csrf["httponly"], csrf["samesite"], csrf["path"], csrf["domain"]],
    "rest": [settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN,
             settings.SESSION_COOKIE_SAMESITE, settings.SECURE_HSTS_SECONDS],
}))
"""


def test_under_https_cookies_are_secure_and_bound_to_the_host():
    env = {
        **os.environ,
        "LIANXIN_BASE_URL": "https://lianxin.example",
        "DJANGO_SETTINGS_MODULE": "lianxin.site.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", _HTTPS], env=env, check=True, capture_output=True, text=True
    )

    assert json.loads(ran.stdout) == {
        "names": ["__Host-session", "__Host-csrf", "__Host-device"],
        "flags": [True, True],
        "csrf": [True, True, "Lax", "/", ""],
        "rest": ["/", None, "Lax", 31536000],
    }


UNSAFE = [
    (route, method)
    for route in routes()
    for method in route.methods
    if method not in ("GET", "HEAD", "OPTIONS")
]
BY_PAGE = [
    (r.address, m) for r, m in UNSAFE if not r.address.startswith(("/api/", "/livez", "/readyz"))
]
BY_TOKEN = [(r.address, m) for r, m in UNSAFE if r.policy == TOKEN]
# Without a session's cookie there is nothing that another site could use.
EXEMPT = {"/livez", "/readyz", "/api/v1/", "/api/v1/tokens"}


def _filled(address: str) -> str:
    for part in ("<str:number>", "<str:name>", "<str:secret>"):
        address = address.replace(part, "take_in")
    return re.sub(r"<uuid:\w+>", "01a206f4-df91-71c3-a764-174b7d6d4e11", address)


@pytest.mark.parametrize(("address", "method"), BY_PAGE)
def test_a_form_from_elsewhere_changes_nothing(desk: Login, address: str, method: str):
    client = Client(enforce_csrf_checks=True)
    client.cookies[NAME] = signed_in(desk).cookies[NAME].value

    without = client.generic(method, _filled(address))
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    wrong = client.post(_filled(address), {"csrfmiddlewaretoken": "b" * 32})

    assert (without.status_code, wrong.status_code) == (403, 403)
    assert "页面开得太久了" in without.content.decode()


@pytest.mark.parametrize(("address", "method"), BY_TOKEN)
def test_a_machines_address_takes_no_session(browser: Client, address: str, method: str):
    assert browser.generic(method, _filled(address)).status_code == 401


def test_every_unsafe_address_is_one_or_the_other():
    known = {address for address, _method in BY_PAGE + BY_TOKEN}

    assert {route.address for route, _method in UNSAFE} - known == EXEMPT
    assert len(BY_PAGE) > 10


def test_a_form_of_our_own_page_is_taken(desk: Login):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/desk/sign-in").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    answer = client.post(
        "/desk/sign-in",
        {"username": desk.username, "password": PASSWORD, "csrfmiddlewaretoken": token},
    )

    assert answer.status_code == 302
