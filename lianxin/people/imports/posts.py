"""Organisations and posts from the office's own lists."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.sheets import Row, Wrong, refuse_wrong, table_of, too_long
from lianxin.people.hooks import may_give_role
from lianxin.people.models import Organisation, OrganisationKind, Person, Post, Role, phone_index
from lianxin.territory.models import Level, Place

POSTS = {
    "姓名": ("人员姓名",), "电话": ("联系电话", "手机", "手机号"), "单位": ("单位名称", "所在单位"),
    "单位类型": ("类型",), "职务": ("岗位",), "负责区域": ("负责范围", "区域"),
    "起": ("到任日期", "任职日期"), "止": ("离任日期",), "登录名": ("账号",),
}  # fmt: skip
_MOST = {"姓名": 80, "电话": 30, "单位": 80, "登录名": 150}
_KINDS = {str(kind.label): kind.value for kind in OrganisationKind}
_ROLES = {str(role.label): role.value for role in Role}


def import_posts(
    content: bytes, *, by: Actor, dry_run: bool = False
) -> tuple[dict, list[tuple[Person, str]]]:
    """Take a file of organisations and posts, all of it or nothing.

    Returns the counts, and the persons for whom the file asks a login, each with its name; whoever
    calls opens those. A row without a name registers the organisation alone.
    """
    rows = table_of(content, POSTS, required=("单位", "单位类型", "职务", "负责区域")).rows
    wrong: list[Wrong] = []
    counts = {"rows": len(rows), "organisations": 0, "people": 0, "posts": 0}
    logins = []
    with transaction.atomic():
        areas = _Areas(by)
        for row in rows:
            before = len(wrong)
            post = _read_post(row, areas, wrong)
            if len(wrong) > before or post is None:
                continue
            person = _save_post(row, post, by, counts, dry_run)
            if person and row["登录名"]:
                logins.append((person, row["登录名"]))
        refuse_wrong(wrong)
    return counts, logins


def _missing(row: Row, column: str) -> list[Wrong]:
    return [] if row[column] else [Wrong(row.number, column, "", _("没有填。"))]


class _Areas:
    """Places by their names from the top, `莒县/城阳街道/同心社区`, within what the actor keeps."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.district = Place.objects.get(pk=by.district)
        rows = Place.objects.filter(district=by.district).exclude(level=Level.HOME)
        self.by_path = {
            (place.parent_id if place.parent_id else None, place.name): place for place in rows
        }
        self.kept = {area.place for area in by.keeps}

    def find(self, written: str) -> Place | None:
        place = None
        for name in written.split("/"):
            place = self.by_path.get((place.pk if place else None, name.strip()))
            if place is None:
                return None
        return place

    def keeps(self, place: Place) -> bool:
        return bool(self.kept & set(place.path().values()))

    def not_kept(self, organisation: str, row: int) -> list[Wrong]:
        """Tell that an organisation of this name works elsewhere: a post in it would answer for it there."""
        found = Organisation.objects.filter(district=self.district, name=organisation)
        found = found.select_related("area").first()
        if found is None or self.keeps(found.area):
            return []
        return [Wrong(row, "单位", organisation, _("这个单位不在您维护的范围内。"))]


def _read_post(row: Row, areas: _Areas, wrong: list[Wrong]) -> dict | None:
    area = areas.find(row["负责区域"])
    if area is None:
        wrong.append(
            Wrong(
                row.number,
                "负责区域",
                row["负责区域"],
                _("登记簿里没有这个地方，请从区县写起，用 / 隔开。"),
            )
        )
    elif not areas.keeps(area):
        wrong.append(Wrong(row.number, "负责区域", row["负责区域"], _("不在您维护的范围内。")))
    kind = _KINDS.get(row["单位类型"])
    if kind is None:
        wrong.append(
            Wrong(
                row.number,
                "单位类型",
                row["单位类型"],
                _("应是：%(all)s。") % {"all": "、".join(_KINDS)},
            )
        )
    role = _ROLES.get(row["职务"])
    if row["姓名"] and role is None:
        wrong.append(
            Wrong(
                row.number, "职务", row["职务"], _("应是：%(all)s。") % {"all": "、".join(_ROLES)}
            )
        )
    wrong += _missing(row, "单位") + too_long(row, _MOST) + areas.not_kept(row["单位"], row.number)
    if role is not None:
        wrong += _not_to_give(row, role, areas.by)
    since, until = _day(row, "起", wrong) or clock.today(), _day(row, "止", wrong)
    if until is not None and until < since:
        wrong.append(Wrong(row.number, "止", row["止"], _("不能早于到任日期。")))
    return {"area": area, "kind": kind, "role": role, "since": since, "until": until}


def _not_to_give(row: Row, role: str, by: Actor) -> list[Wrong]:
    try:
        for ask in may_give_role:
            ask(role, by)
    except Refused as refused:
        return [Wrong(row.number, "职务", row["职务"], refused.sentence)]
    return []


def _day(row: Row, column: str, wrong: list[Wrong]) -> date | None:
    if not row[column]:
        return None
    try:
        return date.fromisoformat(row[column].replace("/", "-"))
    except ValueError:
        wrong.append(Wrong(row.number, column, row[column], _("日期写成 2026-01-31 的样子。")))
        return None


def _save_post(row: Row, post: dict, by: Actor, counts: dict, dry_run: bool) -> Person | None:
    organisation = Organisation.objects.filter(district=by.district, name=row["单位"]).first()
    if organisation is None:
        counts["organisations"] += 1
        organisation = Organisation(
            district_id=by.district,
            name=row["单位"],
            kind=post["kind"],
            area=_seat(post["area"], post["kind"]),
        )
        if not dry_run:
            organisation.save(force_insert=True)
    if not row["姓名"]:
        return None
    person = _person_of_post(row, post["area"], by, counts, dry_run)
    same = {"role": post["role"], "area": post["area"]}
    if Post.objects.filter(person=person.pk, organisation=organisation.pk, **same).exists():
        return person
    counts["posts"] += 1
    if not dry_run:
        Post(
            district_id=by.district, person=person, organisation=organisation,
            since=post["since"], until=post["until"], **same,
        ).save(force_insert=True)  # fmt: skip
    return person


def _seat(area: Place, kind: str) -> Place:
    """Return the place that an organisation works for: a community's own staff for the whole community."""
    if kind == OrganisationKind.COMMUNITY and area.community_id:
        return area.community
    return area


def _person_of_post(row: Row, area: Place, by: Actor, counts: dict, dry_run: bool) -> Person:
    found = Person.objects.filter(district=by.district, name=row["姓名"])
    if row["电话"]:
        found = found.filter(phone_key=phone_index(row["电话"]))
    person = found.first()
    if person is None:
        counts["people"] += 1
        person = Person(
            district_id=by.district,
            name=row["姓名"],
            phone=row["电话"],
            community_id=area.path()["community_id"],
        )
        if not dry_run:
            person.save(force_insert=True)
    return person
