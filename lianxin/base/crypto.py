"""Keys that live outside the database, and the four things done with them.

`seal` and `unseal` encrypt (AES-256-GCM, bound to what the text is about), `index` makes the
keyed hash by which a sealed value is found (an identity number's space is small enough to
try every bare hash), `chain` makes the HMAC that links one event to the next.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAMES = ("session", "field", "index", "chain")
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
    made = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in NAMES}
    handle, scratch = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass  # another process was first; its keys are the keys
    finally:
        Path(scratch).unlink()


@cache
def _cipher() -> AESGCM:
    return AESGCM(keys()["field"])


def seal(plain: str, about: str) -> str:
    nonce = os.urandom(_NONCE)
    box = nonce + _cipher().encrypt(nonce, plain.encode(), about.encode())
    return base64.urlsafe_b64encode(box).decode()


def unseal(sealed: str, about: str) -> str:
    """Return the plain text, or raise WrongKey: never the cipher text, never silence."""
    box = base64.urlsafe_b64decode(sealed)
    try:
        return _cipher().decrypt(box[:_NONCE], box[_NONCE:], about.encode()).decode()
    except InvalidTag:
        raise WrongKey(about) from None


def index(value: str, about: str) -> str:
    return hmac.new(keys()["index"], f"{about}\0{value}".encode(), hashlib.sha256).hexdigest()


def chain(canonical: str) -> str:
    return hmac.new(keys()["chain"], canonical.encode(), hashlib.sha256).hexdigest()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
