"""Restoring: all of a backup is read and compared before anything is written."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pyrage.x25519 import Identity

from lianxin.base import crypto
from lianxin.base.refused import Refused
from lianxin.site.backup import keys
from lianxin.site.backup.envelope import Broken, WrongKey, decrypted
from lianxin.site.backup.make import ENGINES, FORMAT
from lianxin.site.backup.parcel import unpack
from lianxin.site.backup.tables import differing

# What may lie in a data folder before; everything else makes it one that is in use.
ALLOWED = {keys.SECRET, keys.PUBLIC, "lost+found"}
PLACED = ("seals", "files")


def check(file: Path, identity: Identity) -> dict:
    """Read a backup to its end, compare every byte with its manifest, and return that."""
    with _opened(file, identity) as parcel:
        manifest = unpack(parcel)
    if manifest["format"] != FORMAT:
        sentence = f"这份备份由较新的版本（{manifest['version']}）写成，请先把连心桥升到那个版本。"
        raise Refused("bad_input", sentence)
    return manifest


def restore(file: Path, identity: Identity, *, database: dict) -> dict:
    """Put a backup into an empty data folder and an empty database, and return its manifest."""
    home, engine = crypto.home(), ENGINES[database["ENGINE"]]
    _must_be_empty(home, engine.is_empty(database))
    manifest = check(file, identity)
    _must_be_alike(manifest, engine.__name__.rpartition(".")[2])
    try:
        _place(file, identity, manifest, home=home, database=database)
    except BaseException as error:
        _undo(home, database)
        if isinstance(error, OSError):
            sentence = f"没有恢复成，已全部撤回：{error}。请看看磁盘还有没有地方。"
            raise Refused("wrong_state", sentence) from error
        raise
    finally:
        shutil.rmtree(home / ".restore", ignore_errors=True)
    keys.remember(home, identity)
    os.sync()
    return manifest


@contextmanager
def _opened(file: Path, identity: Identity) -> Iterator[BinaryIO]:
    """Yield the parcel in a backup; a wrong key and a damaged file are refused."""
    if not file.is_file():
        raise Refused("not_found", f"没有找到备份 {file}。")
    try:
        with file.open("rb") as source, decrypted(source, identity) as parcel:
            yield parcel
    except WrongKey:
        sentence = "这把钥匙打不开这份备份，什么也没有写。请用当初做备份的那把钥匙。"
        raise Refused("not_allowed", sentence) from None
    except Broken as error:
        sentence = f"这份备份不完整或坏了（{error}），什么也没有写。请换一份备份。"
        raise Refused("bad_input", sentence) from error


def _must_be_empty(home: Path, no_tables: bool) -> None:
    there = sorted(path.name for path in home.iterdir() if path.name not in ALLOWED)
    if crypto.key_file().exists() and not there:
        there = [str(crypto.key_file())]
    if there:
        sentence = (
            f"数据文件夹 {home} 里已有 {'、'.join(there)}，什么也没有写。"
            "恢复只写进空的文件夹：请换一个 LIANXIN_HOME，或先把它们移走。"
        )
        raise Refused("wrong_state", sentence)
    if not no_tables:
        sentence = "数据库里已有表，什么也没有写。恢复只写进空的数据库：请新建一个。"
        raise Refused("wrong_state", sentence)


def _must_be_alike(manifest: dict, engine: str) -> None:
    kept = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[manifest["vendor"]]
    if engine != {"sqlite": "sqlite", "postgresql": "postgres"}[manifest["vendor"]]:
        sentence = f"这份备份里是 {kept} 的数据，请把 LIANXIN_DATABASE_URL 指向空的 {kept} 数据库。"
        raise Refused("wrong_state", sentence)


def _place(file: Path, identity: Identity, manifest: dict, *, home: Path, database: dict) -> None:
    staging = home / ".restore"
    staging.mkdir(mode=0o700)
    with _opened(file, identity) as parcel:
        unpack(parcel, into=staging)
    stands = ENGINES[database["ENGINE"]].put_back(database, staging / "database")
    wrong = differing(manifest["tables"], stands)
    if wrong:
        sentence = f"恢复出来的表与备份不符（{'、'.join(wrong)}），已全部撤回。"
        raise Refused("bad_input", sentence)
    shutil.move(staging / "keys.json", crypto.key_file())
    for name in PLACED:
        with suppress(FileNotFoundError):
            (staging / name).rename(home / name)


def _undo(home: Path, database: dict) -> None:
    ENGINES[database["ENGINE"]].remove(database)
    crypto.key_file().unlink(missing_ok=True)
    for name in PLACED:
        shutil.rmtree(home / name, ignore_errors=True)
