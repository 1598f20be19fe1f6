"""Photos and papers brought home from a visit. The bytes are already on disk (`rectify.lib.filestore`)."""

from django.db import transaction
from django.utils import timezone

from issues.effects.telling import tell_of_marking
from ledgers import policies
from ledgers.models import Visit, VisitFile
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib import filestore
from rectify.lib.errors import Refused
from rectify.lib.filecheck import Check, TextCheck, fields_of, keep, look, unasked
from rectify.lib.filestore import Stored, full_path
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all

FOLDER = "visits"
WAITS = Check()
MOST = 20  # files of a visit: what is worth seeing, not everything


@transaction.atomic
def attach(
    *, visit: Visit, stored: Stored, name: str, kind: str, by: User, note: str = "", check: Check = WAITS
) -> VisitFile:
    """Make a stored file part of a visit. Raises Refused for one who did not go, for a twin, and beyond twenty files."""
    lock(visit)
    post = demand_all([policies.visitor(by, visit)])
    standing = visit.files.filter(withdrawn_at=None)
    if standing.filter(digest=stored.digest).exists():
        raise Refused(f"《{name}》已经传过，没有重复接收")
    if standing.count() >= MOST:
        raise Refused(f"一次核查最多附 {MOST} 份材料")
    demand_room(adding=stored.size, office=visit.issue.round.office)
    file = VisitFile.objects.create(
        visit=visit,
        name=name,
        note=note.strip(),
        size=stored.size,
        kind=kind,
        algorithm=stored.algorithm,
        digest=stored.digest,
        path=stored.path,
        uploaded_by=by,
        confidentiality=visit.issue.confidentiality,
        **fields_of(check),
    )
    record(
        "ledgers.visitfile.attach",
        file,
        by=by,
        post=post,
        name=name,
        what=visit.get_kind_display(),
        digest=stored.digest,
    )
    return file


@transaction.atomic
def _keep_check(file: VisitFile, check: Check) -> None:
    if not keep(file, check):
        return
    if file.is_blocked:
        tell_of_marking(file.visit.issue, file, file.uploaded_by)
    word = file.check_words
    record("ledgers.visitfile.check", file, by=None, name=file.name, what=file.visit.get_kind_display(), word=word)


def check(*, file: VisitFile) -> None:
    """Look at the text of a file that waits for it, as `issues.actions.evidence.check` does."""
    if file.text_check == TextCheck.WAITING:
        _keep_check(file, unasked(look(full_path(file.path), file.kind)))


@transaction.atomic
def withdraw(*, file: VisitFile, by: User) -> None:
    """Take a file off a visit that is not recorded yet; it stays on disk and in the trail."""
    lock(file)
    post = demand_all([policies.visitor(by, file.visit)])
    if file.visit.recorded_at:
        raise Refused("已经记录的，材料不能撤下")
    if file.withdrawn_at is None:
        file.withdrawn_at, file.withdrawn_by = timezone.now(), by
        file.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("ledgers.visitfile.withdraw", file, by=by, post=post, name=file.name, what=file.visit.get_kind_display())


@transaction.atomic
def read(*, file: VisitFile, by: User) -> None:
    """Note in the trail that `by` took the file away (docs/rules.md: file-taken)."""
    post = demand_all([policies.reads_visit(by, file.visit)])
    record("ledgers.visitfile.read", file, by=by, post=post, name=file.name, what=file.visit.get_kind_display())


@transaction.atomic
def turn_away(*, visit: Visit, count: int, by: User) -> None:
    """Note that files were refused at the door; neither their names nor their content."""
    post = demand_all([policies.visitor(by, visit)])
    record("ledgers.visitfile.turn_away", visit, by=by, post=post, count=count, what=visit.get_kind_display())


def sweep() -> int:
    """Remove files of visits that no row names and that are older than a day; how many went."""
    return filestore.sweep(FOLDER, _named)


def _named(paths: list[str]) -> set[str]:
    return set(VisitFile.objects.filter(path__in=paths).values_list("path", flat=True))
