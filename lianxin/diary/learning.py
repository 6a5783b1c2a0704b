"""Training a district's own model, and choosing which one it goes by."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.kept import forget
from lianxin.base.refused import Refused
from lianxin.diary.models import ModelChoice, OwnModel
from lianxin.diary.own import examples_of, in_use, may_train, model_numbered, names_told
from lianxin.matters.dated import check_keeps
from lianxin.understanding import read
from lianxin.understanding.learning import learn
from lianxin.understanding.model import Model

FEWEST = 60  # texts; of fewer nothing can be learnt
FEWEST_ASIDE = 10
LEAST_OF_A_CATEGORY = 5  # of fewer no category is learnt
# A training takes seconds; one that was begun so long ago died with its process.
GIVEN_UP = timedelta(minutes=10)
Guess = Callable[[str], str]

log = logging.getLogger(__name__)


def ask_training(*, by: Actor) -> OwnModel:
    """Ask the worker to train a model of the actor's district; it replaces the present one only if better."""
    check_keeps(by)
    if not may_train():
        raise Refused("wrong_state", needs_more())
    with transaction.atomic():
        if _waiting().filter(district=by.district).exists():
            raise Refused("wrong_state", _("已经有一次训练在等着或正在做，请过几分钟再看。"))
        last = OwnModel.objects.filter(district=by.district).aggregate(last=Max("number"))["last"]
        return OwnModel.objects.create(
            district_id=by.district,
            number=(last or 0) + 1,
            asked_by_id=by.person,
            asked_at=clock.now(),
        )


def needs_more() -> str:
    return _('训练要多装一个库，请在服务器上运行：pip install "lianxin[learn]"，再来点一次。')


def train_asked() -> int:
    """Train what was asked for, one after the other; return how many are in use now."""
    asked = _waiting().filter(begun_at=None).order_by("asked_at")
    return sum(train(own) for own in asked)


def _waiting() -> QuerySet[OwnModel]:
    """Return what was asked for and is not done, less what died on the way."""
    alive = Q(begun_at=None) | Q(begun_at__gt=clock.now() - GIVEN_UP)
    return OwnModel.objects.filter(alive, done_at=None)


def train(own: OwnModel) -> bool:
    """Train a model that was asked for, outside any transaction; tell whether it is in use now.

    It is chosen by whoever asked for it, if it does better than the present one on texts kept aside.
    """
    if not OwnModel.objects.filter(pk=own.pk, begun_at=None).update(begun_at=clock.now()):
        return False  # another worker has it
    own.refresh_from_db()
    try:
        _learn(own)
    except Refused as refused:
        own.refused = _(refused.sentence)
    own.done_at = clock.now()
    better = own.right > own.right_before
    with transaction.atomic():
        own.save()
        if better:
            _choose(own.district_id, own, own.asked_by_id)
    log.info(
        "model %s of %s: %s right of %s, %s before",
        own.number, own.district_id, own.right, own.tested, own.right_before,
    )  # fmt: skip
    return better


def _learn(own: OwnModel) -> None:
    """Fill in the model, and how well it does on texts kept aside, beside the present one."""
    texts, aside = examples_of(own.district_id)
    seen = Counter(texts.values())
    texts = {words: code for words, code in texts.items() if seen[code] >= LEAST_OF_A_CATEGORY}
    if len(texts) < FEWEST or len(aside) < FEWEST_ASIDE or len({*texts.values()}) < 2:
        counts = {"n": len(texts) + len(aside), "least": FEWEST + FEWEST_ASIDE}
        sentence = _("能学的才%(n)d件，至少要%(least)d件、两类以上，多办结一些再来。")
        raise Refused("wrong_state", sentence % counts)
    learned = learn(
        [[words] for words in texts],
        list(texts.values()),
        folds=1,
        names=names_told(own.district_id),
    )
    model = learned.model
    own.content = model.to_bytes()
    own.size, own.texts, own.tested = len(own.content), len(texts), len(aside)
    own.right = _right(_guess_of(model), aside)
    own.right_before = _right(_present(own.district_id), aside)


def _right(guess: Guess, aside: Mapping[str, str]) -> int:
    return sum(guess(words) == category for words, category in aside.items())


def _present(district: UUID) -> Guess:
    number = in_use(district)
    return _guess_of(model_numbered(district, number) if number else None)


def _guess_of(model: Model | None) -> Guess:
    """Return how a model tells the category of an entry, by the same reading as in the notebook."""
    ranked = model.ranked if model else None
    return lambda words: read(words, clock.today(), ranked=ranked).category


def choose_model(number: int, *, by: Actor) -> None:
    """Let the actor's district go by a model that it trained before; 0 is the one that is shipped."""
    check_keeps(by)
    made = OwnModel.objects.filter(district=by.district, size__gt=0)
    own = made.filter(number=number).first()
    if own is None and number:
        raise Refused("not_found", _("没有这一版，请刷新页面看看。"))
    if number == in_use(by.district):
        raise Refused("wrong_state", _("现在用的就是这一版。"))
    _choose(by.district, own, by.person)


def _choose(district: UUID, own: OwnModel | None, person: UUID) -> None:
    ModelChoice.objects.create(
        district_id=district, model=own, chosen_by_id=person, chosen_at=clock.now()
    )
    forget()
