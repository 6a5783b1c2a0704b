"""The way in and out, and that every other page is closed."""

import re
from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import get_resolver

from lianxin.access.models import Login
from lianxin.base.opened import is_open

PASSWORD = "quiet-river-2031"


@pytest.fixture
def desk(logins: Mapping[str, Login]) -> Login:
    login = logins["desk"]
    login.set_password(PASSWORD)
    login.save()
    return login


def test_signing_in_leads_to_the_page_that_was_asked_for(desk: Login):
    browser = Client()
    asked = browser.get("/desk/mine", follow=True)

    answer = browser.post(
        "/desk/sign-in",
        {"username": desk.username, "password": PASSWORD, "next": "/desk/mine"},
        follow=True,
    )

    assert asked.redirect_chain == [("/desk/sign-in?next=/desk/mine", 302)]
    assert answer.redirect_chain == [("/desk/mine", 302)]


def test_a_next_page_elsewhere_is_not_followed(desk: Login):
    answer = Client().post(
        "/desk/sign-in",
        {"username": desk.username, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("username", "password"), [("desk-tongxin", "wrong"), ("nobody", PASSWORD)]
)
def test_a_wrong_login_and_a_wrong_password_are_told_alike(
    username: str, password: str, desk: Login
):
    answer = Client().post("/desk/sign-in", {"username": username, "password": password})

    page = answer.content.decode()
    assert "登录名或密码不对。请再试，或请社区书记重置密码。" in page
    assert f'value="{username}"' in page


def test_signing_out_ends_the_session(browsers: Mapping[str, Client]):
    browser = browsers["desk"]
    browser.post("/desk/sign-out")

    assert browser.get("/desk/mine").status_code == 302


def test_a_new_password_keeps_this_session(desk: Login, browsers: Mapping[str, Client]):
    browser = browsers["desk"]
    new = "still-water-2032"

    answer = browser.post(
        "/desk/account",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        follow=True,
    )

    desk.refresh_from_db()
    assert "密码已改好。" in answer.content.decode()
    assert desk.check_password(new)


def test_a_session_that_has_ended_sends_the_whole_page_to_the_sign_in(db: None):
    answer = Client().get("/desk/matters", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/desk/sign-in")


def test_only_the_way_in_is_open():
    patterns = get_resolver("lianxin.desk.urls").url_patterns
    assert sorted(pattern.name for pattern in patterns if is_open(pattern.callback)) == [
        "code",
        "sign_in",
        "sign_out",
        "welcome",
    ]


@pytest.mark.parametrize("address", ["/desk/nothing", "/desk/matters/SQ-1", "/desk/matters/%00"])
def test_what_is_not_there_is_said_in_chinese(address: str, browsers: Mapping[str, Client]):
    answer = browsers["desk"].get(address)

    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_a_body_beyond_the_limit_is_refused_in_chinese(browsers: Mapping[str, Client]):
    answer = browsers["desk"].post("/desk/notebook", {"text": "灯" * 600_000})

    assert answer.status_code == 422
    assert "送来的内容太大" in answer.content.decode()


def test_pages_carry_no_script_or_style_of_their_own(browsers: Mapping[str, Client], recorded):
    for address in (
        "notebook",
        "mine",
        "matters",
        f"matters/{recorded.number}",
        "ledgers",
        "account",
    ):
        page = browsers["desk"].get(f"/desk/{address}").content.decode()

        assert re.findall(r"<style|<script(?! defer src=)| style=| on\w+=|https?://", page) == []
