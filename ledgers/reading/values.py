"""A row's cells become the values of fields, with everything that is to be asked (docs/rules.md: reading-ledger)."""

import re
from collections.abc import Mapping
from datetime import date

from issues.reading.deadlines import read_deadline
from issues.reading.happened import read_happened
from ledgers.reading import roles, splits
from ledgers.reading.fields import DATES, FLAGS, LEDGER, LISTS, NUMBERS, STATE_CODES, bare
from ledgers.reading.formats import moment_of
from ledgers.reading.grid import ShownText, is_day
from ledgers.reading.sheet import NOTHING, SheetColumn, SheetQuestion, SheetRow

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
SHOWN_WITHOUT_DAY = "表里只显示到年或月，请填写具体日期。"
NUMBERED = re.compile(r"\d{1,5}")
TURNED = ("编号可能被表格软件改成了日期，请填写原来的编号。", "turned")
FOLLOWS = ("是上一行的续行吗？", "follows")
HIDDEN = "此行在表中被隐藏，是否导入？"
HIDDEN_SHEET = "此工作表在文件中被隐藏，是否导入？"
SPLIT_HEADER = re.compile(r"(?:部门|单位)/(?:负责人|责任人)$")
NAMED_HEADER = re.compile(r"(?:部门|单位|科室)[(](?:责任人|负责人|经办人|联系人|人)[)]$")
CODES = frozenset(("serial", "number", "locator"))
TYPED = CODES | NUMBERS | DATES | {"due"}
GROUPS = frozenset(("serial", "issue", "category", "aspect", "heading"))


class Filler:
    """Fills the values of rows in their order; remembers what stood above in each column."""

    def __init__(self, columns: list[SheetColumn], anchor: date | None, *, since_1904: bool = False):
        self.columns, self.anchor, self.since_1904 = columns, anchor, since_1904
        self.above: dict[str, str] = {}
        self.dues: dict[str, dict] = {}  # rows with the same wording share one reading
        fields = {column.field for column in columns}
        self.has_aspect = "aspect" in fields
        self.is_ledger = bool(fields & LEDGER)
        self.groups = frozenset(column.letter for column in columns if column.field in GROUPS)
        self.counts_rows = bool(fields & {"serial", "issue"})
        self.begun = False

    def fill(self, row: SheetRow) -> None:
        """Set values, questions and complaints of a row from its cells."""
        row.values, row.questions, row.complaints = {}, [], []
        if row.stored is NOTHING:
            row.stored = stored_of(row.cells)
        follows = self.follows(row)
        other: dict[str, str] = {}
        for column in self.columns:
            letter = column.letter
            text = row.cells.get(letter)
            if text in ABOVE:
                text = self.above.get(letter)
                if text is None and column.field:
                    self.ask(row, letter, row.cells[letter], NOTHING_ABOVE)
                    continue
                text = row.cells[letter] if text is None else text
            if not text:
                self.empty(row, column, follows)
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
        if follows:
            own = next((letter for letter in row.cells if letter not in row.spanned), None)
            row.questions = [one for one in row.questions if one.col != own]
            self.ask(row, own, row.cells.get(own or ""), FOLLOWS)
        if row.hidden:
            row.questions.append(SheetQuestion(row.number, None, None, HIDDEN, "hidden"))
        if self.is_ledger and not follows and not (row.values.keys() & LEDGER):
            row.complaints.append("这一行没有问题内容，也没有措施。")

    def follows(self, row: SheetRow) -> bool:
        """Whether a row may only go on with the one above: neither serial nor issue, no group, below a row or a band."""
        begun, self.begun = self.begun or row.band is not None, True
        alone = self.groups.isdisjoint(row.cells) and self.groups.isdisjoint(row.broken)
        return self.counts_rows and begun and alone

    def empty(self, row: SheetRow, column: SheetColumn, follows: bool) -> None:
        if column.field is None:
            return
        if column.letter in row.broken:
            self.ask(row, column.letter, None, NO_RESULT)
        elif column.field in ASKED_WHEN_EMPTY and column.letter in self.above and not follows:
            self.ask(row, column.letter, None, EMPTY)

    def ask(self, row: SheetRow, letter: str | None, value: str | None, what: tuple[str, str]) -> None:
        row.questions.append(SheetQuestion(row.number, letter, value, *what))

    def value(self, row: SheetRow, column: SheetColumn, text: str, letter: str) -> None:
        """One cell with a field: its value, and at most one question."""
        field, values = column.field or "other", row.values
        asked: tuple[str, str] | None = None
        stored = None
        if field in TYPED and row.cells[letter] == text:  # not what stands above, by 同上
            stored = row.stored.get(letter)
        if field == "due":
            asked = self.due(values, text, stored)
        elif field in CODES and is_day(stored):
            self.ask(row, letter, text, TURNED)
            return
        elif field in NUMBERS:
            asked = self.number(values, field, text if is_day(stored) else stored or text)
        elif field in FLAGS:
            asked = self.flag(values, field, text)
        elif field in DATES:
            asked = self.day(values, field, text, stored)
        elif field == "status_declared":
            values[field] = text
            code = STATE_CODES.get(bare(text))
            asked = None if code else NO_STATE
            if code:
                values["status_code"] = code
        elif field == "locator":
            values[field] = "".join(text.translate(BRACKETS).split())
        elif field in LISTS or field == "lead_unit":
            asked = self.listed(values, column, text)
        else:
            values[field] = text
        if splits.masked(text) and (asked is None or asked[1] != "date"):
            asked = MASKED
        if asked:
            self.ask(row, letter, text, asked)

    def due(self, values: dict, text: str, stored: str | None) -> tuple | None:
        """The deadline: a date as it is shown, a number by its digits."""
        if stored and not is_day(stored):
            text = stored
        if self.since_1904 and NUMBERED.fullmatch(text):
            text = moment_of(float(text), since_1904=True).date().isoformat()
        reading = read_deadline(text, delivered_on=self.anchor)
        values["due"] = self.dues.get(text) or self.dues.setdefault(text, reading.as_dict())
        return (reading.question, "date") if reading.question else None

    def number(self, values: dict, field: str, text: str) -> tuple | None:
        count = splits.number(text, whole=field != "n_loss_recovered")
        if count is None:
            return NO_NUMBER
        values[field] = count
        return None

    def flag(self, values: dict, field: str, text: str) -> tuple | None:
        if text in YES:
            values[field] = True
        elif text in NO:
            values[field] = False
        else:
            return NO_FLAG
        return None

    def day(self, values: dict, field: str, text: str, stored: str | None) -> tuple | None:
        """The day on which something happened; of a day without year, or a month, the words are kept and asked about."""
        if stored and not is_day(stored):
            text = stored
        if self.since_1904 and NUMBERED.fullmatch(text):
            day, question = moment_of(float(text), since_1904=True).date(), None
        elif stored and not text.startswith(stored):  # the sheet shows a month or a year
            day, question = None, SHOWN_WITHOUT_DAY
        else:
            day, question = read_happened(text)
        if day or question:
            values[field] = day.isoformat() if day else text
        return (question, "date") if question else None

    def listed(self, values: dict, column: SheetColumn, text: str) -> tuple | None:
        """Fields that hold several things, and the columns that hold two fields in one."""
        field, header = column.field, bare(column.heading)
        if field == "measures":
            values.setdefault(field, []).extend(splits.measures(text))
        elif field == "measure_types":
            return add(values, field, splits.names(text))
        elif field == "responsible_leaders":
            values.setdefault(field, []).extend(splits.leaders(text))
        elif field == "responsible_persons":
            return self.persons(values, text, named=False)
        elif field == "lead_unit" and SPLIT_HEADER.search(header):
            return self.leads_with_persons(values, text)
        else:
            reading = roles.read(text, field or "responsible_units")
            asked = reading.asked
            for role, units in reading.units.items():
                if NAMED_HEADER.search(header):
                    pairs = [splits.persons(one, True) for one in units]
                    units = [unit for named, _ in pairs for unit in named]
                    add(values, "responsible_persons", [person for _, persons in pairs for person in persons])
                asked = add(values, role, units) or asked
            return asked
        return None

    def persons(self, values: dict, text: str, *, named: bool) -> tuple | None:
        units, persons = splits.persons(text, named)
        add(values, "responsible_units", units)
        add(values, "responsible_persons", persons)
        return roles.ONE_OR_MORE if any(map(splits.parted_by_blanks, units + persons)) else None

    def leads_with_persons(self, values: dict, text: str) -> tuple | None:
        """`部门/负责人` in one cell, perhaps several lines of it: before the stroke who leads, behind it the persons."""
        units: list[str] = []
        persons: list[str] = []
        for line in text.split("\n"):
            unit, _, person = line.replace("／", "/").partition("/")
            units += splits.names(unit)
            persons += splits.names(person)
        reading = roles.read("、".join(units), "lead_unit")
        add(values, "responsible_persons", persons)
        for role, listed in reading.units.items():
            add(values, role, listed)
        return reading.asked


def stored_of(cells: dict[str, str]) -> Mapping[str, str]:
    """What cells store otherwise than they show it."""
    return {letter: text.stored for letter, text in cells.items() if type(text) is ShownText} or NOTHING


def add(values: dict, field: str, names: list[str]) -> tuple | None:
    """Put names into a field, each once; a second lead unit is no lead but responsible, and asked about."""
    names = [name for name in dict.fromkeys(names) if name]
    if not names:
        return None
    if field != "lead_unit":
        listed = values.setdefault(field, [])
        listed.extend(name for name in names if name not in listed)
    elif "lead_unit" not in values:
        values["lead_unit"] = names[0]
    elif values["lead_unit"] != names[0]:
        add(values, "responsible_units", names)
        return roles.WHICH_LEADS
    return None
