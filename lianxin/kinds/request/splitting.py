"""Splitting a request that asks for several things: each becomes a matter of its own, and waits since the whole does."""

from collections.abc import Iterator

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.forms import Words
from lianxin.base.refused import Refused
from lianxin.kinds.request.titles import place_words, title_of
from lianxin.matters.actions import open_child
from lianxin.matters.categories import category_choices
from lianxin.matters.flow import StepForm, Turn
from lianxin.matters.models import Matter

LEAST, MOST, ON_PAGE = 2, 5, 3
# What a part has of its whole besides its place: who asked, in which words, and since when he waits.
_OF_THE_WHOLE = (
    "words", "said_on", "requester", "requester_name", "requester_title", "requester_phone", "withhold",
    "subject_name", "opened_at", "contacted_at",
)  # fmt: skip


def _category(n: int) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=format_lazy(gettext_lazy("第{n}件的类别"), n=n),
        required=n <= LEAST,
        error_messages={"required": gettext_lazy("至少拆成两件，请选这一件的类别。")},
    )


def _words(n: int) -> Words:
    return Words(
        label=format_lazy(gettext_lazy("第{n}件要办什么"), n=n),
        required=n <= LEAST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("至少拆成两件，请写这一件要办什么。")},
    )


class SplitForm(StepForm):
    """The parts, two to five: `parts` as a list in JSON, three pairs of fields on the page."""

    def __init__(self, data: dict | None = None, **kwargs: object) -> None:
        parts = data.get("parts") if data is not None else None
        super().__init__(data if parts is None else _unfolded(parts), **kwargs)
        shown = ON_PAGE if parts is None else MOST
        for n in range(1, MOST + 1):
            choices = category_choices(self.matter.district_id, self.matter.category)
            self.fields[f"category_{n}"].choices = [("", _("请选择")), *choices]
        for n in range(shown + 1, MOST + 1):
            del self.fields[f"category_{n}"], self.fields[f"words_{n}"]

    def clean(self) -> dict:
        clean = super().clean()
        for n in range(LEAST + 1, MOST + 1):
            category, words = clean.get(f"category_{n}"), clean.get(f"words_{n}")
            if bool(category) != bool(words) and not self.errors:
                self.add_error(
                    f"words_{n}" if category else f"category_{n}",
                    _("类别和要办什么都要写；不要这一件，就两样都空着。"),
                )
        return clean


# Five pairs of fields, alike but for their number.
for _n in range(1, MOST + 1):
    SplitForm.base_fields[f"category_{_n}"] = _category(_n)
    SplitForm.base_fields[f"words_{_n}"] = _words(_n)


def _unfolded(parts: object) -> dict:
    """Return a list of parts as the fields of the form, or refuse what is none."""
    fits = isinstance(parts, list) and LEAST <= len(parts) <= MOST
    if not fits or not all(isinstance(part, dict) for part in parts):
        sentence = _('parts 应是二到五件，每件写成 {"category": "…", "words": "…"}。')
        raise Refused("bad_input", sentence, fields={"parts": [sentence]})
    return {
        f"{name}_{n}": part.get(name)
        for n, part in enumerate(parts, 1)
        for name in ("category", "words")
    }


def split(turn: Turn) -> None:
    """Open a matter for each part; the whole is ended when they all are."""
    parts = [_opened(turn, category, words) for category, words in _parts(turn.clean)]
    turn.facts = {"children": [str(part.pk) for part in parts]}
    turn.words = {}


def _parts(clean: dict) -> Iterator[tuple[str, str]]:
    for n in range(1, MOST + 1):
        if clean.get(f"category_{n}"):
            yield clean[f"category_{n}"], clean[f"words_{n}"]


def _opened(turn: Turn, category: str, words: str) -> Matter:
    whole = turn.matter
    return open_child(
        whole,
        whole.kind,
        by=turn.by,
        category=category,
        summary=words,
        title=title_of(place_words(whole), category, whole.district_id),
        **{name: getattr(whole, name) for name in _OF_THE_WHOLE},
    )
