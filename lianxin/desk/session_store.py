"""Where sessions are kept: Django's rows, found by a read that is written once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from lianxin.base.written import written_once


class SessionStore(db.SessionStore):
    def load(self) -> dict:
        """Return what the session holds, as it is now; one that ended or ran out holds nothing."""
        rows = _kept(self.session_key, timezone.now())
        if not rows:
            self._session_key = None
            return {}
        return self.decode(rows[0][0])


@written_once
def _kept(key: str, now: datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
