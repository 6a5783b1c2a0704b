"""Photos are drawn anew by a program of its own: `redraw` says why."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.base.disk import disk_full
from lianxin.base.refused import Refused
from lianxin.files.store import Arrival

PROGRAM = Path(__file__).with_name("redraw.py")
MEMORY, SECONDS = 290 * 1024 * 1024, 20
THUMBNAIL = 320

log = logging.getLogger(__name__)


def redrawn(arrival: Arrival) -> tuple[int, int]:
    """Draw the photo that arrived, and its thumbnail, as JPEG; return its width and height, or refuse."""
    answer = _answer(arrival)
    if answer.get("refused") == "disk_full":
        raise disk_full()
    if answer.get("refused") == "too_many_pixels":
        sentence = _(
            "照片太大，打不开（最多 %(n)d 万像素）。请用手机截一张图，或缩小以后再附。"
        ) % {"n": settings.FILE_PIXELS // 10_000}
        raise Refused("bad_input", sentence, fields={"files": [sentence]})
    if "width" not in answer:
        sentence = _("照片打不开，可能没有传完整。请再传一次，或重新拍一张。")
        raise Refused("bad_input", sentence, fields={"files": [sentence]})
    return answer["width"], answer["height"]


def _answer(arrival: Arrival) -> dict:
    limits = {
        "memory": MEMORY,
        "seconds": SECONDS,
        "pixels": settings.FILE_PIXELS,
        "side": settings.FILE_SIDE,
        "thumbnail": THUMBNAIL,
    }
    paths = [str(path) for path in (arrival.raw, arrival.content, arrival.thumbnail)]
    # -I: neither our environment nor our folders are looked into.
    command = [sys.executable, "-I", str(PROGRAM), *paths, json.dumps(limits)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired:
        log.warning("a photo took longer than %d s", 2 * SECONDS)
        return {}
    if ended.stderr:
        # Of a picture that was sent broken, or of a mistake of ours: who runs the machine can tell.
        log.warning("a photo was not drawn: %s", ended.stderr.decode(errors="replace")[-500:])
    return json.loads(ended.stdout) if ended.returncode == 0 else {}
