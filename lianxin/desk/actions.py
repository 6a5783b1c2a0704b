"""Arranging one's own desk: narrowings of the list of matters under names, and the keys."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.access.models import Login
from lianxin.base import text
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.desk.models import NAME_LENGTH, SavedFilter
from lianxin.desk.queries import filters_of

MOST = 20
_QUERY_LENGTH = 2000


def save_filter(name: str, narrowing: Iterable[tuple[str, str]], *, by: Actor) -> SavedFilter:
    """Keep a narrowing under a name that the login has not given yet, twenty at most."""
    query = urlencode([(field, text.clean(value)) for field, value in narrowing])
    if not query:
        raise Refused("bad_input", _("还没有选条件。先选状态、类别等，再存。"), fields={})
    if len(query) > _QUERY_LENGTH:
        raise Refused("bad_input", _("条件太长了，请删短一些再存。"), fields={})
    saved = SavedFilter(
        district_id=by.district, login_id=by.login_id, name=_name(name), query=query
    )
    with transaction.atomic():
        Login.objects.select_for_update().get(pk=by.login_id)  # two at one moment are counted
        if filters_of(by).count() >= MOST:
            sentence = _("最多存%(n)d个，请先删掉不用的。") % {"n": MOST}
            raise Refused("bad_input", sentence, fields={})
        _write(saved)
    return saved


def rename_filter(saved: SavedFilter, name: str, *, by: Actor) -> None:
    saved.name = _name(name)
    _write(saved)


def drop_filter(saved: SavedFilter, *, by: Actor) -> None:
    saved.delete()


def open_with(saved: SavedFilter, *, first: bool, by: Actor) -> None:
    """Let the list of all matters open with this filter, or with none."""
    with transaction.atomic():
        filters_of(by).filter(first=True).update(first=False)
        filters_of(by).filter(pk=saved.pk).update(first=first)


def _name(name: str) -> str:
    name = text.clean(name).strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        sentence = _("请起个名字，最多%(n)d个字。") % {"n": NAME_LENGTH}
        raise Refused("bad_input", sentence, fields={"name": [sentence]})
    return name


def _write(saved: SavedFilter) -> None:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        sentence = _("已经有一个叫“%(name)s”的，请换个名字。") % {"name": saved.name}
        raise Refused("bad_input", sentence, fields={"name": [sentence]}) from None


def use_single_keys(wanted: bool, *, by: Actor) -> None:
    """Let one bare key be a shortcut for this login, or only keys together with Ctrl or Alt."""
    Login.objects.filter(pk=by.login_id).update(single_keys=wanted)
