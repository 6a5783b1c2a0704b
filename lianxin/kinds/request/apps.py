from django.apps import AppConfig


class RequestConfig(AppConfig):
    """The kind 诉求; it makes its flow known to the spine."""

    name = "lianxin.kinds.request"
    label = "request"

    def ready(self) -> None:
        from lianxin.kinds.request.flow import FLOW  # noqa: PLC0415 -- models are ready only now
        from lianxin.matters.flow import register  # noqa: PLC0415

        register(FLOW)
