"""The second factor: each code once, five wrong tries, a lost telephone."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from django.db import connection

from lianxin.access import factor
from lianxin.access.actions import make_link, set_password, use_link
from lianxin.access.factor import LOCKED_FOR, TRIES, end, prove, renew_codes, reset, set_up
from lianxin.access.models import Factor, FactorChange, Login, RecoveryCode
from lianxin.access.register import renew_link
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.site.cli import main
from lianxin.site.tests.telephone import App

PASSWORD = "桥下流水-7391-清晨"
Actors = Mapping[str, Actor]
Logins = Mapping[str, Login]


@pytest.fixture
def app(logins: Logins, actors: Actors) -> App:
    """The telephone of the desk's login, with the factor set up a minute ago."""
    sealed = factor.offer(logins["desk"])
    app = App(factor.offered(sealed, logins["desk"]))
    with clock.at(clock.now() - timedelta(minutes=1)):
        app.recovery = set_up(logins["desk"], sealed, app.code(), by=actors["desk"])
    return app


@pytest.fixture
def still(app: App) -> datetime:
    """The clock stands: no step ends while a test looks."""
    moment = clock.now()
    with clock.at(moment):
        yield moment


def code_of(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


def proved(login: Login, code: str) -> bool:
    try:
        prove(login, code)
    except Refused:
        return False
    return True


# A code.


def test_a_code_is_taken_once(app: App, still: datetime, logins: Logins):
    code = app.code()

    assert [proved(logins["desk"], code) for _n in range(2)] == [True, False]


def test_the_code_that_set_it_up_is_used_up(logins: Logins, actors: Actors):
    sealed = factor.offer(logins["desk"])
    code = App(factor.offered(sealed, logins["desk"])).code()
    set_up(logins["desk"], sealed, code, by=actors["desk"])

    assert code_of(prove, logins["desk"], code) == "bad_input"


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_wrong(
    app: App, still: datetime, logins: Logins, steps: int, taken: bool
):
    assert proved(logins["desk"], app.code(steps=steps)) == taken


def test_after_a_code_an_earlier_one_is_not_taken(app: App, still: datetime, logins: Logins):
    prove(logins["desk"], app.code())

    assert code_of(prove, logins["desk"], app.code(steps=-1)) == "bad_input"
    assert proved(logins["desk"], app.code(steps=1))


def test_a_code_is_read_as_it_is_typed(app: App, still: datetime, logins: Logins):
    code = app.code()
    typed = f" {code[:3]}　{code[3:]}－".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )

    assert proved(logins["desk"], typed)


def test_the_code_of_another_login_opens_nothing(
    app: App, still: datetime, logins: Logins, actors: Actors
):
    sealed = factor.offer(logins["grid"])
    other = App(factor.offered(sealed, logins["grid"]))
    set_up(logins["grid"], sealed, other.code(), by=actors["grid"])

    assert code_of(prove, logins["desk"], other.code(steps=1)) == "bad_input"


@pytest.mark.django_db(transaction=True)
def test_of_fifty_tries_of_one_code_at_one_moment_one_is_right(app: App, logins: Logins):
    desk, code, moment = logins["desk"], app.code(), clock.now()

    def tried(_n: int) -> bool:
        with closing(connection), clock.at(moment):
            return proved(desk, code)

    with ThreadPoolExecutor(8) as threads:
        right = list(threads.map(tried, range(50)))

    assert right.count(True) == 1


# Wrong codes.


def test_five_wrong_codes_lock_for_a_quarter_of_an_hour(app: App, still: datetime, logins: Logins):
    said = [code_of(prove, logins["desk"], app.wrong()) for _n in range(TRIES)]

    assert said == ["bad_input"] * (TRIES - 1) + ["busy"]
    assert code_of(prove, logins["desk"], app.code()) == "busy"
    with clock.at(still + LOCKED_FOR - timedelta(seconds=1)):
        assert code_of(prove, logins["desk"], app.code()) == "busy"
    with clock.at(still + LOCKED_FOR):
        assert proved(logins["desk"], app.code())


def test_a_right_code_begins_the_count_anew(app: App, still: datetime, logins: Logins):
    for _n in range(TRIES - 1):
        code_of(prove, logins["desk"], app.wrong())
    prove(logins["desk"], app.code())

    assert code_of(prove, logins["desk"], app.wrong()) == "bad_input"


def test_a_new_password_does_not_begin_the_count_anew(
    app: App, still: datetime, logins: Logins, actors: Actors
):
    for _n in range(TRIES):
        code_of(prove, logins["desk"], app.wrong())
    use_link(make_link(logins["desk"], by=actors["secretary"]), PASSWORD)

    assert code_of(prove, logins["desk"], app.code()) == "busy"


@pytest.mark.django_db(transaction=True)
def test_wrong_tries_at_one_moment_are_all_counted(app: App, logins: Logins):
    desk, wrong, moment = logins["desk"], app.wrong(), clock.now()

    def tried(_n: int) -> str:
        with closing(connection), clock.at(moment):
            return code_of(prove, desk, wrong)

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(tried, range(20)))

    assert said.count("bad_input") == TRIES - 1


# Recovery codes.


def test_there_are_ten_recovery_codes_and_each_is_taken_once(app: App, logins: Logins):
    used = [proved(logins["desk"], code) for code in app.recovery]
    again = [proved(logins["desk"], code) for code in app.recovery[:3]]

    assert (len(set(app.recovery)), used, again) == (10, [True] * 10, [False] * 3)
    assert factor.codes_left(logins["desk"]) == 0


def test_a_recovery_code_of_another_login_opens_nothing(app: App, logins: Logins, actors: Actors):
    sealed = factor.offer(logins["grid"])
    code = App(factor.offered(sealed, logins["grid"])).code()
    theirs = set_up(logins["grid"], sealed, code, by=actors["grid"])

    assert code_of(prove, logins["desk"], theirs[0]) == "bad_input"
    assert proved(logins["grid"], theirs[0])


def test_new_recovery_codes_end_the_old_ones(app: App, logins: Logins, actors: Actors):
    new = renew_codes(logins["desk"], by=actors["desk"])

    assert [proved(logins["desk"], code) for code in (app.recovery[0], new[0])] == [False, True]


def test_neither_secret_nor_recovery_codes_lie_in_the_database(app: App):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_factor")
        kept = str(cursor.fetchall())
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))

    assert Factor.objects.get().secret not in kept
    assert digests.isdisjoint(app.recovery)


# Setting up.


def test_a_wrong_code_sets_up_nothing(logins: Logins, actors: Actors):
    sealed = factor.offer(logins["desk"])
    wrong = App(factor.offered(sealed, logins["desk"])).wrong()

    assert code_of(set_up, logins["desk"], sealed, wrong, by=actors["desk"]) == "bad_input"
    assert not factor.has_factor(logins["desk"])


@pytest.mark.parametrize("sealed", ["", "x", "令牌", "A" * 80])
def test_what_was_never_offered_is_refused(logins: Logins, actors: Actors, sealed: str):
    assert code_of(set_up, logins["desk"], sealed, "123456", by=actors["desk"]) == "bad_input"


def test_what_was_offered_to_another_login_is_refused(logins: Logins):
    assert code_of(factor.offered, factor.offer(logins["grid"]), logins["desk"]) == "bad_input"


def test_a_second_factor_beside_the_first_is_refused(
    app: App, still: datetime, logins: Logins, actors: Actors
):
    sealed = factor.offer(logins["desk"])
    code = App(factor.offered(sealed, logins["desk"])).code()

    assert code_of(set_up, logins["desk"], sealed, code, by=actors["desk"]) == "conflict"
    assert proved(logins["desk"], app.code())


# A lost telephone.


def test_a_link_for_a_new_password_leaves_the_factor(app: App, logins: Logins, actors: Actors):
    _login, secret = renew_link(logins["desk"].pk, by=actors["secretary"])
    use_link(secret, PASSWORD)

    assert factor.has_factor(logins["desk"])


def test_a_reset_leaves_only_the_link_and_a_trace(app: App, logins: Logins, actors: Actors):
    set_password(logins["desk"], PASSWORD, by=None)

    login, secret = reset(logins["desk"].pk, by=actors["secretary"])

    assert not factor.has_factor(login)
    assert not Login.objects.get(pk=login.pk).check_password(PASSWORD)
    assert use_link(secret, f"{PASSWORD}新") == login
    last = factor.last_reset(login)
    assert (last.what, last.by) == ("reset", "secretary-tongxin")


@pytest.mark.parametrize(
    ("who", "whose", "said"),
    [
        ("secretary", "secretary", "not_allowed"),
        ("desk2", "desk", "not_found"),
        ("grid", "desk", "not_found"),
        ("stranger_admin", "desk", "not_found"),
        ("secretary", "street", "not_found"),
        ("secretary", "grid", "wrong_state"),
    ],
)
def test_a_factor_is_reset_only_by_another_who_keeps_the_login(
    app: App, logins: Logins, actors: Actors, who: str, whose: str, said: str
):
    assert code_of(reset, logins[whose].pk, by=actors[who]) == said
    assert factor.has_factor(logins["desk"])


def test_every_change_leaves_who_made_it(app: App, logins: Logins, actors: Actors):
    desk = logins["desk"]
    renew_codes(desk, by=actors["desk"])
    prove(desk, renew_codes(desk, by=actors["desk"])[0])
    end(desk, by=actors["desk"])

    found = FactorChange.objects.order_by("at", "pk").values_list("what", "by")
    assert list(found) == [
        (what, "desk-tongxin") for what in ("set_up", "renewed", "renewed", "recovered", "ended")
    ]


# Whose posts need it.


@pytest.mark.parametrize(
    ("setting", "needed"),
    [
        ("administrators", {"admin"}),
        ("keepers", {"admin", "secretary"}),
        ("everyone", {"admin", "secretary", "desk", "grid", "property"}),
    ],
)
def test_the_setting_says_whose_posts_need_a_second_factor(
    actors: Actors, settings: object, setting: str, needed: set[str]
):
    settings.SECOND_FACTOR = setting

    asked = ("admin", "secretary", "desk", "grid", "property")
    assert {who for who in asked if actors[who].needs_factor} == needed


def test_the_operator_takes_off_a_factor_on_the_command_line(
    app: App, logins: Logins, capsys: pytest.CaptureFixture
):
    statuses = [
        main(["second-factor", name]) for name in ("desk-tongxin", "desk-tongxin", "nobody")
    ]

    link = capsys.readouterr().out.split()[-1]
    assert statuses == [0, 1, 1]
    assert use_link(link.rpartition("/")[2], PASSWORD) == logins["desk"]
    assert factor.last_reset(logins["desk"]).by == "运维"
