"""What happened, in rows that are only ever added: events about any subject, chained by HMAC."""

from django.db import models

from lianxin.base.fields import SealedText
from lianxin.base.ids import new_id
from lianxin.territory.models import Place


class Chained(models.Model):
    """A subject of the history: its version is its last event's sequence, its head that event's hash."""

    version = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        abstract = True


class Event(models.Model):
    """One change of one subject. `hash` covers every other column and the hash before it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    subject = models.UUIDField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    person = models.UUIDField()
    login = models.CharField(max_length=150)
    post = models.UUIDField(null=True)
    via = models.CharField(max_length=10)
    step = models.CharField(max_length=20)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    words_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "subject", "seq"], name="event_seq_once"),
        ]


class EventWords(models.Model):
    """The personal text of an event, apart from it: disposal removes this row, the chain stays."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="words")
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    salt = models.CharField(max_length=32)
    body = SealedText()


class Opening(models.Model):
    """That a subject exists: a chain of its own per district, so that a removed subject is missed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    subject = models.UUIDField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    follows = models.CharField(
        max_length=60, default=""
    )  # the name before, should its row be removed
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "seq"], name="opening_seq_once"),
        ]


class OpeningHead(models.Model):
    """How long a district's chain of openings is, its last name and hash; locked while one is added."""

    district = models.OneToOneField(Place, models.PROTECT, primary_key=True, related_name="+")
    seq = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=60, default="")
    hash = models.CharField(max_length=64, default="")


class Seal(models.Model):
    """All heads of a district at one moment, as one digest, chained; also written to a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    subjects = models.PositiveIntegerField()
    heads_digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "seq"], name="seal_seq_once"),
        ]


class Receipt(models.Model):
    """That somebody's request id has had its effect: which body it came with, and where it led."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.CharField(max_length=150)
    request_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "login", "request_id"], name="receipt_once"
            ),
        ]
