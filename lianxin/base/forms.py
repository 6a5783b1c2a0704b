"""Form fields that pages and JSON share: they keep what was typed and refuse in Chinese."""

from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.base import text
from lianxin.base.refused import Refused


class Words(forms.CharField):
    """Free words, verbatim, 1 to 5,000 characters; NUL is stripped."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {"required": _("还没有写内容，请写下来。")}

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", text.MAX_LENGTH)
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        words = text.clean(super().to_python(value))
        return words if words.strip() else self.empty_value


class Line(Words):
    """One short line: a name, a place, a telephone."""

    widget = forms.TextInput()

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(value).strip()


class YesNo(forms.TypedChoiceField):
    """A question that must be answered: yes or no, true or false in JSON."""

    def __init__(self, *, yes: str, no: str, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=[("true", yes), ("false", no)],
            coerce=lambda value: value == "true",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: object) -> object:
        return str(value).lower() if isinstance(value, bool) else value

    def clean(self, value: object) -> bool | None:
        return super().clean(str(value).lower() if isinstance(value, bool) else value)


def cleaned(form: forms.Form) -> dict:
    """Return the clean input of a form, or refuse with every field's sentence."""
    _refuse_odd_types(form)
    if form.is_valid():
        return form.cleaned_data
    fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    first = next(iter(fields))
    label = form.fields[first].label if first in form.fields else None
    sentence = fields[first][0]
    raise Refused("bad_input", f"{label}：{sentence}" if label else sentence, fields=fields)


def _refuse_odd_types(form: forms.Form) -> None:
    """JSON can hold what no page sends: a list for words, of which a form would take the repr."""
    wrong = {}
    for name, field in form.fields.items():
        value = form.data.get(form.add_prefix(name))
        taken = _taken(field)
        if value is not None and not isinstance(value, taken):
            wrong[name] = [_type_sentence(field)]
    if wrong:
        name, (sentence,) = next(iter(wrong.items()))
        label = form.fields[name].label or name
        raise Refused("bad_input", f"{label}：{sentence}", fields=wrong)


def _taken(field: forms.Field) -> tuple[type, ...]:
    if isinstance(field, forms.MultipleChoiceField):
        return (list,)
    return (str, bool) if isinstance(field, YesNo | forms.BooleanField) else (str, date)


def _type_sentence(field: forms.Field) -> str:
    if isinstance(field, YesNo | forms.BooleanField):
        return gettext("应是 true 或 false。")
    if isinstance(field, forms.MultipleChoiceField):
        return gettext('应是一个列表，写成 ["…", "…"]。')
    return gettext("应写成文字，放在引号里。")


def described(form: forms.Form) -> list[dict]:
    """Return what a form asks for, as a list that draws a page or fills a machine's request."""
    return [
        {
            "name": name,
            "type": _type(field),
            "required": field.required,
            "choices": [
                str(value) for value, _label in getattr(field, "choices", []) if value != ""
            ],
            "label": str(field.label or name),
        }
        for name, field in form.fields.items()
    ]


def _type(field: forms.Field) -> str:
    if isinstance(field, YesNo | forms.BooleanField):
        return "bool"
    if isinstance(field, forms.MultipleChoiceField):
        return "choices"
    if isinstance(field, forms.ChoiceField):
        return "choice"
    return "date" if isinstance(field, forms.DateField) else "text"
