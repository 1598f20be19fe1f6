"""The pages of a batch that is not being looked at: progress, refusal, result; and small things the views share."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from issues.models import Issue
from ledgers.importing.remarks import ASK, BAD
from ledgers.models import Batch, BatchRow
from rectify.lib.sheets import Col, Sheet, write_book

Status = Batch.Status
CRUMB = [("轮次与导入", reverse_lazy("issues:rounds")), ("导入台账", "")]
BUSY = frozenset({Status.WAITING, Status.READING, Status.WRITING})
TEMPLATES = {
    Status.WAITING: "import_progress.html", Status.READING: "import_progress.html", Status.WRITING: "import_progress.html",
    Status.REFUSED: "import_refused.html", Status.WRITTEN: "import_written.html", Status.DROPPED: "import_refused.html",
}  # fmt: skip
SLOW = 15


def context(batch: Batch, request: HttpRequest) -> dict:
    """What the page of a batch takes that is not ready to be looked at."""
    found = {"batch": batch, "crumb": [CRUMB[0], ("导入台账", reverse("ledgers:import")), (batch.name, "")]}
    if batch.state in BUSY:
        waited = (timezone.now() - batch.heartbeat_at).total_seconds()
        busy = batch.state in (Status.WAITING, Status.WRITING) and waited > SLOW and not batch.done
        return found | {"progress": progress(batch), "alone": busy}
    if batch.state == Status.WRITTEN:
        left = batch.rows.filter(issue=None).exclude(state=BatchRow.State.OUT).order_by("order")
        differs = batch.rows.filter(change=BatchRow.Change.DIFFERS).select_related("issue").order_by("order")
        return found | {
            "places": places(batch),
            "left": left[:100],
            "left_count": left.count(),
            "out_count": batch.layout.get("figures", {}).get("out", 0),
            "differs": differs[:100],
        }
    return found


def places(batch: Batch) -> list[dict]:
    """The issues of a written batch by lead unit, and what they still lack before dispatch."""
    ids = batch.rows.exclude(issue=None).values("issue")
    found = Issue.objects.filter(pk__in=ids).values("lead_unit__order", "lead_unit__name").order_by("lead_unit__order")
    counted = found.annotate(
        count=Count("pk"), no_class=Count("pk", filter=Q(category=None)), no_due=Count("pk", filter=Q(due=None))
    )
    return [row | {"unit": row["lead_unit__name"]} for row in counted]


def progress(batch: Batch) -> dict:
    """What components/_progress.html takes."""
    verb = "写入" if batch.state == Status.WRITING else "读取"
    text, total = WAITS.get(batch.state, "已完成"), batch.total
    if batch.state == Status.WRITING:
        text, total = f"正在写入 {batch.total:,} 行，写完才一起算数", 0  # one transaction: nobody sees how far it is
    elif batch.total:
        text = f"第 {batch.done:,} 行，共 {batch.total:,} 行"
        text = text if batch.done < batch.total else f"{batch.total:,} 行都读到了，正在逐行核对"
    steps = [
        {"kind": "ok", "name": "收到", "text": f"{batch.name}，{batch.size / 1024:,.0f} KB"},
        {"kind": "running" if batch.state in BUSY else "ok", "name": verb, "text": batch.get_state_display()},
    ]
    return {
        "url": reverse("ledgers:import_progress", args=[batch.public_id]), "done": batch.done, "total": total, "text": text,
        "finished": batch.state not in BUSY, "label": f"{verb}进度", "rows": steps, "left": "",
    }  # fmt: skip


WAITS = {Status.WAITING: "等后台开始读", Status.READING: "正在打开文件", Status.WRITING: "正在写入"}


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
    kept = {name: request.POST[name] for name in ("show", "sheet") if request.POST.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{reverse('ledgers:import_batch', args=[batch.public_id])}{query}#{anchor}"


def attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"


def complaints(batch: Batch) -> bytes:
    """The rows that must be put right or answered, with every complaint, as a workbook."""
    columns = [Col("工作表", width=16), Col("行", width=8, kind="number"), Col("单元格", width=10), Col("原值", width=28),
               Col("是什么", width=10), Col("说明", width=70)]  # fmt: skip
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
