"""Request ids: each has its effect once, whoever sends it how often.

A receipt is claimed before the work, in the same transaction, so that of two equal requests at
one moment the database lets one through; the other then finds the receipt and is a replay.
"""

import json
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from lianxin.base import clock, crypto
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Receipt

Result = TypeVar("Result")
MAX_LENGTH = 100


def once(
    request_id: str | None,
    body: list,
    work: Callable[[], tuple[UUID, Result]],
    again: Callable[[UUID], Result],
    *,
    by: Actor,
) -> Result:
    """Do `work` in one transaction, or, if this request id of this actor was done, `again` with its subject.

    `body` is all that the request says, step and subject included: the same id with another body
    is refused with `key_reused`. `again` must look through the actor's scope as it is now. A database
    that stays locked for longer than its time-out is `busy`: the caller tries again.
    """
    try:
        return _once(request_id, body, work, again, by)
    except OperationalError as error:
        if "locked" not in str(error) and "lock timeout" not in str(error):
            raise
        raise Refused("busy", _("现在办理的人多，请稍等几秒再提交。内容还在。")) from error


def _once(request_id: str | None, body: list, work: Callable, again: Callable, by: Actor) -> object:
    if request_id is None:
        with transaction.atomic():
            return work()[1]
    request_id = _checked(request_id)
    digest = crypto.digest(json.dumps(body, default=str, ensure_ascii=False, sort_keys=True))
    done = _receipt(request_id, by)
    if done is None:
        try:
            return _first(request_id, digest, work, by)
        except IntegrityError:
            done = _receipt(request_id, by)
            if done is None:
                raise  # not the receipt's constraint: a real fault
    if done.digest != digest:
        raise Refused("key_reused", _("这个请求编号已经用在另一件事上，请换一个编号再提交。"))
    return again(done.subject)


def _first(request_id: str, digest: str, work: Callable, by: Actor) -> object:
    with transaction.atomic():
        receipt = Receipt(
            district_id=by.district,
            login=by.login,
            request_id=request_id,
            digest=digest,
            at=clock.now(),
        )
        receipt.save(force_insert=True)
        subject, result = work()
        Receipt.objects.filter(district=by.district, pk=receipt.pk).update(subject=subject)
        return result


def _receipt(request_id: str, by: Actor) -> Receipt | None:
    return Receipt.objects.filter(
        district=by.district, login=by.login, request_id=request_id
    ).first()


def _checked(request_id: str) -> str:
    request_id = request_id.replace("\x00", "").strip()
    if not 1 <= len(request_id) <= MAX_LENGTH:
        sentence = _("请求编号应为1到%(max)d个字符。") % {"max": MAX_LENGTH}
        raise Refused("bad_input", sentence, fields={"request_id": [sentence]})
    return request_id
