"""The category model that the product brings: learnt from invented sentences, by `make model`."""

import hashlib
from functools import cache
from pathlib import Path

from lianxin.understanding.model import Model

CORPUS = Path(__file__).with_name("corpus")
MODEL = Path(__file__).with_name("category.model")
DIGEST = Path(__file__).with_name("category.digest")


@cache
def shipped() -> Model:
    """Return the model, read once a process."""
    return Model.from_bytes(MODEL.read_bytes())


def digest() -> str:
    """Return what tells this corpus from any other."""
    found = hashlib.sha256()
    for file in sorted(CORPUS.glob("*.txt")):
        found.update(file.name.encode() + b"\n" + file.read_bytes())
    return found.hexdigest()
