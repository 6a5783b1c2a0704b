"""The files of an entry, which hang on each matter opened from it as well."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.diary.models import Entry
from lianxin.diary.queries import entries_for
from lianxin.files.models import Attachment
from lianxin.files.queries import attachments_on
from lianxin.history.actions import append


def files_of(entries: Sequence[Entry]) -> dict[UUID, list[Attachment]]:
    """Return the files of these entries, all of one reader's scope, by the entry's id."""
    found = defaultdict(list)
    if entries:
        subjects = [entry.pk for entry in entries]
        for attachment in attachments_on(entries[0].district_id, subjects):
            found[attachment.subject].append(attachment)
    return found


class EntryFiles:
    """What the notebook says of the files that it bears."""

    def shows(self, attachment: Attachment, actor: Actor) -> bool:
        return entries_for(actor).filter(pk=attachment.subject).exists()

    def ended(self, subjects: Iterable[UUID]) -> dict[UUID, datetime | None]:
        """An entry is written and done; the matters opened from it end when they end."""
        return dict(Entry.objects.filter(pk__in=subjects).values_list("pk", "recorded_at"))

    def note(self, subject: UUID, facts: dict, *, by: Actor) -> bool:
        entry = Entry.objects.select_for_update().filter(pk=subject).first()
        if entry is None:
            return False
        append(entry, "dispose", by=by, before="written", after="written", data=facts)
        entry.save(update_fields=["version", "head"])
        return True
