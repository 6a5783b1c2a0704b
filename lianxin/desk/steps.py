"""The buttons of a matter's page, and the form that one of them opens."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.flow import StepForm
from lianxin.matters.models import Matter
from lianxin.matters.queries import Offer, steps_for
from lianxin.matters.words import STEPS

# The steps that bring a matter on stand first, in this order; all others stand beside.
FORWARD = (
    "take_in",
    "dispatch",
    "accept",
    "respond",
    "arrive",
    "plan",
    "finish",
    "verify",
    "confirm",
    "close",
    "resume",
    "handle_now",
)


@dataclass(frozen=True)
class Button:
    """One step that will not be refused. Without fields the button itself makes the step."""

    name: str
    word: str
    asks: bool
    forward: bool


@dataclass(frozen=True)
class Opened:
    """A step that is being filled in. `form` is None where it is no longer open: then `typed` keeps the words."""

    name: str
    word: str
    form: StepForm | None
    typed: tuple[str, ...] = ()


def buttons(matter: Matter, actor: Actor) -> list[Button]:
    """Return the buttons of the steps that the door would take from this actor now."""
    made = [_button(offer) for offer in steps_for(matter, actor)]
    return sorted(
        made, key=lambda button: FORWARD.index(button.name) if button.forward else len(FORWARD)
    )


def _button(offer: Offer) -> Button:
    return Button(
        offer.name, str(STEPS[offer.name]), bool(offer.form.fields), offer.name in FORWARD
    )


def opened(
    matter: Matter, name: str, actor: Actor, data: Mapping[str, str] | None = None
) -> Opened:
    """Return the form of a step, with what was typed into it."""
    if name not in STEPS:
        raise Refused("not_found", _("没有这个步骤。"))
    offer = next((offer for offer in steps_for(matter, actor) if offer.name == name), None)
    if offer is None:
        return Opened(name, str(STEPS[name]), None, _typed(data or {}))
    form = offer.step.asks(data, matter=matter, by=actor)
    form.auto_id = f"{name}_%s"
    return Opened(name, str(STEPS[name]), form)


def _typed(data: Mapping[str, str]) -> tuple[str, ...]:
    ours = ("csrfmiddlewaretoken", "request_id", "version")
    return tuple(value for name, value in data.items() if name not in ours and value.strip())
