"""Persons, organisations, and the posts that persons hold in them, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.base import crypto
from lianxin.base.fields import SealedText
from lianxin.base.ids import new_id
from lianxin.territory.models import Place


def phone_index(phone: str) -> str:
    """Return the keyed hash by which a telephone is found; empty for none."""
    digits = "".join(char for char in phone if char.isdigit())
    return crypto.index(digits, "phone") if digits else ""


class Person(models.Model):
    """Somebody of the register, once, however many hats."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=40, blank=True)
    phone = SealedText(blank=True, default="")
    phone_key = models.CharField(max_length=64, blank=True, default="")
    home = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["district", "phone_key"], name="person_by_phone"),
            models.Index(fields=["district", "community", "name"], name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.phone_key = phone_index(self.phone)
        super().save(*args, **kwargs)


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
