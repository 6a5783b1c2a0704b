"""Keys that live outside the database, and the four things done with them.

`seal` and `unseal` encrypt (AES-256-GCM, bound to what the text is about), `index` makes the
keyed hash by which a sealed value is found (an identity number's space is small enough to
try every bare hash), `chain` makes the HMAC that links one event to the next.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FIELD = "field"
NAMES = ("session", _FIELD, "index", "chain")
_NONCE = 12


class WrongKey(Exception):
    """The keys of this data folder are not those that sealed the value."""


def home() -> Path:
    """Return the data folder, `LIANXIN_HOME`, made if it is not there."""
    folder = Path(os.environ.get("LIANXIN_HOME", "lianxin-data")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def key_file() -> Path:
    named = os.environ.get("LIANXIN_KEYS")
    return Path(named) if named else home() / "keys.json"


@cache
def keys() -> dict[str, bytes]:
    """Return the keys by name; the first call on an empty data folder makes them."""
    path = key_file()
    if not path.exists():
        _make(path)
    return {name: base64.b64decode(value) for name, value in json.loads(path.read_text()).items()}


def _make(path: Path) -> None:
    with _beside(path, {name: _new_key() for name in NAMES}) as scratch, suppress(FileExistsError):
        os.link(scratch, path)  # where another process was first, its keys are the keys


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@contextmanager
def _beside(path: Path, kept: dict[str, str]) -> Iterator[Path]:
    """Yield a file beside the key file with these keys, safe on the disk; it is not left behind."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    scratch = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        yield scratch
    finally:
        scratch.unlink(missing_ok=True)


def add_field_key() -> str:
    """Add a key with which everything is sealed from now on, and return its id; the older ones stay to be read with.

    The file is whole at every moment. Two who rotate at once wait for one another, so that no key is lost.
    """
    path = key_file()
    keys()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        kept = json.loads(path.read_text())
        number = str(max(map(_number, filter(_seals_fields, kept))) + 1)
        with _beside(path, {**kept, f"{_FIELD}.{number}": _new_key()}) as scratch:
            scratch.replace(path)
        os.fsync(folder)
    finally:
        os.close(folder)
    keys.cache_clear()
    return number


def _seals_fields(name: str) -> bool:
    return name.partition(".")[0] == _FIELD


def _number(name: str) -> int:
    """Return the number of a key that seals fields; the first one's name has none."""
    return int(name.partition(".")[2] or 1)


def newest_key() -> str:
    """Return the id of the key with which fields are sealed."""
    return str(max(map(_number, filter(_seals_fields, keys()))))


def key_of(sealed: str) -> str:
    """Return the id of the key with which a text was sealed."""
    return sealed.rpartition(".")[0] or "1"


@cache
def _cipher(number: str) -> AESGCM:
    return AESGCM(keys()[_FIELD if number == "1" else f"{_FIELD}.{number}"])


def seal(plain: str, about: str) -> str:
    number, nonce = newest_key(), os.urandom(_NONCE)
    box = nonce + _cipher(number).encrypt(nonce, plain.encode(), about.encode())
    text = base64.urlsafe_b64encode(box).decode()
    return text if number == "1" else f"{number}.{text}"


def unseal(sealed: str, about: str) -> str:
    """Return the plain text, or raise WrongKey: never the cipher text, never silence.

    A key that was added since this process began is read now, and sealed with from now on.
    """
    number, box = key_of(sealed), base64.urlsafe_b64decode(sealed.rpartition(".")[2])
    try:
        cipher = _cipher(number)
    except KeyError:
        keys.cache_clear()
        cipher = _cipher_or_refuse(number, about)
    try:
        return cipher.decrypt(box[:_NONCE], box[_NONCE:], about.encode()).decode()
    except InvalidTag:
        raise WrongKey(about) from None


def _cipher_or_refuse(number: str, about: str) -> AESGCM:
    try:
        return _cipher(number)
    except KeyError:
        raise WrongKey(about) from None


def index(value: str, about: str) -> str:
    return hmac.new(keys()["index"], f"{about}\0{value}".encode(), hashlib.sha256).hexdigest()


def chain(canonical: str) -> str:
    return hmac.new(keys()["chain"], canonical.encode(), hashlib.sha256).hexdigest()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
