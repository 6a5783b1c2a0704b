"""`lianxin same`: JSON lines in, JSON lines out, whether two texts tell of one matter; needs no database."""

import argparse
import sys
from datetime import date

HELP = "判断两段话说的是不是同一件事：逐行读 JSON（a、b，可以有 date_a、date_b），逐行写出是不是、多像、为什么"
WITHOUT_DATABASE = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the lines come by standard input."""


def run(_args: argparse.Namespace) -> None:
    from lianxin.understanding.lines import compare

    # A damaged line must not end the others.
    sys.stdin.reconfigure(encoding="utf8", errors="replace")
    compare(sys.stdin, sys.stdout, date.today())
