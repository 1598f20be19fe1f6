"""不联网 and 代录: a workbook goes out to a unit without the network, comes back signed, and is entered by the office for it.

What is entered goes through the acts of the page: the same inputs, rights and conditions, by the unit's posts that the person
who enters is lent for it (`rectify.accounts.entering`), so that every event says for whom and from which signed sheet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.actions import evidence
from issues.actions.measures import write_plan
from issues.forms.evidence import AboutFile
from issues.forms.plan import WritePlan
from issues.models import Round
from ledgers.models import OfflineEntry, OfflineFile, OfflineSheet
from ledgers.offline import closing, sheets
from ledgers.offline.comparing import changes
from ledgers.offline.proof import SheetProof, proofs
from ledgers.offline.reading import OfflineBook
from ledgers.offline.wanted import SheetChange
from rectify.accounts.entering import entering
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib import filestore
from rectify.lib.errors import Conflict, Refused
from rectify.lib.filecheck import Check, fields_of
from rectify.lib.filestore import Stored
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.doors import act_by_json, by_json, outcome
from rectify.workflow.move import demand_all

FOLDER = "offline"
ENTER, LEAVE = "enter", "leave"
NOT_OURS = "这份表不是本办所管轮次发出的工作簿，没有接收"


@transaction.atomic
def give_out(*, unit: Unit, round_: Round, by: User, reason: str = "") -> OfflineSheet:
    """A workbook for a unit that is marked 不联网 and takes part in the round. `reason`: what the words of 工作秘密 go along for
    (docs/rules.md: secrecy-doors)."""
    lock(round_)
    post = demand_all([policies.runs_round(by, round_)])
    if not unit.is_offline:
        raise Refused(f"{unit}没有标为“不联网”。请系统管理员在单位资料里勾选")
    if not round_.round_units.filter(unit=unit).exists():
        raise Refused(f"{unit}不在本轮单位里")
    sheet = OfflineSheet.objects.create(unit=unit, round=round_, made_by=by)
    count = sheets.issues_of(sheet).count()
    facts = {"unit": unit.full_name, "count": count}
    record("ledgers.offlinesheet.give_out", sheet, by=by, post=post, note=reason.strip(), **facts)
    return sheet


@transaction.atomic
def upload(
    *, book: OfflineBook, files: Sequence[tuple[str, Any, str]], by: User, turned_away: Sequence[tuple[str, str]] = ()
) -> OfflineEntry:
    """A workbook that came back, with what was signed and the files of the zip: `files` are (part, arrived file, place in the
    zip), `turned_away` places in it and why they are not taken. Raises Refused for a sheet of others, and for one that was
    entered already."""
    sheet = OfflineSheet.objects.visible_to(by).select_related("round", "unit").filter(public_id=book.sheet).first()
    if sheet is None:
        raise Refused(NOT_OURS)
    lock(sheet)
    post = demand_all([policies.runs_round(by, sheet.round)])
    if done := sheet.entries.filter(state=OfflineEntry.State.ENTERED).first():
        when = timezone.localtime(done.entered_at)
        raise Refused(f"这份表已由{done.entered_by}于 {when:%Y-%m-%d %H:%M} 代录过。要再报，请另发一份工作簿")
    demand_room(adding=sum(file.stored.size for _, file, _ in files), office=sheet.round.office)
    by_part = {part: file for part, file, _ in files}
    workbook = by_part[OfflineFile.Part.WORKBOOK]
    signed = by_part.get(OfflineFile.Part.SIGNED, workbook).stored.digest
    rows = [[which, [asdict(line) for line in lines]] for which, lines in book.lines.items()]
    away = [{"what": f"压缩包里的 {place}", "word": LEAVE, "reasons": [why]} for place, why in turned_away]
    entry = OfflineEntry.objects.create(sheet=sheet, signed=signed, rows=rows, outcomes=away, uploaded_by=by)
    for part, file, place in files:
        about = {"name": file.name, "kind": file.kind, "place": place[:300]} | asdict(file.stored)
        OfflineFile.objects.create(entry=entry, part=part, **about, **fields_of(file.check))
    count = len([1 for part, _, _ in files if part == OfflineFile.Part.EVIDENCE])
    facts = {"unit": sheet.unit.full_name, "name": workbook.name, "signed": signed, "files": count}
    record("ledgers.offlineentry.upload", entry, by=by, post=post, **facts)
    return entry


@transaction.atomic
def enter(*, entry: OfflineEntry, choices: Mapping[str, str], by: User) -> OfflineEntry:
    """代录: what the person chose, one after another, each with its own word; the rest is left out and told.

    `choices` are by key `enter:<token>` or `leave`; where the books and the sheet differ one must be chosen. Raises Refused.
    """
    lock(entry)
    unit = entry.sheet.unit
    post = demand_all([policies.runs_round(by, entry.sheet.round)])
    if entry.state != OfflineEntry.State.READY:
        raise Conflict(f"这份表现在是“{entry.get_state_display()}”。您这次没有写入任何数据")
    wanted, (files, missing) = changes(entry, by), proofs(entry, by)
    open_ = [change for change in wanted if change.conflict and not change.fault and change.key not in choices]
    if open_:
        raise Refused(*[f"{one.issue.number} {one.what}：网上与表上不一致，请选录入还是不录" for one in open_])
    entrant = entering(by, unit, entry.signed)
    seen = {change.key: change.token for change in wanted}  # before one act changes what the next is about
    first, last = ([one for one in wanted if closing.is_last(one) is late] for late in (False, True))
    outcomes = [_done(change, choices.get(change.key, ""), seen[change.key], entrant) for change in first]
    outcomes += [_proven(proof, choices.get(proof.key, ""), entrant) for proof in files]
    outcomes += [_done(change, choices.get(change.key, ""), seen[change.key], entrant) for change in last]
    outcomes += [{"what": sentence, "word": LEAVE, "reasons": []} for sentence in missing]
    entry.outcomes, entry.state = entry.outcomes + outcomes, OfflineEntry.State.ENTERED
    entry.entered_at, entry.entered_by = timezone.now(), by
    entry.save(update_fields=["outcomes", "state", "entered_at", "entered_by"])
    counts = {name: sum(one["word"] == word for one in outcomes) for name, word in WORDS.items()}
    record("ledgers.offlineentry.enter", entry, by=by, post=post, unit=unit.full_name, signed=entry.signed, **counts)
    return entry


WORDS = {"done": "done", "refused": "refused", "left": LEAVE}


def _done(change: SheetChange, choice: str, token: str, entrant: User) -> dict[str, Any]:
    what = f"{change.issue.number} {change.what}"
    if choice == LEAVE or change.fault:
        return {"what": what, "word": LEAVE, "reasons": [change.fault] if change.fault else []}
    if choice and choice != f"{ENTER}:{token}":
        return {"what": what, "word": "refused", "reasons": ["您看过以后网上又变了，没有写入。请再看一次，另录"]}
    return _told(what, change.obj, _act_of(change, entrant))


def _act_of(change: SheetChange, entrant: User) -> Callable[[], Any]:
    """The act of the page, with the same input."""
    if change.move is not None:
        move, obj, body = change.move, change.obj, change.body
        return lambda: by_json(move, _fresh(obj), body, by=entrant)
    issue = _fresh(change.issue)
    body = {name: value for name, value in change.body.items() if name != "version"}
    return lambda: act_by_json(write_plan, WritePlan.from_json(body, user=entrant, obj=issue), issue=issue)


def _fresh(obj: Any) -> Any:
    """As the act before has left it."""
    obj.refresh_from_db()
    return obj


def _proven(proof: SheetProof, choice: str, entrant: User) -> dict[str, Any]:
    what = f"佐证《{proof.file.name}》" + (f" → {proof.issue.number}" if proof.issue else "")
    if proof.fault or choice == LEAVE or proof.issue is None:
        return {"what": what, "word": LEAVE, "reasons": [proof.fault] if proof.fault else []}
    return _told(what, proof.issue, lambda: _attach(proof, entrant))


def _attach(proof: SheetProof, entrant: User) -> None:
    """A copy of the file becomes evidence, as an upload by the unit would."""
    file, issue = proof.file, _fresh(proof.issue)
    form = AboutFile.from_json(proof.body, user=entrant, obj=issue)
    form.demand()
    stored: Stored = filestore.copy(file.path, folder=evidence.FOLDER)
    try:
        evidence.attach(
            issue=issue,
            by=entrant,
            stored=stored,
            name=file.name,
            kind=file.kind,
            check=Check(file.text_check, file.text_check_why),
            **form.given,
        )
    except Refused:
        filestore.forget(stored.path)
        raise


def _told(what: str, obj: Any, act: Callable[[], Any]) -> dict[str, Any]:
    """One act in a savepoint of its own, and what became of it."""
    made = outcome(obj, _apart(act))
    return {"what": what, "word": "done" if made.done else "refused", "reasons": list(made.reasons)}


def _apart(act: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with transaction.atomic():
            return act()

    return run


@transaction.atomic
def drop(*, entry: OfflineEntry, by: User) -> None:
    """Nothing of it is entered; the files stay with the entry."""
    lock(entry)
    post = demand_all([policies.runs_round(by, entry.sheet.round)])
    if entry.state != OfflineEntry.State.READY:
        raise Conflict(f"这份表现在是“{entry.get_state_display()}”，不能放弃")
    entry.state = OfflineEntry.State.DROPPED
    entry.save(update_fields=["state"])
    record("ledgers.offlineentry.drop", entry, by=by, post=post, unit=entry.sheet.unit.full_name)


@transaction.atomic
def read_file(*, file: OfflineFile, by: User) -> None:
    """Note in the trail that `by` took the file away (docs/rules.md: file-taken)."""
    post = demand_all([policies.runs_round(by, file.entry.sheet.round)])
    facts = {"name": file.name, "unit": file.entry.sheet.unit.full_name}
    record("ledgers.offlinefile.read", file, by=by, post=post, **facts)


def sweep() -> int:
    """Remove files of signed sheets that no row names and that are older than a day; how many went."""
    return filestore.sweep(FOLDER, _named)


def _named(paths: list[str]) -> set[str]:
    return set(OfflineFile.objects.filter(path__in=paths).values_list("path", flat=True))
