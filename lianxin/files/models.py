"""Photos, voice and documents: what was taken in, and on which subjects of the history it hangs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base.fields import SealedText
from lianxin.base.ids import new_id
from lianxin.territory.models import Place


class Kind(models.TextChoices):
    IMAGE = "image", _("照片")
    VOICE = "voice", _("语音")
    DOCUMENT = "document", _("文档")


class File(models.Model):
    """One file as it is kept: its bytes lie in the data folder under this row's id.

    It is its uploader's own until it is attached; disposed of, the row stays and says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    name = SealedText(blank=True, default="")
    kind = models.CharField(max_length=10, choices=Kind)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)
    disposed_by = models.CharField(max_length=150, blank=True, default="")
    disposed_under = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["added_at"],
                name="file_unattached",
                condition=models.Q(attached_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Attachment(models.Model):
    """That a file hangs on a subject, since which of its events, made by which step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, models.PROTECT, related_name="attachments")
    subject = models.UUIDField()
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "subject", "file"], name="file_on_subject_once"
            ),
        ]
