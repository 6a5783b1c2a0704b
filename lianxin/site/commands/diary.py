"""`lianxin diary add`: one entry, the drafts understood from it, the matters opened."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.clock import local
from lianxin.site.cli import show

HELP = "民情日记：记一条居民的话，并由它立项"


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_subparsers(required=True, metavar="动作").add_parser("add", help="记一条")
    add.add_argument("--community", required=True, metavar="编码", help="社区编码，如 tongxin")
    add.add_argument("--text", required=True, metavar="话", help="居民的原话")
    add.add_argument("--by", required=True, metavar="登录名", help="谁在记")
    add.add_argument(
        "--channel", choices=["phone", "counter", "visit", "meeting", "patrol", "web", "paper"]
    )
    add.add_argument(
        "--join",
        metavar="编号",
        help="又有人说的同一件：不另立项，并入这一件（只听出一件事时能用）",
    )
    add.add_argument("--request-id", metavar="编号", help="同一编号重复提交只生效一次")
    add.add_argument(
        "--file",
        action="append",
        default=[],
        type=Path,
        metavar="文件",
        help="附上照片、语音、文档；可写几次",
    )
    add.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    from lianxin.access.queries import actor_for, login_named
    from lianxin.base import text
    from lianxin.diary.actions import add_entry
    from lianxin.diary.drafts import joined, understand
    from lianxin.diary.present import entry_json
    from lianxin.files.actions import take_in_paths
    from lianxin.territory.queries import community_coded

    by = actor_for(login_named(args.by), via="cli")
    community = community_coded(args.community)
    draft = understand(text.said(args.text), community, channel=args.channel)
    if args.join:
        draft = joined(draft, args.join)
    entry, matters = add_entry(
        args.text,
        community,
        by=by,
        channel=args.channel,
        request_id=args.request_id,
        files=take_in_paths(args.file, by=by, request_id=args.request_id),
        draft=draft,
    )
    if args.json:
        show(entry_json(entry, matters, by, draft))
        return
    print(_("已记下（%(day)s）。") % {"day": entry.said_on})
    for matter in matters:
        if args.join:
            print(
                _("并入 %(into)s，作为 %(number)s 记着。")
                % {"into": args.join, "number": matter.number}
            )
            continue
        print(
            _("立项 %(number)s  %(title)s  %(due)s前办结")
            % {
                "number": matter.number,
                "title": matter.title,
                "due": f"{local(matter.due_at):%m-%d %H:%M}",
            }
        )
