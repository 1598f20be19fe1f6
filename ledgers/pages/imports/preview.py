"""What the page of a read batch shows: figures, questions with their ready answers, one page of rows, the columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse

from ledgers.forms.imports import ColumnsForm
from ledgers.importing.changes import word_of
from ledgers.importing.leading import SLOTS
from ledgers.importing.names import Names
from ledgers.importing.remarks import ASK, BAD, FIX, MAY, cell_of
from ledgers.importing.settling import fingerprint
from ledgers.models import Batch, BatchRow
from ledgers.pages.imports.asking import PreviewQuestion, PreviewQuestions
from ledgers.pages.imports.parts import AnswerChoices, ColumnChoice, PreviewCell, PreviewRow, RowWords
from ledgers.pages.imports.passed_over import CellSums, PassedOver, passed_over, sums
from rectify.lib.components import Fig, JobStep, TickedAct, ViewLink
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, keyset, picked

State, Change = BatchRow.State, BatchRow.Change
FIGS = (
    ("all", "全部", "", False),
    ("ready", "可以写入", "ok", False),
    ("ask", "要您回答", "ask", False),
    ("bad", "需更正", "bad", False),
    ("new", "新增", "", True),
    ("update", "更新", "", False),
    ("same", "没变", "", False),
    ("differs", "已下发，不改", "differs", False),
    ("out", "不导入", "", False),
)
NAMES = {name: word for name, word, _, _ in FIGS}
CLASS = {BAD: "cell-bad", ASK: "cell-ask", MAY: "cell-ask", FIX: "cell-fix"}
WORST = {BAD: 0, ASK: 1, MAY: 2, FIX: 3}
EMPTY = {"all": "表里没有行", "ready": "还没有可以写入的行", "ask": "提问都答完了", "bad": "没有需更正的行"}
WHAT = ("issue", "manifestation", "heading")
HEAD = ("issue", "unit", "due", "status_declared")


STEPS = (JobStep("选文件", "done"), JobStep("对列", "done"), JobStep("看问题、答提问", "now"), JobStep("写入", "todo"))
ACTS = (TickedAct("leave", "所选不导入"), TickedAct("take", "所选恢复导入"))


@dataclass(frozen=True)
class PreviewPage(Page):
    """A batch that was read: what it would become, what is asked, what was passed over."""

    template: ClassVar[str] = "ledgers/imports/preview.html"

    batch: Batch
    counts: dict[str, int]
    figs: list[Fig]
    questions: list[PreviewQuestion]
    maybe: list[PreviewQuestion]
    answered: int
    missing: list[str]
    found: int
    seen: str
    writes: int
    leaves: int
    page: PageOfRows
    rows: list[PreviewRow]
    show: str
    head: str
    row_words: RowWords
    columns: list[ColumnChoice]
    sheet: dict
    sheets: list[ViewLink]
    many: bool
    unmapped: str
    answering: AnswerChoices
    passed_over: list[PassedOver]
    sums: CellSums
    words: list[tuple[str, str]]
    crumb: list
    steps: Sequence[JobStep] = STEPS
    acts: Sequence[TickedAct] = ACTS


class Preview:
    """One request's view of a batch."""

    def __init__(self, batch: Batch, request: HttpRequest):
        self.batch, self.request, self.layout = batch, request, batch.layout
        self.names = Names.for_user(request.user)
        self.questions = PreviewQuestions(batch, request, self.names)
        self.show = picked(request, "show", NAMES, label="看哪些")
        names = [sheet["name"] for sheet in self.layout["sheets"]]
        self.sheet_name = picked(request, "sheet", names, label="工作表")
        self.sheet = next((s for s in self.layout["sheets"] if s["name"] == self.sheet_name), self.layout["sheets"][0])

    def page(self) -> PreviewPage:
        counts, asked = self.layout["figures"], self.questions.shown()
        must = [q for q in asked if q.kind == ASK or q.answered]
        rows = self.rows()
        return PreviewPage(
            batch=self.batch,
            counts=counts,
            figs=self.figs(),
            questions=must,
            maybe=[q for q in asked if q.kind != ASK and not q.answered],
            answered=sum(q.answered for q in must),
            missing=[q.value for q in must if q.missing],
            found=sum(q.found for q in must),
            seen=fingerprint(self.batch),
            writes=counts["new"] + counts["update"],
            leaves=counts["ask"] + counts["bad"],
            page=rows,
            rows=[self.row(row) for row in rows.rows],
            show=self.show,
            head=self.head(),
            row_words=self.row_words(),
            columns=self.columns(),
            sheet=self.sheet,
            sheets=self.sheets(),
            many=len(self.layout["sheets"]) > 1,
            unmapped=self.unmapped(),
            answering=self.answering(),
            passed_over=passed_over(self.layout),
            sums=sums(self.layout),
            words=list(self.layout.get("words", {}).items()),
            crumb=self.crumb(),
        )

    def answering(self) -> AnswerChoices:
        units, classes = self.names.units.values(), self.questions.classes()
        return AnswerChoices(units, list(SLOTS.items()), classes, self.show, self.sheet_name)

    def crumb(self) -> list:
        return [
            ("轮次与导入", reverse("issues:rounds")),
            ("导入台账", reverse("ledgers:import")),
            (self.batch.name, ""),
        ]

    def here(self, **changes: str) -> str:
        places = {"show": self.show, "sheet": self.sheet_name} | changes
        query = "&".join(f"{key}={value}" for key, value in places.items() if value)
        return f"?{query}" if query else "?"

    def head(self) -> str:
        sheets = self.layout["sheets"]
        names = "、".join(f"“{sheet['name']}”" for sheet in sheets)
        first = f"第 {max(sheets[0]['header_rows'], default=0) + 1} 行起，" if len(sheets) == 1 else ""
        left = "、".join(one["name"] for one in self.layout.get("others", ()))
        gone = sum(sheet["ours"]["missing"] for sheet in sheets if sheet.get("ours"))
        return (
            f"工作表{names}，{first}{self.batch.total} 行。"
            + (f"没有台账、没读的表：{left}。" if left else "")
            + (f"导出时有、现在表里没有的 {gone} 行照旧不动，不算删除。" if gone else "")
        )

    def unmapped(self) -> str:
        """The sheets of which nobody knows yet which column holds the issues."""
        names = [one["name"] for one in self.layout["sheets"] if not one.get("ours") and not says_what(one)]
        what = f"工作表“{'”“'.join(names)}”里没有认出“具体问题”一列。"
        return f"{what}请在“对列”里选，再点“按这样重读”；不是台账的，放弃这次导入。" if names else ""

    def figs(self) -> list[Fig]:
        counts = self.layout["figures"]
        open_ = sum(not q["answered"] and q["kind"] == ASK for q in self.layout["questions"])
        figs = []
        for name, word, kind, gap in FIGS:
            if name in ("differs", "out") and not counts[name]:
                continue
            url, current = (
                self.here(show="" if name == "all" else name),
                self.show == name or (name == "all" and not self.show),
            )
            change = f"归成 {open_} 问" if name == "ask" and open_ else ""
            figs.append(Fig(word, counts[name], url, kind, change, gap, current))
        return figs[:8]

    def rows(self):
        rows = self.batch.rows.select_related("issue")
        if self.show in State.values:
            rows = rows.filter(state=self.show)
        elif self.show in Change.values:
            rows = rows.filter(change=self.show)
        if self.sheet_name:
            rows = rows.filter(sheet=self.sheet_name)
        return keyset(rows, fields=("order",), request=self.request)

    def row_words(self) -> RowWords:
        kinds = {"": "all"} | {name: name for name in (*State.values, "differs")}
        count = self.layout["figures"].get(kinds.get(self.show, "")) if not self.sheet_name else None
        words = f"{NAMES.get(self.show, '全部')}的行" if self.show else "全部行"
        return RowWords(words, EMPTY.get(self.show, "没有这样的行"), f"共 {count} 行" if count else "")

    def row(self, row: BatchRow) -> PreviewRow:
        """A row as it is shown: cells with what is said of them, complaints worst first."""
        sheet = next(s for s in self.layout["sheets"] if s["name"] == row.sheet)
        letters = {c["field"]: c["letter"] for c in sheet["columns"] if c["field"]}
        marks = {}
        for remark in sorted(row.complaints, key=lambda r: -WORST[r["kind"]]):
            marks[remark["cell"]] = CLASS[remark["kind"]]
        unit = self.names.units.get(row.about.get("unit"))
        due = (row.values.get("due") or {}).get("text", "")
        fields = row.about.get("fields", {})
        values = row.values
        title = fields.get("title") or values.get("issue", "")
        named = unit or values.get("unit") or values.get("lead_unit", "")
        cells = [
            self.cell(title, row, marks, letters, "issue", "manifestation"),
            self.cell(named, row, marks, letters, "unit", "lead_unit"),
            self.cell(fields.get("due") or due, row, marks, letters, "due"),
            self.cell(values.get("status_declared", ""), row, marks, letters, "status_declared"),
        ]
        cells[2] = replace(cells[2], nowrap=len(cells[2].text) < 12)
        complaints = sorted((r for r in row.complaints if r["kind"] != MAY), key=lambda r: WORST[r["kind"]])
        changes = [(word_of(name), old, new) for name, old, new in row.about.get("told", ())]
        return PreviewRow(row, cells, complaints, changes)

    def cell(self, text: Any, row: BatchRow, marks: dict, letters: dict, *fields: str) -> PreviewCell:
        kinds = [marks[place] for f in fields if f in letters and (place := cell_of(letters[f], row.number)) in marks]
        mark = kinds[0] if kinds else ""
        return PreviewCell(str(text) or ("（空）" if mark in ("cell-bad", "cell-ask") else ""), mark)

    def columns(self) -> list[ColumnChoice]:
        form = ColumnsForm(
            user=self.request.user, obj=self.batch, sheet=self.sheet, initial={"anchor": self.layout["anchor"]}
        )
        self.columns_form = form
        samples = self.sheet["samples"]
        hidden = self.sheet.get("hidden_columns", ())
        letters = [(bound, bound.name[4:]) for bound in form.columns()]
        return [ColumnChoice(bound, letter, samples.get(letter, ""), letter in hidden) for bound, letter in letters]

    def sheets(self) -> list[ViewLink]:
        whole = ViewLink("全部工作表", self.here(sheet=""), not self.sheet_name, self.batch.total)
        return [whole] + [
            ViewLink(one["name"], self.here(sheet=one["name"]), one["name"] == self.sheet_name, one["rows"])
            for one in self.layout["sheets"]
        ]


def says_what(page: dict) -> bool:
    """Whether a column of a sheet, or its form, says what the issue is."""
    return page["kind"] == "form" or any(one["field"] in WHAT for one in page["columns"])
