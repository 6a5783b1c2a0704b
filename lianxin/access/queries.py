"""Who somebody is: from a login to the actor, with posts, permissions and scope of today."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.access.models import Factor, Login, Reveal, Token
from lianxin.access.roles import RIGHTS, Permission, RoleRights
from lianxin.access.rules import needs_factor
from lianxin.base import clock, crypto
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.scope import Area, Scope
from lianxin.base.text import clean
from lianxin.base.written import written_once
from lianxin.people.models import Person, Post, Role
from lianxin.people.queries import Held, held, held_by, posts_kept
from lianxin.territory.models import Place
from lianxin.territory.queries import area_of, communities_in, places_in


def login_named(username: str) -> Login:
    """Return the active login of a name, or refuse."""
    login = (
        Login.objects.select_related("person")
        .filter(username=clean(username), is_active=True)
        .first()
    )
    if login is None:
        raise Refused("not_found", _("没有登录名“%(name)s”，请核对。") % {"name": username})
    return login


def login_of_session(pk: UUID) -> Login | None:
    """Return a login as it is now, with whose it is, their telephone left sealed where it is."""
    rows = _login_of_session(pk)
    if not rows:
        return None
    login = Login.from_db(DEFAULT_DB_ALIAS, _LOGIN, rows[0][: len(_LOGIN)])
    login.person = Person.from_db(DEFAULT_DB_ALIAS, _PERSON, rows[0][len(_LOGIN) :])
    return login


_LOGIN = tuple(field.attname for field in Login._meta.concrete_fields)
_PERSON = ("id", "district_id", "name")


@written_once
def _login_of_session(pk: UUID) -> QuerySet:
    person = (f"person__{name}" for name in _PERSON)
    return Login.objects.filter(pk=pk).values_list(*_LOGIN, *person)


def names_behind(usernames: Iterable[str]) -> dict[str, str]:
    """Return whose logins these are, those that are closed too."""
    wanted = set(usernames)
    if not wanted:
        return {}
    found = Login.objects.filter(username__in=wanted)
    return dict(found.values_list("username", "person__name"))


def token_of(secret: str) -> Token | None:
    """Return the machine token of a secret, if it is known, has not expired and its login is active."""
    return (
        Token.objects.select_related("login__person")
        .filter(digest=crypto.digest(secret), expires_at__gt=clock.now(), login__is_active=True)
        .first()
    )


def login_of_token(secret: str) -> Login | None:
    """Return the active login that a machine token stands for."""
    token = token_of(secret)
    return token.login if token else None


def actor_for(login: Login, *, via: str = "desk") -> Actor:
    """Return the actor behind a login, from the posts that the person holds today.

    Nothing of it is kept: a post that ended a moment ago counts for nothing, in every process.
    """
    posts = held_by(login.person_id, clock.today())
    ranked = [(post, RIGHTS[post.role]) for post in posts]
    areas = {post.pk: area_of(post.area) for post in posts}
    main = max(posts, key=lambda post: len(RIGHTS[post.role].permissions), default=None)
    return Actor(
        login=login.username,
        login_id=login.pk,
        person=login.person_id,
        name=login.person.name,
        district=login.district_id,
        post=main.pk if main else None,
        post_name=f"{main.organisation_name} {Role(main.role).label}" if main else "",
        permissions=frozenset().union(*(rights.permissions for _post, rights in ranked)),
        scope=_scope(login, ranked, areas),
        keeps=tuple(
            areas[post.pk] for post, rights in ranked if "keep_register" in rights.permissions
        ),
        outside=bool(ranked) and not any(rights.sees == "area" for _post, rights in ranked),
        needs_factor=needs_factor(post.role for post in posts),
        via=via,
    )


def _scope(
    login: Login, ranked: Iterable[tuple[Held, RoleRights]], areas: dict[object, Area]
) -> Scope:
    return Scope(
        district=login.district_id,
        person=login.person_id,
        areas=tuple(areas[post.pk] for post, rights in ranked if rights.sees == "area"),
        organisations=frozenset(
            post.organisation for post, rights in ranked if rights.for_organisation
        ),
    )


def reveals_read(by: Actor) -> QuerySet[Reveal]:
    """Return who saw what in full in the communities that the actor supervises, the latest first."""
    if not by.may(Permission.READ_REVEALS):
        return Reveal.objects.none()
    communities = communities_in(by.scope.areas, by.district).order_by().values("pk")
    seen = Q(community__in=communities)
    if any(area.level == "district" for area in by.scope.areas):
        seen |= Q(community=None)
    found = Reveal.objects.filter(seen, district=by.district).select_related("community")
    return found.order_by("-at", "-pk")


def working_posts(community: Place, on: date) -> QuerySet[Post]:
    """Return the posts whose holders can be given a community's matters, those nearest to it first."""
    working = [role for role, rights in RIGHTS.items() if Permission.WORK in rights.permissions]
    above = [community.pk, community.street_id, community.district_id]
    return (
        Post.objects.filter(held(on), district=community.district_id, role__in=working)
        .filter(Q(area__community=community.pk) | Q(area__in=above))
        .filter(person__logins__is_active=True)
        .select_related("person", "organisation", "area")
        .prefetch_related(Prefetch("person__logins", Login.objects.filter(is_active=True)))
        .order_by("organisation__kind", "organisation__name", "area__name", "person__name", "pk")
        .distinct()
    )


def holder_choices(community: Place) -> list[tuple[str, str]]:
    """Return the logins that a community's matters can be given to, each with who and where that is."""
    return [
        (
            login.username,
            f"{post.person.name}（{post.organisation.name} {post.get_role_display()} · {post.area.name}）",
        )
        for post in working_posts(community, clock.today())
        for login in post.person.logins.all()[:1]
    ]


def superiors_of(community: Place) -> list[tuple[str, Post]]:
    """Return those who stand above a community and may agree for it: login name and post."""
    roles = [role for role, rights in RIGHTS.items() if Permission.SUPERVISE in rights.permissions]
    above = (community.street_id, community.district_id)
    posts = Post.objects.filter(held(clock.today()), role__in=roles, area__in=above)
    posts = posts.select_related("person", "organisation").prefetch_related("person__logins")
    return [
        (login.username, post)
        for post in posts.order_by("organisation__name", "person__name")
        for login in post.person.logins.all()[:1]
    ]


def post_of_holder(username: str, community: Place) -> Post:
    """Return the post in which somebody would hold a matter of this community, or refuse."""
    post = (
        working_posts(community, clock.today())
        .filter(person__logins__username=clean(username))
        .first()
    )
    if post is None:
        sentence = _("“%(name)s”不能承办这个社区的事项，请从名单里另选一位。") % {
            "name": username[:40]
        }
        raise Refused("bad_input", sentence, fields={"holder": [sentence]})
    return post


def posts_with_logins(by: Actor) -> QuerySet[Post]:
    """Return the posts that the actor keeps, each person with the open logins, which say `has_factor`."""
    proved = Factor.objects.filter(district=OuterRef("district"), login=OuterRef("pk"))
    logins = Login.objects.filter(is_active=True).annotate(has_factor=Exists(proved))
    open_logins = Prefetch("person__logins", logins)
    return posts_kept(by).prefetch_related(open_logins)


def logins_kept(by: Actor) -> QuerySet[Login]:
    """Return the open logins of persons all of whose posts today lie within what the actor keeps."""
    if not by.may(Permission.KEEP_LOGINS):
        return Login.objects.none()
    kept = places_in(by.keeps)
    wider = Post.objects.filter(held(clock.today())).exclude(area__in=kept)
    logins = Login.objects.filter(district=by.district, is_active=True)
    inside = Q(person__posts__area__in=kept) | Q(person__community__in=kept)
    return logins.filter(inside).exclude(person__posts__in=wider).distinct()
