"""`lianxin matter show | step | list`: the spine."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.site.cli import show

HELP = "事项：查看、列出、办一步"


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="动作", dest="action")
    one = actions.add_parser("show", help="看一件事项")
    one.add_argument("number", metavar="编号")
    one.add_argument("--by", metavar="登录名", help="以谁的身份看；不写则是运维人员，只见脱敏内容")
    step = actions.add_parser("step", help="办一步")
    step.add_argument("number", metavar="编号")
    step.add_argument(
        "step", metavar="步骤", help="如 take_in dispatch accept finish verify confirm close"
    )
    step.add_argument("--by", required=True, metavar="登录名")
    step.add_argument("--data", default="{}", metavar="JSON", help='如 {"holder": "grid-tongxin"}')
    step.add_argument("--version", type=int, help="您看到的版本；已有新变化时拒绝")
    step.add_argument("--request-id", metavar="编号", help="同一编号重复提交只生效一次")
    step.add_argument(
        "--file",
        action="append",
        default=[],
        type=Path,
        metavar="文件",
        help="附上照片、语音、文档；可写几次",
    )
    listing = actions.add_parser("list", help="列出在办事项")
    listing.add_argument("--for", dest="by", metavar="登录名", help="谁范围内的；不写则是全部")
    for sub in (one, step, listing):
        sub.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> None:
    {"show": _show, "step": _step, "list": _list}[args.action](args)


def _actor(login: str | None) -> Actor | None:
    from lianxin.access.queries import actor_for, login_named

    return actor_for(login_named(login), via="cli") if login else None


def _show(args: argparse.Namespace) -> None:
    from lianxin.matters.present import as_json
    from lianxin.matters.queries import find, find_for_operator

    actor = _actor(args.by)
    matter = find(args.number, actor) if actor else find_for_operator(args.number)
    answer = as_json(matter, actor, steps=True)
    if args.json:
        show(answer)
        return
    print(
        f"{matter.number}  {matter.get_state_display()}  {matter.title}\n{answer['words']}\n{matter.due_why}"
    )
    for line in _beside(answer):
        print(line)
    for event in answer["events"]:
        print(f"{event['seq']:>3}  {event['at']}  {event['by']}  {event['step']}  → {event['to']}")


def _beside(answer: dict) -> Iterator[str]:
    """Yield a line for every other matter that this one has to do with."""
    from lianxin.matters.models import Relation

    if answer["merged_into"] is not None:
        yield _("已并入 %(number)s") % {"number": answer["merged_into"] or _("另一件")}
    for one in answer["merged"]:
        who = f"{one['requester']['name']}{one['requester']['title']}"
        yield _("并进来 %(number)s  反映人 %(who)s") % {"number": one["number"], "who": who}
    for one in answer["links"]:
        yield f"{Relation(one['relation']).label}  {one['number']}  {one['title']}"


def _step(args: argparse.Namespace) -> None:
    from lianxin.files.actions import take_in_paths
    from lianxin.matters.actions import step
    from lianxin.matters.present import as_json

    by = _actor(args.by)
    matter = step(
        args.number,
        args.step,
        by=by,
        data=_data(args.data),
        version=args.version,
        request_id=args.request_id,
        files=take_in_paths(args.file, by=by, request_id=args.request_id),
    )
    if args.json:
        show(as_json(matter, by))
    else:
        version = _("版本 %(n)d") % {"n": matter.version}
        print(f"{matter.number}  {matter.get_state_display()}（{version}）")


def _data(written: str) -> dict:
    try:
        data = json.loads(written)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise Refused(
            "bad_input", _('--data 应是 JSON 对象，例如 {"words": "…"}。'), fields={"data": []}
        )
    return data


def _list(args: argparse.Namespace) -> None:
    from lianxin.matters.models import OPEN, Matter
    from lianxin.matters.present import list_json
    from lianxin.matters.queries import STANDS, matters_for

    actor = _actor(args.by)
    matters = matters_for(actor) if actor else Matter.objects.filter(STANDS)
    rows = matters.filter(state__in=OPEN).order_by("due_at", "pk")
    if args.json:
        show(list_json(rows, actor))
        return
    for matter in rows:
        print(
            f"{matter.number}  {matter.get_state_display()}  {local(matter.due_at):%m-%d %H:%M}  {matter.title}"
        )
