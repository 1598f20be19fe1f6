"""The least an import can cost: parse a workbook and write its rows into one plain table.

python -m bench.intake floor FILE    seconds of parse (calamine) + bulk_create
python -m bench.intake make FILE N [UNIT…]   a ledger of N rows of 15 columns, of these units in turn
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

import xlsxwriter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
HEAD = [
    "序号",
    "轮次",
    "问题",
    "被巡察单位",
    "责任人",
    "整改措施",
    "整改期限",
    "状态",
    "难度",
    "进度",
    "联系电话",
    "检查日期",
    "检查人",
    "完成时间",
    "备注",
]
THINGS = [
    "消防通道",
    "配电箱",
    "应急照明",
    "灭火器",
    "防护栏杆",
    "脚手架",
    "临时用电",
    "动火作业",
    "有限空间",
    "危险化学品",
]


def make(path: str, count: int, units: Sequence[str] = ()) -> None:
    """Rows of `units` in turn (of 190 invented ones, when none are given)."""
    units = units or [f"单位{11 + n}" for n in range(190)]
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page, first = book.add_worksheet("问题台账"), date(2026, 1, 1)
    page.write_row(0, 0, HEAD)
    for n in range(1, count + 1):
        day = first + timedelta(days=n % 300)
        text = f"{THINGS[n % 10]}不符合要求，{THINGS[n // 10 % 10]}缺失（第{n}号）"
        page.write_row(n, 0, [n, "第一轮", text, units[n % len(units)], f"责任人{n % 500}", f"立即整改，{text}"])
        page.write_datetime(n, 6, day)
        page.write_row(n, 7, ["整改中", "一般", n % 101 / 100, str(13800000000 + n)])
        page.write_datetime(n, 11, day)
        page.write_row(n, 12, [f"检查人{n % 60}", "", ""])
    book.close()


def floor(path: str) -> dict:
    """Parse, and parse + bulk_create into a table of fifteen plain columns."""
    import django

    django.setup()
    from django.db import connection, models, transaction
    from python_calamine import CalamineWorkbook

    names = [f"c{n}" for n in range(15)]
    fields = {name: models.TextField() for name in names}
    meta = type("Meta", (), {"app_label": "bench", "db_table": "bench_intake", "managed": False})
    row = type("Row", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in names)
        cursor.execute(f"create table if not exists bench_intake (id bigserial primary key, {columns})")
    started = time.perf_counter()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    parsed = time.perf_counter() - started
    with transaction.atomic():
        row.objects.bulk_create(
            [row(**{k: str(v) for k, v in zip(names, each, strict=False)}) for each in rows], batch_size=1000
        )
    whole = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("drop table bench_intake")
    return {"rows": len(rows), "parse_s": round(parsed, 3), "whole_s": round(whole, 3)}


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    else:
        print(json.dumps(floor(sys.argv[2])))
