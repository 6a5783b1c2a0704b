"""Files that wait, sealed, while somebody looks at what they would do: for a day, and for that person alone."""

import base64
import json
import time
from pathlib import Path
from uuid import UUID, uuid4

from lianxin.base import crypto

KEPT_SECONDS = 24 * 3600


def stage(content: bytes, owner: UUID, **facts: str) -> UUID:
    """Keep a file with what was said of it, for one login; what others left longer than a day ago goes."""
    _tidy()
    key = uuid4()
    body = json.dumps({**facts, "content": base64.b64encode(content).decode()})
    file = _folder() / str(key)
    file.touch(mode=0o600)
    file.write_text(crypto.seal(body, _about(owner, key)), encoding="ascii")
    return key


def staged(key: UUID, owner: UUID) -> tuple[bytes, dict[str, str]] | None:
    """Return a file with what was said of it; None where there is none for this login."""
    try:
        sealed = (_folder() / str(key)).read_text(encoding="ascii")
        facts = json.loads(crypto.unseal(sealed, _about(owner, key)))
    except (FileNotFoundError, crypto.WrongKey):
        return None
    return base64.b64decode(facts.pop("content")), facts


def unstage(key: UUID) -> None:
    (_folder() / str(key)).unlink(missing_ok=True)


def _about(owner: UUID, key: UUID) -> str:
    return f"staged.{owner}.{key}"


def _folder() -> Path:
    folder = crypto.home() / "staged"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def _tidy() -> None:
    for file in _folder().iterdir():
        if time.time() - file.stat().st_mtime > KEPT_SECONDS:
            file.unlink(missing_ok=True)
