"""What upper rooms must be asked before something here changes."""

from collections.abc import Callable

from lianxin.people.models import Post

# Each may refuse to let a post end, for example while its holder has open tasks.
may_end_post: list[Callable[[Post], None]] = []
