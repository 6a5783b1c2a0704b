"""Who may look persons up."""

from lianxin.base.actor import Actor


def may_look_up(by: Actor) -> bool:
    """Tell whether somebody may look persons up at all: for their work, or to keep the register."""
    return by.may("read_register") or by.may("keep_register")
