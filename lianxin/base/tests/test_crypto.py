"""Keys outside the database: sealing, finding, chaining."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lianxin.base import crypto


@pytest.fixture
def other_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The keys of another data folder, for the length of a test."""
    monkeypatch.setenv("LIANXIN_KEYS", str(tmp_path / "keys.json"))
    _forget()
    yield tmp_path / "keys.json"
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    crypto.keys.cache_clear()
    crypto._cipher.cache_clear()


@pytest.mark.parametrize("plain", ["13800007788", "张大爷", "𠮷野家👍", " " * 3, "x" * 5000])
def test_what_was_sealed_is_unsealed_verbatim(plain: str):
    assert crypto.unseal(crypto.seal(plain, "phone"), "phone") == plain


def test_the_same_text_is_never_sealed_alike():
    assert crypto.seal("13800007788", "phone") != crypto.seal("13800007788", "phone")


def test_a_sealed_value_is_bound_to_what_it_is_about():
    sealed = crypto.seal("13800007788", "people.person.phone")

    with pytest.raises(crypto.WrongKey):
        crypto.unseal(sealed, "matters.matter.requester_phone")


def test_the_wrong_key_raises_and_says_nothing_of_the_text(
    request: pytest.FixtureRequest,
):
    sealed = crypto.seal("13800007788", "phone")
    request.getfixturevalue("other_keys")

    with pytest.raises(crypto.WrongKey) as raised:
        crypto.unseal(sealed, "phone")

    assert str(raised.value) == "phone"


def test_an_index_is_found_by_the_same_key_only(request: pytest.FixtureRequest):
    ours = crypto.index("13800007788", "phone")
    assert ours == crypto.index("13800007788", "phone")
    assert ours != crypto.index("13800007788", "identity")

    request.getfixturevalue("other_keys")

    assert crypto.index("13800007788", "phone") != ours


def test_keys_are_made_once_for_their_owner_alone(other_keys: Path):
    crypto.key_file()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: crypto.keys.__wrapped__(), range(8)))

    assert all(keys == made[0] for keys in made)
    assert set(made[0]) == set(crypto.NAMES)
    assert stat.S_IMODE(other_keys.stat().st_mode) == 0o600
    assert [path.name for path in other_keys.parent.iterdir()] == ["keys.json"]
