"""Places: one tree, district → street → community, and below it compound → building → stairwell → home.

A grid lies in a community and is a set of stairwells; it may cross compounds.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base.ids import new_id

PATH = ("district", "street", "community", "compound", "building", "stairwell")
# The columns that say what a place is and where it lies, as they follow one another in its table.
LYING = (
    "id", "district_id", "level", "street_id", "community_id", "compound_id", "building_id",
    "stairwell_id", "grid_id",
)  # fmt: skip


class Level(models.TextChoices):
    DISTRICT = "district", _("区县")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")
    COMPOUND = "compound", _("小区")
    BUILDING = "building", _("楼栋")
    STAIRWELL = "stairwell", _("单元")
    HOME = "home", _("户")
    VENUE = "venue", _("公共场所")


PARENTS = {
    Level.STREET: (Level.DISTRICT,),
    Level.COMMUNITY: (Level.STREET,),
    Level.GRID: (Level.COMMUNITY,),
    Level.COMPOUND: (Level.COMMUNITY,),
    Level.VENUE: (Level.COMMUNITY,),
    Level.BUILDING: (Level.COMPOUND,),
    Level.STAIRWELL: (Level.BUILDING,),
    Level.HOME: (Level.STAIRWELL, Level.BUILDING),
}


def _above() -> models.ForeignKey:
    return models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)


class Place(models.Model):
    """One place, with the places above it as columns so that no query climbs the tree."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(
        "self", models.PROTECT, related_name="+", db_index=False
    )  # a district's is itself
    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    aliases = models.JSONField(default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    street = _above()
    community = _above()
    compound = _above()
    building = _above()
    stairwell = _above()
    grid = _above()  # of a stairwell and its homes: the grid that they belong to
    population = models.PositiveIntegerField(default=0)
    # Of a compound: the bankrupt enterprise whose housing it was, and that nobody stands in for any more.
    bankrupt_employer = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "parent", "level", "name"], name="place_name_once"
            ),
            models.UniqueConstraint(
                fields=["district", "code"], condition=~models.Q(code=""), name="place_code_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["district", "community", "level", "name"], name="place_by_community"
            ),
            models.Index(fields=["district", "grid"], name="place_by_grid"),
            models.Index(fields=["district", "compound"], name="place_by_compound"),
            models.Index(
                fields=["district"],
                name="place_of_bankrupt",
                condition=~models.Q(bankrupt_employer=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def path(self) -> dict[str, object]:
        """Return the id of this place and of each one above it, by level name plus `_id`."""
        ids = {f"{level}_id": getattr(self, f"{level}_id") for level in (*PATH, "grid")}
        if self.level in (*PATH, "grid"):
            ids[f"{self.level}_id"] = self.pk
        return ids
