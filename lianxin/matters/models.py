"""The matter: what every kind has."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.base.fields import SealedText, SpanText
from lianxin.base.ids import new_id
from lianxin.base.search import Marks
from lianxin.history.models import Chained
from lianxin.people.models import Organisation, Person, phone_index
from lianxin.territory.models import Place
from lianxin.understanding.personal import find


class State(models.TextChoices):
    RECORDED = "recorded", _("已登记")
    TAKEN_IN = "taken_in", _("已受理")
    DISPATCHED = "dispatched", _("已派")
    IN_HAND = "in_hand", _("办理中")
    TO_VERIFY = "to_verify", _("待核")
    CLOSED = "closed", _("已结")
    CARRIED = "carried", _("已挂账")
    REDIRECTED = "redirected", _("已转出")


OPEN = (
    State.RECORDED,
    State.TAKEN_IN,
    State.DISPATCHED,
    State.IN_HAND,
    State.TO_VERIFY,
    State.CARRIED,
)


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", _("紧急")
    URGENT = "urgent", _("急")
    NORMAL = "normal", _("一般")


class Channel(models.TextChoices):
    PHONE = "phone", _("电话")
    COUNTER = "counter", _("来访")
    VISIT = "visit", _("走访")
    MEETING = "meeting", _("会议")
    PATROL = "patrol", _("巡查")
    WEB = "web", _("网络")
    PAPER = "paper", _("书面")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    EXPLAINED = "explained", _("已解释，暂不能解决")
    NOT_OURS = "not_ours", _("不属本社区")
    FAILED = "failed", _("未能解决")
    WITHDRAWN = "withdrawn", _("已撤回")


class Answer(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    NOT_SATISFIED = "not_satisfied", _("不满意")
    NO_ANSWER = "no_answer", _("没有联系上")


class AtLevel(models.TextChoices):
    """The levels at which a matter can be held, the lowest first."""

    GRID = "grid", _("网格")
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道")
    DISTRICT = "district", _("区县")


def _place() -> models.ForeignKey:
    return models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)


def _of_open(level: str) -> models.Index:
    """The work list of a level: measured, a partial index serves its first page out of a million."""
    return models.Index(
        fields=[level, "due_at", "id"], name=f"open_by_{level}", condition=Q(state__in=OPEN)
    )


class Matter(Chained):
    """One matter, from what was said to what was verified. Changed by the door only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State)
    title = models.CharField(max_length=120)
    words = SpanText(find=find)
    summary = SpanText(find=find, blank=True, default="")
    category = models.CharField(max_length=20)
    urgency = models.CharField(max_length=10, choices=Urgency)
    channel = models.CharField(max_length=10, choices=Channel)
    said_on = models.DateField()
    street = _place()
    community = _place()
    grid = _place()
    compound = _place()
    building = _place()
    stairwell = _place()
    home = _place()
    spot = models.CharField(max_length=200, blank=True, default="")
    requester = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    requester_name = models.CharField(max_length=80, blank=True, default="")
    requester_title = models.CharField(max_length=40, blank=True, default="")
    requester_phone = SealedText(blank=True, default="")
    requester_phone_key = models.CharField(max_length=64, blank=True, default="")
    withhold = models.BooleanField(default=False)
    subject_name = models.CharField(max_length=80, blank=True, default="")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    holder_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )
    level = models.CharField(max_length=10, choices=AtLevel, default=AtLevel.COMMUNITY)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    # Recorded, last reopened, or given out anew by an arbiter: its terms count from here.
    opened_at = models.DateTimeField()
    returned = models.PositiveSmallIntegerField(default=0)  # how often it was given back since
    contacted_at = models.DateTimeField(null=True)  # first reached since it was opened
    running = models.JSONField(default=dict)  # clock → [the key of its last run, whether it runs]
    raised_at = models.DateTimeField(null=True)  # to its level, which has not answered yet
    raised_from = models.CharField(max_length=10, blank=True, default="")
    asked_at = models.DateTimeField(null=True)  # urged or supervised, and not answered yet
    paused_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    due_why = models.CharField(max_length=400)
    provisional = models.BooleanField(default=False)  # due_at counts days of an unpublished year
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    finished_at = models.DateTimeField(
        null=True
    )  # stops the finish clock; cleared when it goes back to work
    verified_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=14, choices=Answer, blank=True, default="")
    return_by = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="matter_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values) & Q(urgency__in=Urgency.values),
                name="matter_in_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                name="matter_closed_has_time",
            ),
        ]
        indexes = [
            *(
                _of_open(level)
                for level in ("district", "street", "community", "grid", "compound", "building")
            ),
            models.Index(
                fields=["holder", "due_at", "id"],
                name="open_by_holder",
                condition=Q(state__in=OPEN),
            ),
            models.Index(
                fields=["holder_organisation", "due_at", "id"],
                name="open_by_organisation",
                condition=Q(state__in=OPEN),
            ),
            models.Index(
                fields=["recorded_by", "due_at", "id"],
                name="open_by_recorder",
                condition=Q(state__in=OPEN),
            ),
            # Each way in which somebody sees matters, in the order of their list.
            models.Index(fields=["district", "recorded_at"], name="matter_by_district"),
            models.Index(fields=["street", "recorded_at"], name="matter_by_street"),
            models.Index(fields=["community", "recorded_at"], name="matter_by_recorded"),
            models.Index(
                fields=["holder", "recorded_at"],
                name="matter_by_holder",
                condition=Q(holder__isnull=False),
            ),
            models.Index(
                fields=["holder_organisation", "recorded_at"],
                name="matter_by_organisation",
                condition=Q(holder_organisation__isnull=False),
            ),
            models.Index(fields=["community", "closed_at"], name="matter_by_closed"),
            models.Index(fields=["recorded_by", "recorded_at"], name="matter_by_recorder"),
            models.Index(
                fields=["parent"], name="matter_by_parent", condition=Q(parent__isnull=False)
            ),
            models.Index(
                fields=["merged_into"],
                name="matter_by_merged_into",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: object, **kwargs: object) -> None:
        self.requester_phone_key = phone_index(self.requester_phone)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the finish clock ran out: before it was stopped, or up to now."""
        return self.due_at < (self.finished_at or now)


class Relation(models.TextChoices):
    """How one matter has to do with another. Some are said differently from the other end."""

    CAUSED_BY = "caused_by", _("由那一件引起")
    CAUSES = "causes", _("引起了那一件")
    UNCOVERED = "uncovered", _("办的时候发现了那一件")
    UNCOVERED_BY = "uncovered_by", _("办那一件时发现的")
    SAME_AS = "same_as", _("同一诉求，没有新的情况")
    RELATED = "related", _("有关系")

    @property
    def reverse(self) -> "Relation":
        """Return how the other end says it."""
        return _REVERSE.get(self, self)

    def from_its_side(self, matter: Matter, other: Matter) -> tuple[Matter, Matter, "Relation"]:
        """Return how a link is kept, of which both ends have one row: from one, to other, as what."""
        if self in _KEPT_AS_REVERSE:
            return other, matter, self.reverse
        if self in (Relation.SAME_AS, Relation.RELATED) and other.pk < matter.pk:
            return other, matter, self
        return matter, other, self


_KEPT_AS_REVERSE = (Relation.CAUSES, Relation.UNCOVERED_BY)
_REVERSE = {
    Relation.CAUSED_BY: Relation.CAUSES,
    Relation.CAUSES: Relation.CAUSED_BY,
    Relation.UNCOVERED: Relation.UNCOVERED_BY,
    Relation.UNCOVERED_BY: Relation.UNCOVERED,
}


class MatterLink(models.Model):
    """That two matters have to do with each other. When and by whom it was said stands in their events."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    one = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Matter, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Relation)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "one", "other", "kind"], name="matter_link_once"
            ),
        ]
        indexes = [
            models.Index(fields=["one"], name="link_by_one"),
            models.Index(fields=["other"], name="link_by_other"),
        ]

    @staticmethod
    def touching(matter: Matter) -> Q:
        """Return the condition that a link begins or ends at a matter."""
        return Q(district=matter.district_id) & (Q(one=matter) | Q(other=matter))

    def relation_of(self, matter: Matter) -> Relation:
        """Return how the link is said from the end of this matter."""
        kind = Relation(self.kind)
        return kind if self.one_id == matter.pk else kind.reverse


class MatterText(models.Model):
    """What a matter is found by: its plain words, and the marks of them. `id` grows with the time of recording.

    `neutral` may be found by everybody who sees the matter, `telling` by who may learn who asked.
    """

    id = models.BigIntegerField(primary_key=True)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    matter = models.OneToOneField(Matter, models.CASCADE, related_name="text")
    neutral = models.TextField()
    telling = models.TextField()
    marks = Marks()

    class Meta:
        # A word that many have said is found by walking back from the newest.
        indexes = [models.Index(fields=["district", "id"], name="matter_text_by_time")]


class NumberDay(models.Model):
    """How many matters were registered on a day, over all districts: a number on a slip names one matter."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Tried(models.Model):
    """A row that the worker tries its hand at: how often in vain, when again, and what went wrong."""

    faults = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True


class Clock(Tried):
    """One run of one of a matter's clocks: by which limit, since when and until when.

    `key` tells a run from the next of the same name (a new holder has a new time to accept), `stage` how
    often was reminded, `next_at` when the worker looks again. Why it ends on that day is counted on demand.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks", db_index=False)
    name = models.CharField(max_length=14)
    key = models.CharField(max_length=80)
    limit = models.CharField(max_length=20)
    legal = models.CharField(max_length=20, blank=True, default="")
    citation = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    legal_due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    stage = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "matter", "name"],
                condition=Q(stopped_at__isnull=True),
                name="clock_runs_once",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "started_at"], name="clock_by_matter"),
            models.Index(
                fields=["next_at"], name="clock_to_look_at", condition=Q(next_at__isnull=False)
            ),
        ]

    def is_late(self, now: datetime) -> bool:
        return self.due_at < (self.stopped_at or now)


class PauseReason(models.TextChoices):
    PARTS = "parts", _("等配件或材料")
    RESIDENT = "resident", _("等居民（不在家、要求改期）")
    WEATHER = "weather", _("天气不允许施工")
    APPROVAL = "approval", _("等审批或资金")
    THIRD = "third", _("等别的单位先做完")


class ClockPause(Tried):
    """A time in which a matter's finish clock stands: why, at most until when, and who approved it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="pauses", db_index=False)
    since = models.DateTimeField()
    at_most = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, choices=PauseReason)
    approved_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "matter"],
                condition=Q(until__isnull=True),
                name="pause_stands_once",
            ),
        ]
        indexes = [models.Index(fields=["matter", "since"], name="pause_by_matter")]


class ClockExtension(models.Model):
    """More time for a matter's finish clock, counted from the end that it had before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="extensions", db_index=False)
    at = models.DateTimeField()
    opened_at = models.DateTimeField()  # a reopened matter starts without the extensions of before
    limit = models.CharField(max_length=20)
    approved_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="extension_by_matter")]


class DistrictRule(models.Model):
    """A rule of a district's own, from a day on. Added and withdrawn, never rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    citation = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class DistrictCategory(models.Model):
    """What a category is called in a district, and how it is explained. The newest row of a code holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=20)
    definition = models.CharField(max_length=200)
    examples = models.CharField(max_length=400, blank=True, default="")
    position = models.PositiveSmallIntegerField()
    hidden = models.BooleanField(default=False)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["district", "set_at"], name="category_by_district")]


class DistrictLimit(DistrictRule):
    """A district's own rule of how long something may take."""

    kind = models.CharField(max_length=10)
    clock = models.CharField(max_length=14)
    category = models.CharField(max_length=20, blank=True, default="")
    urgency = models.CharField(max_length=10, blank=True, default="")
    level = models.CharField(max_length=10, blank=True, default="")
    promise = models.CharField(max_length=20)
    legal = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["district", "kind"], name="limit_by_district")]


class Duty(models.TextChoices):
    """What a community has to do with a matter, the mildest first."""

    MUST = "must", _("应做")
    ASSIST = "assist", _("协助")
    NEVER = "never", _("不得交给")


class DistrictDuty(DistrictRule):
    """A district's own line of the communities' duty list.

    It is about matters of a category, or in which one of the words was said; `lead` does it, or leads.
    """

    duty = models.CharField(max_length=10, choices=Duty)
    category = models.CharField(max_length=20, blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="")
    lead = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["district", "since"], name="duty_by_district")]
