"""`make test`: the whole suite on PostgreSQL and Redis, what must hold on both engines on SQLite, then the browser."""

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field

from rectify.testing import covered


@dataclass
class Part:
    title: str
    arguments: list[str]
    seconds: float = 0.0
    code: int = 0
    result: str = "did not start"
    not_run: list[str] = field(default_factory=list)


def parts(workers: str) -> list[Part]:
    several = ["-n", workers, "--dist", "loadfile"] if workers != "0" else []
    return [
        Part("suite on PostgreSQL and Redis", ["-m", "not browser", *several]),
        Part(
            "models and workflow on SQLite",
            ["--sqlite", "-m", "(model or workflow or engines) and not browser and not slow", *several],
        ),
        Part("browser", ["-m", "browser", *several]),
    ]


def main() -> int:
    """Run all parts even when one fails; the exit code is 0 only when all of them are green."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2", help="processes per part; 0 runs in one")
    parser.add_argument("--cover", action="store_true", help="measure what the tests reach of the product")
    given = parser.parse_args()
    chosen, measured = parts(given.workers), covered.begin() if given.cover else [sys.executable]
    if subprocess.run([sys.executable, "manage.py", "build_static"]).returncode:
        return 1
    for part in chosen:
        print(f"\n===== {part.title} =====", flush=True)
        run(part, [*measured, "-m", "pytest", "-q", *part.arguments])
    less = covered.report() if given.cover else 0
    summarize(chosen)
    return max(less, *(part.code for part in chosen))


def run(part: Part, command: list[str]) -> None:
    """One pytest; its lines go through as they come, the last ones are kept for the summary."""
    started, lines = time.monotonic(), []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    part.code, part.seconds = process.returncode, time.monotonic() - started
    part.result = next((found for line in reversed(lines) if (found := counted(line))), part.result)
    part.not_run = not_run(lines)
    if part.code == 5:  # pytest: nothing was chosen
        part.code, part.not_run = 0, ["no test has this marker"]


def counted(line: str) -> str:
    """The counts of pytest's last line, or nothing."""
    found = re.search(r"(\d+ (passed|failed|skipped|error|errors|deselected)[^=]*?) in [\d.]+s", line)
    return found.group(1) if found else ""


def not_run(lines: list[str]) -> list[str]:
    """What the plugin listed as not run."""
    start = next((n for n, line in enumerate(lines) if "没有运行的 / not run" in line), len(lines))
    listed = []
    for line in lines[start + 1 :]:
        if not line.startswith("- "):
            break
        listed.append(line[2:])
    return listed


def summarize(done: list[Part]) -> None:
    print("\n===== summary =====")
    for part in done:
        print(f"{'ok    ' if not part.code else 'FAILED'} {part.title}: {part.result} ({part.seconds:.0f} s)")
    listed = [f"{part.title}: {line}" for part in done for line in part.not_run]
    print("没有运行的 / not run:" if listed else "没有运行的 / not run: nothing")
    for line in listed:
        print(f"  - {line}")


if __name__ == "__main__":
    sys.exit(main())
