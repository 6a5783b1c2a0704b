from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """The notebook; its entries bear files and have a history."""

    name = "lianxin.diary"

    def ready(self) -> None:
        from lianxin.diary.files import EntryFiles  # noqa: PLC0415 -- models are ready only now
        from lianxin.diary.queries import heads  # noqa: PLC0415
        from lianxin.files.hooks import bearers  # noqa: PLC0415
        from lianxin.history.queries import subjects  # noqa: PLC0415

        bearers.append(EntryFiles())
        subjects.append(heads)
