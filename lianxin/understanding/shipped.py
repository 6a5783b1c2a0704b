"""The models that the product brings: learnt from invented sentences, by `make model`.

`category` names one of the categories, `danger` tells `emergency` from `calm`.
"""

import hashlib
from functools import cache
from pathlib import Path

from lianxin.understanding.model import Model

NAMES = ("category", "danger")
CORPUS = Path(__file__).with_name("corpus")
_CORPORA = {"category": (CORPUS,), "danger": (CORPUS, CORPUS / "dangers")}


@cache
def shipped(name: str) -> Model:
    """Return a model, read once a process."""
    return Model.from_bytes(model_file(name).read_bytes())


def model_file(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.model")


def digest_file(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.digest")


def sentences(corpus: Path) -> list[tuple[str, str]]:
    """Return the sentences of a folder, each with its label: the name of its file."""
    return [
        (line, file.stem)
        for file in sorted(corpus.glob("*.txt"))
        for line in file.read_text(encoding="utf8").splitlines()
        if line.strip()
    ]


def digest(name: str) -> str:
    """Return what tells the sentences that a model is learnt from, from any others."""
    said = [sentences(corpus) for corpus in _CORPORA[name]]
    return hashlib.sha256(repr(said).encode()).hexdigest()
