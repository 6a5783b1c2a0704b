"""Password hashing: Argon2id with 19 MiB and two passes (OWASP ASVS 5.0), so that sign-in stays light."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
