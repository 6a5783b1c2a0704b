"""A throw-away server answers while it is wanted, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from lianxin.site import throwaway

pytestmark = pytest.mark.skipif(
    throwaway.programs() is None, reason="this machine has no PostgreSQL programs"
)
SETTINGS = "SELECT current_setting('fsync'), current_setting('synchronous_commit')"


def test_a_server_is_durable_and_gone_after_its_block():
    with throwaway.server() as server, psycopg.connect(server.url()) as connection:
        settings = connection.execute(SETTINGS).fetchone()

    assert settings == ("on", "on")
    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url())


def test_a_server_for_tests_only_skips_the_disk():
    with throwaway.server(durable=False) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute(SETTINGS).fetchone() == ("off", "off")


def test_a_command_gets_the_address_and_its_exit_status_comes_back():
    script = (
        "import os, sys; sys.exit(os.environ['LIANXIN_DATABASE_URL'][:11] != 'postgres://' or 7)"
    )

    assert throwaway.main(["--no-fsync", "--", sys.executable, "-c", script]) == 7


def test_a_terminated_command_takes_the_server_with_it(tmp_path: Path):
    told = tmp_path / "told"
    script = f"import os; open({str(told)!r}, 'w').write(os.environ['LIANXIN_DATABASE_URL']); "
    command = [sys.executable, "-c", script + "import time; time.sleep(600)"]
    run = subprocess.Popen(
        [sys.executable, "-m", "lianxin.site.throwaway", "--no-fsync", "--", *command],
        env=os.environ,
    )
    while not (told.exists() and told.read_text()):
        assert run.poll() is None
        time.sleep(0.05)

    run.send_signal(signal.SIGTERM)

    assert run.wait(timeout=60) == 143
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(told.read_text())


def test_without_programs_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(throwaway, "programs", lambda: None)

    assert throwaway.main(["--", "true"]) == 1
    assert capsys.readouterr().err == "本机没有 PostgreSQL 的服务程序（initdb、postgres）\n"
