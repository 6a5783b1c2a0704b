"""The clean input of the pages around the second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.forms import Line

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
_PASSWORD = {"autocomplete": "current-password"}


class CodeForm(forms.Form):
    """The code that follows the password."""

    code = Line(
        label=_("验证码"),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE),
        help_text=_("验证器应用里的 6 位数字。手机不在身边，填一组恢复码（12 位）。"),
        error_messages={"required": _("请填写验证码。")},
    )


class Password(forms.CharField):
    """The present password, asked for again."""

    widget = forms.PasswordInput(attrs=_PASSWORD)
    default_error_messages = {"required": _("请填写现在的密码。")}

    def __init__(self) -> None:
        super().__init__(label=_("现在的密码"), strip=False, max_length=4096)


class SetUpForm(forms.Form):
    """The first code of the app, which confirms that it knows the secret."""

    password = Password()
    code = Line(
        label=_("验证码"),
        max_length=40,
        widget=forms.TextInput(attrs={**_CODE, "autofocus": False}),
        help_text=_("应用里现在显示的 6 位数字。"),
        error_messages={"required": _("请填写验证码。")},
    )

    def __init__(self, *args: object, asks_password: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]


class PasswordForm(forms.Form):
    """The password before a change of the second factor."""

    password = Password()
