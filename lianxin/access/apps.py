from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Rights; it asks that nobody gives a post with more rights over logins than they have."""

    name = "lianxin.access"

    def ready(self) -> None:
        from lianxin.access.rules import may_give  # noqa: PLC0415 -- models are ready only now
        from lianxin.people.hooks import may_give_role  # noqa: PLC0415

        may_give_role.append(may_give)
