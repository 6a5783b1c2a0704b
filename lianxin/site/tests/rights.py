"""The declared policy: for every address and method, who is let in and what they must reach.

An address that is not declared here fails the test. `who` gets 403 where somebody is not in it;
`reach` gets 404 where the target is not there for them. `scope_first` says which of the two is
asked first. `says` is an answer that is the same for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = (
    "secretary", "desk", "chief", "grid", "grid2", "captain", "rep", "branch", "property",
    "volunteer", "street", "department", "district", "admin", "neighbour", "stranger",
)  # fmt: skip
ANONYMOUS = "anonymous"
ACTORS = (*ROLES, ANONYMOUS)

ABOVE = {"street", "district"}
OFFICE = {"secretary", "desk"}
EVERYBODY_HERE = OFFICE | ABOVE | {"chief", "grid", "grid2", "captain", "rep", "branch"}

# Where a matter lies (names below the community; beside it and in the twin district) → who sees it.
MATTER_SEEN = {
    "tongxin": EVERYBODY_HERE,
    "tongxin/怡乐园小区": EVERYBODY_HERE,
    "tongxin/怡乐园小区/1号楼": OFFICE | ABOVE | {"chief", "grid", "captain", "branch"},
    "tongxin/怡乐园小区/1号楼/1单元/101": OFFICE | ABOVE | {"chief", "grid", "captain", "branch"},
    "tongxin/怡乐园小区/2号楼": OFFICE | ABOVE | {"grid2", "rep", "branch"},
    "tongxin/海纳小区/1号楼/1单元/101": OFFICE | ABOVE | {"grid2"},
    "hean": ABOVE | {"neighbour"},
    "hean/安居小区/1号楼": ABOVE | {"neighbour"},
    "fulai": {"district"},
    "yunhe": {"stranger"},
    "yunhe/怡乐园小区/1号楼/1单元/101": {"stranger"},
}
# A file is seen where its matter is; a few stand for all.
_WITH_FILES = ("tongxin/怡乐园小区/2号楼", "hean/安居小区/1号楼", "yunhe")
# A community → who reaches it: to write in its notebook, to narrow a list to it.
COMMUNITY_REACHED = {
    "tongxin": EVERYBODY_HERE,
    "hean": ABOVE | {"neighbour"},
    "fulai": {"district"},
    "yunhe": {"stranger"},
}
# Somebody with a post and a login → whose register they are in.
PERSON_KEPT = {
    "grid": OFFICE | {"admin"},
    "neighbour_grid": {"neighbour", "admin"},
    "street": {"admin"},
    "stranger_grid": {"stranger"},
}
LOGIN_KEPT = {
    "grid": {"secretary", "admin"},
    "neighbour_grid": {"admin"},
    "street": {"admin"},
    "stranger_grid": set(),
}
# Somebody who lives at a place → who may look them up.
RESIDENT_SEEN = {
    "tongxin/怡乐园小区/1号楼/1单元/101": OFFICE | {"chief", "grid", "admin"},
    "tongxin/怡乐园小区/2号楼/1单元/101": OFFICE | {"grid2", "admin"},
    "hean/安居小区/1号楼/1单元/101": {"neighbour", "admin"},
    "yunhe/怡乐园小区/1号楼/1单元/101": {"stranger"},
}
NOTICE_OF = {"grid": {"grid"}, "stranger_grid": set()}
SAVED_BY = {"grid": {"grid"}, "stranger_grid": set()}
# A list that waits to be looked at waits for who sent it.
STAGED_BY = {"desk": {"desk"}, "stranger": {"stranger"}}
# The desk leads back to one's own messages, whosever the message was.
NOTICE_NAMED = {"grid": set(ROLES), "stranger_grid": set(ROLES)}
TARGETS: Mapping[str, Mapping[str, set[str]]] = {
    "matter": MATTER_SEEN,
    "file": {name: MATTER_SEEN[name] for name in _WITH_FILES},
    "photo": {name: MATTER_SEEN[name] for name in _WITH_FILES},
    "community": COMMUNITY_REACHED,
    "person": PERSON_KEPT,
    "resident": RESIDENT_SEEN,
    "post": PERSON_KEPT,
    "login": LOGIN_KEPT,
    "notice": NOTICE_OF,
    "saved": SAVED_BY,
    "staged": STAGED_BY,
    "notice_named": NOTICE_NAMED,
    "place_kept": {
        "tongxin": OFFICE | {"admin"},
        "hean": {"neighbour", "admin"},
        "yunhe": {"stranger"},
    },
    "place_reached": COMMUNITY_REACHED,
    "community_led": {
        code: seen if code == "yunhe" else seen | {"admin"}
        for code, seen in COMMUNITY_REACHED.items()
    },
    "": {"": set(ACTORS)},
}

ALL = frozenset(ROLES)
RECORD = ALL - {"property", "volunteer", "department", "district", "admin"}
DISPATCH = frozenset({"secretary", "desk", "street", "district", "neighbour", "stranger"})
REVEAL = DISPATCH | {"chief", "grid", "grid2", "district"}
READ_REVEALS = frozenset({"secretary", "street", "district"})
LEDGER = DISPATCH | {"district"}
RULES = frozenset({"secretary", "district", "admin"})
LEADERS = RULES | {"street"}
KEEPERS = frozenset({"secretary", "desk", "admin", "neighbour", "stranger"})


@dataclass(frozen=True)
class Rule:
    """Who is let in to one method of one address, and to which targets."""

    who: frozenset[str] = ALL
    reach: str = ""
    scope_first: bool = True
    says: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def answer(self, actor: str, target: str, *, api: bool) -> str:
        """Return what this actor must be answered: `in`, or the status that refuses."""
        if self.says:
            return self.says
        if actor == ANONYMOUS:
            return "in" if ANONYMOUS in self.who else "401" if api else "sign_in"
        refusals = [
            ("404", actor not in TARGETS[self.reach][target]),
            ("403", actor not in self.who),
        ]
        for status, refused in refusals if self.scope_first else reversed(refusals):
            if refused:
                return status
        return "in"


EVERYBODY = Rule(frozenset(ACTORS))
SIGNED_IN = Rule()
MATTER = Rule(reach="matter")
KEEPER = Rule(KEEPERS)
_DAYS = {"since": "2026-01-01", "until": "2026-01-31"}
_FIGURE = {**_DAYS, "figure": "recorded"}
_LEDGER = {"ledger": "诉求台账"}
_ENTRY = {"community": "TARGET", "text": "楼道灯坏了。"}

# Address → method → rule. What is not named answers 405.
POLICY: Mapping[str, Mapping[str, Rule]] = {
    "/livez": dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), EVERYBODY),
    "/readyz": dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), EVERYBODY),
    "/desk/": {"GET": SIGNED_IN},
    "/desk/sign-in": dict.fromkeys(("GET", "POST"), EVERYBODY),
    "/desk/sign-in/code": dict.fromkeys(("GET", "POST"), EVERYBODY),
    "/desk/sign-out": {"POST": EVERYBODY},
    # Whoever bears a one-time link; the one tried here never was.
    "/desk/welcome/<str:secret>": dict.fromkeys(("GET", "POST"), Rule(says="404")),
    "/desk/notebook": {"GET": Rule(RECORD), "POST": Rule(RECORD)},
    "/desk/notebook/draft": {"POST": Rule(RECORD)},
    "/desk/notebook/days": {"GET": SIGNED_IN},
    "/desk/notebook/<day:day>": {"GET": SIGNED_IN},
    "/desk/mine": {"GET": SIGNED_IN},
    "/desk/matters": {"GET": SIGNED_IN},
    "/desk/search": {"GET": SIGNED_IN},
    "/desk/matters/<str:number>": {"GET": MATTER},
    "/desk/matters/<str:number>/steps/<str:name>": {
        "GET": MATTER,
        "POST": Rule(DISPATCH, reach="matter"),
    },
    "/desk/matters/<str:number>/phone": {
        "POST": Rule(REVEAL, reach="matter", body={"purpose": "回访居民用"})
    },
    # The files tried here hang on matters: who sees the matter sees them.
    "/desk/files/<uuid:file>": {"GET": Rule(reach="file")},
    "/desk/files/<uuid:file>/thumbnail": {"GET": Rule(reach="photo")},
    "/desk/filters": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "/desk/filters/<uuid:saved>": {"POST": Rule(reach="saved")},
    "/desk/supervision": {"GET": Rule(DISPATCH)},
    "/desk/topics": {"GET": Rule(DISPATCH)},
    "/desk/understanding": {"GET": Rule(LEADERS)},
    "/desk/understanding/models": dict.fromkeys(("GET", "POST"), Rule(RULES - {"secretary"})),
    "/desk/ledgers": {"GET": Rule(LEDGER)},
    "/desk/ledgers/matters": {"GET": Rule(LEDGER, query={**_LEDGER, **_FIGURE})},
    "/desk/ledgers/file.<str:ending>": {"GET": Rule(LEDGER, query={**_LEDGER, **_DAYS})},
    "/desk/messages": {"GET": SIGNED_IN},
    "/desk/messages/read": {"POST": SIGNED_IN},
    "/desk/messages/<uuid:notice>/read": {"POST": Rule(reach="notice_named")},
    "/desk/account": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "/desk/account/keys": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "/desk/account/second-factor": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "/desk/rules": {"GET": Rule(RULES)},
    "/desk/rules/calendar": dict.fromkeys(("GET", "POST"), Rule(RULES)),
    "/desk/rules/limits": dict.fromkeys(("GET", "POST"), Rule(RULES)),
    "/desk/rules/duties": dict.fromkeys(("GET", "POST"), Rule(RULES)),
    "/desk/rules/categories": {
        "GET": Rule(RULES),
        "POST": Rule(RULES, body={"code": "NOISE", "name": "响声"}),
    },
    "/desk/rules/recount": dict.fromkeys(("GET", "POST"), Rule(RULES - {"secretary"})),
    "/desk/rules/failed": dict.fromkeys(("GET", "POST"), Rule(RULES - {"secretary"})),
    "/desk/people/<uuid:person>": {"GET": Rule(reach="resident")},
    "/desk/people/<uuid:person>/show": {
        "POST": Rule(REVEAL, reach="resident", body={"field": "phone", "purpose": "通知领取慰问品"})
    },
    "/desk/reveals": {"GET": Rule(READ_REVEALS)},
    "/desk/register": {"GET": KEEPER},
    "/desk/register/places": dict.fromkeys(
        ("GET", "POST"),
        Rule(KEEPERS, reach="place_kept", scope_first=False, query={"in": "TARGET"}),
    ),
    "/desk/register/people": dict.fromkeys(("GET", "POST"), KEEPER),
    "/desk/register/people/export": dict.fromkeys(("GET", "POST"), KEEPER),
    "/desk/register/people/<uuid:person>/logins": dict.fromkeys(
        ("GET", "POST"), Rule(KEEPERS, reach="person", scope_first=False)
    ),
    "/desk/register/organisations": dict.fromkeys(("GET", "POST"), KEEPER),
    "/desk/register/posts": dict.fromkeys(("GET", "POST"), KEEPER),
    "/desk/register/posts/<uuid:post>/end": dict.fromkeys(
        ("GET", "POST"), Rule(KEEPERS, reach="post", scope_first=False)
    ),
    "/desk/register/logins/<uuid:login>/links": {
        "POST": Rule(KEEPERS, reach="login", scope_first=False)
    },
    "/desk/register/logins/<uuid:login>/factor": {
        "POST": Rule(KEEPERS, reach="login", scope_first=False)
    },
    "/desk/register/logins/<uuid:login>/end": {
        "POST": Rule(KEEPERS, reach="login", scope_first=False)
    },
    "/desk/register/lacking": {"GET": KEEPER},
    "/desk/register/files": dict.fromkeys(("GET", "POST"), KEEPER),
    "/desk/register/files/<uuid:staged>": dict.fromkeys(
        ("GET", "POST"), Rule(KEEPERS, reach="staged", scope_first=False)
    ),
    "/api/v1/openapi.json": {"GET": EVERYBODY},
    # Whatever has no address of its own.
    "/api/v1/": dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), Rule(says="404")),
    "/api/v1/diary": {
        "GET": Rule(reach="community", query={"community": "TARGET"}),
        "POST": Rule(RECORD, reach="community", body=_ENTRY),
    },
    "/api/v1/understand": {"POST": Rule(reach="community", body=_ENTRY)},
    "/api/v1/files": {"POST": Rule(ALL - {"admin"})},
    "/api/v1/files/<file>": {"GET": Rule(reach="file")},
    "/api/v1/ledgers": {"GET": Rule(LEDGER)},
    "/api/v1/ledgers/<name>": {
        "GET": Rule(
            LEDGER,
            reach="community",
            scope_first=False,
            query={"from": "2026-01-01", "to": "2026-01-31", "area": "TARGET"},
        )
    },
    "/api/v1/ledgers/<name>/matters": {
        "GET": Rule(
            LEDGER, reach="community", scope_first=False, query={**_FIGURE, "area": "TARGET"}
        )
    },
    "/api/v1/matters": {"GET": Rule(reach="community", query={"area": "TARGET"})},
    "/api/v1/matters/<number>": {"GET": MATTER},
    "/api/v1/matters/<number>/steps/<name>": {
        "POST": Rule(DISPATCH, reach="matter", body={"data": {}})
    },
    "/api/v1/supervision": {
        "GET": Rule(DISPATCH, reach="community", scope_first=False, query={"area": "TARGET"})
    },
    "/api/v1/topics": {"GET": Rule(DISPATCH)},
    "/api/v1/understanding": {
        "GET": Rule(
            LEADERS, reach="community_led", scope_first=False, query={"community": "TARGET"}
        )
    },
    "/api/v1/notices": {"GET": SIGNED_IN},
    "/api/v1/notices/<notice>/read": {"POST": Rule(reach="notice")},
    "/api/v1/me": {"GET": SIGNED_IN},
    "/api/v1/places": {"GET": Rule(reach="place_reached", query={"parent": "TARGET"})},
    "/api/v1/tokens": {
        "POST": Rule(says="401", body={"login": "nobody", "password": "guess-1234"})
    },
    "/api/v1/tokens/current": {"DELETE": SIGNED_IN},
}
