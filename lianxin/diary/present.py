"""An entry as an answer, masked by default."""

import json

from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.diary.drafts import EntryDraft
from lianxin.diary.files import files_of
from lianxin.diary.models import Entry
from lianxin.files.models import Attachment
from lianxin.files.present import attachment_json
from lianxin.matters.models import Matter
from lianxin.matters.present import as_json, mask_phone
from lianxin.understanding.personal import mask


def entry_json(entry: Entry, matters: list[Matter], actor: Actor | None, draft: EntryDraft) -> dict:
    """Return an entry, what was understood of its words, and the matters opened from it."""
    return {
        "entry": _facts(entry, files_of([entry])[entry.pk]),
        "drafts": _masked(draft.as_json()),
        "matters": [as_json(matter, actor) for matter in matters],
    }


def _masked(drafts: list[dict]) -> list[dict]:
    """Mask telephones wherever a draft holds them: the evidence quotes the words that they were read from."""
    text = mask(json.dumps(drafts, ensure_ascii=False))
    for phone in {draft["reporter"]["phone"] for draft in drafts} - {""}:
        text = text.replace(phone, mask_phone(phone))
    return json.loads(text)


def rows_json(entries: list[Entry]) -> list[dict]:
    """Return entries as the lines of a day's page."""
    files = files_of(entries)
    return [_row_json(entry, files[entry.pk]) for entry in entries]


def _row_json(entry: Entry, files: list[Attachment]) -> dict:
    """Return an entry with the numbers of its matters."""
    return {**_facts(entry, files), "matters": [link.matter.number for link in entry.links.all()]}


def _facts(entry: Entry, files: list[Attachment]) -> dict:
    return {
        "id": str(entry.pk),
        "community": entry.community.code,
        "said_on": entry.said_on.isoformat(),
        "channel": entry.channel,
        "words": mask(entry.words),
        "reporter": {
            "name": entry.reporter_name,
            "title": entry.reporter_title,
            "phone_masked": mask_phone(entry.reporter_phone),
        },
        "recorded_at": local(entry.recorded_at).isoformat(timespec="seconds"),
        "files": [attachment_json(attachment) for attachment in files],
    }
