"""A resident's words become a draft: date, place, person, category, urgency, channel, matters."""

from lianxin.understanding.reading import read

__all__ = ["read"]
