"""Of each kind of object its key in an address, and the addresses with keys in them."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

from openpyxl import Workbook

from issues.actions import feedback, handover, knowing, rounds
from issues.models import Recommendation, Restriction, Status
from ledgers.actions import bundles, offline, papers, templates
from ledgers.models import AccountSide, LedgerLayout, OfflineFile
from ledgers.offline.reading import OfflineBook
from ledgers.papers import PAPERS
from ledgers.templating import starter
from rectify.accounts.actions import api_keys, staff_lists
from rectify.accounts.actions.people_changes import ask_reset
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.lib.filecheck import Check
from rectify.lib.filestore import keep
from rectify.lib.uploads import Arrived
from rectify.notices.models import Mailing
from rectify.roof.testing.canary import Objects, visited
from rectify.roof.testing.statements import in_dispute
from rectify.roof.testing.world import person

Keys = dict[str, str | int]


def keys_of(objects: Objects) -> Keys:
    """A key for every kind that `expectations.EXPECT` names."""
    world, week = objects.world, objects.week
    mailing = Mailing.objects.create(to=world.head, channel="email", slot=week.opens_due)
    return visited(objects) | {
        "issue": objects.issue.public_id,
        "closing": objects.closing.public_id,
        "closure": objects.closing.closures.get().public_id,
        "evidence": objects.evidence.public_id,
        "measure": objects.measure.public_id,
        "extension": objects.extension.public_id,
        "report": objects.report.public_id,
        "week": week.public_id,
        "line": objects.line.pk,
        "feedback": objects.feedback.public_id,
        "round": world.round.public_id,
        "item": objects.item.pk,
        "batch": objects.batch.public_id,
        "meeting": objects.meeting.public_id,
        "opinion": objects.opinion.public_id,
        "asked": objects.opinion.public_id,
        "joint": objects.opinion.review.public_id,
        "reviewed": objects.opinion.issue.public_id,
        "procedure": objects.opinion.issue.procedure.public_id,
        "user": world.liaison.public_id,
        "unit": world.lead.public_id,
        "staff_list": _staffed(objects),
        "change": ask_reset(user=world.liaison, by=world.sysadmin).public_id,
        "api_key": _machine(objects),
        "holding": world.liaison.holdings.get().pk,
        "mailing": mailing.pk,
        "notice": world.head.notices.first().pk,
        "event": 1,
        "handover": _handed_over(objects),
        "duty": world.lead.public_id,
        "recommendation": _advised(objects),
        **(_known(objects) | _papers(objects)),  # a draft is written anew when what is restricted has changed
        **_offline(objects),
    }


def _papers(objects: Objects) -> Keys:
    """Papers of the office, and a 对账单 with a line that the lead unit disputes."""
    dispute = in_dispute(objects.world, objects.issue, AccountSide.UNIT, objects.world.liaison)
    return {
        "issued": _issued(objects),
        "delivered": _delivered(objects),
        "statement": dispute.statement.public_id,
        "paper_template": _template(objects),
        "ledger_layout": _layout(objects),
        "paper_bundle": _bundle(objects),
    }


def _known(objects: Objects) -> Keys:
    """The principal, named for a problem of the lead unit that is restricted."""
    world = objects.world
    issue = world.issue(at=Status.RECTIFYING, title="限定知悉的一件")
    knowing.restrict(issue=issue, why=Restriction.PERSON, reason="涉及干部", by=world.head)
    until = today() + timedelta(days=60)
    knower = knowing.name(issue=issue, person=world.principal, until=until, reason="承办", by=world.head)
    return {"knower": knower.public_id}


def _issued(objects: Objects) -> str:
    """A copy of a problem, signed by the second head where there is one, with its number."""
    world, kind = objects.world, PAPERS["copy"]
    paper = papers.review(kind=kind, obj=objects.issue, by=world.clerk)
    return world.move(paper, "issue", "head").public_id


def _delivered(objects: Objects) -> str:
    """An instruction passed on to the lead unit, which has it in hand."""
    world, kind = objects.world, PAPERS["inform"]
    due = today() + timedelta(days=10)
    paper = papers.review(kind=kind, obj=objects.issue, by=world.clerk, answer_by=due)
    world.move(paper, "issue", "head")
    return world.move(paper, "deliver", "clerk", data={"on": today(), "delivery": "系统送达"}).public_id


def _template(objects: Objects) -> str:
    """The shipped layout of a copy, handed in as the office's own."""
    world, kind = objects.world, PAPERS["copy"]
    given = {"name": f"{objects.bird}抄告单.docx", "content": starter(kind), "by": world.clerk}
    return templates.upload(kind=kind, office=world.office, **given).public_id


def _layout(objects: Objects) -> str:
    """A heading of three columns, kept as the office's own."""
    world, columns = objects.world, [["A", "编号", "number"], ["B", "具体问题", "issue"], ["C", "备注", ""]]
    book, file = Workbook(), BytesIO()
    book.active.append([heading for _, heading, _ in columns])
    book.save(file)
    content = file.getvalue()
    layout = LedgerLayout(office=world.office, number=1, name=f"{objects.bird}台账.xlsx", content=content)
    layout.digest, layout.sheet, layout.head, layout.width = sha256(content).hexdigest(), "台账", 1, 3
    layout.columns, layout.uploaded_by = columns, world.clerk
    layout.save()
    return layout.public_id


def _bundle(objects: Objects) -> str:
    """A copy of one problem, asked for and written as a bundle."""
    world = objects.world
    given = {"kind": PAPERS["copy"], "round_": world.round, "objects": [objects.issue], "by": world.clerk}
    bundle = bundles.ask(**given)
    bundles.write(bundle=bundle)
    return bundle.public_id


def _handed_over(objects: Objects) -> str:
    """A handover of the lead unit to a second principal of it."""
    world = objects.world
    incoming = person(f"{world.tag}incoming", (Role.UNIT_PRINCIPAL, world.lead))
    given = {"outgoing": world.principal, "incoming": incoming, "on": today(), "by": world.head}
    return handover.draw_up(unit=world.lead, **given).public_id


def _staffed(objects: Objects) -> str:
    """A list of one person, handed in."""
    world = objects.world
    row = {"number": 2, "name": "新人", "unit": world.lead.name, "role": Role.UNIT_LIAISON.label}
    return staff_lists.submit(rows=[row], source="名单.xlsx", by=world.sysadmin).public_id


def _machine(objects: Objects) -> str:
    """A key that was asked for, to read as the lead unit's liaison."""
    about = {"role": Role.UNIT_LIAISON, "unit": objects.world.lead, "rights": ["report"], "reason": "对接"}
    ends_on = today() + timedelta(days=30)
    return api_keys.ask(name="协同办公", **about, ends_on=ends_on, by=objects.world.sysadmin).public_id


def _advised(objects: Objects) -> str:
    """A recommendation that the lead unit has answered by a measure of its own."""
    world, bird = objects.world, objects.bird
    feedback.add_item(feedback=objects.feedback, kind="recommendation", text=f"{bird}建议", by=world.clerk)
    one = Recommendation.objects.get(text=f"{bird}建议")
    due = today() + timedelta(days=40)
    world.move(one, "assign", "clerk", data={"lead_unit": world.lead, "due": due, "due_text": ""})
    row = {"measure": "", "text": f"{bird}落实", "person": "主任", "due": due, "due_text": ""}
    world.move(one, "answer", "liaison", data={"measures": [row]})
    return one.public_id


def _offline(objects: Objects) -> Keys:
    """A sheet of a unit without network that came back, and its file."""
    world, bird = objects.world, objects.bird
    Unit.objects.filter(pk=world.branch.pk).update(is_offline=True)
    unit = Unit.objects.get(pk=world.branch.pk)
    rounds.set_units(round_=world.round, numbers={world.lead: None, unit: None}, by=world.clerk)
    sheet = offline.give_out(unit=unit, round_=world.round, by=world.clerk)
    file = Arrived(f"{bird}签字表.xlsx", "xlsx", keep([bird.encode()], folder=offline.FOLDER), Check())
    book = OfflineBook(sheet.public_id)
    entry = offline.upload(book=book, files=[(OfflineFile.Part.WORKBOOK, file, "")], by=world.clerk)
    return {"offline": entry.public_id, "offline_file": entry.files.get().pk, "offline_unit": unit.public_id}
