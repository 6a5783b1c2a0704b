"""`lianxin worker`: jobs, in a process of their own."""

import argparse

HELP = "运行后台任务（封存记录等）"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> None:
    from django.core.management import call_command

    from lianxin.site.jobs import schedule

    schedule()
    call_command("qcluster", verbosity=0)
