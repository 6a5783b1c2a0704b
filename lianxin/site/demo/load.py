"""Filling an empty data folder with the demo communities, by the actions of any office."""

import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.access.actions import use_link
from lianxin.access.models import Login
from lianxin.access.queries import actor_for
from lianxin.access.register import found_district, import_register
from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.site.demo.stories import CODES, Script, Told, script_of, tell
from lianxin.territory.models import Level, Place

# No letter or digit that is easily taken for another: the password is read off a screen.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class DemoLogin:
    """One way in: whose it is, and as what."""

    login: str
    password: str
    name: str
    post: str
    community: str

    def as_json(self) -> dict:
        return asdict(self)


def password_in(home: Path) -> str:
    """Return the demo password of a data folder, made at random the first time.

    Only the owner of the folder can read it.
    """
    file = home / "demo-password"
    if not file.exists():
        word = "-".join("".join(secrets.choice(ALPHABET) for _n in range(4)) for _part in range(3))
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf8") as written:
            written.write(word + "\n")
    return file.read_text(encoding="utf8").strip()


def is_loaded() -> bool:
    """Tell whether the demo communities are in the database; refuse to mix them with others."""
    there = set(Place.objects.filter(level=Level.DISTRICT).values_list("name", flat=True))
    if there and there != {script_of(code).district for code in CODES}:
        sentence = _(
            "这个数据文件夹里已有别的数据，不装演示社区。请用 LIANXIN_HOME 另指一个空文件夹。"
        )
        raise Refused("wrong_state", sentence)
    return bool(there)


def load(*, password: str) -> list[Told]:
    """Found the communities, give every login the password, tell the stories: all or nothing."""
    scripts = [script_of(code) for code in CODES]
    admins: dict[str, Login] = {}  # of each district: two communities may lie in one
    with transaction.atomic():
        for script in sorted(scripts, key=lambda script: script.founded):
            _found(script, password, admins)
        return tell(scripts)


def _found(script: Script, password: str, admins: dict[str, Login]) -> None:
    with clock.at(script.founded):
        links = {}
        if script.district not in admins:
            admin, secret = found_district(script.district, f"admin-{script.code}")
            admins[script.district], links[admin.username] = admin, secret
        by = actor_for(admins[script.district], via="cli")
        for what in ("places", "people", "posts"):
            content = (script.folder / f"{what}.csv").read_bytes()
            links.update(import_register(what, content, by=by).get("links", {}))
        for link in links.values():
            use_link(link, password)


def logins(password: str) -> list[DemoLogin]:
    """Return the demo's logins, with whose they are and as what, by community."""
    found = []
    for code in CODES:
        of_community = Q(username__endswith=f"-{code}") | Q(username__startswith=f"dept-{code}-")
        there = Login.objects.filter(of_community, district__name=script_of(code).district)
        for login in there.select_related("person").order_by("username"):
            actor = actor_for(login)
            found.append(
                DemoLogin(login.username, password, login.person.name, actor.post_name, code)
            )
    return found
