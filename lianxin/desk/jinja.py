"""The Jinja2 environment of our own pages."""

from functools import lru_cache
from pathlib import Path

from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from lianxin.desk import words
from lianxin.desk.hotkeys import HOTKEYS, mark
from lianxin.desk.uploads import ACCEPT, RECORDING_SECONDS
from lianxin.matters.present import mask_phone
from lianxin.understanding.personal import mask, mask_identity

ROOMS = Path(__file__).resolve().parent.parent


def environment(**options: object) -> Environment:
    """Return the environment: everything escaped, an unknown name is an error and not an empty string."""
    options.update(
        loader=FileSystemLoader(ROOMS / "desk" / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env = Environment(**options)  # noqa: S701 -- autoescape is on, in the options
    # There is one language and one place of the static files: what was looked up once stays.
    env.install_gettext_callables(lru_cache(4096)(gettext), ngettext, newstyle=True)
    env.globals.update(
        static=_static,
        icon=icon,
        state=state,
        url=lru_cache(4096)(_address),
        accept=ACCEPT,
        recording_seconds=RECORDING_SECONDS,
        hotkey=mark,
        hotkeys=HOTKEYS,
    )
    env.filters.update(
        day=words.day_words,
        full_day=words.full_day,
        moment=words.moment_words,
        stamp=words.stamp,
        time=words.time_words,
        size=words.size_words,
        amount=words.amount_words,
        limit_words=words.limit_words,
        masked=mask,
        masked_phone=mask_phone,
        masked_identity=mask_identity,
    )
    return env


def draw(template: str, macro: str, *given: object) -> Markup:
    """Return what a macro of a template draws, for pages that keep it."""
    return getattr(get_template(template).template.module, macro)(*given)


_static = lru_cache(1024)(static)


@lru_cache(1024)
def icon(name: str) -> Markup:
    """Return a drawing; the words beside it say what it means."""
    drawn = Markup(
        '<svg class="icon icon-{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}"></use></svg>'
    )
    return drawn.format(name, _static("desk/icons.svg"))


@lru_cache(1024)
def state(code: str, word: str) -> Markup:
    """Return a state: its word and its own shape."""
    drawn = Markup('<span class="state state-{}">{}{}</span>')
    return drawn.format(code, icon(f"state-{code}"), word)


def _address(view: str, /, **parts: object) -> str:
    return reverse(view, kwargs=parts)
