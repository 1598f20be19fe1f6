"""python -m bench.night: what a night's work takes on N issues and M megabytes of files. See bench/README.md.

Seconds by the clock and of processors: the clock tells what this machine took beside its other work, processors what it costs.
The rows were not written by moves, so that a proof names the entries of the ledger: it looks at those twice.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.sides import HOME, Bench, cpu_of

FILE_MB = 2
DONE = (
    ("prove", ("prove",)),
    ("backup, the first", ("backup",)),
    ("backup, the next night", ("backup",)),
    ("every backup read through", ("backup", "--check")),
    ("drill: restored and proved", ("restore", "--drill")),
)


def run(issues: int, megabytes: int, folder: Path, *, embedded: bool) -> None:
    """Print the seconds by the clock and of processors of each job."""
    bench = Bench(folder)
    try:
        bench.create("night")
        environment = bench.environment("night")
        if embedded:
            environment |= {"DATABASE_URL": f"sqlite:///{folder / 'rectify.sqlite3'}", "CELERY_BROKER_URL": ""}
        bench.manage(environment, "migrate", "-v0")
        bench.manage(environment, "load_corpus", str(issues))
        fill = f"from bench import stored; stored.trail(); stored.files({megabytes // FILE_MB}, {FILE_MB * 1024**2})"
        bench.manage(environment, "shell", "-v0", "-c", fill)
        told = "import json; from rectify.audit.models import Event; from rectify.backups import engines;"
        told += "print(json.dumps([Event.objects.count(), engines.size()]))"
        events, size = json.loads(bench.manage(environment, "shell", "-v0", "-c", told))
        print(f"{issues} issues, {events} events, database {size / 1024**2:.0f} MB, files {megabytes} MB", flush=True)
        for title, words in DONE:
            clock, processors = measured(bench, environment, words)
            print(f"{title:<28} {clock:7.1f} s, processors {processors:7.1f} s", flush=True)
    finally:
        bench.stop()


def measured(bench: Bench, environment: dict[str, str], words: tuple[str, ...]) -> tuple[float, float]:
    before, started = used(bench), time.perf_counter()
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True)
    if "Traceback" in done.stderr or (done.returncode and words[0] == "backup"):
        raise SystemExit(f"{words} failed: {done.stderr[-3000:]}")
    return time.perf_counter() - started, used(bench) - before


def used(bench: Bench) -> float:
    """Seconds of processors: of the commands that ended, and of the database."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime + cpu_of(bench.database)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.night", description=__doc__)
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--sqlite", action="store_true", help="on the built-in database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rectify-night-") as folder:
        run(options.issues, options.megabytes, Path(folder), embedded=options.sqlite)


if __name__ == "__main__":
    main()
