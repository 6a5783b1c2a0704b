"""Who signed in: Django's passwords, and the login of a session by a read that is written once."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from lianxin.access.models import Login
from lianxin.access.queries import login_of_session

PATH = "lianxin.access.backend.Passwords"


class Passwords(ModelBackend):
    def get_user(self, user_id: UUID) -> Login | None:
        """Return the login as it is now, while it is active."""
        login = login_of_session(user_id)
        return login if login and self.user_can_authenticate(login) else None
