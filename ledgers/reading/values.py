"""A row's cells become the values of fields, with everything that is to be asked (reading specification, 3.1 to 3.4)."""

import re
from datetime import date

from issues.reading.deadlines import read_deadline
from ledgers.reading import splits
from ledgers.reading.fields import DATES, FLAGS, LEDGER, LISTS, NUMBERS, STATE_CODES, bare
from ledgers.reading.sheet import Column, Question, Row

ABOVE = frozenset(("同上", "同前", "〃"))
ASKED_WHEN_EMPTY = frozenset(("aspect", "heading", "issue"))
UNITS = frozenset(("lead_unit", "responsible_units", "supporting_units"))
YES, NO = frozenset("是√有✓✔☑") | {"TRUE"}, frozenset("否×无✗✘") | {"FALSE"}
BRACKETS = str.maketrans("（）", "()")
MASKED = ("内容被遮盖，请补充或确认。", "masked")
NO_RESULT = ("公式没有结果或有错误，请填写。", "formula")
EMPTY = ("空白单元格是否与上一行相同？", "blank")
NOTHING_ABOVE = ("上方没有可沿用的内容，请填写。", "blank")
NO_NUMBER = ("不是确定的数字，请填写。", "number")
NO_FLAG = ("请选择“是”或“否”。", "yes_no")
NO_STATE = ("状态用语不在对照表中，请选择。", "status")
NO_DAY = "日期不确定，请填写具体日期。"
HIDDEN = "此行在表中被隐藏，是否导入？"
SPLIT_HEADER = re.compile(r"(?:部门|单位)/(?:负责人|责任人)$")


class Filler:
    """Fills the values of rows in their order; remembers what stood above in each column."""

    def __init__(self, columns: list[Column], anchor: date | None):
        self.columns, self.anchor = columns, anchor
        self.above: dict[str, str] = {}
        self.dues: dict[str, dict] = {}  # rows with the same wording share one reading
        self.has_aspect = any(column.field == "aspect" for column in columns)
        self.is_ledger = any(column.field in LEDGER for column in columns)

    def fill(self, row: Row) -> None:
        """Set values, questions and complaints of a row from its cells."""
        row.values, row.questions, row.complaints = {}, [], []
        other: dict[str, str] = {}
        for column in self.columns:
            letter = column.letter
            text = row.cells.get(letter)
            if text in ABOVE:
                text = self.above.get(letter)
                if text is None and column.field:
                    self.ask(row, letter, row.cells[letter], NOTHING_ABOVE)
                    continue
            if not text:
                self.empty(row, column)
                continue
            self.above[letter] = text
            if column.field is None:
                other[letter] = text
            else:
                self.value(row, column, text, letter)
        if other:
            row.values["other"] = other
        if row.band and not self.has_aspect:
            row.values["aspect"] = row.band
        if row.hidden:
            row.questions.append(Question(row.number, None, None, HIDDEN, "hidden"))
        if self.is_ledger and not (row.values.keys() & LEDGER):
            row.complaints.append("这一行没有问题内容，也没有措施。")

    def empty(self, row: Row, column: Column) -> None:
        if column.field is None:
            return
        if column.letter in row.broken:
            self.ask(row, column.letter, None, NO_RESULT)
        elif column.field in ASKED_WHEN_EMPTY and column.letter in self.above:
            self.ask(row, column.letter, None, EMPTY)

    def ask(self, row: Row, letter: str, value: str | None, what: tuple[str, str]) -> None:
        row.questions.append(Question(row.number, letter, value, *what))

    def value(self, row: Row, column: Column, text: str, letter: str) -> None:
        """One cell with a field: its value, and at most one question."""
        field, values = column.field, row.values
        asked = None
        if field == "due":
            reading = read_deadline(text, delivered_on=self.anchor)
            values[field] = self.dues.get(text) or self.dues.setdefault(text, reading.as_dict())
            asked = (reading.question, "date") if reading.question else None
        elif field in NUMBERS:
            asked = self.number(values, field, text)
        elif field in FLAGS:
            asked = self.flag(values, field, text)
        elif field in DATES:
            asked = self.day(values, field, text)
        elif field == "status_declared":
            values[field] = text
            code = STATE_CODES.get(bare(text))
            asked = None if code else NO_STATE
            if code:
                values["status_code"] = code
        elif field == "locator":
            values[field] = "".join(text.translate(BRACKETS).split())
        elif field in LISTS or field == "lead_unit":
            self.listed(values, column, text)
        else:
            values[field] = text
        if splits.masked(text) and (asked is None or field not in DATES and field != "due"):
            asked = MASKED
        if asked:
            self.ask(row, letter, text, asked)

    def number(self, values: dict, field: str, text: str) -> tuple | None:
        found = splits.number(text)
        if found is None:
            return NO_NUMBER
        values[field] = found
        return None

    def flag(self, values: dict, field: str, text: str) -> tuple | None:
        if text in YES:
            values[field] = True
        elif text in NO:
            values[field] = False
        else:
            return NO_FLAG
        return None

    def day(self, values: dict, field: str, text: str) -> tuple | None:
        reading = read_deadline(text, delivered_on=self.anchor)
        if reading.due and reading.kind == "date" and not reading.stages:
            values[field] = reading.due.isoformat()
            return None
        values[field] = text
        return reading.question or NO_DAY, "date"

    def listed(self, values: dict, column: Column, text: str) -> None:
        """Fields that hold several things, and the columns that hold two fields in one."""
        field, header = column.field, bare(column.heading)
        if field == "measures":
            values.setdefault(field, []).extend(splits.measures(text))
        elif field == "measure_types":
            values.setdefault(field, []).extend(splits.pieces(text))
        elif field == "responsible_leaders":
            values.setdefault(field, []).extend(splits.leaders(text))
        elif field == "responsible_persons" or header.endswith("部门(人)"):
            units, persons = splits.persons(text, field != "responsible_persons")
            add(values, "responsible_units", units)
            add(values, "responsible_persons", persons)
        elif field == "lead_unit" and SPLIT_HEADER.search(header):
            unit, _, person = text.partition("/") if "/" in text else text.partition("／")
            add(values, "lead_unit", [unit.strip()])
            add(values, "responsible_persons", splits.pieces(person))
        else:
            for role, units in splits.units(text, field).items():
                add(values, role, units)


def add(values: dict, field: str, found: list[str]) -> None:
    """Put names into a field; a second lead unit is no lead but responsible."""
    found = [one for one in found if one]
    if not found:
        return
    if field != "lead_unit":
        values.setdefault(field, []).extend(found)
    elif "lead_unit" not in values:
        values["lead_unit"] = found[0]
        add(values, "responsible_units", found[1:])
    elif values["lead_unit"] != found[0]:
        add(values, "responsible_units", found)
