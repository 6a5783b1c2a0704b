"""The files of a form: those sent with it are taken in at once, so that a refused form keeps them."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from lianxin.base.refused import Refused
from lianxin.files.actions import take_in
from lianxin.files.models import File
from lianxin.files.queries import key_of, waiting

# What the browser offers to choose. Without HEIC an iPhone hands over JPEG by itself.
ACCEPT = (
    "image/jpeg,image/png,image/webp,image/gif,audio/*,.m4a,.amr,.pdf,.docx,.xlsx,.pptx,.txt,.csv"
)
# A voice note that is recorded on a page ends by itself after so long.
RECORDING_SECONDS = 300


@dataclass
class Uploads:
    """The ids that a form names, and what was refused of the files sent with it."""

    ids: list[str] = field(default_factory=list)
    refused: Refused | None = None

    def waiting(self, request: HttpRequest) -> list[File]:
        """Return the files that are kept for the form when it is shown again."""
        return waiting(self.ids, request.actor)


def taken(request: HttpRequest) -> Uploads:
    """Take in what came with a form, beside what it kept from before."""
    uploads, form = Uploads(request.POST.getlist("files")), request.POST.get("request_id")
    for number, sent in enumerate(request.FILES.getlist("upload")):
        try:
            file = take_in(
                sent, sent.name, by=request.actor, request_id=form and key_of(form, number)
            )
            uploads.ids.append(str(file.pk))
        except Refused as refused:
            sentence = f"“{sent.name[:40]}”：{refused.sentence}"
            uploads.refused = Refused(refused.code, sentence, **refused.extra)
    return uploads
