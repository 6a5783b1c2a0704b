"""Whatever is sent as a photo: what is served is upright, small, told of nothing, and cost little memory."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping

import pytest
from PIL import Image

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.files import pictures, store
from lianxin.files.actions import take_in
from lianxin.files.models import File
from lianxin.files.tests import samples

Actors = Mapping[str, Actor]


@pytest.fixture
def sent(actors: Actors) -> Callable[[bytes], File]:
    return lambda content: take_in(io.BytesIO(content), "照片.jpg", by=actors["desk"])


def opened(file: File, *, thumbnail: bool = False) -> Image.Image:
    return Image.open(store.path_of(file.pk, thumbnail=thumbnail))


def traces(content: bytes) -> list[bytes]:
    """Return what is told in the bytes of a picture, besides the picture."""
    image = Image.open(io.BytesIO(content))
    named = [
        name.encode()
        for name in image.info
        if name not in ("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi")
    ]
    return [*named, *map(str, image.getexif()), *(one for one in samples.SECRET if one in content)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_the_camera_noted_is_kept(kind: str, sent: Callable[[bytes], File]):
    content = samples.with_traces(kind)
    assert traces(content) != []

    file = sent(content)

    for thumbnail in (False, True):
        assert traces(store.path_of(file.pk, thumbnail=thumbnail).read_bytes()) == []


@pytest.mark.parametrize(
    ("orientation", "size", "top_left"),
    [
        (1, (80, 40), "red"),
        (2, (80, 40), "blue"),
        (3, (80, 40), "blue"),
        (4, (80, 40), "red"),
        (5, (40, 80), "red"),
        (6, (40, 80), "red"),
        (7, (40, 80), "blue"),
        (8, (40, 80), "blue"),
    ],
)
def test_a_photo_stands_upright_as_the_camera_held_it(
    orientation: int, size: tuple[int, int], top_left: str, sent: Callable[[bytes], File]
):
    file = sent(samples.with_traces("JPEG", orientation))

    for thumbnail in (False, True):
        image = opened(file, thumbnail=thumbnail)
        red, _green, blue = image.getpixel((5, 5))
        assert (image.size, "red" if red > blue else "blue") == (size, top_left)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind: str, sent: Callable[[bytes], File]):
    image = opened(sent(samples.animated(kind)))

    red, green, blue = image.getpixel((16, 16))
    assert (image.format, getattr(image, "n_frames", 1), red > 200, green < 60, blue < 60) == (
        "JPEG", 1, True, True, True,
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "RGBA", "LA", "I;16"])
def test_every_way_to_write_colours_becomes_plain_colours(mode: str, sent: Callable[[bytes], File]):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    image = opened(sent(samples.saved(Image.new(mode, (50, 40)), kind)))

    assert (image.mode, image.size) == ("RGB", (50, 40))


def test_what_is_clear_becomes_white(sent: Callable[[bytes], File]):
    clear = samples.saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")

    assert opened(sent(clear)).getpixel((10, 10)) == (255, 255, 255)


def test_the_longest_side_is_limited(sent: Callable[[bytes], File], settings):
    settings.FILE_SIDE = 600

    file = sent(samples.picture("PNG", (1500, 500)))

    assert (file.width, file.height, opened(file, thumbnail=True).size) == (600, 200, (320, 107))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (samples.vast_png(40_000, 40_000), "照片太大，打不开（最多 5000 万像素）。"),
        (samples.vast_png(13_000, 13_000, whole=True), "照片太大，打不开（最多 5000 万像素）。"),
        (samples.picture("JPEG", (300, 200))[:-900], "照片打不开，可能没有传完整。"),
        (samples.picture("PNG")[:40], "照片打不开，可能没有传完整。"),
        (samples.GIF_JS, "照片打不开，可能没有传完整。"),
        (samples.HEIC, "HEIC、AVIF 照片打不开。"),
    ],
    ids=["1.6 Gpixel", "169 Mpixel", "cut JPEG", "cut PNG", "polyglot", "HEIC"],
)
def test_what_cannot_be_a_photo_of_ours_is_refused_and_leaves_nothing(
    content: bytes, sentence: str, sent: Callable[[bytes], File]
):
    with pytest.raises(Refused) as refused:
        sent(content)

    assert (refused.value.code, refused.value.sentence.startswith(sentence)) == ("bad_input", True)
    assert File.objects.count() == 0
    assert list(store.incoming().iterdir()) == []


def test_why_a_photo_was_not_drawn_stands_in_the_log(
    sent: Callable[[bytes], File], caplog: pytest.LogCaptureFixture
):
    with pytest.raises(Refused):
        sent(samples.picture("JPEG", (300, 200))[:-900])

    assert "a photo was not drawn: OSError" in caplog.text


_MEASURED = """
import json, runpy, sys
drawn = runpy.run_path(sys.argv[1])["main"](*sys.argv[2:5], limits=json.loads(sys.argv[5]))
peak = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1]
print(json.dumps([drawn, int(peak) // 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        (Image.new("L", (7000, 7000)), "PNG", {"compress_level": 1}),
        (Image.new("RGB", (8000, 6000)), "JPEG", {}),
        (Image.new("RGB", (6000, 5000)), "JPEG", {"progressive": True, "subsampling": 0}),
        (Image.new("RGBA", (7000, 7000)), "PNG", {"compress_level": 1}),
        (Image.new("RGB", (6000, 4000)), "WEBP", {"lossless": True, "method": 0}),
    ],
    ids=["49 Mpixel PNG", "48 Mpixel JPEG", "progressive JPEG", "49 Mpixel RGBA", "24 Mpixel WebP"],
)
def test_a_photo_never_costs_three_hundred_mebibytes(
    image: Image.Image, kind: str, options: dict, tmp_path, settings
):
    source, target, small = (tmp_path / name for name in ("source", "target", "small"))
    image.save(source, kind, **options)
    limits = {
        "memory": pictures.MEMORY, "seconds": pictures.SECONDS, "pixels": settings.FILE_PIXELS,
        "side": settings.FILE_SIDE, "thumbnail": pictures.THUMBNAIL,
    }  # fmt: skip
    paths = [str(path) for path in (pictures.PROGRAM, source, target, small)]

    ended = subprocess.run(
        [sys.executable, "-I", "-c", _MEASURED, *paths, json.dumps(limits)],
        capture_output=True, check=True,
    )  # fmt: skip

    drawn, peak = json.loads(ended.stdout)
    print(drawn, peak)
    assert peak < 300
    assert drawn.keys() == {"width", "height"} or drawn in (
        {"refused": "too_many_pixels"},
        {"refused": "broken"},
    )
