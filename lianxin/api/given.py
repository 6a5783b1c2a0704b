"""What the API gives, described. The answers themselves are plain values."""

from ninja import Schema
from pydantic import ConfigDict, Field


class Out(Schema):
    model_config = ConfigDict(extra="forbid")


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
    area: str
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
    provisional: bool = Field(description="期限跨到放假安排还没有公布的年份，是暂定的")
    paused_until: str | None = Field(description="期限暂停着，最晚到这时；没有暂停为空")
    level: str = Field(description="由哪一级承办：grid、community、street、district")
    outcome: str | None
    finished_at: str | None
    closed_at: str | None
    merged_into: str | None = Field(
        description="并入了哪一件；那一件看不见的为空字符串，没有合并的为 null"
    )


class Paused(Out):
    since: str
    until: str | None
    at_most: str
    reason: str


class Extended(Out):
    at: str
    limit: str


class Elapsed(Out):
    counted: float = Field(description="扣除暂停后算了多少")
    passed: float = Field(description="连暂停一共过了多少")
    unit: str


class CountedDay(Out):
    date: str
    counts: bool
    why: str


class Explanation(Out):
    rule: str
    days: list[CountedDay]
    outdated: bool = Field(description="日历改了，还没有重算：按现在的日历会是另一天")


class ClockOut(Out):
    name: str = Field(description="accept、contact、finish、return_visit")
    limit: str = Field(description="服务承诺的期限")
    legal: str | None = Field(description="法定的期限，没有为空")
    citation: str
    started_at: str
    due_at: str
    legal_due_at: str | None
    provisional: bool
    paused: list[Paused]
    extended: list[Extended]
    stopped_at: str | None
    late: bool
    elapsed: Elapsed
    explanation: Explanation


class FileOut(Out):
    id: str
    name: str
    kind: str = Field(description="image、voice 或 document")
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    url: str | None = Field(description="读它的地址；已处置的没有")
    disposed_at: str | None
    disposed_under: str | None


class AttachedFile(FileOut):
    seq: int = Field(description="由第几条记录附上")
    step: str


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
    files: list[AttachedFile]
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


class Relative(Out):
    relation: str = Field(description="parent 生出这一件的；child 由这一件生出的")
    number: str
    kind: str
    title: str
    state: str
    outcome: str | None
    holder_name: str | None


class Link(Out):
    number: str
    relation: str = Field(
        description="从这一件看那一件：caused_by、causes、uncovered、uncovered_by、same_as、related"
    )
    title: str
    state: str


class Reporter(Out):
    number: str = Field(description="并进来的那一件")
    state: str
    said_on: str
    channel: str
    words: str
    requester: Requester


class MatterOut(MatterRow):
    parent: str | None = Field(description="由哪一件生出；看不见的为空")
    children: list[str] = Field(description="由它生出的，只列看得见的")
    family: list[Relative]
    links: list[Link] = Field(description="关联的事项，只列看得见的")
    merged: list[Reporter] = Field(description="并进来的事项，每一位反映人都要答复；只列看得见的")
    clocks: list[ClockOut]
    files: list[AttachedFile]
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
    files: list[AttachedFile]


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
    candidates: list[str] = Field(description="最像的几类，最像的在前")
    urgency: str
    place: DraftPlace
    registered_as: str
    reporter: DraftReporter
    evidence: dict[str, object]


class BeforeOut(Out):
    number: str
    title: str
    state: str
    since: str
    voices: int = Field(description="已有几个人反映")
    why: list[str] = Field(description="为什么像同一件")
    joinable: bool = Field(description="能不能并进去：还在办，您也有这个许可")


class Drafts(Out):
    drafts: list[Draft]
    told_before: list[list[BeforeOut]] = Field(
        description="逐件列出像是已经有人反映过的，最像的在前"
    )


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


class LedgerName(Out):
    name: str
    says: str


class LedgerNames(Out):
    ledgers: list[LedgerName]


class LedgerFigure(Out):
    label: str
    count: int
    query: str | None = Field(description="接在 /ledgers/{name}/matters? 后面，就是这些事项")


class LedgerColumn(Out):
    name: str
    title: str


class LedgerOut(Out):
    ledger: str
    title: str
    since: str
    until: str
    area: str
    made_at: str
    made_by: str
    figures: list[LedgerFigure]
    columns: list[LedgerColumn]
    rows: list[dict[str, object]]
    total: int


class StandingFigure(Out):
    name: str
    label: str
    count: int
    query: str = Field(description="接在 /matters? 后面，就是这些事项")


class StandingsOut(Out):
    name: str
    late_percent: int | None = Field(description="在办的里超时的占百分之几；不足5件不算，为空")
    figures: list[StandingFigure]


class SupervisionOut(Out):
    quiet: int = Field(description="几天没有动静算停住")
    area: str
    total: StandingsOut
    organisations: list[StandingsOut]
    categories: list[StandingsOut]


class HotTopicOut(Out):
    title: str
    voices: int = Field(description="几个人说的；一个人说几遍算一个")
    growth: int = Field(description="近四周比前四周多几次")
    since: str
    until: str
    matters: list[str] = Field(description="事项编号，最近的在前")


class RecurringOut(Out):
    where: str
    category: str
    times: int
    last: str
    words: str = Field(description="查原因时民情本里可以这样起头")


class TopicsOut(Out):
    topics: list[HotTopicOut]
    recurring: list[RecurringOut]


class TallyOut(Out):
    compared: int
    agreed: int
    percent: int | None = Field(description="比过的不足 5 个时为空")


class AccuracyRow(Out):
    name: str
    total: TallyOut
    cells: list[TallyOut]


class ConfusionOut(Out):
    proposed: str
    accepted: str
    count: int


class AccuracyOut(Out):
    by: str = Field(description="month 或 week")
    community: str
    entries: int
    periods: list[str] = Field(description="每一段的第一天，新的在前")
    parts: list[AccuracyRow] = Field(description="每一项，各段一格")
    communities: list[AccuracyRow] = Field(description="每个社区，各项一格")
    confusions: list[ConfusionOut]
