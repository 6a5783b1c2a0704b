"""Every drill finds the defects that are planted in a copy of the product.

A file `planted/DRILL-what.patch` is one defect and names, by its first word, the drill that must
find it. The product itself has no switch for any of them.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults import kill, steps, twice
from faults.drill import Findings, product_on
from lianxin.site.running import ROOT

PATCHES = sorted((Path(__file__).parent / "planted").glob("*.patch"))
# Drill → how it runs, and the sizes at which it must find a planted defect.
DRILLS = {
    "kill": (kill.run, {"kills": 4, "seed": 1}),
    "twice": (twice.run, {"pairs": 12, "seed": 2}),
    "steps": (steps.run, {"histories": 3, "pairs": 5, "seed": 3}),
}


@contextmanager
def copy_with(patch: Path) -> Iterator[Path]:
    """Make a copy of the product's source with a defect in it."""
    with tempfile.TemporaryDirectory(prefix="lianxin-planted-") as folder:
        for package in ("lianxin", "faults"):
            shutil.copytree(ROOT / package, Path(folder, package))
        subprocess.run(["git", "apply", str(patch)], cwd=folder, check=True)
        yield Path(folder)


def found_in(patch: Path, database: str = "sqlite") -> Findings:
    """Run the drill that a patch names on a product with that defect."""
    run, sizes = DRILLS[patch.name.split("-")[0]]
    with copy_with(patch) as root, product_on(database, root) as product:
        return run(product, **sizes)


def main() -> int:
    """Print for every planted defect whether its drill turned red; 1 if one stayed green."""
    missed = 0
    for patch in PATCHES:
        findings = found_in(patch)
        missed += not findings.faults
        print(f"{patch.stem}：{findings.faults[0][:120] if findings.faults else '没有发现！'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
