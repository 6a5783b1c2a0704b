"""Persons, organisations, and the posts that persons hold in them, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.base import crypto
from lianxin.base.fields import SealedText
from lianxin.base.ids import new_id
from lianxin.base.initials import initials
from lianxin.history.models import Chained
from lianxin.territory.models import Place


def phone_index(phone: str) -> str:
    """Return the keyed hash by which a telephone is found; empty for none."""
    digits = "".join(char for char in phone if char.isdigit())
    return crypto.index(digits, "phone") if digits else ""


def identity_index(identity: str) -> str:
    """Return the keyed hash by which an identity number is found; empty for none."""
    return crypto.index(identity.upper(), "identity") if identity else ""


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Person(models.Model):
    """Somebody of the register, once, however many hats.

    `home` is the finest place known of where they live now; `Occupancy` says since when, and as what.
    Of the birth date the year stands in the clear, as figures by age need it; the day is sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    initials = models.TextField(blank=True, default="")  # of the name, in each reading
    title = models.CharField(max_length=40, blank=True)
    phone = SealedText(blank=True, default="")
    phone_key = models.CharField(max_length=64, blank=True, default="")
    identity = SealedText(blank=True, default="")
    identity_key = models.CharField(max_length=64, blank=True, default="")
    sex = models.CharField(max_length=6, choices=Sex, blank=True, default="")
    birth_date = SealedText(blank=True, default="")  # as 1950-03-12
    birth_year = models.PositiveSmallIntegerField(null=True)
    home = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["district", "phone_key"], name="person_by_phone"),
            models.Index(fields=["district", "identity_key"], name="person_by_identity"),
            models.Index(fields=["district", "community", "name"], name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill in what follows from the rest: by what a name and sealed numbers are found, and the year of birth."""
        self.initials = initials(self.name)
        self.phone_key = phone_index(self.phone)
        self.identity_key = identity_index(self.identity)
        self.birth_year = int(self.birth_date[:4]) if self.birth_date else None


class Occupancy(models.Model):
    """That a person lived in a place, as what, from when to when; `since` is empty where nobody noted it."""

    class Capacity(models.TextChoices):
        OWNER = "owner", _("业主自住")
        TENANT = "tenant", _("租住")
        FAMILY = "family", _("家人")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="occupancies")
    home = models.ForeignKey(Place, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=6, choices=Capacity, blank=True, default="")
    relation = models.CharField(
        max_length=20, blank=True, default=""
    )  # to the head of the household
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="occupancy_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["district", "person"],
                condition=Q(until=None),
                name="occupancy_one_at_a_time",
            ),
        ]


class Import(Chained):
    """A file of the office that was taken into the register: when, by whom, and what came of it.

    Its one event holds, sealed, a digest of each row, so that it can be told later what stood in the file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["district", "area", "-at"], name="import_by_time")]


class ColumnMemory(models.Model):
    """Which column of an office's file means what, once somebody there said so: files of the same head are read alike."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=10)
    header = models.CharField(max_length=64)  # digest of the titles
    columns = models.JSONField(default=dict)  # title → the register's column, empty for none

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "area", "what", "header"], name="columns_of_header_once"
            )
        ]


class OrganisationKind(models.TextChoices):
    COMMUNITY = "community", _("社区")
    STREET = "street", _("街道")
    DISTRICT = "district", _("区县")
    DEPARTMENT = "department", _("部门")
    PARTY_BRANCH = "party_branch", _("党支部")
    PROPERTY_COMPANY = "property_company", _("物业公司")
    OWNERS_COMMITTEE = "owners_committee", _("业委会")
    VOLUNTEER_TEAM = "volunteer_team", _("志愿服务队")
    UNIT = "unit", _("驻区单位")


class Organisation(models.Model):
    """An organisation, and the place that it works for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=80)
    area = models.ForeignKey(Place, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    SECRETARY = "secretary", _("书记")
    OFFICE_WORKER = "office_worker", _("社区工作人员")
    GRID_CHIEF = "grid_chief", _("网格长")
    GRID_WORKER = "grid_worker", _("网格员")
    BUILDING_CAPTAIN = "building_captain", _("楼栋长")
    RESIDENT_REP = "resident_rep", _("居民代表")
    BRANCH_SECRETARY = "branch_secretary", _("党支部书记")
    PROPERTY_MANAGER = "property_manager", _("物业经理")
    DEPARTMENT_OFFICER = "department_officer", _("部门经办人")
    STREET_OFFICER = "street_officer", _("街道干部")
    DISTRICT_OFFICER = "district_officer", _("区县干部")
    VOLUNTEER = "volunteer", _("志愿者")
    ADMINISTRATOR = "administrator", _("管理员")


class Post(models.Model):
    """A post: who, in which organisation, as what, for which area, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role)
    area = models.ForeignKey(Place, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["district", "person", "organisation", "role", "area", "since"],
                name="post_once",
            ),
        ]
