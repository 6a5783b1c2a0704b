"""诉求: a resident asks, somebody does, somebody else verifies, the resident answers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.refused import Refused
from lianxin.kinds.request import forms
from lianxin.kinds.request.amending import note_amended
from lianxin.kinds.request.handing import (
    asked_for,
    at_its_level,
    from_inside,
    give_to_holder,
    has_level_above,
    not_decided,
    note_reply,
    note_supervised,
    note_urged,
    rise,
    take_from_holder,
    waits_for_answer,
)
from lianxin.kinds.request.outcomes import (
    by_answer,
    by_check,
    by_late_answer,
    by_outcome,
    may_answer,
    not_yet_verified,
    note_answer,
    note_check,
    note_closed,
    note_handled,
    note_outcome,
    note_redirected,
    note_withdrawn,
    open_again,
    verified_and_answered,
)
from lianxin.kinds.request.splitting import SplitForm, split
from lianxin.kinds.request.terms import ACTIVE, CLOCKS, LIMITS, UNFINISHED
from lianxin.kinds.request.waiting import (
    give_more_time,
    go_on,
    not_paused,
    not_the_holder,
    note_resumed,
    note_review,
    paused,
    stand,
    where_it_left,
)
from lianxin.matters.flow import Flow, Step, Turn
from lianxin.matters.joining import JOINING
from lianxin.matters.linking import LINKING
from lianxin.matters.models import (
    State,
)
from lianxin.matters.rules import holder_or, is_holder, may, no_open_children, not_a_doer


def note_contact(turn: Turn) -> None:
    if turn.clean["reached"]:
        _in_contact(turn)


def note_progress(turn: Turn) -> None:
    """Who writes of a call or a visit was in contact: nobody has to say so a second time."""
    if turn.clean["kind"] in ("call", "visit"):
        _in_contact(turn)


def _in_contact(turn: Turn) -> None:
    turn.matter.contacted_at = turn.matter.contacted_at or turn.at


def needs_files(turn: Turn) -> None:
    if not turn.files:
        sentence = _("还没有选文件。请选好要补充的照片、语音或文档，再提交。")
        raise Refused("bad_input", sentence, fields={"files": [sentence]})


FLOW = Flow(
    kind="request",
    prefix="SQ",
    clocks=CLOCKS,
    limits=LIMITS,
    doing=frozenset({"accept", "note", "finish", "handle_now"}),
    opening=frozenset({"reopen"}),
    turn_of={
        State.RECORDED: gettext_lazy("社区办公室受理"),
        State.TAKEN_IN: gettext_lazy("社区办公室派单"),
        State.DISPATCHED: gettext_lazy("承办人接单"),
        State.IN_HAND: gettext_lazy("承办人办理"),
        State.TO_VERIFY: gettext_lazy("没有经手的人核查，居民答复"),
        State.CARRIED: gettext_lazy("社区办公室到期再看"),
    },
    steps=(
        Step("take_in", (State.RECORDED,), (State.TAKEN_IN,), who=(may(P.TAKE_IN),)),
        Step(
            "handle_now",
            (State.RECORDED,),
            (State.TO_VERIFY,),
            who=(may(P.RECORD),),
            asks=forms.HandleNowForm,
            then=note_handled,
        ),
        Step(
            "dispatch",
            (State.TAKEN_IN,),
            (State.DISPATCHED,),
            who=(may(P.DISPATCH), at_its_level),
            asks=forms.DispatchForm,
            then=give_to_holder,
        ),
        Step(
            "reassign",
            (State.DISPATCHED, State.IN_HAND),
            (State.DISPATCHED,),
            who=(may(P.DISPATCH), at_its_level),
            asks=forms.ReassignForm,
            then=give_to_holder,
        ),
        Step("accept", (State.DISPATCHED,), (State.IN_HAND,), who=(is_holder,)),
        Step(
            "give_back",
            (State.DISPATCHED, State.IN_HAND),
            (State.TAKEN_IN,),
            who=(is_holder, not_decided),
            asks=forms.GiveBackForm,
            then=take_from_holder,
        ),
        Step(
            "note",
            (*ACTIVE, State.CARRIED),
            who=(holder_or(P.WORK),),
            asks=forms.NoteForm,
            then=note_progress,
        ),
        Step(
            "contact",
            UNFINISHED,
            who=(holder_or(P.CONFIRM),),
            asks=forms.ContactForm,
            then=note_contact,
        ),
        Step("enquire", UNFINISHED, who=(holder_or(P.DISPATCH),), asks=forms.EnquireForm),
        Step(
            "escalate",
            ACTIVE,
            (State.TAKEN_IN,),
            who=(holder_or(P.DISPATCH), from_inside, at_its_level, has_level_above),
            asks=forms.ReasonForm,
            then=rise,
        ),
        Step(
            "answer",
            (*UNFINISHED, State.TO_VERIFY),
            who=(holder_or(P.DISPATCH), at_its_level, waits_for_answer),
            asks=forms.ReplyForm,
            then=note_reply,
        ),
        Step(
            "supervise",
            (*UNFINISHED, State.TO_VERIFY),
            who=(may(P.SUPERVISE),),
            asks=forms.SuperviseForm,
            then=note_supervised,
        ),
        Step(
            "urge",
            (*UNFINISHED, State.TO_VERIFY),
            who=(asked_for,),
            asks=forms.UrgeForm,
            then=note_urged,
        ),
        Step(
            "pause",
            ACTIVE,
            who=(may(P.DISPATCH), not_the_holder, not_paused),
            asks=forms.PauseForm,
            then=stand,
        ),
        Step("unpause", ACTIVE, who=(holder_or(P.DISPATCH), paused), then=go_on),
        Step(
            "extend",
            (*ACTIVE, State.CARRIED),
            who=(may(P.DISPATCH), not_the_holder, not_paused),
            asks=forms.ExtendForm,
            then=give_more_time,
        ),
        Step(
            "attach",
            (*UNFINISHED, State.TO_VERIFY),
            who=(holder_or(P.RECORD, P.WORK, P.CONFIRM),),
            asks=forms.AttachForm,
            then=needs_files,
        ),
        Step(
            "amend",
            (*UNFINISHED, State.TO_VERIFY),
            who=(may(P.AMEND),),
            asks=forms.AmendForm,
            then=note_amended,
        ),
        Step(
            "finish",
            (State.IN_HAND,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_outcome,
            who=(is_holder,),
            asks=forms.FinishForm,
            then=note_outcome,
        ),
        Step(
            "verify",
            (State.TO_VERIFY,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_check,
            who=(not_a_doer, may(P.VERIFY), not_yet_verified),
            asks=forms.VerifyForm,
            then=note_check,
        ),
        Step(
            "return_visit",
            (State.TO_VERIFY, State.CLOSED),
            who=(may(P.CONFIRM),),
            asks=forms.ContactForm,
        ),
        Step(
            "confirm",
            (State.TO_VERIFY,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_answer,
            who=(may_answer,),
            asks=forms.ConfirmForm,
            then=note_answer,
        ),
        Step(
            "confirm",
            (State.CLOSED,),
            (State.CLOSED, State.TAKEN_IN),
            goes=by_late_answer,
            who=(may_answer,),
            asks=forms.ConfirmForm,
            then=note_answer,
        ),
        Step(
            "close",
            (State.TO_VERIFY,),
            (State.CLOSED,),
            who=(may(P.CLOSE), verified_and_answered, no_open_children),
            then=note_closed,
        ),
        Step(
            "carry",
            ACTIVE,
            (State.CARRIED,),
            who=(may(P.DISPATCH),),
            asks=forms.CarryForm,
            then=note_review,
        ),
        Step(
            "resume",
            (State.CARRIED,),
            tuple(ACTIVE),
            goes=where_it_left,
            who=(may(P.DISPATCH),),
            then=note_resumed,
        ),
        Step(
            "redirect",
            (State.RECORDED, *ACTIVE),
            (State.REDIRECTED,),
            who=(may(P.DISPATCH), no_open_children),
            asks=forms.RedirectForm,
            then=note_redirected,
        ),
        Step(
            "withdraw",
            (*UNFINISHED, State.TO_VERIFY),
            (State.CLOSED,),
            who=(may(P.DISPATCH), no_open_children),
            asks=forms.ReasonForm,
            then=note_withdrawn,
        ),
        Step(
            "reopen",
            (State.CLOSED, State.REDIRECTED),
            (State.TAKEN_IN,),
            who=(may(P.CLOSE),),
            asks=forms.ReasonForm,
            then=open_again,
        ),
        Step(
            "split",
            (State.RECORDED, *ACTIVE),
            who=(may(P.DISPATCH),),
            asks=SplitForm,
            then=split,
        ),
        *JOINING,
        *LINKING,
    ),
)
