"""How passwords are hashed, and how long they must be."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes (OWASP ASVS 5.0), so that sign-in stays light."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


class LongEnough(MinimumLengthValidator):
    """The framework's own sentence has no Chinese yet."""

    def get_error_message(self) -> str:
        return _("密码太短，至少要%(n)d个字符。") % {"n": self.min_length}
