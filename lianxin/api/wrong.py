"""What is wrong with a field, in Chinese: pydantic finds it, these sentences say it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By pydantic's name of the fault, or its first word; what follows `ctx` fills the gaps.
_SENTENCES = {
    "missing": gettext_lazy("请填写这一项。"),
    "extra_forbidden": gettext_lazy("没有这一项，请核对名称。"),
    "string_too_long": gettext_lazy("最多%(max_length)s个字。"),
    "too_long": gettext_lazy("最多%(max_length)s项。"),
    "string": gettext_lazy("应是文字。"),
    "int": gettext_lazy("应是整数。"),
    "greater_than_equal": gettext_lazy("不能小于%(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于%(le)s。"),
    "bool": gettext_lazy("应是 true 或 false。"),
    "list": gettext_lazy("应是列表。"),
    "dict": gettext_lazy("应是 JSON 对象。"),
    "model": gettext_lazy("应是 JSON 对象。"),
    "enum": gettext_lazy("只能是 %(expected)s 之一。"),
    "literal": gettext_lazy("只能是 %(expected)s 之一。"),
    "uuid": gettext_lazy("应是编号（UUID）。"),
    "value": gettext_lazy("%(error)s"),
}


def fields_of(errors: Iterable[dict]) -> dict[str, list[str]]:
    """Return each wrong field, by its path (`accepted.matters.0.category`), with its sentences."""
    fields: dict[str, list[str]] = {}
    for error in errors:
        fields.setdefault(_path(error["loc"]), []).append(_sentence(error))
    return fields


def _path(loc: tuple) -> str:
    # ("body", "body", field, …) or ("query", field): where it stood, the parameter, the path.
    parts = loc[2:] if loc[0] == "body" else loc[1:]
    return ".".join(str(part)[:40] for part in parts) or "body"


def _sentence(error: dict) -> str:
    kind = error["type"]
    known = _SENTENCES.get(kind) or _SENTENCES.get(kind.split("_")[0])
    return str(known) % error.get("ctx", {}) if known else _("看不懂这个值。")
