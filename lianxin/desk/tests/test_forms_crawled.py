"""Every field of every form that somebody can reach takes strange words without a fault or a loss."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from lianxin.base.text import clean
from lianxin.desk.tests.crawl import Form, Input, Page, is_html
from lianxin.desk.tests.told import crawled
from lianxin.matters.models import Matter
from lianxin.site.tests.strange import MEGABYTE, SURROGATE, WORDS
from lianxin.site.tests.turns import WAY

# After so many faults the rest is not worth the wait.
ENOUGH = 5
# How many of the strange words each field is given; together the forms meet all of them.
EACH = int(os.environ.get("STRANGE_WORDS", "1"))


@dataclass(frozen=True)
class Trial:
    """One form filled in well but for one field, or for all that are chosen, or hidden."""

    role: str
    form: Form
    fields: tuple[Input, ...]
    word: str

    def sent(self) -> dict[str, str]:
        # Shared out, the longest word does not make a form too heavy to be read at all.
        word = WORDS[self.word][: len(MEGABYTE) // len(self.fields)]
        strange = {one.name: word for one in self.fields if one.kind != "file"}
        return {**self.form.filled(), **strange}

    def __str__(self) -> str:
        names = "、".join(one.name for one in self.fields)
        return f"{self.form.method} {self.form.address} {names}={self.word} by {self.role}"


def trials(browsers: Mapping[str, Client]) -> Iterator[Trial]:
    """Yield, for every field of every form, its share of the strange words."""
    words, met = cycle(WORDS), set()
    for role, crawl in crawled(browsers):
        for form in (form for page in crawl.pages for form in page.forms):
            if form.shape in met or not form.address.startswith("http://testserver/"):
                continue
            met.add(form.shape)
            for fields in _one_by_one(form):
                for word in islice(words, min(EACH, len(WORDS))):
                    yield Trial(role, form, fields, word)


def _one_by_one(form: Form) -> list[tuple[Input, ...]]:
    """Return each field that is typed alone, those that are chosen together, and the hidden ones together.

    What was chosen may have ended meanwhile: that is refused, and what was typed beside it is kept.
    """
    typed = [(one,) for one in form.inputs if one.typed or one.kind == "file"]
    hidden = tuple(one for one in form.inputs if one.kind == "hidden")
    chosen = tuple(one for one in form.inputs if one not in hidden and (one,) not in typed)
    return [fields for fields in (*typed, chosen, hidden) if fields]


def submit(client: Client, trial: Trial) -> HttpResponse:
    """Send a form as a browser does, and take back whatever it did."""
    cookies, point = client.cookies.copy(), transaction.savepoint()
    sent, form = trial.sent(), trial.form
    if form.method == "get":
        query = urlencode(sent, errors="surrogatepass")
        response = client.get(f"{form.address.partition('?')[0]}?{query}")
    elif form.multipart:
        response = client.generic("POST", form.address, _parts(trial), MULTIPART_CONTENT)
    else:
        written = urlencode(sent, errors="surrogatepass")
        response = client.generic(
            "POST", form.address, written, "application/x-www-form-urlencoded"
        )
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return response


def _parts(trial: Trial) -> bytes:
    """Write a form with files; a field of files gets one that the strange words name and fill."""
    content = clean(WORDS[trial.word])
    files = {
        one.name: SimpleUploadedFile(f"{content[:100]}.csv", content.encode())
        for one in trial.form.inputs
        if one.kind == "file" and one in trial.fields
    }
    sent = {name: clean(value) for name, value in trial.sent().items()}
    return encode_multipart(BOUNDARY, {**sent, **files})


def wrong_with(trial: Trial, response: HttpResponse) -> str:
    """Return what is wrong with the answer, or nothing."""
    if response.status_code >= 500:
        return str(response.status_code)
    if response.status_code < 300 and not is_html(response):
        return "" if trial.form.method == "get" else "no page"
    if not is_html(response):
        return ""
    page = Page(trial.form.address, response.content.decode())
    if page.scripts:
        return f"it runs {page.scripts}"
    if response.status_code < 400 or trial.fields[0].kind == "hidden":
        return ""  # no browser sends that: nobody typed anything
    if not any(_is_chinese(said) for said in page.complaints):
        return f"{response.status_code} without a sentence"
    return "" if _kept(trial, page) else f"{response.status_code}, and what was typed is lost"


def _is_chinese(said: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in said)


def _kept(trial: Trial, page: Page) -> bool:
    """Tell whether everything that was typed still stands in the page."""
    shown = {(one.name, _plain(one.value)) for form in page.forms for one in form.inputs}
    typed = [one.name for one in trial.form.inputs if one.typed and one.kind != "password"]
    sent = trial.sent()
    return all((name, _plain(sent[name])) in shown for name in typed if SURROGATE not in sent[name])


def _plain(value: str) -> str:
    """Return a value as a browser shows it: line breaks of one kind, no NUL, no space around it."""
    return value.replace("\x00", "").replace("\r\n", "\n").strip()


@pytest.mark.once
def test_no_form_breaks_or_loses_what_was_typed(
    record: Callable[..., Matter], drive: Callable[..., Matter], browsers: Mapping[str, Client]
):
    for state in WAY:
        drive(record(), state)

    tried, wrong = 0, []
    for trial in trials(browsers):
        tried += 1
        fault = wrong_with(trial, submit(browsers[trial.role], trial))
        wrong += [f"{trial}: {fault}"] if fault else []
        if len(wrong) == ENOUGH:
            break

    print(f"\n{tried} fields filled with strange words")
    assert wrong == []
    assert tried > 100
