"""A district's own model: what it is trained from, which one is in use, and what became of each."""

from functools import lru_cache
from importlib.util import find_spec
from uuid import UUID

from django.db.models import Q, QuerySet

from lianxin.base.actor import Actor
from lianxin.base.kept import kept
from lianxin.diary.models import Entry, EntryMatter, ModelChoice, OwnModel, Part, Understood
from lianxin.matters.dated import check_keeps
from lianxin.matters.models import Matter, State
from lianxin.understanding.model import Model

MOST = 20_000  # texts; the newest
KEPT_ASIDE = 5  # one of so many texts is never trained on, in any model of the district


def may_train() -> bool:
    """Tell whether what training needs is installed; reading needs none of it."""
    return find_spec("sklearn") is not None


def examples_of(district: UUID) -> tuple[dict[str, str], dict[str, str]]:
    """Return words and category of what can be learnt from: to train on, and kept aside for ever.

    A matter counts once it was closed after somebody verified it, or once its category was corrected,
    with the category that it holds now. Words of which several matters came tell no single category.
    """
    train, aside = {}, {}
    for pk, words, category in _matters(district).values_list("pk", "words", "category")[:MOST]:
        (train if pk.int % KEPT_ASIDE else aside)[words] = category
    return train, {words: aside[words] for words in aside if words not in train}


def names_told(district: UUID) -> set[str]:
    """Return the names of all who told something or were spoken for: nothing that is learnt may hold one."""
    told = Entry.objects.filter(district=district).values_list("reporter_name")
    spoken_for = Matter.objects.filter(district=district).values_list("subject_name")
    return {name for (name,) in told.union(spoken_for) if name}


def count_examples(district: UUID) -> int:
    return _matters(district).count()


def _matters(district: UUID) -> QuerySet[Matter]:
    of_several = EntryMatter.objects.filter(district=district, position__gt=0).values("entry")
    links = EntryMatter.objects.filter(district=district)
    corrected = Understood.objects.filter(district=district, part=Part.CATEGORY, agreed=False)
    right = Q(state=State.CLOSED, verified_at__isnull=False) | Q(
        pk__in=links.filter(entry__in=corrected.values("entry")).values("matter")
    )
    unclear = links.filter(entry__in=of_several).values("matter")
    found = Matter.objects.filter(right, district=district, kind="request", merged_into=None)
    return found.exclude(pk__in=unclear).order_by("-recorded_at", "pk")


def models_of(by: Actor) -> QuerySet[OwnModel]:
    """Return the models of the actor's district, the newest first, without what is in them."""
    check_keeps(by)
    rows = OwnModel.objects.filter(district=by.district).defer("content")
    return rows.select_related("asked_by").order_by("-number")


def choices_of(by: Actor) -> QuerySet[ModelChoice]:
    """Return which model was chosen when, and by whom, the newest first."""
    check_keeps(by)
    rows = ModelChoice.objects.filter(district=by.district).defer("model__content")
    return rows.select_related("model", "chosen_by").order_by("-chosen_at", "-pk")


def in_use(district: UUID) -> int:
    """Return the number of the model that a district goes by; 0 is the one that is shipped."""
    chosen = ModelChoice.objects.filter(district=district).order_by("-chosen_at", "-pk")
    return chosen.values_list("model__number", flat=True).first() or 0


def model_of(district: UUID) -> tuple[int, Model | None]:
    """Return number and model that a district goes by, if one of its own; known after some seconds."""
    number = _in_use(district)
    return number, model_numbered(district, number) if number else None


_in_use = kept(in_use)


@lru_cache(maxsize=8)
def model_numbered(district: UUID, number: int) -> Model:
    """Return a model of a district, loaded once for the process: what is in it never changes."""
    row = OwnModel.objects.get(district=district, number=number)
    return Model.from_bytes(bytes(row.content))
