from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The register of persons; the files that were taken into it have a history."""

    name = "lianxin.people"

    def ready(self) -> None:
        from lianxin.history.queries import subjects  # noqa: PLC0415 -- models are ready only now
        from lianxin.people.audit import heads  # noqa: PLC0415

        subjects.append(heads)
