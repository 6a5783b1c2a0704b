"""The key of the backups: a public half that writes them, and a secret half that opens them.

Both lie in the data folder at first. The secret half belongs elsewhere: whoever has this machine
alone then cannot read old backups, and whoever has old backups needs somebody who kept the key.
"""

import os
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from lianxin.base.refused import Refused

SECRET, PUBLIC = "backup.key", "backup.pub"


def recipient(home: Path) -> Recipient:
    """Return the public half that this data folder writes backups for; the first call makes both."""
    path = home / PUBLIC
    if not path.exists():
        remember(home, _identity_of(home))
    return Recipient.from_str(path.read_text().strip())


def remember(home: Path, identity: Identity) -> None:
    """Write the public half of a key into a data folder: its backups are for that key from now on."""
    _write(home / PUBLIC, f"{identity.to_public()}\n")


def secret(home: Path) -> Path | None:
    """Return where the secret half lies in the data folder, None where it was taken away."""
    path = home / SECRET
    return path if path.exists() else None


def identity(path: Path) -> Identity:
    """Read a secret half from its file, as `age-keygen` writes it."""
    try:
        lines = [line for line in path.read_text().split("\n") if line and line[0] != "#"]
        return Identity.from_str(lines[-1].strip())
    except OSError as error:
        sentence = f"读不到备份钥匙 {path}。请用 --key 指出它在哪里。"
        raise Refused("not_found", sentence) from error
    except (IndexError, UnicodeDecodeError, pyrage.IdentityError) as error:
        sentence = f"{path} 不是备份钥匙：里面应有以 AGE-SECRET-KEY- 开头的一行。"
        raise Refused("bad_input", sentence) from error


def _identity_of(home: Path) -> Identity:
    path = home / SECRET
    if not path.exists():
        made = Identity.generate()
        _write(path, f"# 连心桥的备份钥匙\n# public key: {made.to_public()}\n{made}\n")
    return identity(path)


def _write(path: Path, text: str) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
