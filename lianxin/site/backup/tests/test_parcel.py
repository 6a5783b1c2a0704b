"""A parcel in its envelope arrives whole, or it is said that it does not."""

import io
import tarfile
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from lianxin.site.backup.envelope import Broken, WrongKey, decrypted, encrypted
from lianxin.site.backup.parcel import Piece, pack, unpack


@pytest.fixture
def key() -> Identity:
    return Identity.generate()


@pytest.fixture
def pieces(tmp_path: Path) -> list[Piece]:
    for name in ("one", "two"):
        (tmp_path / name).write_bytes(name.encode() * 50_000)
    return [Piece("one", tmp_path / "one"), Piece("deep/two", tmp_path / "two", size=10)]


def sent(pieces: list[Piece], key: Identity) -> tuple[bytes, dict]:
    target = io.BytesIO()
    with encrypted(target, [key.to_public()]) as parcel:
        manifest = pack(pieces, {"made": "today"}, parcel)
    return target.getvalue(), manifest


def opened(sealed: bytes, key: Identity, into: Path | None = None) -> dict:
    with decrypted(io.BytesIO(sealed), key) as parcel:
        return unpack(parcel, into)


def test_what_is_packed_is_unpacked(pieces, key, tmp_path):
    sealed, manifest = sent(pieces, key)

    assert opened(sealed, key, tmp_path / "out") == manifest
    assert (tmp_path / "out" / "one").read_bytes() == b"one" * 50_000
    assert (tmp_path / "out" / "deep" / "two").read_bytes() == b"twotwotwot"


def test_a_file_disposed_meanwhile_is_named(pieces, key, tmp_path):
    (tmp_path / "one").unlink()

    _sealed, manifest = sent(pieces, key)

    assert (manifest["missing"], list(manifest["members"])) == (["one"], ["deep/two"])


def test_another_key_is_told_from_a_damage(pieces, key):
    sealed, _manifest = sent(pieces, key)

    with pytest.raises(WrongKey):
        opened(sealed, Identity.generate())


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.7, 0.999])
def test_a_parcel_cut_short_is_broken(pieces, key, share):
    sealed, _manifest = sent(pieces, key)

    with pytest.raises(Broken):
        opened(sealed[: int(len(sealed) * share)], key)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.999])
def test_a_turned_bit_is_broken(pieces, key, share):
    sealed = bytearray(sent(pieces, key)[0])
    sealed[int(len(sealed) * share)] ^= 1

    with pytest.raises(Broken):
        opened(bytes(sealed), key)


@pytest.mark.parametrize("name", ["../outside", "/outside"])
def test_a_name_that_leads_outside_is_broken(key, tmp_path, name):
    (tmp_path / "in").mkdir()
    target = io.BytesIO()
    with (
        encrypted(target, [key.to_public()]) as parcel,
        tarfile.open(fileobj=parcel, mode="w|") as tar,
    ):
        tar.addfile(tarfile.TarInfo(name))

    with pytest.raises(Broken):
        opened(target.getvalue(), key, tmp_path / "in")

    assert [path.name for path in tmp_path.iterdir()] == ["in"]
