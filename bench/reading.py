"""python -m bench.reading: what reading real papers costs, beside the bare read of the same file.

Aims (issue 3): a notice of 27,000 characters in 0.3 s, 20,000 deadline phrases a second, 10,000 rows × 15 columns read and
understood in 3 × the bare read, 300 MB for 100,000 rows. Times are the best of several, in this process unless said otherwise.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bench.intake import make
from issues.reading.deadlines import _cached, read_deadline
from issues.reading.papers import split_safely, split_text
from ledgers.reading import xlsx
from ledgers.reading.workbooks import read_lines, read_safely

HOME = Path(__file__).resolve().parent.parent
ANCHOR = date(2024, 5, 16)
CN = "一二三四五六七八九十"
LENGTH, ROWS, MANY = 27_000, 10_000, 100_000


def best(work: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter) -> float:
    took = []
    for _ in range(times):
        begin = clock()
        work()
        took.append(clock() - begin)
    return min(took)


def phrases() -> list[str]:
    """Deadlines as people write them: those the tests hold, all different."""
    lines = (HOME / "issues" / "tests" / "deadlines.tsv").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line.split("\t")[0] for line in lines))


def notice() -> str:
    """A notice of 27,000 characters, five levels deep."""

    def pieces() -> Iterator[str]:
        yield "中共某市水务局党组关于市委巡察整改进展情况的通报"
        yield "2024年3月4日至4月19日，市委第二巡察组对市水务局党组开展了巡察。2024年5月16日，巡察组反馈了意见。"
        yield "截至目前，反馈的96个问题，已完成整改90个，正在整改6个，完成率93.75%。"
        yield "一、反馈问题整改进展情况"
        for i, k in product(range(10), range(1, 10)):
            if k == 1:
                yield f"（{CN[i]}）在“落实第{i + 1}项部署”方面"
            yield f"{k}.关于“防汛责任制落实不到位、河湖清理不彻底（第{k}类）”问题的整改"
            yield f"整改状态：{'已完成' if k % 3 else '基本完成'}"
            yield (
                f"整改情况：一是修订《水库防汛责任人管理办法》，对{100 + k}座小型水库责任人逐一培训，2024年{k}月底前全部完成。"
                "二是开展汛前检查，有的乡镇补签责任书，有的乡镇更换责任人；三是清理“四乱”点位：①拆除违建12处；②清运垃圾386.5吨；"
                "③追缴水资源费12.4万元。对整改不力的约谈3人次，举一反三建章立制，持续巩固整改成果，坚决防止问题反弹回潮。"
            )
            yield "下一步，将对照反馈意见逐条销号，长期坚持。" * 3
        yield "中共某市水务局党组"
        yield "2024年11月6日"

    text = "\n".join(pieces())
    while len(text) < LENGTH:
        text += "\n" + "持续抓好整改落实，确保条条有整改、件件有着落。" * 4
    return text[:LENGTH]


def feedback(folder: Path) -> list[bool]:
    text = notice()
    nodes = sum(1 for _ in split_text(text).nodes())
    took = best(lambda: split_text(text))
    path = folder / "notice.txt"
    path.write_text(text, encoding="utf-8")
    apart = best(lambda: split_safely(path), 3)
    print(
        f"notice of {len(text):,} characters, {nodes} nodes: {took * 1000:.0f} ms; in the limited process {apart:.2f} s"
    )
    return [took <= 0.3]


def deadlines() -> list[bool]:
    """Each phrase read anew, in CPU time; and a ledger's column, in which phrases come again and are remembered."""
    some = phrases()

    def anew() -> None:
        _cached.cache_clear()
        for phrase in some:
            read_deadline(phrase, delivered_on=ANCHOR)

    rate = len(some) / best(anew, 20, time.process_time)
    column = some * (ROWS // len(some))
    again = len(column) / best(lambda: [read_deadline(phrase, delivered_on=ANCHOR) for phrase in column], 3)
    print(
        f"{len(some)} different deadline phrases: {rate:,.0f} a second; a column of {len(column):,}: {again:,.0f} a second"
    )
    return [rate >= 20_000]


def read_through(path: Path) -> None:
    """Every row understood, and none kept."""
    deque(read_lines(str(path), ANCHOR.isoformat()), maxlen=0)


def ledger(folder: Path) -> list[bool]:
    path = folder / "ledger.xlsx"
    make(str(path), ROWS)
    ratios = []
    for _ in range(5):
        bare, ours = best(lambda: xlsx.grids(path), 1), best(lambda: read_through(path), 1)
        ratios.append((ours / bare, bare, ours))
    ratio = statistics.median(one for one, _, _ in ratios)
    bare, ours = (min(one[i] for one in ratios) for i in (1, 2))
    calamine = best(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(), 3)
    openpyxl = best(lambda: list(load_workbook(path, read_only=True).active.iter_rows(values_only=True)), 1)
    print(f"{ROWS:,} rows × 15: bare read {bare:.2f} s, understood {ours:.2f} s, × {ratio:.2f}", end="; ")
    print(f"other libraries, values only: calamine {calamine:.2f} s, openpyxl {openpyxl:.2f} s")
    return [ratio <= 3]


def memory(folder: Path) -> list[bool]:
    path = folder / "many.xlsx"
    make(str(path), MANY)
    done = subprocess.run(
        [sys.executable, "-m", "bench.reading", "peak", str(path)], cwd=HOME, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    print(
        f"{MANY:,} rows × 15: {told['peak']:.0f} MB in the limited process, {told['here']:.0f} MB here; {told['s']:.1f} s"
    )
    return [told["peak"] <= 300, told["here"] <= 300]


def peak(path: str) -> None:
    """Read in the limited process, as an upload is; its most memory, and that of this one, which goes through the rows."""
    begin = time.perf_counter()
    book = read_safely(path, anchor=ANCHOR)
    assert sum(1 for sheet in book.sheets for _ in sheet.rows) == MANY
    took = time.perf_counter() - begin
    most = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
    print(json.dumps({"peak": most[0], "here": most[1], "s": took}))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
    if sys.argv[1:2] == ["peak"]:
        peak(sys.argv[2])
        return 0
    with tempfile.TemporaryDirectory(prefix="rectify-reading-") as name:
        folder = Path(name)
        met = [*feedback(folder), *deadlines(), *ledger(folder), *memory(folder)]
    print("every aim is met" if all(met) else "an aim is missed")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
