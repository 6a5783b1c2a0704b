"""Whatever a machine sends, the API answers as its own description says, soon, and never with a fault.

Two ways of asking: schemathesis makes examples out of the description; and a dictionary of strange
words, numbers and depths goes into every parameter and every item of every body, one at a time.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from faults.drill import Findings, main
from lianxin.api.tests.strange_requests import Judge, requests_of
from lianxin.site.running import COMMUNITY, Product

ROLES = ("secretary", "desk", "grid")
SLOWEST = 2.0
ASKED_WITHIN = 1800  # seconds after which schemathesis has not come to an end
# It ends the token with which everything is asked; its own test is in the API's.
_ENDS_TOKEN = "/api/v1/tokens/current"
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def run(product: Product, *, examples: int, seed: int) -> Findings:
    """Fuzz as every role; 0 examples leave schemathesis out."""
    product.start()
    findings = Findings({"requests": 0, "slowest_seconds": 0.0, "examples": examples, "seed": seed})
    number = _matter(product)
    for role in ROLES:
        _strange(product, role, number, findings)
        if examples:
            findings.faults += _examples(product, role, examples, seed)
    product.stop()
    return findings


def _matter(product: Product) -> str:
    """Have a matter written down, so that there is something to name; return its number."""
    said = {"community": COMMUNITY, "text": "春和园1号楼1单元楼道灯不亮。"}
    answer = requests.post(
        f"{_root(product)}/api/v1/diary", json=said, headers=_token(product, "desk"), timeout=30
    )
    return answer.json()["matters"][0]["number"]


def _root(product: Product) -> str:
    return f"http://127.0.0.1:{product.port}"


def _token(product: Product, role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {product.token(role)}"}


def _strange(product: Product, role: str, number: str, findings: Findings) -> None:
    description = requests.get(f"{_root(product)}/api/v1/openapi.json", timeout=30).json()
    judge = Judge(description)
    with requests.Session() as session:
        session.headers.update({**_token(product, role), "Content-Type": "application/json"})
        for sent in requests_of(description, {"number": number, "community": COMMUNITY}):
            if sent.path == _ENDS_TOKEN:
                continue
            began = time.monotonic()
            answer = session.request(
                sent.method, _root(product) + sent.address, data=sent.body, timeout=60
            )
            took = time.monotonic() - began
            findings.figures["requests"] += 1
            findings.figures["slowest_seconds"] = max(
                findings.figures["slowest_seconds"], round(took, 2)
            )
            fault = judge.fault(sent, answer.status_code, answer.content)
            if fault or took > SLOWEST:
                findings.faults.append(f"{role} {sent}：{fault or f'等了 {took:.1f} 秒'}")


def _examples(product: Product, role: str, examples: int, seed: int) -> list[str]:
    """Let schemathesis ask; return the failures that it prints."""
    options = {
        "--header": f"Authorization: {_token(product, role)['Authorization']}",
        "--checks": _CHECKS,
        "--max-examples": str(examples),
        "--seed": str(seed),
        "--phases": "coverage,fuzzing",
        "--exclude-path": _ENDS_TOKEN,
        "--request-timeout": "30",
        # A slow machine is no fault of the API's.
        "--suppress-health-check": "all",
    }
    command = [Path(sys.executable).with_name("schemathesis"), "run", "--no-color"]
    given = [part for option in options.items() for part in option]
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [*command, *given, f"{_root(product)}/api/v1/openapi.json"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=ASKED_WITHIN,
        )  # fmt: skip
    if not ran.returncode:
        return []
    said = [line for line in ran.stdout.splitlines() if line.startswith("- ") or "curl" in line]
    return [f"{role} schemathesis：{line}" for line in said or [ran.stdout[-2000:] + ran.stderr]]


if __name__ == "__main__":
    sys.exit(main("fuzz", __doc__, run, {"examples": 500, "seed": 20261123})())
