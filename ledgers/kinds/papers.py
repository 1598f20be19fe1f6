"""文书登记: every number that the office's papers took, what became of each, and what the series lack or spoiled (docs/rules.md:
paper-life)."""

from ledgers import numbering
from ledgers.columns import Column, Kind, ledger
from ledgers.filters import PaperFilter
from ledgers.kinds import _shared as shared
from ledgers.models import IssuedPaper


def rows(user):
    papers = IssuedPaper.objects.visible_to(user).numbered().defer("content")
    return papers.select_related("office", "round", "unit", "signed_by")


PAPER_REGISTER = ledger(
    Kind(
        slug="papers",
        title="文书登记",
        definition="督查办签发的文书一个文号一行，各轮次、各年度的都在；作废的文号留着，写明理由；缺号、作废在合计里列出。单位看到的是送达本单位的。",
        rows=rows,
        order=("signed_at", "pk"),
        word="份",
        of_office=True,
        filter=PaperFilter,
        filters=("unit", "state", "due_from", "due_to"),
        series=numbering.accounts,
        columns=(
            Column("number", "文号", lambda p: p.serial, "center", 18, sort=("year", "series", "serial")),
            Column("title", "标题", lambda p: p.title, width=34),
            Column("about", "对象", lambda p: p.about_told, width=28),
            Column("unit", "收文单位", lambda p: str(p.unit or ""), "center", 14),
            Column("signed_on", "日期", lambda p: shared.local_day(p.signed_at), "date", 11, "签发", ("signed_at",)),
            Column("signed_by", "签发人", lambda p: str(p.signed_by or ""), "center", 10, "签发"),
            Column("delivered_on", "日期", lambda p: p.delivered_on, "date", 11, "送达"),
            Column("delivery", "方式", lambda p: p.delivery, "center", 10, "送达"),
            Column("received_on", "日期", lambda p: p.received_on, "date", 11, "签收"),
            Column("received_who", "签收人", lambda p: p.received_who, "center", 10, "签收"),
            Column("answer_by", "期限", lambda p: p.answer_by, "date", 11, "答复"),
            Column("answered_on", "日期", lambda p: p.answered_on, "date", 11, "答复"),
            Column("status", "状态", lambda p: p.get_status_display(), "center", 12, mark=lambda p: p.status),
            Column("remark", "作废理由", lambda p: p.remark, width=20),
        ),
    )
)
