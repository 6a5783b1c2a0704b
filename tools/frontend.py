"""Copy the front-end files that npm fetched into the static folder, and list what was copied.

`vendor.json` beside them says of each file where it is from, its version, licence and SHA-256.
Source-map comments are taken out: a page must never ask for a file that is not served.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "lianxin/site/static/vendor"

# Served name → (npm package, file in it).
FILES = {
    "bootstrap.css": ("bootstrap", "dist/css/bootstrap.min.css"),
    "bootstrap.js": ("bootstrap", "dist/js/bootstrap.bundle.min.js"),
    "htmx.js": ("htmx.org", "dist/htmx.min.js"),
}
_SOURCE_MAP = re.compile(
    rb"\s*(?://[#@]\s*sourceMappingURL=[^\n]*|/\*[#@]\s*sourceMappingURL=[^*]*\*/)\s*"
)


def copy_all(modules: Path, vendor: Path) -> list[dict[str, str]]:
    """Make `vendor` anew from `modules` and return what it holds."""
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    listed = [
        _copied(modules / package, inner, vendor / served)
        for served, (package, inner) in FILES.items()
    ]
    text = json.dumps(listed, indent=2, ensure_ascii=False)
    (vendor / "vendor.json").write_text(text + "\n", encoding="utf-8")
    return listed


def _copied(package: Path, inner: str, target: Path) -> dict[str, str]:
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    content = _SOURCE_MAP.sub(b"\n", (package / inner).read_bytes())
    target.write_bytes(content)
    return {
        "file": target.name,
        "name": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def main() -> int:
    modules = ROOT / "node_modules"
    if not modules.is_dir():
        print("缺少 node_modules：请先运行 make setup", file=sys.stderr)
        return 1
    for row in copy_all(modules, VENDOR):
        print(f"{row['file']}  {row['name']} {row['version']}  {row['licence']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
