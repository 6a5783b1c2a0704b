"""What the pages load lies here, whole, with its licence, and points to nothing that is not served."""

import hashlib
import json
import runpy
from pathlib import Path

from lianxin.site.tests.house import PACKAGE, ROOT

VENDOR = PACKAGE / "site/static/vendor"
copy_all = runpy.run_path(str(ROOT / "tools/frontend.py"))["copy_all"]


def _package(modules: Path, name: str, file: str, content: str) -> None:
    (modules / name / file).parent.mkdir(parents=True, exist_ok=True)
    about = {"name": name, "version": "1.2.3", "license": "MIT"}
    (modules / name / "package.json").write_text(json.dumps(about))
    (modules / name / file).write_text(content)


def test_files_are_copied_without_their_source_maps_and_listed(tmp_path: Path):
    modules, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    css, js = "a{color:red}", "let a=1"
    _package(
        modules, "bootstrap", "dist/css/bootstrap.min.css", f"{css}\n/*# sourceMappingURL=b.map */"
    )
    _package(
        modules,
        "bootstrap",
        "dist/js/bootstrap.bundle.min.js",
        f"{js}\n//# sourceMappingURL=b.map\n",
    )
    _package(modules, "htmx.org", "dist/htmx.min.js", js)

    listed = copy_all(modules, vendor)

    assert (vendor / "bootstrap.css").read_text() == f"{css}\n"
    assert (vendor / "bootstrap.js").read_text() == f"{js}\n"
    assert listed[2] == {
        "file": "htmx.js",
        "name": "htmx.org",
        "version": "1.2.3",
        "licence": "MIT",
        "sha256": hashlib.sha256(js.encode()).hexdigest(),
    }
    assert json.loads((vendor / "vendor.json").read_text()) == listed


def test_the_files_that_are_served_are_those_that_were_listed():
    listed = json.loads((VENDOR / "vendor.json").read_text())

    found = {
        row["file"]: hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest()
        for row in listed
    }
    assert found == {row["file"]: row["sha256"] for row in listed}
    assert {path.name for path in VENDOR.iterdir()} == {*found, "vendor.json"}


def test_the_lock_files_name_packages_and_no_place_to_fetch_them_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"].values()

    assert [package for package in packages if "resolved" in package] == []
    assert "://" not in (ROOT / "requirements.lock").read_text()
