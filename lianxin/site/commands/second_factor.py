"""`lianxin second-factor`: the operator takes off a second factor that nobody else can."""

import argparse

from django.utils.translation import gettext as _

HELP = "重置一个账号的两步验证，给出一次性链接（管理员丢了手机时用）"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="登录名", help="重置谁的两步验证")


def run(args: argparse.Namespace) -> None:
    from django.conf import settings

    from lianxin.access.factor import take_off
    from lianxin.access.queries import login_named

    secret = take_off(login_named(args.login), by=None)
    print(_("原来的密码和两步验证都作废了。请本人打开（三天内有效，只能用一次）："))
    print(f"{settings.BASE_URL}/desk/welcome/{secret}")
