"""The command line `lianxin`: a user's tool, in Chinese; 0 done, 1 refused, 2 usage."""

import argparse
import importlib
import json
import os
import sys
from types import ModuleType

from django.db import DatabaseError
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused

# Each is a module of `commands` with HELP, `arguments(parser)` and `run(args)`.
COMMANDS = {
    "demo": "demo",
    "init": "init",
    "serve": "serve",
    "worker": "worker",
    "doctor": "doctor",
    "diary": "diary",
    "matter": "matter",
    "understand": "understand",
    "same": "same",
    "topics": "topics",
    "learn": "learn",
    "deadline": "deadline",
    "recount": "recount",
    "import": "imports",
    "export": "exports",
    "ledger": "ledger",
    "token": "token",
    "second-factor": "second_factor",
    "audit": "audit",
    "retention": "retention",
    "backup": "backup",
    "backup-key": "backup_key",
    "keys": "keys",
    "restore": "restore",
    "routes": "routes",
    "policy": "policy",
    "draw": "draw",
    "seed": "seed",
    "bench": "bench",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.site.settings")
    args = _parser(argv).parse_args(argv)
    if not getattr(args.module, "WITHOUT_DATABASE", False):
        _set_up()
    try:
        return args.module.run(args) or 0
    except DatabaseError as error:
        if not _is_empty(error):
            raise
        sentence = _("这个数据文件夹还没有数据，请先运行 lianxin init 或 lianxin demo。")
        print(sentence, file=sys.stderr)
        return 1
    except Refused as refused:
        if getattr(args, "json", False):
            show(refused.as_json())
        else:
            print(refused.sentence, file=sys.stderr)
        return 1


def _parser(argv: list[str] | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lianxin", description="连心桥：社区的一本民情日记，和由它生出的一切。"
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for name, module in _modules(argv).items():
        sub = commands.add_parser(name, help=module.HELP, description=module.HELP)
        sub.set_defaults(module=module)
        module.arguments(sub)
    return parser


def _modules(argv: list[str] | None) -> dict[str, ModuleType]:
    """Load the one command that is asked for, or all of them for the help."""
    given = sys.argv[1:] if argv is None else argv
    wanted = given[0] if given and given[0] in COMMANDS else None
    names = [wanted] if wanted else list(COMMANDS)
    return {
        name: importlib.import_module(f"lianxin.site.commands.{COMMANDS[name]}") for name in names
    }


def _set_up() -> None:
    import django  # noqa: PLC0415 -- commands without a database start without it

    django.setup()


def _is_empty(error: DatabaseError) -> bool:
    return "no such table" in str(error) or "does not exist" in str(error)


def show(answer: object) -> None:
    """Print an answer as JSON, in the readable letters of the texts in it."""
    print(json.dumps(answer, ensure_ascii=False, indent=2))
