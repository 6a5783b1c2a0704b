"""The planted defects fit the product as it is now, and one that is not found fails the run."""

import subprocess
from pathlib import Path

import pytest

from faults import planted
from faults.drill import Findings
from faults.planted import DRILLS, PATCHES, TESTS
from lianxin.site.running import ROOT


def test_every_drill_has_a_planted_defect():
    assert {patch.name.split("-")[0] for patch in PATCHES} == {*DRILLS, *TESTS}


def test_every_planted_defect_fits_the_source():
    assert [patch.stem for patch in PATCHES if not _fits(patch)] == []


def _fits(patch: Path) -> bool:
    tried = ["git", "apply", "--check", patch]
    return subprocess.run(tried, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("found", [Findings(), RuntimeError("no server")])
def test_a_defect_that_is_not_found_fails_the_run(
    found: Findings | Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(planted, "PATCHES", [PATCHES[0]])
    monkeypatch.setattr(planted, "end_politely", lambda: None)
    monkeypatch.setattr(planted, "found_in", lambda _patch: _given(found))

    assert planted.main([]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1


def _given(found: Findings | Exception) -> Findings:
    if isinstance(found, Exception):
        raise found
    return found
