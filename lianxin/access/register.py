"""Taking in a community's lists: places, people, posts with their logins; and the very first login."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.access.actions import make_link, open_login
from lianxin.access.models import Login
from lianxin.access.queries import logins_kept
from lianxin.access.rules import may_open_login
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.refused import Refused
from lianxin.people.actions import add_post
from lianxin.people.imports import Plan, import_people, import_posts, plan_of, take
from lianxin.people.models import Organisation, OrganisationKind, Person, Post, Role
from lianxin.territory.imports import import_places
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import community_kept


def import_register(what: str, content: bytes, *, by: Actor, dry_run: bool = False) -> dict:
    """Import `places`, `people` or `posts` from a file; for new logins `links` holds their one-time secrets."""
    _check_keeps(by)
    if what == "places":
        return import_places(content, by=by, dry_run=dry_run)
    if what == "people":
        return import_people(content, by=by, dry_run=dry_run).as_json()
    with transaction.atomic():
        counts, wanted = import_posts(content, by=by, dry_run=dry_run)
        if dry_run:
            return counts
        return {**counts, "links": _open_logins(wanted, by)}


def people_plan(
    content: bytes,
    *,
    by: Actor,
    name: str,
    community: str | None = None,
    **told: object,
) -> Plan:
    """Return what a list of persons would do; `community` is a code, the rest as `people.imports` takes it."""
    _check_keeps(by)
    usual = community_kept(community, by.keeps) if community else None
    return plan_of(content, by=by, name=name, community=usual, **told)


def take_people(plan: Plan, *, by: Actor) -> None:
    """Write what a plan would do, all of it or nothing."""
    _check_keeps(by)
    with transaction.atomic():
        take(plan, by=by)


def _check_keeps(by: Actor) -> None:
    if not by.may("keep_register"):
        raise Refused("not_allowed", _("您的岗位不能维护登记簿。请找社区书记或管理员。"))


def _open_logins(wanted: list[tuple[Person, str]], by: Actor) -> dict[str, str]:
    return {
        username: give_login(person, username, by=by)
        for person, username in wanted
        if not Login.objects.filter(username=username, person=person).exists()
    }


def give_login(person: Person, username: str, *, by: Actor) -> str:
    """Open a login for a person, and return the secret of the link that sets its password."""
    may_open_login(person, by)
    return make_link(open_login(person, username, by=by), by=by)


def appoint(
    person: Person, organisation: Organisation, role: str, area: Place, since: date,
    *, username: str = "", by: Actor,
) -> str:  # fmt: skip
    """Give a person a post, and a login where one is named; return the secret of its link, or nothing."""
    with transaction.atomic():
        add_post(person, organisation, role, area, since, by=by)
        return give_login(person, username, by=by) if username else ""


def renew_link(login: UUID, *, by: Actor) -> tuple[Login, str]:
    """Return a new one-time link for a login that the actor keeps: the way to reset a password."""
    found = logins_kept(by).filter(pk=login).first()
    if found is None:
        raise Refused("not_found", _("没有这个登录账号，或不由您管理。"))
    return found, make_link(found, by=by)


def found_district(name: str, username: str, *, by: None = None) -> tuple[Login, str]:
    """Make a district with its first administrator, and return the login with its one-time secret."""
    if Place.objects.filter(level=Level.DISTRICT, name=name).exists():
        raise Refused(
            "bad_input", _("“%(name)s”已经建好了。") % {"name": name}, fields={"district": []}
        )
    with transaction.atomic():
        pk = new_id()
        district = Place(id=pk, district_id=pk, level=Level.DISTRICT, name=name)
        district.save(force_insert=True)
        person = Person.objects.create(district=district, name=_("管理员"))
        office = Organisation.objects.create(
            district=district, kind=OrganisationKind.DISTRICT, name=name, area=district
        )
        Post.objects.create(
            district=district,
            person=person,
            organisation=office,
            role=Role.ADMINISTRATOR,
            area=district,
            since=clock.today(),
        )
        login = open_login(person, username, by=by)
        return login, make_link(login, by=by)
