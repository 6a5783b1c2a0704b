"""民情日记: what somebody said, once, in their own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.fields import SealedText, SpanText
from lianxin.base.ids import new_id
from lianxin.base.search import Marks
from lianxin.files.models import File
from lianxin.history.models import Chained
from lianxin.matters.models import Channel, Matter
from lianxin.people.models import Person
from lianxin.territory.models import Place
from lianxin.understanding.personal import find


class Entry(Chained):
    """One entry of the notebook. Its words never change; matters may be opened from it later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    community = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    said_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)
    words = SpanText(find=find)
    reporter_name = models.CharField(max_length=80, blank=True, default="")
    reporter_title = models.CharField(max_length=40, blank=True, default="")
    reporter_phone = SealedText(blank=True, default="")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["district", "community", "said_on", "recorded_at"], name="entry_by_day"
            )
        ]


class EntryText(models.Model):
    """What an entry is found by: its plain words, and the marks of them. `id` grows with the time of writing."""

    id = models.BigIntegerField(primary_key=True)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="text")
    plain = models.TextField()
    marks = Marks()

    class Meta:
        indexes = [models.Index(fields=["district", "id"], name="entry_text_by_time")]


class EntryMatter(models.Model):
    """That a matter came out of an entry, and as which of several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="links")
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "entry", "position"], name="entry_matter_once"
            )
        ]


class Part(models.TextChoices):
    """What is understood of an entry as a whole, and of each of its matters."""

    SAID_ON = "said_on", _("反映日期")
    CHANNEL = "channel", _("来源")
    NAME = "reporter_name", _("反映人姓名")
    TITLE = "reporter_title", _("反映人称呼")
    PHONE = "reporter_phone", _("反映人电话")
    SUBJECT = "subject_name", _("替谁反映")
    MATTERS = "matters", _("有几件事")
    PLACE = "place", _("地点")
    CATEGORY = "category", _("类别")
    URGENCY = "urgency", _("紧急程度")


class Understood(models.Model):
    """One field as it was understood, beside what the writer accepted.

    What was proposed and accepted is kept where it is a code or a number; of what names somebody, or a
    place, only whether both were the same. `reader` is the version that read the words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    community = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="understood", db_index=False)
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=20, choices=Part)
    proposed = models.CharField(max_length=20, blank=True, default="")
    accepted = models.CharField(max_length=20, blank=True, default="")
    agreed = models.BooleanField()
    reader = models.CharField(max_length=60)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["district", "on"], name="understood_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "entry", "part", "position"], name="understood_once"
            )
        ]


class OwnModel(models.Model):
    """A model of categories trained from what a district closed and corrected; kept, whatever came of it.

    `right` and `right_before` of the `tested` texts were told rightly by it and by the one before it.
    Where nothing came of it, `refused` says why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=200, blank=True, default="")
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    right_before = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="own_model_numbered"),
        ]


class ModelChoice(models.Model):
    """That a district goes by a model of its own from a moment on, or again by the one that is shipped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(
        OwnModel, models.PROTECT, null=True, related_name="choices", db_index=False
    )
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["district", "chosen_at"], name="model_choice_by_time")]


class Transcript(models.Model):
    """What a program of the operator's heard in a voice note: to be checked, and nobody's words yet.

    Waiting until `done_at`; where a try failed, `fault` says why, and the next one is at `try_at`.
    """

    TRIES = 3

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, models.CASCADE, related_name="+")
    words = SealedText(blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["try_at"],
                name="transcript_waiting",
                condition=models.Q(done_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["district", "file"], name="transcript_once"),
        ]

    @classmethod
    def given_up(cls) -> models.Q:
        """Return the condition that the last try is over and heard nothing either."""
        return models.Q(done_at=None, tries__gte=cls.TRIES, try_at__lte=clock.now())

    @property
    def is_given_up(self) -> bool:
        return not self.done_at and self.tries >= self.TRIES and self.try_at <= clock.now()

    @property
    def why(self) -> str:
        """Return why nothing was heard; a process that died on the way could not say it."""
        return self.fault or str(_("办到一半，程序停了"))
