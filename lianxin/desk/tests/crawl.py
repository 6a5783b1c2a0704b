"""A reader who follows every link and sees every form, as somebody with a browser would."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

HERE = "http://testserver"
_NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{2}-[\d-]+|\d{4}-\d\d-\d\d|\d+")
_TYPED = {"text", "search", "tel", "textarea", "password", "email", "url", "number", "date"}
_EMPTY = {"input", "img", "br", "hr", "meta", "link"}


@dataclass(frozen=True)
class Input:
    """A field of a form as it came: what stands in it, or may be chosen."""

    name: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        return self.kind in _TYPED


@dataclass(frozen=True)
class Form:
    """A form of a page, with the button that sends it."""

    address: str
    method: str
    inputs: tuple[Input, ...]
    button: tuple[str, str] | None = None
    multipart: bool = False

    @property
    def shape(self) -> tuple:
        names = tuple(one.name for one in self.inputs if one.typed)
        return (shape(self.address), self.method, names, self.button)

    def filled(self) -> dict[str, str]:
        """Return what a person in a hurry sends: what stands there, and a few words where it is empty."""
        sent = {one.name: _filling(one) for one in self.inputs if one.kind != "file"}
        if self.button and self.button[0]:
            sent[self.button[0]] = self.button[1]
        return {name: value for name, value in sent.items() if value is not None}


def _filling(one: Input) -> str | None:
    if one.kind == "checkbox":
        return one.value if "checked" in one.choices else None
    if one.value or one.kind == "hidden":
        return one.value
    if one.choices:
        return next((choice for choice in one.choices if choice), "")
    return {"date": "2026-01-05", "number": "3", "password": "过桥-流水-7391"}.get(
        one.kind, "门锁坏了"
    )


def shape(address: str) -> str:
    """Return an address without what it names: two matters in one state are one shape."""
    parts = urlsplit(urljoin(HERE, address))
    asked = sorted({name for name, value in parse_qsl(parts.query) if value})
    return f"{_NAMES.sub('*', parts.path)}?{'&'.join(asked)}"


class Page(HTMLParser):
    """What one page of HTML holds: links, forms, complaints, and scripts where none may be."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.html = address, html
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.complaints: list[str] = []
        self.scripts: list[str] = []
        self._inputs: dict[str, Input] | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._complaining: list[str] = []
        self._head: dict = {}
        self._buttons: list[dict] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._watch(tag, given)
        for name in ("href", "hx-get"):
            if tag != "link" and given.get(name):
                self.links.append(urljoin(self.address, given[name]))
        if self._complaining or _complains(given):
            self._complaining += [tag] if tag not in _EMPTY else []
        if tag == "form":
            self._head, self._inputs, self._buttons = given, {}, []
        elif self._inputs is not None:
            self._put(tag, given)

    def _watch(self, tag: str, given: dict[str, str]) -> None:
        """Note what would run: our pages have no handler, no inline script, no address that is code."""
        self.scripts += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.scripts.append("<script>")
        for name in ("href", "src", "action", "formaction"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "data:text")):
                self.scripts.append(f"<{tag} {name}={given[name][:40]}>")

    def _put(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "button" or (tag == "input" and kind == "submit"):
            self._buttons.append(given)
        elif tag == "textarea":
            self._area = name
            self._add(Input(name, tag))
        elif tag == "select":
            self._select = name
            self._add(Input(name, tag))
        elif tag == "option" and self._select:
            self._choose(self._select, given, "selected")
        elif tag == "input" and kind == "radio":
            self._inputs.setdefault(name, Input(name, kind))
            self._choose(name, given, "checked")
        elif tag == "input" and name:
            checked = ("checked",) if "checked" in given else ()
            self._add(Input(name, kind, given.get("value", "on" * (kind == "checkbox")), checked))

    def _add(self, one: Input) -> None:
        if one.name:
            self._inputs[one.name] = one

    def _choose(self, name: str, given: dict[str, str], mark: str) -> None:
        one = self._inputs[name]
        value = given.get("value", "")
        chosen = value if mark in given else one.value
        self._inputs[name] = replace(one, value=chosen, choices=(*one.choices, value))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            one = self._inputs[self._area]
            self._inputs[self._area] = replace(one, value=one.value + data)
        if self._complaining and data.strip():
            self.complaints.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if self._complaining and tag == self._complaining[-1]:
            self._complaining.pop()
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form" and self._inputs is not None:
            self.forms += self._sent()
            self._inputs = None

    def _sent(self) -> Iterator[Form]:
        """Yield the form once for every button that says something of its own."""
        for given in self._buttons or [{}]:
            yield Form(
                address=urljoin(
                    self.address, given.get("formaction") or self._head.get("action", "")
                ),
                method=(given.get("formmethod") or self._head.get("method", "get")).lower(),
                inputs=tuple(self._inputs.values()),
                button=(given["name"], given.get("value", "")) if given.get("name") else None,
                multipart="multipart" in self._head.get("enctype", ""),
            )


def _complains(given: dict[str, str]) -> bool:
    return "field-error" in given.get("class", "").split() or given.get("role") == "alert"


@dataclass
class Crawl:
    """Everything that one person reaches by links; of addresses of one shape, the first."""

    client: Client
    pages: list[Page] = field(default_factory=list)
    answers: list[tuple[str, HttpResponse]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def follow(self, *starts: str) -> "Crawl":
        """Open every start, and whatever they lead to."""
        waiting = []
        for start in starts:
            self._seen.add(shape(start))
            waiting += self._open(urljoin(HERE, start))
        while waiting:
            address = waiting.pop(0)
            if self._is_new(address):
                waiting += self._open(address)
        return self

    def _is_new(self, address: str) -> bool:
        new = address.startswith(f"{HERE}/") and shape(address) not in self._seen
        self._seen.add(shape(address))
        return new and "/static/" not in address

    def _open(self, address: str) -> list[str]:
        """Return where an address leads."""
        response = self.client.get(address)
        self.answers.append((address, response))
        if response.status_code in (301, 302, 303):
            return [urljoin(address, response["Location"])]
        if not is_html(response):
            return []
        self.pages.append(Page(address, response.content.decode()))
        return self.pages[-1].links


def is_html(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith("text/html")
