"""The Jinja2 environment of our own pages."""

from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from lianxin.base.clock import local

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
    env = Environment(**options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals.update(static=static, url=lambda name, *args, **kwargs: reverse(name, args=args, kwargs=kwargs))
    env.filters.update(day=lambda value: f"{value.month}月{value.day}日", moment=_moment)
    return env


def _moment(value: object) -> str:
    value = local(value)
    return f"{value.month}月{value.day}日 {value:%H:%M}"
