"""`lianxin init`: an empty data folder, and a one-time link for the first administrator."""

import argparse

from django.utils.translation import gettext as _

from lianxin.site.cli import show

HELP = "建立空的数据文件夹，给第一位管理员一个一次性链接"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--district", default="本区县", metavar="名称", help="区县名称，如 莒县")
    parser.add_argument("--admin", default="admin", metavar="登录名", help="第一位管理员的登录名")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from lianxin.access.register import found_district

    call_command("migrate", verbosity=0, interactive=False)
    login, secret = found_district(args.district, args.admin)
    link = f"{settings.BASE_URL}/desk/welcome/{secret}"
    if args.json:
        show({"home": str(settings.HOME), "login": login.username, "link": link})
        return
    print(_("数据文件夹：%(home)s") % {"home": settings.HOME})
    print(_("运行 lianxin serve，然后打开（三天内有效，只能用一次）："))
    print(link)
    print(_("设好密码后，用手机上的验证器应用设两步验证：管理员登录要用。"))
