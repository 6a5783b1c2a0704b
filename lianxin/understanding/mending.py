"""Text that was damaged on its way here: repaired where its bytes tell how, else shown as damaged.

One converter wrote a character's sound in brackets behind it, 運(yùn)河, and looked for the character
among the bytes of a text in GBK, so that it also found it half in one and half in the next: 日報 holds
the bytes of 請, and became 日?qǐng)?bào). What it split is put together again from the bytes.
"""

import re
import unicodedata
from dataclasses import dataclass

from lianxin.understanding.sounds import sounds
from lianxin.understanding.traditional import SIMPLIFIED

LOST = "□"
_SOUND = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}"
_SPLIT = re.compile(
    rf"\?(?P<sound>{_SOUND})\)|(?<=[\u4e00-\u9fff])\?(?=!(?:\?|[\u4e00-\u9fff][A-Za-z]))",
    re.IGNORECASE,
)
_UNREADABLE = re.compile("\ufffd+|(?:锟斤拷)+|[\ue000-\uf8ff]+|(?:烫烫|屯屯)+")
_LATIN = re.compile("[\x80-\xff][\x80-\xff\u0152-\u2122]")
_NOT_ASCII = re.compile("[^\x00-\x7f]*")
_AFTER_A_STOP = re.compile("!?[^\x00-\x7f]*")
_CODE = "gb18030"
_PUNCTUATION = 0xA1
# Fewer characters may read well in two encodings by chance.
_SURE = 6


@dataclass(frozen=True)
class Damage:
    """Words that came damaged, with what they are read as; LOST stands for what nobody can tell."""

    start: int
    end: int
    words: str
    read: str


@dataclass(frozen=True)
class Mended:
    """A text without its repairable damage; for each character its place in the text as written."""

    text: str
    origin: list[int] | range
    damage: tuple[Damage, ...] = ()


def mend(written: str) -> Mended:
    """Return the text repaired as far as its bytes tell, and what was damaged of it."""
    whole = _decoded_anew(written)
    if whole is not None:
        origin = [place * len(written) // len(whole) for place in range(len(whole))]
        return Mended(whole, origin, (Damage(0, len(written), written, whole),))
    damage = [*_split(written), *_unreadable(written)]
    if not damage:
        return Mended(written, range(len(written)))
    return _with(written, sorted(damage, key=lambda one: one.start))


def _decoded_anew(written: str) -> str | None:
    """Return a text that was read in the wrong encoding as it was meant, None where it reads well."""
    for read_as, meant in (("latin-1", "utf-8"), ("latin-1", _CODE), (_CODE, "utf-8")):
        if read_as == "latin-1" and not _LATIN.search(written):
            continue
        try:
            text = written.encode(read_as).decode(meant)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(written) >= _SURE and _is_chinese(text) and len(text) < len(written):
            return text
    return None


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _split(written: str) -> list[Damage]:
    """Return what the converter split, character after character as it went."""
    found: list[Damage] = []
    at = 0
    if "?" not in written:
        return found
    while match := _SPLIT.search(written, at):
        one = _sounded(written, match) if match["sound"] else _shifted(written, match)
        found.append(one)
        at = max(one.end, match.end())
    return found


def _sounded(written: str, match: re.Match) -> Damage:
    lead = _last_byte(written[max(0, match.start() - 1) : match.start()])
    half = _second_byte(lead, match["sound"])
    if half is None:
        return Damage(*match.span(), match[0], LOST)
    again = _SPLIT.match(written, match.end())
    if again and again["sound"]:
        sign = _sign(half, _second_byte(half, again["sound"]))
        return Damage(match.start(), again.end(), match[0] + again[0], sign or LOST)
    return _joined(written, match, half, _NOT_ASCII.match(written, match.end()))


def _shifted(written: str, match: re.Match) -> Damage:
    """Read on from the lost first half of a full stop: its second half became part of the next sign."""
    return _joined(written, match, _PUNCTUATION, _AFTER_A_STOP.match(written, match.end()))


def _joined(written: str, match: re.Match, half: int, run: re.Match) -> Damage:
    """Put half a character together with the bytes of the run behind it, until they fall in step."""
    end = run.end()
    stream = bytes([half]) + run[0].replace("!", "！").encode(_CODE, "ignore")
    following = written[end : end + 1]
    if following.isascii() and following.isalpha():
        stream += following.encode("ascii")
        end += 1
    elif following == "?":
        stream = stream[:-1] + LOST.encode(_CODE)
        end += 1
    text = stream.decode(_CODE, "replace").replace("\ufffd", LOST)
    return Damage(match.start(), end, written[match.start() : end], text)


def _last_byte(sign: str) -> int | None:
    try:
        coded = sign.encode("gbk")
    except UnicodeEncodeError:
        return None
    return coded[-1] if len(coded) == 2 else None


def _second_byte(lead: int | None, sound: str) -> int | None:
    """Return the second byte of the one traditional character with this first byte and sound."""
    if lead is None:
        return None
    bare = _without_tone(sound)
    found = {
        sign: second
        for second in range(0x40, 0xFF)
        if (sign := _sign(lead, second)) and _sound(sign) == bare
    }
    likely = [sign for sign in found if _is_common(sign)] or list(found)
    return found[likely[0]] if len(likely) == 1 else None


def _is_common(sign: str) -> bool:
    """Tell whether a sign stands in the first part of Big5, which holds the characters in common use."""
    return b"\xa4" <= sign.encode("big5", "ignore")[:1] <= b"\xc6"


def _sign(lead: int, second: int | None) -> str | None:
    try:
        return bytes([lead, second or 0]).decode("gbk")
    except UnicodeDecodeError:
        return None


def _sound(sign: str) -> str | None:
    simple = SIMPLIFIED.get(ord(sign[0])) if len(sign) == 1 else None
    return sounds().get(chr(simple)) if simple else None


def _without_tone(sound: str) -> str:
    bare = unicodedata.normalize("NFD", sound.lower()).replace("u\u0308", "v")
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def _unreadable(written: str) -> list[Damage]:
    return [Damage(*match.span(), match[0], LOST) for match in _UNREADABLE.finditer(written)]


def _with(written: str, damage: list[Damage]) -> Mended:
    """Return the text with each damaged part read as it could be."""
    text, origin, last, kept = [], [], 0, []
    for one in damage:
        if one.start < last:
            continue
        text += [written[last : one.start], one.read]
        origin += range(last, one.start)
        origin += [min(one.start + n, one.end - 1) for n in range(len(one.read))]
        last = one.end
        kept.append(one)
    return Mended(
        "".join([*text, written[last:]]), [*origin, *range(last, len(written))], tuple(kept)
    )
