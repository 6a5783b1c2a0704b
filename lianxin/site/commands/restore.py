"""`lianxin restore F`: a notebook from a backup and its key, into an empty data folder.

There are no settings yet: loading them would make new keys where the old ones are to lie.
"""

import argparse
import contextlib
import io
import json
import os
from pathlib import Path

from lianxin.base import crypto
from lianxin.site.cli import main, show

HELP = "恢复：用一份备份和它的钥匙，在空的数据文件夹里重新开始"
WITHOUT_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="备份")
    parser.add_argument(
        "--key", type=Path, metavar="文件", help="备份的钥匙；不写，就找数据文件夹里的 backup.key"
    )
    parser.add_argument("--check", action="store_true", help="只核对这份备份，什么也不写")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    from lianxin.site.backup import keys
    from lianxin.site.backup.restore import check, restore
    from lianxin.site.database import database

    home = crypto.home()
    identity = keys.identity(args.key or home / keys.SECRET)
    if args.check:
        _tell(args, "这份备份是好的", check(args.file, identity), {})
        return 0
    target = database(os.environ.get("LIANXIN_DATABASE_URL"), home)
    manifest = restore(args.file, identity, database=target)
    proof = _proven(home)
    _tell(args, "恢复好了", manifest, proof)
    return 0 if proof["ok"] else 1


def _proven(home: Path) -> dict:
    """Bring the tables up to this version and say what `audit verify` says, now that there are settings."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        main(["audit", "verify", "--json", "--seals", str(home / "seals")])
    return json.loads(said.getvalue())


def _tell(args: argparse.Namespace, done: str, manifest: dict, proof: dict) -> None:
    rows = sum(count for count, _digest in manifest["tables"].values())
    files = sum(name.startswith("files/") for name in manifest["members"])
    if args.json:
        counts = {"rows": rows, "files": files, "missing": manifest["missing"]}
        show({"made_at": manifest["made_at"], **counts, **proof})
        return
    print(f"{done}：{manifest['made_at'][:16]} 的数据，{rows} 行，{files} 个附件文件")
    if proof:
        result = f"{len(proof['faults'])} 处不符" if proof["faults"] else "全部属实"
        print(f"核验 {proof['events']} 条记录：{result}")
    for fault in proof.get("faults", []):
        print("  " + "：".join(fault.values()))
