"""Proofs that are kept: every night and whenever the auditor asks, in slices that a worker may leave and take up again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rectify.accounts.models import User
from rectify.audit import checks, heads
from rectify.audit.checks import CheckedSlice, SealCheck
from rectify.audit.models import Proof, ProofFault
from rectify.audit.trail import record
from rectify.lib.columns import set_columns
from rectify.lib.dates import SHANGHAI, at_time

END = "end"  # behind the last check
LEASE = timedelta(hours=1)  # longer than any slice takes
NIGHT = (1, 6)  # hours in which the nightly one begins
OLD = timedelta(hours=48)


def unfinished() -> Proof | None:
    """The proof under way."""
    return Proof.objects.filter(finished_at=None).order_by("pk").first()


def last() -> Proof | None:
    """The newest of everything that came to its end."""
    return Proof.objects.finished().filter(since=None).first()


def newest() -> Proof | None:
    """The newest that came to its end, of everything or of what was sealed since some day."""
    return Proof.objects.finished().first()


def is_old(proof: Proof | None, *, at: datetime) -> bool:
    """Whether the last proof is too long ago."""
    return proof is None or proof.finished_at is None or at - proof.finished_at > OLD


def tonight(*, at: datetime) -> Proof | None:
    """Begin the proof of this night, once; None by day and when there is one."""
    here = at.astimezone(SHANGHAI)
    begins = at_time(here.date(), datetime.min.time().replace(hour=NIGHT[0]))
    if not NIGHT[0] <= here.hour < NIGHT[1] or Proof.objects.filter(started_at__gte=begins, since=None).exists():
        return None
    return begin(by=None)


@transaction.atomic
def begin(*, by: User | None, since: date | None = None) -> Proof:
    """A proof to be gone on with, of everything or of what was sealed since a day; the one under way where there is one."""
    if proof := unfinished():
        return proof
    proof = Proof.objects.create(started_by=by, since=since)
    facts: dict[str, Any] = {"since": str(since)} if since else {}
    record("audit.proof.begin", proof, by=by, **facts)
    return proof


def go_on(*, proof: Proof, until: datetime) -> bool:
    """Work on `proof` until then; gives whether it is finished. Nothing is done while somebody else works on it."""
    now = timezone.now()
    free = Proof.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=proof.pk, finished_at=None)
    if not free.update(busy_until=now + LEASE):
        return False
    proof.refresh_from_db()
    for check, piece in _left(proof):
        if not _kept(proof, check, piece):
            return False  # the lease was over, and another went on from here
        if timezone.now() >= until:
            Proof.objects.filter(pk=proof.pk).update(busy_until=None)
            return False
    _finish(proof)
    return True


def run(since: date | None = None) -> Iterator[tuple[SealCheck, CheckedSlice]]:
    """Everything at once, kept nowhere: what the command does."""
    for check in checks.every():
        for piece in _slices(check, 0, since):
            yield check, piece


def _left(proof: Proof) -> Iterator[tuple[SealCheck, CheckedSlice]]:
    """The slices behind the place where the proof was left; a check that is no more is passed over from its beginning."""
    every = checks.every()
    codes = [check.code for check in every]
    if proof.check_code == END:
        return
    start = codes.index(proof.check_code) if proof.check_code in codes else 0
    for check in every[start:]:
        for piece in _slices(check, proof.after if check.code == proof.check_code else 0, proof.since):
            yield check, piece


def _slices(check: SealCheck, after: int, since: date | None) -> Iterator[CheckedSlice]:
    """People work meanwhile: what does not hold is looked at again, and only what still does not is told."""
    for piece in check.slices(after, since):
        if piece.faults:
            again = next(check.slices(after, since), piece)
            piece = replace(piece, faults=[fault for fault in piece.faults if fault in again.faults])
        yield piece
        after = piece.upto


@transaction.atomic
def _kept(proof: Proof, check: SealCheck, piece: CheckedSlice) -> bool:
    """Write a slice down where nobody else did; its faults with it."""
    looked = proof.looked | {check.title: proof.looked.get(check.title, 0) + piece.looked}
    here = Proof.objects.filter(pk=proof.pk, check_code=proof.check_code, after=proof.after, finished_at=None)
    code, after = (_next(check), 0) if piece.last else (check.code, piece.upto)
    place = {"check_code": code, "after": after, "looked": looked, "busy_until": timezone.now() + LEASE}
    if not here.update(**place):
        return False
    set_columns(proof, place)
    rows = [
        ProofFault(proof=proof, check_name=one.check, row=one.row[:120], about=one.about[:300], why=one.why)
        for one in piece.faults
    ]
    known = set(proof.faults.filter(row__in={row.row for row in rows}).values_list("check_name", "row", "why"))
    fresh = [row for row in rows if (row.check_name, row.row, row.why) not in known]
    ProofFault.objects.bulk_create(fresh, batch_size=500)
    return True


def _next(check: SealCheck) -> str:
    codes = [one.code for one in checks.every()]
    return dict(zip(codes, [*codes[1:], END], strict=True)).get(check.code, END)


@transaction.atomic
def _finish(proof: Proof) -> None:
    proof.finished_at, proof.busy_until = timezone.now(), None
    proof.save(update_fields=["finished_at", "busy_until"])
    looked, faults = sum(proof.looked.values()), proof.faults.count()
    record("audit.proof.finish", proof, by=proof.started_by, looked=looked, faults=faults, outside=heads.outside())
