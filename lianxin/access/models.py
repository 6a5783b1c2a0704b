"""Logins of persons with their second factor, one-time links, machine tokens, and the trace of each reveal."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base.fields import SealedText
from lianxin.base.ids import new_id
from lianxin.people.models import Person
from lianxin.territory.models import Place


class Logins(BaseUserManager["Login"]):
    """Logins, each with whose it is: nobody asks for one without the other."""

    def get_queryset(self) -> models.QuerySet["Login"]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str) -> "Login":
        return self.get(username=username)


class Login(AbstractBaseUser):
    """A way in for one person. A person may have several; rights come from the person's posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="logins")
    username = models.CharField(
        _("登录名"),
        max_length=150,
        unique=True,
        error_messages={"unique": _("这个登录名已经有人用了，请换一个。")},
    )
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True)  # a shortcut may be one bare key (WCAG 2.1.4)
    sessions = models.PositiveIntegerField(default=0)  # a new number ends every session so far

    USERNAME_FIELD = "username"
    objects = Logins()

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret)}-{self.sessions}"


class Factor(models.Model):
    """What a login shares with an authenticator app; a code of a step up to `last_step` is used up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="factors")
    secret = SealedText()
    last_step = models.BigIntegerField()
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "login"], name="factor_once")]


class RecoveryCode(models.Model):
    """A code on paper for the day without the app. Only its keyed hash is kept, and only until it is used."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    factor = models.ForeignKey(Factor, models.CASCADE, related_name="codes", db_index=False)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "factor", "digest"], name="code_once")
        ]


class FactorChange(models.Model):
    """What happened to a login's second factor, when, and who did it: shown to whose login it is."""

    class What(models.TextChoices):
        SET_UP = "set_up", _("开启")
        RENEWED = "renewed", _("换了一套恢复码")
        RECOVERED = "recovered", _("用恢复码登录")
        LOCKED = "locked", _("验证码连续输错，锁了一会儿")
        ENDED = "ended", _("停用")
        RESET = "reset", _("被重置")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="factor_changes")
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.CharField(max_length=150)


class OneTimeLink(models.Model):
    """A link that lets its bearer set a login's password, once, until it expires. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "digest"], name="link_once")]


class Token(models.Model):
    """A machine's way in, on behalf of a login. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, db_index=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "digest"], name="token_once")]


class Reveal(models.Model):
    """Who saw which masked value in full, whose, when, and for what purpose.

    `community` is where the matter or person belongs; empty for what was noted before it was kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    login = models.CharField(max_length=150)
    person = models.UUIDField()
    subject = models.UUIDField()
    community = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+", db_index=False
    )
    field = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["district", "subject"], name="reveal_by_subject"),
            models.Index(fields=["district", "community", "-at"], name="reveal_by_community"),
        ]
