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


def test_after_a_rotation_the_old_is_read_and_the_new_is_sealed_with_the_new_key(other_keys: Path):
    before = crypto.seal("13800007788", "phone")

    number = crypto.add_field_key()

    after = crypto.seal("13800007788", "phone")
    assert (number, crypto.key_of(before), crypto.key_of(after)) == ("2", "1", "2")
    assert {crypto.unseal(sealed, "phone") for sealed in (before, after)} == {"13800007788"}
    assert stat.S_IMODE(other_keys.stat().st_mode) == 0o600
    assert [path.name for path in other_keys.parent.iterdir()] == ["keys.json"]


def test_another_process_learns_of_the_new_key_by_the_first_value_under_it(other_keys: Path):
    crypto.keys()
    before = other_keys.read_bytes()
    crypto.add_field_key()
    sealed, after = crypto.seal("13800007788", "phone"), other_keys.read_bytes()
    other_keys.write_bytes(before)
    _forget()
    crypto.keys()  # the other process, which began before
    other_keys.write_bytes(after)

    assert crypto.newest_key() == "1"
    assert crypto.unseal(sealed, "phone") == "13800007788"
    assert crypto.newest_key() == "2"


def test_a_key_that_nobody_has_is_a_wrong_key(other_keys: Path):
    with pytest.raises(crypto.WrongKey):
        crypto.unseal(f"7.{crypto.seal('13800007788', 'phone')}", "phone")


def test_of_two_who_rotate_at_once_no_key_is_lost(other_keys: Path):
    crypto.keys()
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _n: crypto.add_field_key(), range(8)))

    assert sorted(map(int, numbers)) == list(range(2, 10))
    assert len(crypto.keys()) == len(crypto.NAMES) + 8
