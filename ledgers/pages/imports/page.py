"""The pages of an import beside its preview: the way in, progress, refusal, result, undoing; and what its views share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import ClassVar, cast
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from issues.models import Issue, Round
from ledgers.actions.import_reading import OFFLINE
from ledgers.forms.imports import UploadForm
from ledgers.importing.remarks import ASK, BAD
from ledgers.models import Batch, BatchRow
from rectify.lib.components import Crumb
from rectify.lib.page import Page
from rectify.lib.sheets import Col, Sheet, write_book
from rectify.options.storage import near

Status = Batch.Status
# A lazy address is drawn like any other: for the stubs it is no text.
CRUMB: Crumb = [("轮次与导入", cast(str, reverse_lazy("issues:rounds"))), ("导入台账", "")]
BUSY = frozenset({Status.WAITING, Status.READING, Status.WRITING})
SLOW = 15  # seconds after which a worker is taken to be away
SHOWN = 100


@dataclass(frozen=True)
class StartPage(Page):
    """A file to be chosen; the imports of the round so far; `near`: which quota is nearly used up."""

    template: ClassVar[str] = "ledgers/imports/start.html"
    form: UploadForm
    round: Round
    batches: QuerySet[Batch]
    crumb: Crumb
    near: Sequence[str]


@dataclass(frozen=True)
class ProgressLine:
    """A step: the code of its mark, its name, how it stands."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True)
class BatchProgress:
    """How far the work on a batch is; its page asks `url` every two seconds until it is `finished`."""

    url: str
    done: int
    total: int
    text: str
    finished: bool
    label: str
    rows: Sequence[ProgressLine]
    left: str = ""


@dataclass(frozen=True)
class ProgressPart(Page):
    """The part of a page that is asked for again and again."""

    template: ClassVar[str] = "components/_progress.html"
    progress: BatchProgress


@dataclass(frozen=True)
class BatchPage(Page):
    """What all pages of one batch show."""

    batch: Batch
    crumb: Crumb


@dataclass(frozen=True)
class ProgressPage(BatchPage):
    """A batch that is being read or written; `alone`: no worker has come."""

    template: ClassVar[str] = "ledgers/imports/progress.html"
    progress: BatchProgress
    alone: bool


@dataclass(frozen=True)
class RefusedPage(BatchPage):
    """A workbook that cannot be taken, or was given up; `offline`: one that another page takes."""

    template: ClassVar[str] = "ledgers/imports/refused.html"
    offline: bool


@dataclass(frozen=True)
class UndoPage(BatchPage):
    """A written batch, to be taken back."""

    template: ClassVar[str] = "ledgers/imports/undo.html"


@dataclass(frozen=True)
class WrittenPlace:
    """The issues of a lead unit, and how many still lack what dispatch asks for."""

    unit: str
    count: int
    no_class: int
    no_due: int


@dataclass(frozen=True)
class WrittenPage(BatchPage):
    """Where the rows went, which were `left`, which differ from what was dispatched already."""

    template: ClassVar[str] = "ledgers/imports/written.html"
    places: Sequence[WrittenPlace]
    left: QuerySet[BatchRow]
    left_count: int
    out_count: int
    differs: QuerySet[BatchRow]


def start(form: UploadForm, round_: Round, batches: QuerySet[Batch]) -> StartPage:
    """The way in."""
    return StartPage(form=form, round=round_, batches=batches, crumb=CRUMB, near=near(office=round_.office))


def batch(batch: Batch) -> BatchPage:
    """The page of a batch that is not ready to be looked at."""
    if batch.state in BUSY:
        waited = (timezone.now() - batch.heartbeat_at).total_seconds()
        alone = batch.state in (Status.WAITING, Status.WRITING) and waited > SLOW and not batch.done
        return ProgressPage(batch=batch, crumb=_crumb(batch), progress=progress(batch), alone=alone)
    return (
        _written(batch)
        if batch.state == Status.WRITTEN
        else RefusedPage(batch=batch, crumb=_crumb(batch), offline=batch.error == OFFLINE)
    )


def undo(batch: Batch) -> UndoPage:
    """The question before a batch is taken back."""
    return UndoPage(batch=batch, crumb=_crumb(batch))


def _written(batch: Batch) -> WrittenPage:
    left = batch.rows.filter(issue=None).exclude(state=BatchRow.State.OUT).order_by("order")
    differs = batch.rows.filter(change=BatchRow.Change.DIFFERS).select_related("issue").order_by("order")
    return WrittenPage(
        batch=batch,
        crumb=_crumb(batch),
        places=_places(batch),
        left=left[:SHOWN],
        left_count=left.count(),
        out_count=batch.layout.get("figures", {}).get("out", 0),
        differs=differs[:SHOWN],
    )


def _crumb(batch: Batch) -> Crumb:
    return [CRUMB[0], ("导入台账", reverse("ledgers:import")), (batch.name, "")]


def _places(batch: Batch) -> list[WrittenPlace]:
    issues = Issue.objects.filter(pk__in=batch.rows.exclude(issue=None).values("issue"))
    by_unit = issues.values("lead_unit__order", "lead_unit__name", "lead_unit__ahead").order_by("lead_unit__order")
    counted = by_unit.annotate(
        count=Count("pk"), no_class=Count("pk", filter=Q(category=None)), no_due=Count("pk", filter=Q(due=None))
    )
    return [
        WrittenPlace(f"{row['lead_unit__ahead']}{row['lead_unit__name']}", row["count"], row["no_class"], row["no_due"])
        for row in counted
    ]


def progress(batch: Batch) -> BatchProgress:
    """How far the work on a batch is."""
    verb = "写入" if batch.state == Status.WRITING else "读取"
    text, total = WAITS.get(batch.state, "已完成"), batch.total
    if batch.state == Status.WRITING:
        text, total = f"正在写入 {batch.total:,} 行，写完才一起算数", 0  # one transaction: nobody sees how far it is
    elif batch.total:
        text = f"第 {batch.done:,} 行，共 {batch.total:,} 行"
        text = text if batch.done < batch.total else f"{batch.total:,} 行都读到了，正在逐行核对"
    busy = batch.state in BUSY
    return BatchProgress(
        url=reverse("ledgers:import_progress", args=[batch.public_id]),
        done=batch.done,
        total=total,
        text=text,
        finished=not busy,
        label=f"{verb}进度",
        rows=[
            ProgressLine("ok", "收到", f"{batch.name}，{batch.size / 1024:,.0f} KB"),
            ProgressLine("running" if busy else "ok", verb, batch.get_state_display()),
        ],
    )


WAITS: dict[str, str] = {Status.WAITING: "等后台开始读", Status.READING: "正在打开文件", Status.WRITING: "正在写入"}


def anchor(batch: Batch) -> date:
    """The day from which periods in this workbook count."""
    return date.fromisoformat(batch.layout["anchor"])


def answered(answer: dict | None) -> str:
    return "已按您的答复处理同样的行。" if answer else "已收回这个答复，请重新回答。"


def complain(request: HttpRequest, form) -> None:
    for errors in form.errors.values():
        for text in errors:
            messages.error(request, text)


def back(request: HttpRequest, batch: Batch, anchor: str) -> str:
    """The page of the batch as it was looked at: same filter, same sheet."""
    places = {name: request.POST[name] for name in ("show", "sheet") if request.POST.get(name)}
    query = f"?{urlencode(places)}" if places else ""
    return f"{reverse('ledgers:import_batch', args=[batch.public_id])}{query}#{anchor}"


def attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"


def complaints(batch: Batch) -> bytes:
    """The rows that must be put right or answered, with every complaint, as a workbook."""
    columns = [
        Col("工作表", width=16),
        Col("行", width=8, kind="number"),
        Col("单元格", width=10),
        Col("原值", width=28),
        Col("是什么", width=10),
        Col("说明", width=70),
    ]
    rows = batch.rows.filter(state__in=[BatchRow.State.ASK, BatchRow.State.BAD]).order_by("order")
    out = BytesIO()
    write_book(
        out,
        Sheet(
            f"{batch.name}：要改的行",
            columns,
            _lines(rows),
            notes=["改好原表后整份重传：没变的行不会重复，只补这些行。"],
        ),
    )
    return out.getvalue()


def _lines(rows: Iterable[BatchRow]):
    words = {BAD: "需更正", ASK: "要回答"}
    for row in rows:
        for remark in row.complaints:
            if remark["kind"] in words:
                yield [row.sheet, row.number, remark["cell"], remark["value"], words[remark["kind"]], remark["text"]]
