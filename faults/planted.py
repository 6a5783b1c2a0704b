"""Every drill finds the defects that are planted in a copy of the product.

A file `planted/DRILL-what.patch` is one defect and names, by its first word, the drill or the tests
that must find it. The product itself has no switch for any of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from faults import disk, full, kill, power, restore, slow, steps, timers, twice
from faults.drill import Findings, end_politely, product_on
from lianxin.site.running import ROOT

PATCHES = sorted((Path(__file__).parent / "planted").glob("*.patch"))
# Drill → how it runs, and the sizes at which it must find a planted defect.
DRILLS = {
    "kill": (kill.run, {"kills": 4, "seed": 1}),
    "timers": (timers.run, {"timers": 60, "kills": 4, "seed": 8}),
    "twice": (twice.run, {"pairs": 12, "seed": 2}),
    "steps": (steps.run, {"histories": 3, "pairs": 5, "seed": 3}),
    "restore": (restore.run, {"matters": 3, "files": 1, "kills": 1, "damages": 1, "seed": 4}),
    "power": (power.run, {"cuts": 1, "seed": 6}),
    "full": (full.run, {"fills": 1, "seconds": 2, "seed": 7}),
    "slow": (
        slow.run,
        {"headers": 150, "bodies": 30, "readers": 10, "seconds": 14, "proxied": 1, "seed": 5},
    ),
}
# Drill → the megabytes of the disk of its own that it wants; some machines can give it none.
DISKS = {"power": power.MEGABYTES, "full": full.MEGABYTES}
# Word → the tests that must turn red.
TESTS = {
    "keys": ("lianxin/site/tests/test_rotation.py", "meanwhile or under_the_new"),
    "persons": (
        "lianxin/desk/tests/test_people.py",
        "look_somebody_up or in_full or purpose_is_kept",
    ),
    "rights": ("lianxin/site/tests/test_rights.py", "phone"),
    "strangers": ("lianxin/site/tests/test_strangers.py", "never_was and secretary"),
    "guessing": ("lianxin/desk/tests/test_guessing.py", "another_address"),
    "alike": ("lianxin/desk/tests/test_guessing.py", "answered_alike"),
    "sessions": ("lianxin/desk/tests/test_sessions.py", "twelve_hours"),
    "photos": (
        "lianxin/files/tests/test_pictures.py",
        "camera_noted or held_it or (mebibytes and RGBA)",
    ),
    "uploads": (
        "lianxin/files/tests/test_content.py lianxin/desk/tests/test_files.py",
        "html or whatever_is_sent",
    ),
    "files": ("lianxin/files/tests/test_queries.py", "by_who_sees"),
    "clocks": (
        (
            "lianxin/calendar/tests/test_terms.py lianxin/kinds/request/tests/test_terms.py "
            "lianxin/matters/tests/test_tasks.py"
        ),
        (
            "test_the_rules or takes_its_days_away or reminds_before_its_end or hands_of_one or worker_down or poisoned"
        ),
    ),
    "duties": ("lianxin/kinds/request/tests/test_duties.py", "certificate_of_the_police"),
    "lists": ("lianxin/reports/tests/test_lists.py", "put_right"),
    "whistle": ("lianxin/kinds/whistle/tests/test_flow.py", "closes_only"),
    "factor": (
        "lianxin/desk/tests/test_factor.py",
        "typed_twice or before_the_code or administrator_without or five_wrong",
    ),
    "fuzz": ("lianxin/api/tests/test_fuzz.py", "strange_value and desk"),
    "forms": ("lianxin/desk/tests/test_forms_crawled.py", "no_form"),
    "xss": ("lianxin/desk/tests/test_scripts.py", "every_column"),
    "merging": (
        "lianxin/matters/tests/test_joining.py lianxin/matters/tests/test_linking.py",
        "no_list or restores or learns",
    ),
    "asked": ("lianxin/site/tests/test_asked_for.py", "a_step"),
    "sheets": ("lianxin/base/tests/test_sheets.py", "bomb or corner"),
    "register": ("lianxin/people/tests/test_people.py", "rounded or may_be_known or next_door"),
    "injection": ("lianxin/api/tests/test_injection.py", "widens_nothing"),
    "search": (
        "lianxin/desk/tests/test_search.py lianxin/matters/tests/test_search.py",
        "out_of_sight or plain_look or said_where or must_not_learn or in_no_index",
    ),
}

# Words whose drill is long, wants a disk of its own or a quiet machine: tried by hand, with `--all`.
# Those that kill, repeat and crowd take as long as all the others together.
BY_HAND = {
    *("kill", "twice", "steps", "restore", "timers", "power", "full", "slow"),
    *("fuzz", "forms", "xss"),
}
AT_ONCE = 2
LONGEST = 600  # seconds after which tests that have not ended prove nothing


@contextmanager
def copy_with(patch: Path) -> Iterator[Path]:
    """Make a copy of the product's source with a defect in it."""
    with tempfile.TemporaryDirectory(prefix="lianxin-planted-") as folder:
        for package in ("lianxin", "faults", "deploy"):
            shutil.copytree(ROOT / package, Path(folder, package))
        for file in ("pyproject.toml", "conftest.py"):
            shutil.copy(ROOT / file, folder)
        applied = ["git", "apply", str(patch)]
        subprocess.run(applied, cwd=folder, check=True, capture_output=True, text=True)
        yield Path(folder)


def found_in(patch: Path, database: str = "sqlite") -> Findings:
    """Run the drill or the tests that a patch names on a product with that defect."""
    name = _word(patch)
    if name in TESTS:
        with copy_with(patch) as root:
            return tested(root, *TESTS[name])
    run, sizes = DRILLS[name]
    with (
        copy_with(patch) as root,
        product_on(database, root, megabytes=DISKS.get(name, 0)) as product,
    ):
        return run(product, **sizes)


def tested(root: Path, files: str, chosen: str) -> Findings:
    """Run some tests of a copy, in a process that knows nothing of our own run."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTEST_") and name != "LIANXIN_HOME"
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *files.split(),
        "-k",
        chosen,
    ]
    ran = subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, check=False, timeout=LONGEST
    )
    lines = ran.stdout.splitlines()
    red = [line for line in lines if line.startswith("FAILED ")]
    # 0 all green, 1 some red; anything else, or a test that could not even begin, proves nothing.
    if ran.returncode not in (0, 1) or any(line.startswith("ERROR lianxin/") for line in lines):
        raise RuntimeError("\n".join(lines[-3:]))
    return Findings(figures={"red": len(red)}, faults=red)


def main(arguments: list[str] | None = None) -> int:
    """Print for every planted defect whether its drill turned red; 1 if one did not.

    What this machine cannot drill is said to be so, and counts neither way.
    """
    every = "--all" in (sys.argv[1:] if arguments is None else arguments)
    wanted = [patch for patch in PATCHES if every or _word(patch) not in BY_HAND]
    end_politely()
    # The drills that kill and cut want the machine to themselves.
    pool = ThreadPoolExecutor(1 if every else AT_ONCE)
    try:
        found = list(pool.map(_tried, wanted))
    finally:
        pool.shutdown(cancel_futures=True)
    return 0 if all(found) else 1


def _word(patch: Path) -> str:
    return patch.name.split("-")[0]


def _tried(patch: Path) -> bool:
    """Try one planted defect, say in one line how it ended, and tell whether that is well."""
    if _word(patch) in DISKS and disk.missing():
        print(f"{patch.stem}：这里没有演习，{disk.missing()}", flush=True)
        return True
    began = time.monotonic()
    red, said = _ended(patch)
    said = " ".join(said.split())[:120]
    print(f"{patch.stem}（{time.monotonic() - began:.0f} 秒）：{said}", flush=True)
    return red


def _ended(patch: Path) -> tuple[bool, str]:
    try:
        faults = found_in(patch).faults
    except Exception as error:  # it does not fit, or its drill breaks: the others are still tried
        return False, f"什么也没有证明！{getattr(error, 'stderr', None) or error}"
    return bool(faults), faults[0] if faults else "没有发现！"


if __name__ == "__main__":
    sys.exit(main())
