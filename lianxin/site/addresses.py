"""Every address of the product, read from the resolver itself, so that none can be forgotten."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from lianxin.api.machine import api
from lianxin.base.opened import is_open

OPEN, SIGNED_IN, TOKEN = "open", "signed_in", "token"
ANY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """An address, the name it is reversed by, the methods it answers, and who is let in."""

    address: str
    name: str
    methods: tuple[str, ...]
    policy: str

    def as_json(self) -> dict:
        return {**asdict(self), "methods": list(self.methods)}


def routes() -> list[Route]:
    """Return every address in the order in which they are tried; of the API, one for each policy."""
    described = api.get_openapi_schema()["paths"]
    found: dict[tuple[str, str], Route] = {}
    for address, name, view in _patterns(get_resolver(), "/", ""):
        for route in _routes(address, name, view, described):
            # An address that stands there twice is answered by the first.
            found.setdefault((route.address, route.policy), route)
    return list(found.values())


def _patterns(resolver: URLResolver, above: str, space: str) -> Iterator[tuple[str, str, Callable]]:
    for pattern in resolver.url_patterns:
        address = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, f"{space}{pattern.name or ''}", pattern.callback
        else:
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _patterns(pattern, address, inside)


def _routes(address: str, name: str, view: Callable, described: dict) -> list[Route]:
    operations = described.get(_as_described(address))
    if operations is None:
        policy = OPEN if is_open(view) else SIGNED_IN
        return [Route(address, name, _methods(view), policy)]
    by_policy: dict[str, list[str]] = {}
    for method, operation in operations.items():
        by_policy.setdefault(TOKEN if operation.get("security") else OPEN, []).append(
            method.upper()
        )
    return [Route(address, name, tuple(methods), policy) for policy, methods in by_policy.items()]


def _as_described(address: str) -> str:
    """Return an address as the description writes it: `{notice}` for `<uuid:notice>`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)


def _methods(view: Callable) -> tuple[str, ...]:
    """Return what a view answers: a decorator keeps it, a class lists it, any other view takes all."""
    page = getattr(view, "view_class", None)
    while view is not None:
        kept = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if kept is not None:
            return tuple(kept)
        view = getattr(view, "__wrapped__", None)
    if page is not None:
        return tuple(m.upper() for m in page.http_method_names if hasattr(page, m))
    return ANY
