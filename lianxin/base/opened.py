"""A page is closed unless it says that it is open."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable)


def opened(view: View) -> View:
    """Mark a view as open to anybody; every other needs somebody who has signed in."""
    view.opened = True
    return view


def is_open(view: Callable) -> bool:
    return getattr(view, "opened", False)
