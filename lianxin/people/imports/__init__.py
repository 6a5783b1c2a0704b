"""Persons, organisations and posts from the office's own lists."""

from lianxin.people.imports.columns import PEOPLE
from lianxin.people.imports.people import NEW, SAME, Plan, import_people, plan_of, read, take
from lianxin.people.imports.posts import POSTS, import_posts

__all__ = [
    "NEW", "PEOPLE", "POSTS", "SAME", "Plan", "import_people", "import_posts", "plan_of", "read", "take",
]  # fmt: skip
