from django.apps import AppConfig


class WhistleConfig(AppConfig):
    """The kind 吹哨 and the answers to it; any open matter of another kind can be whistled for."""

    name = "lianxin.kinds.whistle"
    label = "whistle"

    def ready(self) -> None:
        from lianxin.kinds.whistle.flow import CALL, OWN, WHISTLE  # noqa: PLC0415 -- models are ready only now
        from lianxin.kinds.whistle.response import RESPONSE  # noqa: PLC0415
        from lianxin.matters.flow import lend, register  # noqa: PLC0415

        register(WHISTLE)
        register(RESPONSE)
        lend(CALL, own=OWN)
