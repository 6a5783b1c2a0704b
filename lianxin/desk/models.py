"""What somebody has arranged for themselves at the desk."""

from django.db import models

from lianxin.access.models import Login
from lianxin.base.ids import new_id
from lianxin.territory.models import Place

NAME_LENGTH = 20


class SavedFilter(models.Model):
    """A narrowing of all matters under a name, of one login. `query` is written as in an address.

    The list of all matters opens with the one that is `first`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    login = models.ForeignKey(Login, models.CASCADE, related_name="filters", db_index=False)
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=2000)
    first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "login", "name"], name="filter_once"),
            models.UniqueConstraint(
                fields=["district", "login"], condition=models.Q(first=True), name="filter_first"
            ),
        ]
