"""What a run by hand pays most for: the tests that dear.txt names, each by its function. They go by turns there, as the long
laws do; CI takes them all. A name that is missing is tried in every run, one too many costs nothing.

    RECTIFY_TURNS=1 make test && python -m rectify.roof.testing.dear

writes the list anew from the seconds that the last run noted under var/seconds.
"""

import sys
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

LIST, NOTED = Path(__file__).with_name("dear.txt"), Path("var/seconds")
SECONDS = 2  # all cases of one function together, what is built for them included


@cache
def names() -> frozenset[str]:
    """`file::function` of each."""
    return frozenset(LIST.read_text(encoding="utf-8").split())


def function_of(test: str) -> str:
    """A test's name without the case: `a/test_b.py::test_c[d]` is `a/test_b.py::test_c`."""
    return test.partition("[")[0]


def costly(report: Path, least: float = SECONDS) -> set[str]:
    """The functions that took so many seconds in one part of a run, by pytest's report in JUnit's form."""
    seconds: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  our own run wrote it
        module = case.get("classname", "").replace(".", "/")
        seconds[function_of(f"{module}.py::{case.get('name', '')}")] += float(case.get("time", 0))
    return {name for name, spent in seconds.items() if spent >= least}


def main() -> None:
    reports = sorted(NOTED.glob("*.xml"))
    if not reports:
        sys.exit(f"no seconds under {NOTED}: run RECTIFY_TURNS=1 make test first")
    LIST.write_text("".join(f"{name}\n" for name in sorted(set().union(*map(costly, reports)))), encoding="utf-8")
    names.cache_clear()
    print(f"{LIST.name}: {len(names())}")


if __name__ == "__main__":
    main()
