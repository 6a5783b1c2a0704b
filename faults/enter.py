"""Give a login a password, in the product's own environment: `enter LOGIN PASSWORD`."""

import sys

import django


def enter(username: str, password: str) -> None:
    from lianxin.access.actions import set_password  # noqa: PLC0415 -- once Django is set up
    from lianxin.access.queries import login_named  # noqa: PLC0415

    set_password(login_named(username), password, by=None)


if __name__ == "__main__":
    django.setup()
    enter(*sys.argv[1:])
