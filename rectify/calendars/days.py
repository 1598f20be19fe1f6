"""The office's days off and make-up working days: kept, read once per process, imported, seeded.

Functions here write no audit event: the action that calls them does.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Max

from rectify.calendars.calendar import Calendar, Exceptional
from rectify.calendars.models import Day, DaySource
from rectify.calendars.seed import known_days
from rectify.lib.dates import read_date
from rectify.lib.remembered import Remembered
from rectify.lib.text import within

LONGEST_NAME = 40
TITLES = {"日期": "date", "是否上班": "works", "上班": "works", "名称": "name"}
YES = {"1", "是", "上班", "班", "true", "yes", "y"}
NO = {"0", "否", "休息", "休", "放假", "false", "no", "n"}
MOST_ROWS = 5_000


@dataclass(frozen=True)
class DaysFile:
    """What a file says: good rows, and a sentence for each row that is not."""

    rows: Sequence[Exceptional]
    complaints: Sequence[str]


@dataclass(frozen=True)
class Imported:
    """How many days were added, changed, were the same already, and were left because a person had set them."""

    added: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0


def load() -> Calendar:
    return Calendar.of(Exceptional(*row) for row in Day.objects.values_list("date", "works", "name"))


remembered = Remembered(load, lambda: Day.objects.aggregate(Max("changed_at"), Count("pk")))


def current() -> Calendar:
    """The calendar now in force. Asks the database at most twice in half a minute."""
    return remembered.get()


def changed() -> None:
    """Read anew here and now, and once more after commit, since another thread may have looked in between."""
    remembered.forget()
    transaction.on_commit(remembered.forget)


def set_day(day: date, *, works: bool, name: str = "") -> Day:
    """What a person decides about a day. Seeding will not overwrite it."""
    row, _ = Day.objects.update_or_create(
        date=day, defaults={"works": works, "name": within(name, LONGEST_NAME, "名称"), "source": DaySource.PERSON}
    )
    changed()
    return row


def restore_day(day: date) -> Day:
    """Make it an ordinary day of its weekday again. The row stays, or the next seeding would bring the holiday back."""
    return set_day(day, works=day.weekday() < 5)


def read_csv(content: bytes | str) -> DaysFile:
    """Read date,works,name (or 日期,是否上班,名称) in UTF-8 or GB18030, with every complaint at once."""
    text = content if isinstance(content, str) else decoded(content)
    if text is None:
        return DaysFile((), ("读不出文件中的文字。请用 UTF-8 编码另存为 CSV 后再导入。",))
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    try:
        names = [TITLES.get(title.strip(), title.strip().lower()) for title in next(lines, [])]
        if not {"date", "works"} <= set(names):
            return DaysFile((), ("第1行须是表头：date,works,name（或 日期,是否上班,名称）。",))
        table = [(number, dict(zip(names, line, strict=False))) for number, line in enumerate(lines, 2) if any(line)]
    except csv.Error:
        return DaysFile((), ("文件不是 CSV 格式。请在表格软件中另存为 CSV 后再导入。",))
    return judged(table)


def decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def judged(table: Sequence[tuple[int, dict]]) -> DaysFile:
    if len(table) > MOST_ROWS:
        return DaysFile((), (f"文件有 {len(table):,} 行，超过 {MOST_ROWS:,} 行，不像放假安排。请检查文件。",))
    rows: dict[date, Exceptional] = {}
    complaints = []
    for number, line in table:
        day = read_date(line.get("date") or "")
        works, name = (line.get("works") or "").strip().lower(), (line.get("name") or "").strip()
        if day is None:
            complaints.append(f"第{number}行「date」：“{line.get('date') or ''}”不是日期，应写成 2026-10-01。")
        elif works not in YES | NO:
            complaints.append(f"第{number}行「works」：“{line.get('works') or ''}”应写 1（上班）或 0（休息）。")
        elif day in rows:
            complaints.append(f"第{number}行「date」：{day} 在文件中出现了两次。")
        elif len(name) > LONGEST_NAME:
            complaints.append(f"第{number}行「name」：最多 {LONGEST_NAME} 个字，现有 {len(name)} 个字。")
        else:
            rows[day] = Exceptional(day, works in YES, name)
    return DaysFile(tuple(rows.values()), tuple(complaints))


@transaction.atomic
def import_days(rows: Sequence[Exceptional], *, overwrite: bool = False, source: str = DaySource.FILE) -> Imported:
    """Write the rows, all or none. Days a person has set stay as they are unless `overwrite`."""
    there = {day.date: day for day in Day.objects.select_for_update().filter(date__in=[row.date for row in rows])}
    new, edited, same, left = [], [], 0, 0
    for row in rows:
        day = there.get(row.date)
        if day is None:
            new.append(Day(date=row.date, works=row.works, name=row.name, source=source))
        elif (day.works, day.name) == (row.works, row.name):
            same += 1
        elif outranks(day.source, source) and not overwrite:
            left += 1
        else:
            day.works, day.name, day.source = row.works, row.name, source
            day.save(update_fields=["works", "name", "source", "changed_at"])
            edited.append(day)
    # Two processes that start at once both find the table empty.
    Day.objects.bulk_create(new, ignore_conflicts=True)
    changed()
    return Imported(len(new), len(edited), same, left)


def outranks(there: str, coming: str) -> bool:
    """A person's word stands above a file, a file above what came with the program."""
    order: list[str] = [DaySource.SEED, DaySource.FILE, DaySource.PERSON]
    return order.index(there) > order.index(coming)


def seed() -> Imported:
    """The days that came with the program, for all years it knows. Run it as often as you like."""
    return import_days(known_days(), source=DaySource.SEED)
