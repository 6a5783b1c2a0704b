"""What the API takes, checked before it reaches a form."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from lianxin.matters.models import Channel, State
from lianxin.matters.standing import Standing

CHANNELS = Literal[tuple(Channel.values)]
STATES = Literal[("open", "all", *State.values)]
STANDINGS = Literal[("", *Standing.values)]


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


class SignIn(In):
    login: str = Field(max_length=150)
    password: str = Field(max_length=1000)
    label: str = Field("", max_length=80, description="给谁用")
    code: str = Field("", max_length=40, description="开启了两步验证的账号：验证码，或一组恢复码")


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
    join: str | None = Field("", description="又有人说的同一件：并入哪一件，写它的编号")


class AcceptedIn(In):
    """What the writer accepted or corrected of the draft, whole: without matters none is opened."""

    said_on: str
    channel: str = Channel.PHONE.value
    reporter: AcceptedReporter = AcceptedReporter()
    subject: str | None = Field("", description="替谁反映")
    matters: list[AcceptedMatter] = Field(max_length=10)


# Ids of files taken in before, by POST /files; how many go with one step is a setting.
FILES = Annotated[list[UUID], Field(max_length=100, description="先用 POST /files 上传，得到编号")]


class NewEntry(Words):
    accepted: AcceptedIn | None = Field(None, description="不给则照系统的理解立项")
    files: FILES = []


class StepIn(In):
    data: dict[str, object] = Field({}, description="这一步要填的内容，见事项的 steps[].asks")
    version: int | None = Field(None, strict=True, description="您看到的版本；已有新变化时拒绝")
    files: FILES = []
