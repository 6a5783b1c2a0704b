"""Draw a photo anew, upright and small, without anything that the camera noted.

This runs as a program of its own, by its path, with limited memory and time: a picture that is made
to break a decoder, or to fill the memory, breaks only this. It imports nothing of the product.
"""

import errno
import json
import os
import resource
import sys
from contextlib import suppress

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WHITE = (255, 255, 255)
# Modes that can be made smaller as they are; all others are turned into colours first.
PLAIN = ("L", "RGB", "RGBA", "CMYK")


class TooManyPixels(Exception):
    """The picture says that it is larger than we decode."""


def main(source: str, target: str, thumbnail: str, limits: dict) -> dict:
    """Write the picture and its thumbnail as JPEG; return its size, or the word that refuses it."""
    _limit_ourselves(limits["memory"], limits["seconds"])
    try:
        picture = _upright(source, limits["pixels"], limits["side"])
        picture.save(target, "JPEG", quality=85, optimize=True)
        _smaller(picture.copy(), limits["thumbnail"]).save(thumbnail, "JPEG", quality=80)
    except (TooManyPixels, MemoryError):
        return {"refused": "too_many_pixels"}
    except Exception as error:  # whatever a decoder says of it, the picture is broken
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        return {"refused": "disk_full" if full else "broken"}
    return {"width": picture.width, "height": picture.height}


def _limit_ourselves(memory: int, seconds: int) -> None:
    os.umask(0o077)
    with suppress(ValueError, OSError):  # some systems have no such limits
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _upright(source: str, pixels: int, side: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, and lower
    with Image.open(source, formats=FORMATS) as picture:
        if picture.width * picture.height > pixels:
            raise TooManyPixels
        # Of an animation the first frame; a large JPEG is decoded at a fraction of its size.
        picture.draft(None, (side, side))
        return _bare(ImageOps.exif_transpose(_smaller(_in_colours(picture), side)))


def _in_colours(picture: Image.Image) -> Image.Image:
    if picture.mode in PLAIN:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _smaller(picture: Image.Image, side: int) -> Image.Image:
    """Make a picture fit into a square, in place: there is no memory for a second large one."""
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return picture


def _bare(picture: Image.Image) -> Image.Image:
    """Return the colours alone, on white: a comment or profile would travel along with the old picture."""
    bare = Image.new("RGB", picture.size, WHITE)
    if picture.mode == "RGBA":
        bare.paste(picture, mask=picture.getchannel("A"))
    else:
        bare.paste(picture.convert("RGB"))
    return bare


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:4], limits=json.loads(sys.argv[4]))))
