"""python -m bench: list, issue page, board and import beside their floor, in one interleaved run. See bench/README.md."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.browser import Browser
from bench.intake import make as make_ledger
from bench.sides import HOME, Bench, BenchSide

LOGIN, PASSWORD = "leader", "bench-Pass-1"
SECONDS = 12.0  # at most for one block of answers


@dataclass(frozen=True)
class MeasuredPage:
    """An address of ours, what only the right answer holds, the floor's address beside it, and the aim."""

    name: str
    path: str
    expect: str
    beside: str
    aim: float | None


def pages(issue: str) -> list[MeasuredPage]:
    return [
        MeasuredPage("list", "/issues/?slice=overdue", "第", "/list", 2.5),
        MeasuredPage("issue", f"/issues/{issue}/", "第1号", "/detail", 6.0),
        MeasuredPage("board", "/board/", "应整改", "/dash", None),
        MeasuredPage("home", "/", "台", "/page", None),
    ]


@dataclass
class Block:
    """Answers of one side to one page in one round."""

    p50: float
    p95: float
    app: float
    database: float


def measure(side: BenchSide, browser: Browser, path: str, expect: str, times: int) -> Block:
    browser.timed(path, expect, 3, SECONDS)
    before = side.cpu()
    found = sorted(browser.timed(path, expect, times, SECONDS))
    app, database = ((now - then) * 1000 / len(found) for now, then in zip(side.cpu(), before, strict=True))
    p95 = found[min(len(found) - 1, int(len(found) * 0.95))]
    return Block(statistics.median(found) * 1000, p95 * 1000, app, database)


def compare(
    one: tuple, other: tuple, paths: tuple[str, str], expect: tuple[str, str], options
) -> list[tuple[Block, Block]]:
    """Blocks of both sides by turns; the order changes with each round."""
    rounds = []
    for number in range(options.rounds):
        blocks: dict[int, Block] = {}
        for place in (0, 1) if number % 2 == 0 else (1, 0):
            side, browser = (one, other)[place]
            blocks[place] = measure(side, browser, paths[place], expect[place], options.requests)
        rounds.append((blocks[0], blocks[1]))
    return rounds


def told(title: str, rounds: list[tuple[Block, Block]], aim: float | None) -> dict:
    """Print one line: medians of both, and the ratio as min / median / max."""

    def ratios(of: Callable[[Block], float]) -> list[float]:
        return sorted(of(ours) / of(floor) for floor, ours in rounds if of(floor))

    def median(of: Callable[[Block], float], place: int) -> float:
        return statistics.median(of(pair[place]) for pair in rounds)

    fifty, ninety = ratios(lambda b: b.p50), ratios(lambda b: b.p95)
    cpu = ratios(lambda b: b.app + b.database)
    middle = statistics.median(fifty)
    mark = "" if aim is None else f"  aim ≤ {aim} ×: {'met' if middle <= aim else 'NOT met'}"
    print(
        f"{title:<28} p50 {median(lambda b: b.p50, 0):6.1f} → {median(lambda b: b.p50, 1):6.1f} ms   "
        f"× {fifty[0]:.2f} / {middle:.2f} / {fifty[-1]:.2f}   p95 × {statistics.median(ninety):.2f}   "
        f"CPU {median(lambda b: b.app, 0):.1f}+{median(lambda b: b.database, 0):.1f} → "
        f"{median(lambda b: b.app, 1):.1f}+{median(lambda b: b.database, 1):.1f} ms "
        f"× {statistics.median(cpu) if cpu else 0:.2f}{mark}",
        flush=True,
    )
    return {"title": title, "p50": fifty, "p95": ninety, "cpu": cpu, "aim": aim}


def statements(environment: dict, paths: list[str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "bench.statements", *paths], cwd=HOME, env=environment, capture_output=True, text=True
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-400:]}


def intake(bench: Bench, environment: dict, rows: int, folder: Path) -> None:
    """Import a ledger of so many rows, between two runs of its floor."""
    file = folder / "ledger.xlsx"
    make_ledger(str(file), rows)

    def floor() -> dict:
        command = [sys.executable, "-m", "bench.intake", "floor", str(file)]
        return json.loads(
            subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=True).stdout
        )

    first = floor()
    # What starting the program costs is taken off: it has nothing to do with the rows.
    started = time.perf_counter()
    bench.manage(environment, "check")
    idle = time.perf_counter() - started
    for words in (["--dry-run"], []):
        started = time.perf_counter()
        bench.manage(environment, "import_ledger", str(file), "--round", "测量用第一轮巡察", "--by", "clerk", *words)
        took, last = time.perf_counter() - started - idle, floor()
        base = (first["whole_s"] + last["whole_s"]) / 2
        name = "import, read only" if words else "import, written"
        print(f"{name:<28} {rows} rows: {took:.1f} s, floor {base:.2f} s, × {took / base:.1f}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=1_000, help="the other size, for growth; 0 leaves growth out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=40, help="answers a block")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the import; 0 leaves it out")
    parser.add_argument("--only", default="", help="names of pages, comma separated")
    floor = os.environ.get("BENCH_FLOOR") or HOME.parent / "shared" / "bench"
    parser.add_argument(
        "--floor", type=Path, default=Path(floor), help="folder with corpus.sql, sql/ and floor/ (BENCH_FLOOR)"
    )
    parser.add_argument("--out", type=Path, help="write the ratios as JSON")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if not (options.floor / "floor" / "app.py").exists():
        print(f"没有找到对照程序 {options.floor}/floor/app.py，请用 --floor 或 BENCH_FLOOR 指明。", file=sys.stderr)
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rectify-bench-") as folder:
        bench = Bench(Path(folder))
        try:
            results = run(bench, options, Path(folder))
        finally:
            bench.stop()
    print(f"{time.monotonic() - started:.0f} s in all")
    if options.out:
        options.out.write_text(json.dumps(results, ensure_ascii=False, indent=1))
    missed = [r["title"] for r in results if r["aim"] and statistics.median(r["p50"]) > r["aim"]]
    print("every aim is met" if not missed else f"aims not met: {', '.join(missed)}")
    return 1 if missed else 0


def run(bench: Bench, options: argparse.Namespace, folder: Path) -> list[dict]:
    print(f"loading {options.issues} issues on both sides …", flush=True)
    floor = bench.floor(options.floor, options.issues)
    big, environment = bench.ours("ours_big", options.issues)
    low, high = Browser(floor.port), Browser(big.port)
    low.log_in(LOGIN, PASSWORD)
    high.log_in(LOGIN, PASSWORD)
    asked = "from issues.models import Issue; print(Issue.objects.get(pk=1).public_id)"
    issue = bench.manage(environment, "shell", "-v0", "-c", asked).strip()
    chosen = [p for p in pages(issue) if not options.only or p.name in options.only.split(",")]
    for path, facts in statements(environment, [page.path for page in chosen]).items():
        print(f"{path:<28} {facts}")
    results = []
    for page in chosen:
        rounds = compare((floor, low), (big, high), (page.beside, page.path), ("", page.expect), options)
        results.append(told(f"{page.name} beside the floor", rounds, page.aim))
    if options.small:
        small, _ = bench.ours("ours_small", options.small)
        few = Browser(small.port)
        few.log_in(LOGIN, PASSWORD)
        for page in chosen:
            rounds = compare((small, few), (big, high), (page.path, page.path), (page.expect, page.expect), options)
            aim = 1.3 if page.aim else None
            results.append(told(f"{page.name}, {options.small} → {options.issues}", rounds, aim))
    if options.rows:
        intake(bench, environment, options.rows, folder)
    return results


if __name__ == "__main__":
    sys.exit(main())
