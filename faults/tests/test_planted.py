"""The planted defects fit the product as it is now, and a drill does turn red."""

from pathlib import Path

import pytest
from django.db import connection

from faults.planted import DRILLS, PATCHES, TESTS, copy_with, found_in


def test_every_drill_has_a_planted_defect():
    assert {patch.name.split("-")[0] for patch in PATCHES} == {*DRILLS, *TESTS}


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_planted_defect_fits_the_source(patch: Path):
    with copy_with(patch) as root:
        assert (root / "lianxin").is_dir()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="once is enough; the defect is the same")
def test_a_request_id_that_is_not_kept_is_found_out():
    findings = found_in(Path(__file__).parents[1] / "planted" / "kill-no-receipt.patch")

    assert findings.faults != []
