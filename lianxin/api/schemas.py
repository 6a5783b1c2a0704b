"""What goes in, checked; and what comes out, described."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from lianxin.matters.models import Channel, State

CHANNELS = Literal[tuple(Channel.values)]
STATES = Literal[("open", "all", *State.values)]


def _day(written: object) -> object:
    # Pydantic would read the text "0" as a moment of 1970.
    try:
        return date.fromisoformat(written) if isinstance(written, str) else written
    except ValueError:
        raise ValueError(_("日期请写成 2026-12-01 的样子。")) from None


def _known_year(day: date) -> date:
    if not 1900 <= day.year <= 2999:
        raise ValueError(_("年份应在1900到2999之间。"))
    return day


Day = Annotated[
    date, BeforeValidator(_day, json_schema_input_type=date), AfterValidator(_known_year)
]


class In(Schema):
    model_config = ConfigDict(extra="forbid")


class Out(Schema):
    model_config = ConfigDict(extra="forbid")


# What goes in.


class SignIn(In):
    login: str = Field(max_length=150)
    password: str = Field(max_length=1000)
    label: str = Field("", max_length=80, description="给谁用")


class Words(In):
    community: str = Field(description="社区编码，如 tongxin")
    text: str = Field(description="居民的原话，1到5000字，一字不改地保存")
    channel: CHANNELS | None = None


class AcceptedReporter(In):
    name: str | None = ""
    title: str | None = ""
    phone: str | None = ""


class AcceptedPlace(In):
    compound: str | None = ""
    building: str | None = ""
    stairwell: str | None = ""
    home: str | None = ""
    spot: str | None = ""


class AcceptedMatter(In):
    category: str
    urgency: str = "normal"
    place: AcceptedPlace = AcceptedPlace()


class AcceptedIn(In):
    """What the writer accepted or corrected of the draft, whole: no matters means that none is opened."""

    said_on: str
    channel: str = Channel.PHONE.value
    reporter: AcceptedReporter = AcceptedReporter()
    subject: str | None = Field("", description="替谁反映")
    matters: list[AcceptedMatter] = Field(max_length=10)


class NewEntry(Words):
    accepted: AcceptedIn | None = Field(None, description="不给则照系统的理解立项")


class StepIn(In):
    data: dict[str, object] = Field({}, description="这一步要填的内容，见事项的 steps[].asks")
    version: int | None = Field(None, strict=True, description="您看到的版本；已有新变化时拒绝")


# What comes out.


class No(Out):
    code: str
    sentence: str
    fields: dict[str, list[str]] | None = None
    state: str | None = None
    version: int | None = None
    retry_after: int | None = None


class Refusal(Out):
    refused: No


class TokenOut(Out):
    token: str = Field(description="只显示这一次")
    login: str
    label: str
    expires_at: str


class Ended(Out):
    ended: bool


class Community(Out):
    code: str
    name: str


class Me(Out):
    login: str
    name: str
    post: str
    district: str
    permissions: list[str]
    communities: list[Community]
    unread: int


class PlaceOut(Out):
    id: str
    level: str
    code: str
    name: str
    aliases: list[str]


class Places(Out):
    places: list[PlaceOut]


class MatterPlace(Out):
    district: str | None
    street: str | None
    community: str | None
    grid: str | None
    compound: str | None
    building: str | None
    stairwell: str | None
    home: str | None
    spot: str | None


class Requester(Out):
    name: str
    title: str
    phone_masked: str
    person: str | None


class MatterRow(Out):
    number: str
    kind: str
    state: str
    version: int
    title: str
    words: str
    summary: str
    category: str
    urgency: str
    channel: str
    said_on: str
    recorded_at: str
    place: MatterPlace
    requester: Requester
    subject: str | None
    holder: str | None = Field(description="承办人的登录名")
    holder_name: str | None
    due_at: str
    due_why: str
    outcome: str | None
    closed_at: str | None


class Event(Out):
    seq: int
    at: str
    by: str
    by_name: str
    post: str | None
    via: str
    step: str
    from_: str | None = Field(alias="from")
    to: str
    reason: str | None
    data: dict[str, object]
    hash: str


class Asked(Out):
    name: str
    type: str
    required: bool
    choices: list[str]
    label: str


class Offer(Out):
    step: str
    asks: list[Asked]


class MatterOut(MatterRow):
    parent: str | None
    children: list[str]
    events: list[Event]
    steps: list[Offer] | None = Field(None, description="您现在能做的步骤；只在查看一件事项时给出")


class Matters(Out):
    matters: list[MatterRow]
    page: int
    more: bool


class EntryReporter(Out):
    name: str
    title: str
    phone_masked: str


class EntryOut(Out):
    id: str
    community: str
    said_on: str
    channel: str
    words: str
    reporter: EntryReporter
    recorded_at: str


class EntryRow(EntryOut):
    matters: list[str]


class DiaryDay(Out):
    day: str
    entries: list[EntryRow]


class DraftPlace(Out):
    compound: str | None
    building: str | None
    stairwell: str | None
    home: str | None
    spot: str | None


class DraftReporter(Out):
    name: str
    title: str
    phone: str


class Draft(Out):
    said_on: str
    channel: str
    category: str
    urgency: str
    place: DraftPlace
    registered_as: str
    reporter: DraftReporter
    evidence: dict[str, object]


class Drafts(Out):
    drafts: list[Draft]


class Written(Out):
    entry: EntryOut
    drafts: list[Draft]
    matters: list[MatterOut]


class NoticeOut(Out):
    id: str
    number: str
    sentence: str
    at: str
    read_at: str | None


class Notices(Out):
    notices: list[NoticeOut]
    unread: int
    page: int
    more: bool
