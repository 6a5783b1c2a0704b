"""Known names that were mistyped or misheard: one sounds alike, one looks alike, or lost a character.

A name is taken for a known one only where no other known name is as near.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lianxin.understanding.sounds import alike

_LOOKALIKES = (
    "未末 土士 大太犬 人入 干千于 天夫 田由甲申 候侯 拔拨 壁璧 幕慕墓 晴睛 园圆 苑宛 宁宇 治冶 厂广 竟竞"
    " 昌冒 析折 柳抑 粱梁 梁染 日目曰 己已巳 今令 壮状 乌鸟 免兔 茶荼 栗粟 沐沭 汩汨 洒酒 拆折 芙美"
    " 辛幸 杏否 佳住 往住 清请 情晴 棵裸 徽微 密蜜 桃挑 杨扬 阳阴 东车 西酉 万方 王玉 玉主 力刀"
)
_SEEN_ALIKE = {ord(sign): group[0] for group in reversed(_LOOKALIKES.split()) for sign in group}
_LEAST, _LEAST_WITHOUT_ONE = 3, 5


@dataclass(frozen=True)
class Misheard:
    """Known names by how they sound, by how they look, and without one of their characters."""

    heard: dict[str, tuple[str, str]] = field(default_factory=dict)
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    without_one: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: dict[str, str]) -> "Misheard":
        """Build the near spellings of known names, leaving out what two of them share."""
        return cls(
            _single(names, lambda name: [name.translate(alike())], _LEAST),
            _single(names, lambda name: [name.translate(_SEEN_ALIKE)], _LEAST),
            _single(names, _without_one, _LEAST_WITHOUT_ONE),
        )

    def near(self, text: str) -> Iterable[tuple[int, int, str, str]]:
        """Yield start, end, name and reason of what is nearly a known name in a plain text."""
        if not self.heard:
            return
        for spellings, written, how in (
            (self.heard, text.translate(alike()), "按读音"),
            (self.seen, text.translate(_SEEN_ALIKE), "按字形"),
            (self.without_one, text, "漏了一个字，"),
        ):
            for start, end in _windows(spellings, written):
                spelling, name = spellings[written[start:end]]
                words = text[start:end]
                if words != spelling and (len(words) != len(spelling) or _mostly(words, spelling)):
                    yield start, end, name, f"“{words}”{how}认作{name}"


def _single(
    names: dict[str, str], near: Callable[[str], list[str]], least: int
) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    shared = set()
    for spelling, name in names.items():
        for key in near(spelling) if len(spelling) >= least else ():
            if key in found and found[key][1] != name:
                shared.add(key)
            found.setdefault(key, (spelling, name))
    return {key: one for key, one in found.items() if key not in shared}


def _without_one(name: str) -> list[str]:
    """Return the name without each character but the first and the last two: what stands at the ends tells it."""
    return [name[:n] + name[n + 1 :] for n in range(1, len(name) - 2)]


def _mostly(words: str, spelling: str) -> bool:
    """Tell whether at least half of the characters are the known ones."""
    return 2 * sum(a == b for a, b in zip(words, spelling, strict=True)) >= len(words)


def _windows(spellings: dict[str, tuple[str, str]], text: str) -> Iterable[tuple[int, int]]:
    lengths = sorted({len(key) for key in spellings}, reverse=True)
    for length in lengths:
        for start in range(len(text) - length + 1):
            if text[start : start + length] in spellings:
                yield start, start + length
