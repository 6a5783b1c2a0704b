"""One-time links, passwords, tokens and reveals."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from lianxin.access.actions import (
    LINK_LIFE,
    TOKEN_LIFE,
    end_token,
    link_behind,
    make_link,
    make_token,
    open_login,
    reveal,
    set_password,
    use_link,
)
from lianxin.access.models import Login, OneTimeLink, Reveal, Token
from lianxin.access.queries import login_of_token
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.models import Matter
from lianxin.people.models import Person

PASSWORD = "桥下流水-7391-清晨"
Actors = Mapping[str, Actor]
Logins = Mapping[str, Login]


def code_of(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


def test_a_link_sets_a_password_once(logins: Logins, actors: Actors):
    secret = make_link(logins["desk"], by=actors["secretary"])

    login = use_link(secret, PASSWORD)

    assert Login.objects.get(pk=login.pk).check_password(PASSWORD)
    assert code_of(use_link, secret, f"{PASSWORD}2") == "not_found"
    assert Login.objects.get(pk=login.pk).check_password(PASSWORD)


def test_a_link_expires(logins: Logins, actors: Actors):
    secret = make_link(logins["desk"], by=actors["secretary"])

    with clock.at(clock.now() + LINK_LIFE - timedelta(seconds=5)):
        assert link_behind(secret).login == logins["desk"]
    with clock.at(clock.now() + LINK_LIFE + timedelta(seconds=5)):
        assert code_of(use_link, secret, PASSWORD) == "not_found"


def test_a_new_link_ends_the_older_ones(logins: Logins, actors: Actors):
    older, newer = (make_link(logins["desk"], by=actors["secretary"]) for _n in range(2))

    assert code_of(link_behind, older) == "not_found"
    assert link_behind(newer).login == logins["desk"]


def test_a_link_of_a_closed_login_leads_nowhere(logins: Logins, actors: Actors):
    secret = make_link(logins["desk"], by=actors["secretary"])
    Login.objects.filter(pk=logins["desk"].pk).update(is_active=False)

    assert code_of(link_behind, secret) == "not_found"


def test_a_link_is_not_used_up_by_a_password_that_is_refused(logins: Logins, actors: Actors):
    secret = make_link(logins["desk"], by=actors["secretary"])

    assert code_of(use_link, secret, "short") == "bad_input"
    assert use_link(secret, PASSWORD) == logins["desk"]


@pytest.mark.parametrize(
    "password", ["", "short-1", "1234567890123", "password1234", "desk-tongxin", "qwertyuiop"]
)
def test_a_password_that_is_easily_guessed_is_refused(logins: Logins, password: str):
    assert code_of(set_password, logins["desk"], password, by=None) == "bad_input"


def test_a_short_password_is_refused_in_chinese(logins: Logins):
    with pytest.raises(Refused) as refused:
        set_password(logins["desk"], "桥-7", by=None)

    assert refused.value.sentence == "密码太短，至少要10个字符。"


@pytest.mark.parametrize("password", ["春眠不觉晓处处闻啼鸟", "x1-" * 40, "🌉桥下流水有人家望🌉"])
def test_a_long_or_a_chinese_password_is_taken_whole(logins: Logins, password: str):
    set_password(logins["desk"], password, by=None)

    login = Login.objects.get(pk=logins["desk"].pk)
    assert login.check_password(password)
    assert not login.check_password(password[:-1])


def test_secrets_are_kept_as_hashes_only(logins: Logins, actors: Actors):
    link = make_link(logins["desk"], by=actors["secretary"])
    token = make_token(logins["desk"], "对接", by=actors["desk"])

    kept = str([list(model.objects.values_list()) for model in (OneTimeLink, Token)])
    assert (link in kept, token in kept) == (False, False)


def test_a_token_works_until_it_expires_or_is_ended(logins: Logins, actors: Actors):
    token, other = (make_token(logins["desk"], "对接", by=actors["desk"]) for _n in range(2))

    assert login_of_token(token) == logins["desk"]
    assert login_of_token(f"{token}x") is None
    with clock.at(clock.now() + TOKEN_LIFE + timedelta(seconds=1)):
        assert login_of_token(token) is None
    end_token(token, by=actors["desk"])
    assert (login_of_token(token), login_of_token(other)) == (None, logins["desk"])


def test_nobody_ends_the_token_of_somebody_else(logins: Logins, actors: Actors):
    token = make_token(logins["desk"], "对接", by=actors["desk"])

    end_token(token, by=actors["desk2"])

    assert login_of_token(token) == logins["desk"]


@pytest.mark.parametrize("username", ["", "  ", "\x00", "desk-yunhe"])
def test_a_login_needs_a_name_that_nobody_has(actors: Actors, username: str):
    person = Person.objects.get(pk=actors["desk"].person)

    assert code_of(open_login, person, username, by=actors["secretary"]) == "bad_input"


# Seeing a telephone.


def test_a_reveal_leaves_who_saw_what_and_why(recorded: Matter, actors: Actors):
    reveal(recorded.pk, "requester_phone", "回访居民是否满意", by=actors["desk"])

    trace = Reveal.objects.get()
    assert (trace.login, trace.person, trace.subject) == (
        "desk-tongxin",
        actors["desk"].person,
        recorded.pk,
    )
    assert (trace.field, trace.purpose) == ("requester_phone", "回访居民是否满意")


@pytest.mark.parametrize("purpose", ["", "回访", "    回访    ", "\x00" * 9, "长" * 201])
def test_a_purpose_says_something_and_not_too_much(recorded: Matter, actors: Actors, purpose: str):
    assert (
        code_of(reveal, recorded.pk, "requester_phone", purpose, by=actors["desk"]) == "bad_input"
    )
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("who", ["property", "captain", "volunteer", "admin", "department"])
def test_who_may_not_see_telephones_leaves_no_trace(recorded: Matter, actors: Actors, who: str):
    said = code_of(reveal, recorded.pk, "requester_phone", "回访居民用", by=actors[who])

    assert (said, Reveal.objects.count()) == ("not_allowed", 0)
