"""Keeping the register of persons, organisations and posts."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.hooks import may_end_post, may_give_role
from lianxin.people.models import Organisation, Person, Post
from lianxin.territory.actions import check_keeps
from lianxin.territory.models import Place


def add_person(
    name: str,
    community: Place,
    *,
    by: Actor,
    title: str = "",
    phone: str = "",
    home: Place | None = None,
) -> Person:
    """Enter a person in the register of a community."""
    check_keeps(community, by=by)
    person = Person(
        district_id=by.district, community=community, name=name, title=title, phone=phone, home=home
    )
    person.save(force_insert=True)
    return person


def change_person(person: Person, *, by: Actor, **values: object) -> Person:
    """Correct a person's name, title, telephone or home."""
    if person.community_id:
        check_keeps(person.community, by=by)
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    return person


def add_organisation(name: str, kind: str, area: Place, *, by: Actor) -> Organisation:
    """Enter an organisation, with the place that it works for."""
    check_keeps(area, by=by)
    if Organisation.objects.filter(district=by.district, name=name).exists():
        sentence = _("“%(name)s”已经登记过了。") % {"name": name}
        raise Refused("bad_input", sentence, fields={"name": [sentence]})
    organisation = Organisation(district_id=by.district, name=name, kind=kind, area=area)
    organisation.save(force_insert=True)
    return organisation


def add_post(
    person: Person, organisation: Organisation, role: str, area: Place, since: date, *, by: Actor
) -> Post:
    """Give a person a post in an organisation for an area, from a day on."""
    check_keeps(area, by=by)
    check_keeps(organisation.area, by=by)
    for ask in may_give_role:
        ask(role, by)
    post = Post(
        district_id=by.district,
        person=person,
        organisation=organisation,
        role=role,
        area=area,
        since=since,
    )
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError:
        sentence = _("%(name)s已经有这个任职了。") % {"name": person.name}
        raise Refused("bad_input", sentence, fields={"role": [sentence]}) from None
    return post


def end_post(post: Post, until: date, *, by: Actor) -> Post:
    """End a post with its last day; refused while its holder still has open tasks."""
    check_keeps(post.area, by=by)
    if until < post.since:
        sentence = _("离任日期不能早于到任日期（%(day)s）。") % {"day": post.since}
        raise Refused("bad_input", sentence, fields={"until": [sentence]})
    for ask in may_end_post:
        ask(post)
    post.until = until
    post.save(update_fields=["until"])
    return post
