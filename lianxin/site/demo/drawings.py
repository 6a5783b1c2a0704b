"""Sketches for the stories, drawn when they are told: no photo of anybody's home is in the project."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (640, 480)
PAPER, INK, WALL, STONE = "#f6f1e7", "#3c3c3c", "#d9cfbd", "#a9a9a4"
WATER, RUST, WOOD, STEEL, GREEN = "#4f86b8", "#9c5b2e", "#8a6239", "#5d6b76", "#5b8a5a"

Pen = ImageDraw.ImageDraw


def drawn(name: str) -> BytesIO:
    """Return the sketch of a name as a picture that can be taken in like a photo."""
    sheet = Image.new("RGB", SIZE, PAPER)
    SKETCHES[name](ImageDraw.Draw(sheet))
    file = BytesIO()
    sheet.save(file, "PNG")
    file.seek(0)
    return file


def _crack(pen: Pen, x: int, top: int, bottom: int) -> None:
    points = [(x + (14 if step % 2 else -14), y) for step, y in enumerate(range(top, bottom, 24))]
    pen.line(points, fill=INK, width=4)


def _drops(pen: Pen, left: int, right: int, top: int) -> None:
    for number, x in enumerate(range(left, right, 44)):
        y = top + 26 * (number % 3)
        pen.ellipse((x, y, x + 10, y + 18), fill=WATER)


def _roof(pen: Pen, *, mended: bool) -> None:
    pen.rectangle((80, 240, 560, 440), fill=WALL, outline=INK, width=3)
    pen.polygon([(50, 240), (130, 130), (510, 130), (590, 240)], fill=STONE, outline=INK)
    if mended:
        pen.polygon([(70, 228), (138, 140), (502, 140), (570, 228)], fill=GREEN)
        return
    for x in (200, 320, 430):
        _crack(pen, x, 135, 240)
    _drops(pen, 150, 520, 270)


def _gutter(pen: Pen, *, walled: bool) -> None:
    pen.rectangle((60, 280, 580, 460), fill=WALL, outline=INK, width=3)
    pen.rectangle((60, 190, 580, 280), fill=STONE, outline=INK, width=3)
    pen.rectangle((90, 220, 550, 262), fill=PAPER if walled else WATER, outline=INK, width=2)
    if walled:
        pen.rectangle((60, 130, 580, 190), fill=RUST, outline=INK, width=3)
        return
    _drops(pen, 100, 540, 300)


def _drain(pen: Pen) -> None:
    pen.ellipse((140, 240, 500, 420), fill=WATER)
    pen.ellipse((200, 260, 440, 390), fill=STONE, outline=INK, width=4)
    for x in range(250, 400, 40):
        pen.rectangle((x, 305, x + 18, 345), fill=INK)


def _garage(pen: Pen) -> None:
    pen.rectangle((60, 90, 580, 150), fill=STONE, outline=INK, width=3)
    pen.rectangle((60, 150, 580, 440), fill=WALL, outline=INK, width=3)
    _drops(pen, 180, 470, 160)
    pen.ellipse((170, 390, 480, 435), fill=WATER)


def _pipe(pen: Pen) -> None:
    pen.rectangle((40, 250, 600, 310), fill=STEEL, outline=INK, width=3)
    pen.rectangle((430, 200, 490, 360), fill=RUST, outline=INK, width=3)
    _crack(pen, 260, 245, 320)
    for x in (180, 230, 290, 340):
        pen.line([(262, 250), (x, 120)], fill=WATER, width=8)
    pen.ellipse((120, 360, 420, 430), fill=WATER)


def _door(pen: Pen, *, leaf: str | None, bell: bool = False) -> None:
    pen.rectangle((60, 60, 580, 450), fill=WALL, outline=INK, width=3)
    pen.rectangle((230, 110, 410, 450), fill="#4a4640", outline=WOOD, width=14)
    if leaf:
        pen.rectangle((244, 124, 396, 446), fill=leaf, outline=INK, width=3)
        pen.ellipse((372, 280, 388, 296), fill=INK)
    else:
        pen.polygon([(244, 124), (290, 170), (276, 446), (244, 446)], fill=WOOD)
    if bell:
        pen.rectangle((450, 220, 510, 330), fill=STEEL, outline=INK, width=3)
        pen.ellipse((470, 235, 490, 255), fill=PAPER)
        pen.ellipse((468, 285, 492, 309), fill=GREEN)


def _leaning_wall(pen: Pen) -> None:
    pen.polygon([(120, 440), (170, 150), (560, 130), (520, 440)], fill=WALL, outline=INK)
    for x in (260, 400):
        _crack(pen, x, 150, 430)
    pen.line([(40, 380), (600, 380)], fill=RUST, width=8)


def _extinguishers(pen: Pen, *, count: int) -> None:
    pen.rectangle((160, 120, 480, 430), fill=WALL, outline=RUST, width=12)
    for x in (220, 340)[:count]:
        pen.rounded_rectangle((x, 200, x + 80, 410), 30, fill="#b3372c", outline=INK, width=3)
        pen.rectangle((x + 28, 165, x + 52, 200), fill=INK)


SKETCHES: dict[str, Callable[[Pen], None]] = {
    "屋面裂缝": partial(_roof, mended=False),
    "屋面修好": partial(_roof, mended=True),
    "天沟积水": partial(_gutter, walled=False),
    "挡水墙": partial(_gutter, walled=True),
    "下水井满溢": _drain,
    "车库渗水": _garage,
    "水管爆裂": _pipe,
    "破木门": partial(_door, leaf=None),
    "防盗门": partial(_door, leaf=STEEL),
    "单元门没有锁": partial(_door, leaf=WOOD),
    "可视门铃": partial(_door, leaf=STEEL, bell=True),
    "围墙开裂": _leaning_wall,
    "空的灭火器箱": partial(_extinguishers, count=0),
    "灭火器配齐": partial(_extinguishers, count=2),
}
