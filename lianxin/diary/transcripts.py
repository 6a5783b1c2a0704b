"""Voice notes in writing: heard by a program that the operator supplies, proposed beside the note.

The program gets the path of the note as its last argument and writes what it heard to its standard output.
Without one nothing is asked for and nothing is shown; nothing leaves this machine unless that program sends it.
"""

import logging
import os
import signal
import subprocess
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.text import MAX_LENGTH, clean
from lianxin.diary.models import Transcript
from lianxin.files import store
from lianxin.files.models import File, Kind

BETWEEN = timedelta(minutes=10)
_MOST = MAX_LENGTH * 4  # bytes that are read of what it wrote

log = logging.getLogger(__name__)


class NotHeard(Exception):
    """The program did not tell what a note says; the words say why."""


def ask(files: Iterable[File]) -> None:
    """Ask for what is said in the voice notes among some files, where a program can hear it."""
    if settings.TRANSCRIBER:
        Transcript.objects.bulk_create(
            Transcript(district_id=file.district_id, file=file, try_at=clock.now())
            for file in files
            if file.kind == Kind.VOICE
        )


def transcribe_next() -> bool:
    """Let the note that waits longest be heard, outside any transaction; tell whether it was.

    One at a time: what else the worker has to do has its other process meanwhile.
    """
    Transcript.objects.filter(file__disposed_at__isnull=False).delete()
    left = Transcript.objects.filter(done_at=None, tries__lt=Transcript.TRIES)
    waiting = left.filter(try_at__lte=clock.now()).order_by("try_at")
    one = waiting.first() if settings.TRANSCRIBER and not _is_hearing() else None
    if one is None or not _counted(one):
        return False
    try:
        words, fault = heard(store.path_of(one.file_id)), ""
    except NotHeard as error:
        words, fault = "", str(error)
        log.warning("transcript of %s: %s", one.file_id, fault)
    done_at = None if fault else clock.now()
    Transcript.objects.filter(pk=one.pk).update(words=words, fault=fault, done_at=done_at)
    return not fault


def _counted(one: Transcript) -> bool:
    """Count a try before it is made; tell whether it is ours and not the other worker's."""
    mine = Transcript.objects.filter(pk=one.pk, tries=one.tries)
    return mine.update(tries=one.tries + 1, try_at=clock.now() + BETWEEN, fault="") == 1


def _is_hearing() -> bool:
    """Tell whether a try that began lately has neither heard anything nor failed yet."""
    longest = timedelta(seconds=settings.TRANSCRIBER_SECONDS)
    begun = Transcript.objects.filter(done_at=None, fault="", tries__gt=0)
    return begun.filter(try_at__gt=clock.now() + BETWEEN - longest).exists()


def heard(note: Path) -> str:
    """Return what the operator's program hears in a note, or say why it heard nothing."""
    with TemporaryFile() as said:
        code = _ended(note, said)
        said.seek(0)
        words = clean(said.read(_MOST).decode("utf8", "replace")).strip()[:MAX_LENGTH]
    if code:
        raise NotHeard(_("听写程序出错（%(code)s）") % {"code": code})
    if not words:
        raise NotHeard(_("没有听出话来"))
    return words


def _ended(note: Path, said: IO[bytes]) -> int:
    """Run the program to its end and return its code; at the end of its time whatever it started ends too."""
    try:
        program = subprocess.Popen(
            [*settings.TRANSCRIBER, str(note)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise NotHeard(_("听写程序打不开")) from None
    try:
        return program.wait(settings.TRANSCRIBER_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        raise NotHeard(_("听写程序太久没有写完")) from None


def transcripts_of(files: Iterable[UUID]) -> dict[UUID, Transcript]:
    """Return what was asked to be heard of some files that the reader sees, by the file's id."""
    found = Transcript.objects.filter(file__in=list(files), file__disposed_at=None)
    if not settings.TRANSCRIBER:
        found = found.exclude(done_at=None)  # nobody hears it any more
    return {one.file_id: one for one in found}
