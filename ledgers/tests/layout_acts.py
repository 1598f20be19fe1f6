"""What an office does about the layout of its ledger, as a test calls it (`ledgers/tests/acts.py`)."""

from io import BytesIO

from issues.models import Status
from ledgers import books
from ledgers.actions import layouts
from ledgers.layouts import kind_of
from ledgers.models import LedgerLayout
from ledgers.tests.intake import workbook
from rectify.roof.testing.acts import ActStage, Case

HEADS = ["问题编号", "序号", "具体问题", "备注"]


def given(w: ActStage) -> dict:
    return {"office": w.office, "name": "台账.xlsx", "content": workbook(heads=HEADS), "by": w.clerk}


def kept(w: ActStage) -> LedgerLayout:
    return layouts.upload(**given(w))


def used(w: ActStage) -> LedgerLayout:
    layout = kept(w)
    layouts.use(layout=layout, by=w.head)
    return layout


def exported(w: ActStage) -> dict:
    w.at(Status.RECTIFYING)
    layout = used(w)
    asked = books.ask(kind_of(layout), w.clerk, {}, w.round)
    return {"layout": layout, "asked": asked, "target": BytesIO(), "by": w.clerk}


ROWS = [
    Case(layouts.upload, "ledgers.ledgerlayout.upload", given),
    Case(
        layouts.arrange,
        "ledgers.ledgerlayout.arrange",
        lambda w: {"layout": kept(w), "fields": {"A": "number", "C": "issue"}, "by": w.clerk},
    ),
    Case(layouts.use, "ledgers.ledgerlayout.use", lambda w: {"layout": kept(w), "by": w.head}),
    Case(layouts.retire, "ledgers.ledgerlayout.retire", lambda w: {"layout": used(w), "by": w.head}),
    Case(layouts.export, "ledgers.book.export", exported),
]
