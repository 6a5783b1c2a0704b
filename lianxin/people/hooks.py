"""What upper rooms must be asked before something here changes."""

from collections.abc import Callable

from lianxin.base.actor import Actor
from lianxin.people.models import Post

# Each may refuse to let a post end, for example while its holder has open tasks.
may_end_post: list[Callable[[Post], None]] = []
# Each may refuse that an actor gives a post of a role: nobody gives rights that they do not have.
may_give_role: list[Callable[[str, Actor], None]] = []
