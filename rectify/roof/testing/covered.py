"""`make test COVER=1`: how much of the product the tests reach, by package, and whether it is as much as before."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from rectify.lib import limited
from rectify.roof.testing.types import RATCHET, package_of

RULES, DATA = ".ci/coveragerc", Path("var/coverage")
COVERAGE = [sys.executable, "-m", "coverage"]
WORST = 25
MEASURED = "COVERAGE_PROCESS_CONFIG"  # by this variable coverage.py measures the processes that a measured one starts


@dataclass
class Reached:
    """Lines and branches that there are and that were reached."""

    lines: int = 0
    reached: int = 0
    branches: int = 0
    taken: int = 0

    def add(self, summary: dict) -> None:
        """What coverage.py says of one file."""
        self.lines += summary["num_statements"]
        self.reached += summary["covered_lines"]
        self.branches += summary["num_branches"]
        self.taken += summary["covered_branches"]

    @property
    def percent(self) -> dict[str, float]:
        """By what .ci/ratchet.toml calls them; rounded down, so that a floor never rises by rounding."""
        return {"lines": _percent(self.reached, self.lines), "branches": _percent(self.taken, self.branches)}

    def __str__(self):
        lines, branches = self.percent.values()
        return f"{lines:5.1f} % of {self.lines:6} lines, {branches:5.1f} % of {self.branches:5} branches"


def _percent(part: int, whole: int) -> float:
    return part * 1000 // whole / 10 if whole else 100.0


def pytest_configure() -> None:
    """Pytest plugin: the limited processes inherit what measures them too."""
    limited.KEPT = (*limited.KEPT, MEASURED)


def surroundings(**environment: str) -> dict[str, str]:
    """The environment of a process that is to find nothing set but this: what measures it goes along."""
    return environment | {name: os.environ[name] for name in ("PATH", MEASURED) if name in os.environ}


def begin() -> list[str]:
    """Forget the last run; the beginning of a command line that measures: `… -m pytest`."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    return [*COVERAGE, "run", f"--rcfile={RULES}"]


def report() -> int:
    """Print what was reached by package and the worst modules. 1 when less is reached than `.ci/ratchet.toml` holds."""
    result = DATA / "report.json"
    for words in (["combine", "--quiet"], ["json", "--quiet", "-o", str(result)]):
        subprocess.run([*COVERAGE, words[0], f"--rcfile={RULES}", *words[1:]], check=True)
    measured = json.loads(result.read_text(encoding="utf-8"))["files"]
    # A copy that a test changed and imported is not the product.
    files = {name: one["summary"] for name, one in measured.items() if not Path(name).is_absolute()}
    print("\n===== coverage =====")
    whole = Reached()
    packages: dict[str, Reached] = defaultdict(Reached)
    for name, summary in files.items():
        whole.add(summary)
        packages[package_of(name)].add(summary)
    for package, reached in sorted(packages.items()):
        print(f"{reached}  {package}")
    print(f"{whole}  together\n\nThe lines that most is missing of:")
    for name, summary in sorted(files.items(), key=lambda file: -file[1]["missing_lines"])[:WORST]:
        print(f"{summary['missing_lines']:4} of {summary['num_statements']:4}  {name}")
    return held(whole, tomllib.loads(RATCHET.read_text(encoding="utf-8"))["coverage"])


def held(whole: Reached, floor: dict[str, float]) -> int:
    """1 when a floor is not reached; says what to write down where it is passed."""
    for name, percent in whole.percent.items():
        if percent < floor[name]:
            print(f"{name}: {percent} %, less than the {floor[name]} % of {RATCHET}: write the tests that are missing")
        elif percent > floor[name]:
            print(f"{name}: {percent} %: write {name} = {percent} into {RATCHET}")
    return int(any(percent < floor[name] for name, percent in whole.percent.items()))
