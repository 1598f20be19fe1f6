"""`make test`: the whole suite on PostgreSQL and Redis; beside it what must hold on both engines on SQLite, then the browser.
The long laws, what SQLite repeats and, by hand, what is dear go by turns, drawn by the run's seed (in CI by the commit): an
eighth by hand, a quarter in CI. By night the laws that a day only samples, and all of it that SQLite can run.

`--part` takes one of them (postgres, sqlite, browser, laws), or a path, or an expression of markers.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from rectify.roof.testing import covered, dear
from rectify.roof.testing.seed import BY_HAND, NIGHT, told

ENGINES = "(model or workflow or engines or embedded) and not browser"
PARTS = {
    "postgres": ("suite on PostgreSQL and Redis", ["-m", "not browser and not embedded"]),
    "sqlite": (
        "models, workflow and the demo on SQLite",
        ["--sqlite", "-m", ENGINES if NIGHT else f"{ENGINES} and not slow"],
    ),
    "browser": ("browser", ["-m", "browser"]),
    "laws": ("long laws whole, on PostgreSQL and Redis", ["-m", "(sampled or hypothesis) and not embedded"]),
}
WHOLE = ("laws", "sqlite") if NIGHT else ("postgres", "sqlite", "browser")
TURNS = "8" if BY_HAND else "4"  # of a whole run: everything takes four times as long
COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed|deselected)")
NOTHING_CHOSEN = 5  # pytest's exit code


@dataclass
class RunPart:
    title: str
    arguments: list[str]
    seconds: float = 0.0
    code: int = 0
    result: str = "did not start"
    not_run: list[str] = field(default_factory=list)
    lines: SimpleQueue = field(default_factory=SimpleQueue)  # what it says, as it comes; None is its end


def parts(wanted: str, workers: str) -> list[RunPart]:
    """All parts, or the one that `wanted` names. Whoever is idle takes tests from whoever has most left."""
    several = ["-n", workers, "--dist", "worksteal"] if workers != "0" else []
    if not wanted:
        return [RunPart(title, [*arguments, *several]) for title, arguments in map(PARTS.__getitem__, WHOLE)]
    if wanted in PARTS:
        title, arguments = PARTS[wanted]
        return [RunPart(title, [*arguments, *several])]
    if Path(wanted.partition("::")[0]).exists():
        return [RunPart(wanted, [wanted, *(several if Path(wanted).is_dir() else [])])]
    return [RunPart(f"tests marked {wanted}", ["-m", wanted, *several])]


def main() -> int:
    """Run all parts even when one fails; the exit code is 0 only when all of them are green."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2", help="processes per part; 0 runs in one")
    parser.add_argument(
        "--part", default="", help="postgres, sqlite, browser, laws, a path, or an expression of markers"
    )
    parser.add_argument("--cover", action="store_true", help="measure what the tests reach of the product")
    asked = parser.parse_args()
    chosen, measured = parts(asked.part, asked.workers), covered.begin() if asked.cover else [sys.executable]
    # A run starts some hundred processes of the same modules: compiled once, whatever the shell says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not (asked.part or NIGHT):
        os.environ.setdefault("RECTIFY_TURNS", TURNS)
    if subprocess.run([sys.executable, "manage.py", "build_static"]).returncode:
        return 1
    shutil.rmtree(dear.NOTED, ignore_errors=True)
    started = time.monotonic()
    together(chosen, [*measured, "-m", "pytest", "-q", "--durations=25"])
    less = covered.report() if asked.cover else 0
    summarize(chosen, time.monotonic() - started)
    return worst(less, chosen)


def worst(less: int, done: list[RunPart]) -> int:
    """0 only when nothing is less and every part ended by itself and well: a part that was killed has a code below 0."""
    return max(less, *(abs(part.code) for part in done))


def together(chosen: list[RunPart], command: list[str]) -> None:
    """The first part, and beside it the others one after another: while a browser or a server is waited for, and while the
    last long test of a part ends, the processors have the tests of another part. Their lines are printed part by part."""
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as beside:
        running: list[Future] = [
            (beside if number else first).submit(
                run, part, [*command, *part.arguments, f"--junitxml={dear.NOTED / str(number)}.xml"]
            )
            for number, part in enumerate(chosen)
        ]
        for part in chosen:
            print(f"\n===== {part.title} =====", flush=True)
            for line in iter(part.lines.get, None):
                print(line, end="", flush=True)
    for future in running:
        future.result()


def run(part: RunPart, command: list[str]) -> None:
    """One pytest: what it says, as it comes, and how it ended."""
    started, lines = time.monotonic(), []
    try:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        ) as process:
            for line in process.stdout:
                part.lines.put(line)
                lines.append(line.rstrip())
        judge(part, process.returncode, lines)
    finally:
        part.seconds = time.monotonic() - started
        part.lines.put(None)


def judge(part: RunPart, code: int, lines: list[str]) -> None:
    """What pytest said, by its code and its lines. Choosing nothing is a failure: somebody mistyped a marker."""
    part.code = code
    part.result = next((result for line in reversed(lines) if (result := counted(line))), part.result)
    part.not_run = not_run(lines)
    if part.code == NOTHING_CHOSEN:
        part.not_run = ["no test was chosen"]


def counted(line: str) -> str:
    """The counts of pytest's last line, or nothing."""
    last = re.search(r"((?:\d+ \w+, )*\d+ \w+) in [\d.]+s", line)
    return last.group(1) if last and COUNT.match(last.group(1)) else ""


def not_run(lines: list[str]) -> list[str]:
    """What the plugin listed as not run."""
    start = next((n for n, line in enumerate(lines) if "没有运行的 / not run" in line), len(lines))
    listed = []
    for line in lines[start + 1 :]:
        if not line.startswith("- "):
            break
        listed.append(line[2:])
    return listed


def summarize(done: list[RunPart], seconds: float) -> None:
    """What ran, what did not, how to run it again; the last line counts all parts together, in pytest's words."""
    print("\n===== summary =====")
    for part in done:
        print(f"{'ok    ' if not part.code else 'FAILED'} {part.title}: {part.result} ({part.seconds:.0f} s)")
    listed = [f"{part.title}: {line}" for part in done for line in part.not_run]
    print("没有运行的 / not run:" if listed else "没有运行的 / not run: nothing")
    for line in listed:
        print(f"  - {line}")
    print(told())
    print(f"===== {total(done)} in {seconds:.2f}s =====")


def total(done: list[RunPart]) -> str:
    """The counts of all parts added up, failures first."""
    counts: Counter[str] = Counter()
    for part in done:
        for number, word in COUNT.findall(part.result):
            counts["error" if word == "errors" else word] += int(number)
    words = ("failed", "error", "passed", "skipped", "xfailed", "xpassed")
    return ", ".join(f"{counts[word]} {word}" for word in words if counts[word]) or "no tests ran"


if __name__ == "__main__":
    sys.exit(main())
