"""The shipped proxy configuration is valid, and keeps the slow from keeping others waiting."""

import os
import subprocess

import pytest

from faults import slow
from faults.drill import product_on
from faults.proxy import configuration, placed, program
from lianxin.site.running import ROOT

pytestmark = [
    # In CI a missing nginx is a failure.
    pytest.mark.skipif(
        program() is None and not os.environ.get("CI"), reason="this machine has no nginx"
    ),
    pytest.mark.once,
]


def test_nginx_accepts_the_shipped_configuration(tmp_path):
    conf = placed(configuration(ROOT), tmp_path, port=8443, behind=8000)

    tried = subprocess.run([program(), "-t", "-p", tmp_path, "-c", conf], capture_output=True)

    assert tried.returncode == 0, tried.stderr.decode()


def test_the_page_opens_while_the_slow_stand_before_it():
    with product_on("sqlite") as product:
        findings = slow.run(
            product, headers=60, bodies=30, readers=10, seconds=15, proxied=1, seed=15
        )

    assert findings.figures["longest_header_seconds"] < slow.SHOWN_OUT
    assert findings.figures["served"] >= 0.9  # of 15 looks, one may meet a busy machine
