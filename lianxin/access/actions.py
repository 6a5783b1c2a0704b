"""Opening logins, one-time links, tokens and reveals."""

import secrets
from datetime import timedelta
from uuid import UUID

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.access.models import Login, OneTimeLink, Reveal, Token
from lianxin.access.roles import LIST, MASKED_LIST
from lianxin.access.rules import check_reveals
from lianxin.base import clock, crypto, text
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.models import Person
from lianxin.territory.actions import check_keeps
from lianxin.territory.models import Place

LINK_LIFE = timedelta(days=3)
TOKEN_LIFE = timedelta(days=365)
PURPOSE_LENGTH = (5, 200)


def _check_keeps_logins(by: Actor | None) -> None:
    """Refuse who keeps no logins; nobody has signed in yet when `lianxin init` makes the first one."""
    if by is not None and not by.may("keep_logins"):
        raise Refused("not_allowed", _("您的岗位不能开设或停用账号。请找社区书记或管理员。"))


def open_login(person: Person, username: str, *, by: Actor | None) -> Login:
    """Give a person a login without a password; a one-time link lets them set one."""
    _check_keeps_logins(by)
    username = text.clean(username).strip()
    if not username:
        raise Refused("bad_input", _("请填写登录名。"), fields={"username": [_("请填写登录名。")]})
    if Login.objects.filter(username=username).exists():
        sentence = _("登录名“%(name)s”已经有人用了，请换一个。") % {"name": username}
        raise Refused("bad_input", sentence, fields={"username": [sentence]})
    login = Login(district_id=person.district_id, person=person, username=username)
    login.set_unusable_password()
    login.save(force_insert=True)
    return login


def make_link(login: Login, *, by: Actor | None) -> str:
    """Return the secret of a new one-time link for a login; older links of it no longer work."""
    _check_keeps_logins(by)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        OneTimeLink.objects.filter(login=login, used_at=None).update(used_at=clock.now())
        OneTimeLink.objects.create(
            district_id=login.district_id,
            login=login,
            digest=crypto.digest(secret),
            expires_at=clock.now() + LINK_LIFE,
        )
    return secret


def link_behind(secret: str) -> OneTimeLink:
    """Return the one-time link of a secret while it can be used, or refuse."""
    link = OneTimeLink.objects.select_related("login__person").filter(
        digest=crypto.digest(secret),
        used_at=None,
        expires_at__gt=clock.now(),
        login__is_active=True,
    )
    found = link.first()
    if found is None:
        raise Refused("not_found", _("这个链接已经用过或已过期，请向管理员再要一个。"))
    return found


def use_link(secret: str, password: str, *, by: None = None) -> Login:
    """Set the password behind a one-time link; the link works once, also for two at one moment."""
    with transaction.atomic():
        link = link_behind(secret)
        set_password(link.login, password, by=by)
        used = OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now())
        if not used:
            raise Refused("not_found", _("这个链接已经用过，请向管理员再要一个。"))
        return link.login


def set_password(login: Login, password: str, *, by: Actor | None) -> None:
    """Set a login's password, which ends its other sessions and any lock-out."""
    try:
        validate_password(password, login)
    except ValidationError as error:
        raise Refused(
            "bad_input", " ".join(error.messages), fields={"password": error.messages}
        ) from None
    login.set_password(password)
    login.save(update_fields=["password"])
    reset(username=login.username)


def close_login(login: Login, *, by: Actor) -> None:
    """End a login: its sessions and tokens no longer work."""
    _check_keeps_logins(by)
    login.is_active = False
    login.save(update_fields=["is_active"])


def make_token(login: Login, label: str, *, by: Actor) -> str:
    """Return the secret of a new machine token for a login; it is shown this once."""
    secret = secrets.token_urlsafe(32)
    Token.objects.create(
        district_id=login.district_id,
        login=login,
        digest=crypto.digest(secret),
        label=text.clean(label)[:80] or _("未命名"),
        created_at=clock.now(),
        expires_at=clock.now() + TOKEN_LIFE,
    )
    return secret


def end_token(secret: str, *, by: Actor) -> None:
    """End one of the actor's own machine tokens: it no longer works."""
    Token.objects.filter(
        district=by.district, login=by.login_id, digest=crypto.digest(secret)
    ).delete()


def reveal(
    subject: UUID, field: str, purpose: str, *, by: Actor, community: UUID | None = None
) -> None:
    """Leave the trace of seeing a masked value in full, or refuse when the purpose does not say enough."""
    check_reveals(field, by)
    _leave_trace(subject, field, purpose, by=by, community=community)


def note_list(community: Place, purpose: str, *, by: Actor, full: bool) -> None:
    """Leave the trace of a list of a community's persons that was taken out, with numbers masked or in full."""
    check_keeps(community, by=by)
    if full:
        check_reveals(LIST, by)
    _leave_trace(
        community.pk, LIST if full else MASKED_LIST, purpose, by=by, community=community.pk
    )


def _leave_trace(
    subject: UUID, field: str, purpose: str, *, by: Actor, community: UUID | None
) -> None:
    purpose = text.clean(purpose).strip()
    least, most = PURPOSE_LENGTH
    if not least <= len(purpose) <= most:
        sentence = _("请用%(least)d到%(most)d个字写明用途。") % {"least": least, "most": most}
        raise Refused("bad_input", sentence, fields={"purpose": [sentence]})
    Reveal.objects.create(
        district_id=by.district,
        at=clock.now(),
        login=by.login,
        person=by.person,
        subject=subject,
        community_id=community,
        field=field,
        purpose=purpose,
    )
