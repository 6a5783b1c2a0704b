"""sqlmap finds no parameter of the API through which SQL can be spoken; it is a tool of its own.

It is no dependency: `python -m venv .venv/tools && .venv/tools/bin/pip install sqlmap` brings it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlencode

import requests

from faults.drill import Findings, main
from lianxin.site.running import ROOT, Product

_FOUND = "is vulnerable"
_ROLE = "desk"


def run(product: Product, *, level: int) -> Findings:
    """Let sqlmap ask every list with every parameter."""
    sqlmap = shutil.which("sqlmap", path=f"{ROOT}/.venv/tools/bin") or shutil.which("sqlmap")
    if sqlmap is None:
        sys.exit("缺少 sqlmap：python -m venv .venv/tools && .venv/tools/bin/pip install sqlmap")
    product.start()
    findings = Findings({"lists": 0, "parameters": 0, "level": level})
    for address, names in _lists(product):
        findings.figures["lists"] += 1
        findings.figures["parameters"] += len(names)
        said = _asked(sqlmap, product, f"{address}?{urlencode(dict.fromkeys(names, 1))}", level)
        if _FOUND in said:
            findings.faults.append(f"{address}：{said[said.index(_FOUND) - 200 :][:400]}")
        elif "do not appear to be injectable" not in said:
            findings.faults.append(f"{address}：没有试成：{said[-400:]}")
    product.stop()
    return findings


def _lists(product: Product) -> list[tuple[str, list[str]]]:
    """Return every address of the API that takes parameters, with their names."""
    root = f"http://127.0.0.1:{product.port}"
    described = requests.get(f"{root}/api/v1/openapi.json", timeout=30).json()["paths"]
    found = []
    for path, methods in described.items():
        asked = methods.get("get", {}).get("parameters", [])
        names = [one["name"] for one in asked if one["in"] == "query"]
        if names:
            found.append((root + path.replace("{name}", quote("诉求台账")), names))
    return found


def _asked(sqlmap: str, product: Product, address: str, level: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sqlmap, "-u", address, "--batch", f"--level={level}", "--risk=1", "--flush-session",
            f"--headers=Authorization: Bearer {product.token(_ROLE)}",
            "--ignore-code=401,404,422", f"--output-dir={Path(folder)}",
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    return ran.stdout + ran.stderr


if __name__ == "__main__":
    sys.exit(main("inject", __doc__, run, {"level": 2})())
