"""`lianxin demo`: five communities that tell how it works, on this machine."""

import argparse
import shutil
import sys
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.site.cli import show
from lianxin.site.commands.serve import serve

HELP = "装入五个演示社区，运行网站，给出地址和登录名"
HOST = "127.0.0.1"
WORKERS = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="清掉原来的演示数据，从头再来")
    parser.add_argument("--port", type=int, default=8000, metavar="端口")
    parser.add_argument("--no-serve", action="store_true", help="只装入数据，不运行网站")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出地址和登录名")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from lianxin.site.demo.load import is_loaded, load, logins, password_in

    call_command("migrate", verbosity=0, interactive=False)
    if args.fresh and is_loaded():
        _wipe(settings.HOME)
        call_command("migrate", verbosity=0, interactive=False)
    if not is_loaded():
        load(password=password_in(settings.HOME))
    answer = {
        "addresses": _addresses(args.port),
        "logins": [login.as_json() for login in logins(password_in(settings.HOME))],
    }
    show(answer) if args.json else _print(answer)
    sys.stdout.flush()  # whoever reads through a pipe waits for this, and serving does not end
    return 0 if args.no_serve else serve(HOST, args.port, WORKERS, worker=True)


def _wipe(home: Path) -> None:
    """Remove the demo's database, seals and files; the folder keeps its keys and its demo password."""
    from django.db import connection

    if not (home / "demo-password").exists():
        sentence = _("这个数据文件夹不是由 lianxin demo 建的，不清空。")
        raise Refused("wrong_state", sentence)
    for folder in ("seals", "files"):
        shutil.rmtree(home / folder, ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)


def _addresses(port: int) -> dict[str, str]:
    base = f"http://{HOST}:{port}"
    return {
        "desk": f"{base}/desk/",
        "api": f"{base}/api/v1/",
        "openapi": f"{base}/api/v1/openapi.json",
    }


def _print(answer: dict) -> None:
    rows = answer["logins"]
    for community, there in groupby(rows, key=lambda login: login["community"]):
        print(f"\n{community}")
        for login in there:
            print(f"  {login['login']:<24}{login['name']}  {login['post']}")
    print()
    print(f"密码（都一样）：{rows[0]['password']}")
    print("admin- 开头的是管理员，第一次登录要用验证器应用（手机或电脑上的都行）设两步验证。")
    print(f"打开：{answer['addresses']['desk']}")
