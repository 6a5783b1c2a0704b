from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The spine; it asks that nobody leaves a post with matters in hand, bears files and has a history."""

    name = "lianxin.matters"

    def ready(self) -> None:
        from lianxin.files.hooks import bearers  # noqa: PLC0415 -- models are ready only now
        from lianxin.history.queries import subjects  # noqa: PLC0415
        from lianxin.matters.audit import heads  # noqa: PLC0415
        from lianxin.matters.files import MatterFiles  # noqa: PLC0415
        from lianxin.matters.rules import no_open_matters  # noqa: PLC0415
        from lianxin.people.hooks import may_end_post  # noqa: PLC0415

        may_end_post.append(no_open_matters)
        bearers.append(MatterFiles())
        subjects.append(heads)
