"""The second factor: after the password a code of an authenticator app (TOTP, RFC 6238), or one on paper."""

import binascii
import re
import secrets
import unicodedata
from datetime import timedelta
from hmac import compare_digest
from math import ceil
from uuid import UUID

import pyotp
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lianxin.access.actions import make_link
from lianxin.access.models import Factor, FactorChange, Login, RecoveryCode
from lianxin.access.queries import logins_kept
from lianxin.base import clock, crypto
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused

What = FactorChange.What
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
STEP_SECONDS = 30
DRIFT = 1  # a telephone's clock may be a step early or late
CODES, CODE_DIGITS = 10, 12


def has_factor(login: Login) -> bool:
    return _factors(login).exists()


def codes_left(login: Login) -> int:
    return RecoveryCode.objects.filter(district=login.district_id, factor__login=login).count()


def changes(login: Login) -> list[FactorChange]:
    """Return what happened to a login's second factor lately, the newest first."""
    found = FactorChange.objects.filter(district=login.district_id, login=login)
    return list(found.order_by("-at", "-pk")[:10])


def last_reset(login: Login) -> FactorChange | None:
    """Return the reset of a login's second factor, while nothing of it has changed since."""
    last = changes(login)[:1]
    return last[0] if last and last[0].what == What.RESET else None


def offer(login: Login) -> str:
    """Return a new secret for a login, sealed: it travels with the page and is kept once a code confirms it."""
    return crypto.seal(pyotp.random_base32(), _about(login))


def offered(sealed: str, login: Login) -> str:
    """Return the secret that was offered to this login, or refuse what was never offered to it."""
    try:
        return crypto.unseal(sealed, _about(login))
    except (crypto.WrongKey, binascii.Error, ValueError):
        raise Refused(
            "bad_input", _("这一页放得太久了。请重新打开“两步验证”再设。"), fields={}
        ) from None


def _about(login: Login) -> str:
    return f"second factor of {login.pk}"


def address(login: Login, secret: str) -> str:
    """Return what the picture for the app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=login.username, issuer_name=_("连心桥"))


def set_up(login: Login, sealed: str, code: str, *, by: Actor) -> list[str]:
    """Turn the factor on with a code that the app shows, end the other sessions, return the recovery codes."""
    secret = offered(sealed, login)
    step = _step_of(secret, _digits(code))
    if step is None:
        raise _wrong()
    try:
        with transaction.atomic():
            factor = Factor(
                district_id=login.district_id, login=login, secret=secret, last_step=step
            )
            factor.save(force_insert=True)
            _changed(login, What.SET_UP, by)
            return _codes_for(factor)
    except IntegrityError:
        raise Refused("conflict", _("两步验证已经开启了，请刷新这一页。")) from None


def renew_codes(login: Login, *, by: Actor) -> list[str]:
    """Return new recovery codes in place of all the old ones."""
    with transaction.atomic():
        factor = _locked_row(login)
        factor.codes.all().delete()
        _note(login, What.RENEWED, by.login)
        return _codes_for(factor)


def _codes_for(factor: Factor) -> list[str]:
    codes = [
        "".join(secrets.choice("0123456789") for _n in range(CODE_DIGITS)) for _c in range(CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(district_id=factor.district_id, factor=factor, digest=_digest(code))
        for code in codes
    )
    return codes


def end(login: Login, *, by: Actor) -> None:
    """Turn the factor off, which ends the other sessions."""
    with transaction.atomic():
        _factors(login).delete()
        _changed(login, What.ENDED, by)


def reset(login: UUID, *, by: Actor) -> tuple[Login, str]:
    """Take a lost factor off a login that the actor keeps; return the secret of the link that leads in."""
    found = logins_kept(by).filter(pk=login).first()
    if found is None:
        raise Refused("not_found", _("没有这个登录账号，或不由您管理。"))
    if found.person_id == by.person:
        sentence = _("自己的两步验证不能自己重置。请用恢复码登录，或请另一位管理员重置。")
        raise Refused("not_allowed", sentence)
    return found, take_off(found, by=by)


def take_off(login: Login, *, by: Actor | None) -> str:
    """Take off the factor, and the password too: who knew it must not set up a factor of their own.

    Nobody acts where the operator of the machine does it.
    """
    with transaction.atomic():
        deleted, _rows = _factors(login).delete()
        if not deleted:
            raise Refused(
                "wrong_state", _("%(name)s 没有开启两步验证。") % {"name": login.username}
            )
        login.set_unusable_password()
        login.save(update_fields=["password"])
        _changed(login, What.RESET, by)
        return make_link(login, by=by)


def prove(login: Login, code: str, *, by: None = None) -> None:
    """Take a code of the app or of the paper, each once, or refuse; five wrong ones close it for a while.

    The row is locked while it looks: of many tries at one moment one is right, and each is counted.
    """
    with transaction.atomic():
        factor = _locked_row(login)
        refused = _refusal(factor, _digits(code))
        factor.save(update_fields=["last_step", "wrong", "locked_until"])
    if refused:
        raise refused


def _refusal(factor: Factor, code: str) -> Refused | None:
    now = clock.now()
    if factor.locked_until and now < factor.locked_until:
        return _too_often(factor)
    if _takes(factor, code):
        factor.wrong, factor.locked_until = 0, None
        return None
    factor.wrong += 1
    if factor.wrong < TRIES:
        return _wrong()
    factor.wrong, factor.locked_until = 0, now + LOCKED_FOR
    _note(factor.login, What.LOCKED, factor.login.username)
    return _too_often(factor)


def _takes(factor: Factor, code: str) -> bool:
    if len(code) == CODE_DIGITS:
        used, _rows = factor.codes.filter(digest=_digest(code)).delete()
        if used:
            _note(factor.login, What.RECOVERED, factor.login.username)
        return bool(used)
    step = _step_of(factor.secret, code)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def _step_of(secret: str, code: str) -> int | None:
    """Return the step of which this is the code, among those that a clock may show now."""
    shown, app = int(clock.now().timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = range(shown - DRIFT, shown + DRIFT + 1)
    return next((step for step in steps if compare_digest(app.generate_otp(step), code)), None)


def _digits(code: str) -> str:
    """Return the digits of what was typed: full-width ones too, without spaces and dashes."""
    return re.sub("[^0-9]", "", unicodedata.normalize("NFKC", code))


def _digest(code: str) -> str:
    # Forty bits are few for a bare hash; the key lies outside the database.
    return crypto.index(code, "recovery code")


def _factors(login: Login) -> QuerySet[Factor]:
    return Factor.objects.filter(district=login.district_id, login=login)


def _locked_row(login: Login) -> Factor:
    factor = _factors(login).select_for_update().first()
    if factor is None:
        raise Refused("wrong_state", _("两步验证已经停用，请重新登录。"))
    return factor


def _changed(login: Login, what: What, by: Actor | None) -> None:
    """Note a change that ends the sessions so far: what they were let in with is no longer so."""
    Login.objects.filter(pk=login.pk).update(sessions=F("sessions") + 1)
    login.refresh_from_db(fields=["sessions"])
    _note(login, what, by.login if by else _("运维"))


def _note(login: Login, what: What, by: str) -> None:
    FactorChange.objects.create(
        district_id=login.district_id, login=login, at=clock.now(), what=what, by=by
    )


def _wrong() -> Refused:
    sentence = _("验证码不对，或已经用过。等应用里换了新的一组数字，再输一次。")
    return Refused("bad_input", sentence, fields={"code": [sentence]})


def _too_often(factor: Factor) -> Refused:
    seconds = max(1, ceil((factor.locked_until - clock.now()).total_seconds()))
    sentence = _("验证码输错的次数太多了，请过%(n)d分钟再试。手机丢了，请管理员重置两步验证。") % {
        "n": ceil(seconds / 60)
    }
    return Refused("busy", sentence, retry_after=seconds)
