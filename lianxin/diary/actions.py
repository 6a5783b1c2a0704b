"""Writing in the notebook."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.base import clock, text
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.compared import compared
from lianxin.diary.drafts import Accepted, EntryDraft, MatterDraft, understand
from lianxin.diary.models import Entry, EntryMatter, Understood
from lianxin.diary.queries import entry_of
from lianxin.diary.rules import check_may_record
from lianxin.diary.search import text_of
from lianxin.diary.transcripts import ask
from lianxin.files.actions import claim, hang
from lianxin.files.models import File
from lianxin.history.actions import append, open_subject
from lianxin.history.receipts import once
from lianxin.kinds.request.titles import title_of
from lianxin.matters.actions import open_matter, step
from lianxin.matters.models import Matter, Relation, Urgency
from lianxin.matters.turning import Said
from lianxin.territory.models import Place
from lianxin.territory.queries import no_community, path_names, reaches


def add_entry(
    words: str,
    community: Place,
    *,
    by: Actor,
    accepted: Accepted | None = None,
    channel: str | None = None,
    request_id: str | None = None,
    files: Sequence[UUID | str] = (),
    draft: EntryDraft | None = None,
) -> tuple[Entry, list[Matter]]:
    """Write what somebody said, verbatim, and open the matters that were accepted from it.

    A matter that was told of before goes into the one in hand: its reporter is one more of that one.

    `files` are ids of files that the actor took in before; they hang on the entry and on each matter.
    Without `accepted` the draft is taken as understood: `draft`, where the caller has read the words
    already. What was accepted is kept beside what was understood. Runs once for a request id.
    """
    words = text.said(words)
    check_may_record(by)
    if not reaches(by.scope.areas, community):
        raise no_community(community.code)
    body = ["diary", str(community.pk), words, channel, accepted and accepted.facts()]
    if draft and not accepted:
        body += [matter.join for matter in draft.matters if matter.join]
    return once(
        request_id,
        [*body, [str(one) for one in files]] if files else body,
        lambda: _written(
            words,
            community,
            draft or understand(words, community, channel=channel),
            accepted,
            files,
            by,
        ),
        lambda subject: entry_of(subject, by),
        by=by,
    )


def _written(
    words: str,
    community: Place,
    draft: EntryDraft,
    accepted: Accepted | None,
    files: Sequence[UUID | str],
    by: Actor,
) -> tuple[UUID, tuple[Entry, list[Matter]]]:
    take = accepted or Accepted.of(draft)
    _check_day(take.said_on)
    claimed = claim(files, by=by)
    entry = Entry(
        district_id=community.district_id,
        community=community,
        said_on=take.said_on,
        channel=take.channel,
        words=words,
        reporter_name=take.reporter_name,
        reporter_title=take.reporter_title,
        reporter_phone=take.reporter_phone,
        recorded_by_id=by.person,
        recorded_at=clock.now(),
    )
    open_subject(
        entry.district_id,
        entry.pk,
        "entry",
        f"{take.said_on:%Y-%m-%d} 民情 {str(entry.pk)[-6:]}",
        by=by,
    )
    append(
        entry,
        "write",
        by=by,
        before="",
        after="written",
        data=hang(claimed, entry, "write", by=by),
        words={"words": words},
    )
    entry.save(force_insert=True)
    ask(claimed)
    text_of(entry).save(force_insert=True)
    if accepted:  # what nobody looked at says nothing of how well it was understood
        Understood.objects.bulk_create(compared(entry, draft, accepted))
    return entry.pk, (
        entry,
        [_opened(entry, take, draft, n, claimed, by) for n, draft in enumerate(take.matters)],
    )


def _check_day(said_on: date) -> None:
    if said_on > clock.today():
        sentence = _("反映日期不能晚于今天，请改正。")
        raise Refused("bad_input", sentence, fields={"said_on": [sentence]})


def _opened(
    entry: Entry,
    take: Accepted,
    draft: MatterDraft,
    position: int,
    files: Sequence[File],
    by: Actor,
) -> Matter:
    place_words = _place_words(draft.place) if draft.place.pk != entry.community_id else ""
    said = Said(
        words=entry.words,
        place=draft.place,
        spot=draft.spot,
        said_on=take.said_on,
        channel=take.channel,
        category=draft.category,
        urgency=draft.urgency,
        title=title_of(place_words or draft.spot, draft.category, entry.district_id),
        requester_name=take.reporter_name,
        requester_title=take.reporter_title,
        requester_phone=take.reporter_phone,
        subject_name=take.subject_name,
        withhold=draft.withhold,
    )
    matter = open_matter("request", said, by=by, files=files)
    EntryMatter(district_id=entry.district_id, entry=entry, matter=matter, position=position).save(
        force_insert=True
    )
    if draft.join:
        matter = _joined(matter, draft, position, by)
    for number in draft.causes:
        data = {"number": number, "relation": Relation.CAUSES.value}
        step(draft.join or matter, "link", by=by, data=data)
    return matter


def _joined(matter: Matter, draft: MatterDraft, position: int, by: Actor) -> Matter:
    """Let a matter go into the one in hand, or refuse with the field of its place in the entry."""
    try:
        if draft.urgency == Urgency.EMERGENCY:
            sentence = _("紧急的事要单独立一件，不能并入别的。请去掉“并入”，再提交一次。")
            raise Refused("bad_input", sentence)
        return step(matter, "merge", by=by, data={"into": draft.join})
    except Refused as refused:
        fields = {f"matters.{position}.join": [refused.sentence]}
        raise Refused(refused.code, refused.sentence, fields=fields) from None


def _place_words(place: Place) -> str:
    """Return a place in words from its compound down: a title that says 2号楼 must say of which."""
    names = path_names([place])[place.pk]
    return "".join(names[level] for level in ("compound", "building", "stairwell", "home"))
