"""Every act of the ledgers as a test calls it, and the events that it leaves (`rectify.roof.testing.acts`)."""

from datetime import timedelta
from io import BytesIO

from issues.actions import rounds
from issues.models import Issue, Status
from ledgers import books
from ledgers.actions import (
    books as book_acts,
)
from ledgers.actions import (
    bundles,
    draws,
    import_undo,
    import_writing,
    imports,
    meetings,
    objections,
    offline,
    papers,
    templates,
    verdicts,
    visit_files,
    visits,
    windows,
)
from ledgers.conditions import live_closure, standing_closure
from ledgers.figures.figure import Scope
from ledgers.importing.settling import fingerprint
from ledgers.kinds import KINDS
from ledgers.models import (
    Batch,
    Draw,
    FileVerdict,
    IssuedPaper,
    Meeting,
    MeetingItem,
    Objection,
    OfflineEntry,
    OfflineFile,
    OfflineSheet,
    PaperTemplate,
    Visit,
    VisitFile,
)
from ledgers.offline.reading import OfflineBook, SheetLine
from ledgers.papers import PAPERS
from ledgers.statement import Statement
from ledgers.templating import starter
from ledgers.tests import account_acts, layout_acts
from ledgers.tests.intake import taken, workbook, written
from rectify.accounts.models import Unit
from rectify.lib.dates import today
from rectify.lib.filecheck import Check
from rectify.lib.filestore import keep
from rectify.lib.uploads import Arrived
from rectify.roof.testing.acts import ActStage, Case

S = Status
PROBLEMS = KINDS["problems"]
LINE = ["1", "市住建局", "公租房空置", "逐套核查", "", "市住建局", f"{today().year + 1}年6月底", "", ""]


def asked(w: ActStage):
    return books.ask(PROBLEMS, w.clerk, {"state": S.CLOSED}, w.round)


# ---- a unit without network ----------------------------------------------------------------------------------------------


def cut_off(w: ActStage):
    rounds.set_units(round_=w.round, numbers={w.lead: None}, by=w.clerk)
    Unit.objects.filter(pk=w.lead.pk).update(is_offline=True)
    return Unit.objects.get(pk=w.lead.pk)


def given_out(w: ActStage) -> OfflineSheet:
    return offline.give_out(unit=cut_off(w), round_=w.round, by=w.clerk)


def came_back(w: ActStage) -> dict:
    """A sheet on which 签收 was chosen."""
    sheet, issue = given_out(w), w.at(S.DISPATCHED)
    line = SheetLine(3, str(issue.pk), issue.version, {"本单位办理": "签收"}, {"本单位办理": ""})
    file = Arrived("签字表.xlsx", "xlsx", keep([b"PK"], folder=offline.FOLDER), Check())
    book = OfflineBook(sheet.public_id, {"issues": [line]})
    return {"book": book, "files": [(OfflineFile.Part.WORKBOOK, file, "")], "by": w.clerk}


def read_back(w: ActStage) -> OfflineEntry:
    return offline.upload(**came_back(w))


# ---- a draw -----------------------------------------------------------------------------------------------------------


def pool(w: ActStage) -> dict:
    return {
        "office": w.office,
        "title": "抽查",
        "scope": draws.DrawScope((w.round,)),
        "source": "号码",
        "size": 1,
        "by": w.head,
    }


def frozen(w: ActStage) -> Draw:
    return draws.freeze(**pool(w))


def seeded(w: ActStage) -> Draw:
    return draws.enter_seed(draw=frozen(w), seed="03 07", by=w.head)


# ---- a workbook -------------------------------------------------------------------------------------------------------


def batch(w: ActStage) -> Batch:
    return taken(w.world, workbook(LINE))


def passed_over(w: ActStage) -> Batch:
    """A workbook with a column that has no heading."""
    return taken(w.world, workbook([*LINE, "", "另有一句"]))


def confirmed(w: ActStage) -> Batch:
    found = batch(w)
    import_writing.confirm(batch=found, seen=fingerprint(found), by=w.clerk)
    return found


def brought_up_to_date(w: ActStage) -> Batch:
    """A second import of the same workbook with another leader, confirmed."""
    written(w.world, batch(w))
    found = taken(w.world, workbook([*LINE[:4], "局长", *LINE[5:]]))
    import_writing.confirm(batch=found, seen=fingerprint(found), by=w.clerk)
    return found


def updated(w: ActStage) -> Batch:
    found = brought_up_to_date(w)
    import_writing.perform(batch=found, by=w.clerk)
    return Batch.objects.get(pk=found.pk)


# ---- a paper ----------------------------------------------------------------------------------------------------------


def reviewed(w: ActStage) -> IssuedPaper:
    return papers.review(kind=PAPERS["copy"], obj=w.at(S.RECTIFYING), by=w.clerk)


def signed_paper(w: ActStage) -> IssuedPaper:
    return w.move(reviewed(w), "issue", "head")


def version(w: ActStage) -> PaperTemplate:
    """The shipped layout of a copy as the office's own."""
    return templates.upload(**given_version(w))


def given_version(w: ActStage) -> dict:
    kind = PAPERS["copy"]
    return {"kind": kind, "office": w.office, "name": "抄告单.docx", "content": starter(kind), "by": w.clerk}


def used_version(w: ActStage) -> PaperTemplate:
    one = version(w)
    templates.use(template=one, by=w.head)
    return one


def given_bundle(w: ActStage) -> dict:
    return {"kind": PAPERS["copy"], "round_": w.round, "objects": [w.at(S.RECTIFYING)], "by": w.clerk}


# ---- a meeting --------------------------------------------------------------------------------------------------------


def meeting(w: ActStage) -> Meeting:
    return meetings.call(office=w.office, title="专题会", held_on=today(), by=w.head, minutes="〔2026〕1号")


def put(w: ActStage) -> MeetingItem:
    meetings.put(meeting=meeting(w), issues=[w.at(S.AWAITING_DECISION)], by=w.head)
    return MeetingItem.objects.get()


def two(w: ActStage) -> MeetingItem:
    """The first of two items of an agenda."""
    other = w.issue(at=S.AWAITING_DECISION)
    meetings.put(meeting=put(w).meeting, issues=[other], by=w.head)
    return MeetingItem.objects.order_by("order").first()


def decided(w: ActStage) -> Meeting:
    return meetings.decide(item=put(w), word=MeetingItem.Word.LATER, by=w.head).meeting


# ---- objections and visits --------------------------------------------------------------------------------------------


def objection(w: ActStage) -> Objection:
    return objections.enter(issue=w.at(S.OBJECTION_WINDOW), raised_by="来信人", text="没有办到", by=w.clerk)


def in_window(w: ActStage, given: dict | None = None) -> Issue:
    """The issue whose objections may still come in."""
    return w.at(S.OBJECTION_WINDOW)


def planned(w: ActStage) -> Visit:
    return visits.plan(closure=standing_closure(w.at(S.CLOSED)), by=w.second_head, **trip(w))


def trip(w: ActStage) -> dict:
    return {"kind": Visit.Kind.LOOK_BACK, "on": today(), "visitors": [w.visitor]}


def photo(name: str) -> dict:
    return {"stored": keep([name.encode()], folder="visits"), "name": name, "kind": "jpg"}


def photographed(w: ActStage) -> VisitFile:
    return visit_files.attach(visit=planned(w), by=w.visitor, **photo("现场.jpg"))


SEEN = {"place": "现场", "seen": "看过", "finding": Visit.Finding.HOLDS}

ROWS = [
    Case(
        offline.give_out,
        "ledgers.offlinesheet.give_out",
        lambda w: {"unit": cut_off(w), "round_": w.round, "by": w.clerk},
    ),
    Case(offline.upload, "ledgers.offlineentry.upload", came_back),
    Case(
        offline.enter,
        "issues.issue.sign ledgers.offlineentry.enter",
        lambda w: {"entry": read_back(w), "choices": {}, "by": w.clerk},
    ),
    Case(offline.drop, "ledgers.offlineentry.drop", lambda w: {"entry": read_back(w), "by": w.clerk}),
    Case(offline.read_file, "ledgers.offlinefile.read", lambda w: {"file": read_back(w).files.get(), "by": w.clerk}),
    Case(
        book_acts.export,
        "ledgers.book.export",
        lambda w: {"kind": PROBLEMS, "asked": asked(w), "target": BytesIO(), "by": w.clerk},
    ),
    Case(
        book_acts.export_statement,
        "ledgers.book.export",
        lambda w: {"statement": Statement(Scope(w.clerk, w.round, today())), "target": BytesIO(), "by": w.clerk},
    ),
    Case(draws.freeze, "ledgers.draw.freeze", pool),
    Case(draws.enter_seed, "ledgers.draw.enter_seed", lambda w: {"draw": frozen(w), "seed": "03 07", "by": w.head}),
    Case(draws.make, "ledgers.draw.make", lambda w: {"draw": seeded(w), "by": w.head}),
    Case(
        imports.upload,
        "ledgers.batch.upload",
        lambda w: {"round_": w.round, "stored": keep([b"x"], folder="imports"), "name": "台账.xlsx", "by": w.clerk},
    ),
    Case(imports.answer, "ledgers.batch.answer", lambda w: {"batch": batch(w), "answers": {"x": None}, "by": w.clerk}),
    Case(
        imports.remap,
        "ledgers.batch.remap",
        lambda w: {"batch": batch(w), "sheet": "台账", "mapping": {}, "by": w.clerk},
    ),
    Case(
        imports.take,
        "ledgers.batch.take",
        lambda w: {"batch": passed_over(w), "kind": "columns", "grid": "台账", "place": "K", "by": w.clerk},
    ),
    Case(imports.check, "ledgers.batch.check", lambda w: {"batch": batch(w), "by": w.clerk}),
    Case(
        imports.leave_out,
        "ledgers.batch.leave_out",
        lambda w: {"batch": batch(w), "orders": [1], "out": True, "by": w.clerk},
    ),
    Case(imports.drop, "ledgers.batch.drop", lambda w: {"batch": batch(w), "by": w.clerk}),
    Case(
        import_writing.confirm,
        "ledgers.batch.confirm",
        lambda w: {"batch": (found := batch(w)), "seen": fingerprint(found), "by": w.clerk},
    ),
    Case(
        import_writing.perform,
        "ledgers.batch.write ledgers.batch.add_issue",
        lambda w: {"batch": confirmed(w), "by": w.clerk},
    ),
    Case(
        import_writing.perform,
        "ledgers.batch.write ledgers.batch.update_issue",
        lambda w: {"batch": brought_up_to_date(w), "by": w.clerk},
    ),
    Case(
        import_undo.undo,
        "ledgers.batch.undo issues.issue.drop",
        lambda w: {"batch": written(w.world, batch(w)), "by": w.clerk},
    ),
    Case(import_undo.undo, "ledgers.batch.undo ledgers.batch.restore", lambda w: {"batch": updated(w), "by": w.clerk}),
    Case(
        meetings.call,
        "ledgers.meeting.call",
        lambda w: {"office": w.office, "title": "专题会", "held_on": today(), "by": w.head},
    ),
    Case(
        papers.review,
        "ledgers.issuedpaper.review",
        lambda w: {"kind": PAPERS["copy"], "obj": w.at(S.RECTIFYING), "by": w.clerk},
    ),
    Case(bundles.ask, "ledgers.paperbundle.ask", given_bundle),
    Case(
        bundles.redraw,
        "ledgers.paperbundle.redraw",
        lambda w: {"bundle": bundles.ask(**given_bundle(w)), "by": w.clerk},
    ),
    Case(bundles.take, "ledgers.paperbundle.take", lambda w: {"bundle": bundles.ask(**given_bundle(w)), "by": w.clerk}),
    Case(templates.upload, "ledgers.papertemplate.upload", given_version),
    Case(templates.use, "ledgers.papertemplate.use", lambda w: {"template": version(w), "by": w.head}),
    Case(templates.retire, "ledgers.papertemplate.retire", lambda w: {"template": used_version(w), "by": w.head}),
    Case(papers.read, "ledgers.issuedpaper.read", lambda w: {"paper": signed_paper(w), "by": w.clerk}),
    Case(meetings.correct, "ledgers.meeting.correct", lambda w: {"meeting": meeting(w), "chair": "书记", "by": w.head}),
    Case(
        meetings.put,
        "ledgers.meetingitem.put",
        lambda w: {"meeting": meeting(w), "issues": [w.at(S.AWAITING_DECISION)], "by": w.head},
    ),
    Case(meetings.take_off, "ledgers.meetingitem.take_off", lambda w: {"item": put(w), "by": w.head}),
    Case(meetings.shift, "ledgers.meeting.order", lambda w: {"item": two(w), "up": False, "by": w.head}),
    Case(
        meetings.decide,
        "ledgers.meetingitem.decide",
        lambda w: {"item": put(w), "word": MeetingItem.Word.LATER, "by": w.head},
    ),
    Case(
        meetings.decide,
        "issues.issue.decline ledgers.meetingitem.decide",
        lambda w: {"item": put(w), "word": MeetingItem.Word.DECLINE, "note": "再核", "by": w.head},
    ),
    Case(meetings.close, "ledgers.meeting.close", lambda w: {"meeting": decided(w), "by": w.head}),
    Case(
        objections.enter,
        "ledgers.objection.enter",
        lambda w: {"issue": w.at(S.OBJECTION_WINDOW), "raised_by": "来信人", "text": "没有办到", "by": w.clerk},
    ),
    Case(
        objections.answer,
        "ledgers.objection.answer",
        lambda w: {"objection": objection(w), "answer": "dismissed", "note": "查过", "by": w.head},
    ),
    Case(
        verdicts.give,
        "ledgers.verdict.give",
        lambda w: {
            "issue": (found := w.at(S.FIRST_REVIEW)),
            "evidence": found.evidence.first(),
            "word": FileVerdict.Word.ACCEPTED,
            "by": w.checker,
        },
    ),
    Case(
        visit_files.attach,
        "ledgers.visitfile.attach",
        lambda w: {"visit": planned(w), "by": w.visitor} | photo("现场.jpg"),
    ),
    Case(visit_files.check, "ledgers.visitfile.check", lambda w: {"file": photographed(w)}),
    Case(visit_files.withdraw, "ledgers.visitfile.withdraw", lambda w: {"file": photographed(w), "by": w.visitor}),
    Case(visit_files.read, "ledgers.visitfile.read", lambda w: {"file": photographed(w), "by": w.clerk}),
    Case(
        visit_files.turn_away,
        "ledgers.visitfile.turn_away",
        lambda w: {"visit": planned(w), "count": 1, "by": w.visitor},
    ),
    Case(
        visits.plan,
        "ledgers.visit.plan",
        lambda w: {"closure": standing_closure(w.at(S.CLOSED)), "by": w.second_head} | trip(w),
    ),
    Case(
        visits.plan_each,
        "ledgers.visit.plan",
        lambda w: {"closures": [standing_closure(w.at(S.CLOSED))], "by": w.second_head} | trip(w),
    ),
    Case(
        visits.record_visit,
        "ledgers.visit.record",
        lambda w: {"visit": planned(w), "on": today(), "by": w.visitor} | SEEN,
    ),
    Case(visits.call_off, "ledgers.visit.call_off", lambda w: {"visit": planned(w), "by": w.second_head}),
    Case(
        windows.end_due,
        "issues.issue.window_ends",
        lambda w: {"on": live_closure(in_window(w)).window_until + timedelta(days=1)},
        in_window,
    ),
]
ROWS += [*account_acts.ROWS, *layout_acts.ROWS]
