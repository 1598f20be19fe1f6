"""`make types`: mypy over the application. No errors but in the packages where they are counted, and there only fewer."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

RATCHET = Path(".ci/ratchet.toml")
ERROR = re.compile(r"^(?P<file>[^:]+\.py):\d+: error: ")


def main() -> int:
    """0 when nothing got worse; mypy's own words for what did."""
    held = tomllib.loads(RATCHET.read_text(encoding="utf-8"))["types"]
    command = [sys.executable, "-m", "mypy", "--config-file", ".ci/mypy.ini", "rectify", "issues", "ledgers"]
    checked = subprocess.run(command, capture_output=True, text=True)
    if checked.returncode not in {0, 1}:  # 2: mypy itself could not work
        print(checked.stdout, checked.stderr, sep="\n")
        return checked.returncode
    counted, unclean = sorted_out(checked.stdout.splitlines(), held["counted"])
    print(f"types: {len(counted)} errors in {', '.join(held['counted'])}; {len(unclean)} elsewhere, where none may be")
    for package, errors in Counter(map(package_of, counted)).most_common():
        print(f"  {errors:4} {package}")
    print("\n".join(unclean))
    worse = len(counted) - held["errors"]
    if worse > 0:
        print(f"{worse} more than {RATCHET} allows. All of them: {' '.join(['mypy', *command[3:]])}")
    elif worse < 0:
        print(f"{-worse} fewer than before: write errors = {len(counted)} into {RATCHET}")
    return int(bool(unclean) or worse > 0)


def sorted_out(lines: Iterable[str], counted: list[str]) -> tuple[list[str], list[str]]:
    """mypy's errors: those in the packages where they are counted, and the others."""
    errors = [line for line in lines if ERROR.match(line)]
    folders = tuple(f"{folder}/" for folder in counted)
    return [e for e in errors if e.startswith(folders)], [e for e in errors if not e.startswith(folders)]


def package_of(error: str) -> str:
    """rectify/roof/demo/city.py:1: … → rectify/roof/demo"""
    return error.split(":")[0].rpartition("/")[0]


if __name__ == "__main__":
    sys.exit(main())
