"""The age format as a pair of streams: 64 KiB in memory, whatever passes through."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient


class WrongKey(Exception):
    """The key is not among those that the file was encrypted for."""


class Broken(Exception):
    """The file is not a whole backup."""


@contextmanager
def encrypted(target: BinaryIO, recipients: list[Recipient]) -> Iterator[BinaryIO]:
    """Yield a file: what is written to it arrives in `target`, readable by each recipient."""
    reader, writer = _pipe()
    with ThreadPoolExecutor(1) as beside:
        sealing = beside.submit(_encrypt, reader, target, recipients)
        try:
            with writer:
                yield writer
        except BrokenPipeError:
            sealing.result()  # says why it stopped reading
            raise
        sealing.result()


@contextmanager
def decrypted(source: BinaryIO, identity: Identity) -> Iterator[BinaryIO]:
    """Yield a file to read what `source` holds; raise WrongKey or Broken where it cannot be had."""
    reader, writer = _pipe()
    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(_decrypt, source, writer, identity)
        try:
            with reader:
                yield reader
        except Broken:
            opening.result()  # the plain text ends early when the envelope does not open
            raise
        opening.result()


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    read_end, write_end = os.pipe()
    return os.fdopen(read_end, "rb"), os.fdopen(write_end, "wb")


def _encrypt(reader: BinaryIO, target: BinaryIO, recipients: list[Recipient]) -> None:
    with reader:
        pyrage.encrypt_io(reader, target, recipients)


def _decrypt(source: BinaryIO, writer: BinaryIO, identity: Identity) -> None:
    try:
        with writer:
            pyrage.decrypt_io(source, writer, [identity])
    except BrokenPipeError:
        pass  # the reader went away, and knows why
    except pyrage.DecryptError as error:
        raise (WrongKey if "No matching keys" in str(error) else Broken)(str(error)) from error
    except OSError as error:
        raise Broken(str(error)) from error
