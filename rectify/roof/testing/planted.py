"""`make planted`: plant each fault of plantings.py on a copy, run the tests nearest to it, and see whether they notice."""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from rectify.roof.testing.plantings import PLANTINGS, Planting

HOME = Path(__file__).resolve().parents[3]
ELSEWHERE = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".hypothesis", ".ruff_cache")
# How a test says no; whatever else is raised is a crash, which says nothing about what went wrong.
SPEAKS = ("AssertionError", "assert ", "Failed")


@dataclass(frozen=True)
class PlantingOutcome:
    """What the tests made of a planting: the first that failed, with its words; `noticed` when they were an assertion."""

    noticed: bool
    test: str = ""
    why: str = "every test passed"


def main() -> int:
    """0 when the tests pass on the unchanged copy and notice every fault planted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="plant these alone")
    names = parser.parse_args().names
    chosen = [one for one in PLANTINGS if not names or one.name in names]
    with tempfile.TemporaryDirectory(prefix="rectify-planted-") as folder:
        copy = copied(Path(folder))
        before = tried(copy, sorted({test for one in chosen for test in one.tests}))
        if before.test:
            print(f"red before anything was planted: {before.test}: {before.why}")
            return 1
        outcomes = [told(one, planted_and_tried(copy, one)) for one in chosen]
    noticed = sum(outcome.noticed for outcome in outcomes)
    print(f"{noticed} of {len(chosen)} noticed")
    return int(noticed < len(chosen))


def copied(folder: Path) -> Path:
    """The project once more, below `folder`, without what is built or kept."""
    return shutil.copytree(HOME, folder / "copy", ignore=ELSEWHERE)


def told(one: Planting, outcome: PlantingOutcome) -> PlantingOutcome:
    """Print one line about it."""
    mark = "noticed" if outcome.noticed else "MISSED "
    print(f"{mark} {one.name}: {one.left_out}\n        {outcome.test}: {outcome.why}", flush=True)
    return outcome


def planted(source: str, one: Planting) -> str:
    """The source with the fault in it. Raises LookupError when its line is not there any more, or more than once."""
    times = source.count(one.old)
    if times != 1:
        raise LookupError(f"{one.name}: what is to be replaced stands {times} times in {one.file}, not once")
    return source.replace(one.old, one.new)


def planted_and_tried(copy: Path, one: Planting) -> PlantingOutcome:
    file = copy / one.file
    source = file.read_text(encoding="utf-8")
    file.write_text(planted(source, one), encoding="utf-8")
    try:
        return tried(copy, list(one.tests))
    finally:
        file.write_text(source, encoding="utf-8")


def tried(copy: Path, tests: list[str]) -> PlantingOutcome:
    """Run tests in the copy until the first fails."""
    report = copy.parent / "report.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", f"--junitxml={report}", *tests]
    run = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    if not report.exists():
        return PlantingOutcome(False, "pytest", f"did not start: {(run.stdout + run.stderr)[-400:]}")
    print(f"        {time.monotonic() - started:.0f} s", end=" ", flush=True)
    return judged(report.read_text(encoding="utf-8"))


def judged(report: str) -> PlantingOutcome:
    """A report of pytest (JUnit's form): the first test that failed."""
    cases = ElementTree.fromstring(report).iter("testcase")
    for case in cases:
        for failed in (*case.iter("failure"), *case.iter("error")):
            why = " ".join(failed.get("message", "").split())
            speaks = failed.tag == "failure" and why.startswith(SPEAKS)
            return PlantingOutcome(speaks, f"{case.get('classname')}::{case.get('name')}", why[:160])
    return PlantingOutcome(False)


if __name__ == "__main__":
    sys.exit(main())
