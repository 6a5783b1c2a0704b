"""Taking in a community's lists: places, people, posts with their logins; and the very first login."""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.access.actions import make_link, open_login
from lianxin.access.models import Login
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.refused import Refused
from lianxin.people.imports import import_people, import_posts
from lianxin.people.models import Organisation, OrganisationKind, Person, Post, Role
from lianxin.territory.imports import import_places
from lianxin.territory.models import Level, Place


def import_register(what: str, content: bytes, *, by: Actor, dry_run: bool = False) -> dict:
    """Import `places`, `people` or `posts` from a CSV file; for new logins `links` holds their one-time secrets."""
    if not by.may("keep_register"):
        raise Refused("not_allowed", _("您的岗位不能维护登记簿。请找社区书记或管理员。"))
    if what == "places":
        return import_places(content, by=by, dry_run=dry_run)
    if what == "people":
        return import_people(content, by=by, dry_run=dry_run)
    with transaction.atomic():
        counts, wanted = import_posts(content, by=by, dry_run=dry_run)
        if dry_run:
            return counts
        return {**counts, "links": _open_logins(wanted, by)}


def _open_logins(wanted: list[tuple[Person, str]], by: Actor) -> dict[str, str]:
    links = {}
    for person, username in wanted:
        if Login.objects.filter(username=username, person=person).exists():
            continue
        if not by.may("keep_logins"):
            raise Refused(
                "not_allowed", _("您的岗位不能开设登录账号，请去掉“登录名”一列，或请书记导入。")
            )
        links[username] = make_link(open_login(person, username, by=by), by=by)
    return links


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
