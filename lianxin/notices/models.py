"""Outgoing messages: rows of the transaction that caused them."""

from django.db import models

from lianxin.base.ids import new_id
from lianxin.people.models import Person
from lianxin.territory.models import Place


class Notice(models.Model):
    """A message to one person, shown in the desk. `subject` is what it is about, by its id and number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    subject = models.UUIDField()
    number = models.CharField(max_length=20)
    sentence = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["district", "to", "-at"], name="notice_by_person")]
