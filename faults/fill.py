"""Fill an installation with matters and files, in the product's own environment: `fill N FILES`.

Every reporter has a name, a telephone and a mark in the words that stand nowhere else.
"""

import io
import sys

import django

NAME, PHONE, MARK = "闻人", "1370000", "记号"


def fill(matters: int, files: int) -> None:
    """Record matters through the real action; to the first of them a file each is attached."""
    from lianxin.access.queries import actor_for, login_named  # noqa: PLC0415
    from lianxin.diary.actions import add_entry  # noqa: PLC0415
    from lianxin.files.actions import take_in  # noqa: PLC0415
    from lianxin.territory.queries import community_coded  # noqa: PLC0415

    by, community = actor_for(login_named("desk")), community_coded("heping")
    for n in range(matters):
        words = f"春和园1号楼1单元{NAME}{n}（{PHONE}{n:04}）说楼道灯不亮，{MARK}{n:06}。"
        hung = []
        if n < files:
            note = f"{MARK}{n:06}，附在诉求后面的说明。\n" * 2000
            hung = [take_in(io.BytesIO(note.encode()), f"说明{n}.txt", by=by).pk]
        add_entry(words, community, by=by, files=hung)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
