"""A small disk of a drill's own: ext4 in a file, mounted for the length of a block, gone after it.

Its image holds what the kernel has handed to the disk and nothing that still waits in memory: a copy
of the image is what a power cut leaves.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

PROGRAMS = ("mkfs.ext4", "mount", "umount", "cp", "cmp", "sync")


@cache
def missing() -> str | None:
    """Return in one sentence what this machine lacks for a disk in a file, None if it has all."""
    lacking = [program for program in PROGRAMS if not shutil.which(program)]
    if lacking:
        return f"缺少程序：{'、'.join(lacking)}"
    if os.geteuid() != 0:
        return "挂载磁盘映像要 root"
    try:
        with disk(4):
            return None
    except subprocess.CalledProcessError as failed:
        return f"这里挂不上磁盘映像（loop 设备）：{failed.stderr.strip()}"


@contextmanager
def disk(megabytes: int) -> Iterator[Path]:
    """Lend a new disk of a size and return where it is mounted."""
    folder = Path(tempfile.mkdtemp(prefix="lianxin-disk-"))
    image = folder / "image"
    try:
        with image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", image)
        with mounted(image) as place:
            yield place
    finally:
        shutil.rmtree(folder)


@contextmanager
def mounted(image: Path) -> Iterator[Path]:
    """Mount an image; after a power cut the file system recovers by its journal."""
    place = Path(tempfile.mkdtemp(prefix="lianxin-mount-"))
    try:
        _run("mount", "-o", "loop", image, place)
        try:
            yield place
        finally:
            _unmount(place)
    finally:
        place.rmdir()


def _unmount(place: Path) -> None:
    """Unmount, also where a process that was just killed still leaves."""
    for _try in range(20):
        try:
            return _run("umount", place)
        except subprocess.CalledProcessError:
            time.sleep(0.25)
    return _run("umount", "--lazy", place)


def place_of(path: Path) -> Path:
    """Return where the disk is mounted on which a path lies."""
    while not path.is_mount():
        path = path.parent
    return path


def cut_off(place: Path) -> Path:
    """Return an image of what a power cut at this moment would leave of the disk; its writers must stand still."""
    image = _image_of(place)
    # Another name for each: what still leaves an earlier one must not write into this one.
    copy = image.with_name(f"copy-{uuid4().hex}")
    _run("cp", "--sparse=always", image, copy)
    while subprocess.run(["cmp", "-s", image, copy], check=False).returncode:
        _run("cp", "--sparse=always", image, copy)
    return copy


def _image_of(place: Path) -> Path:
    device = place.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    return Path(Path(f"/sys/dev/block/{number}/loop/backing_file").read_text().strip())


def flush(place: Path) -> None:
    """Bring all that was written so far to the disk."""
    _run("sync", "-f", place)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
