"""成批文书: the same paper for many objects, a row each: asked for, written row by row by a worker, given out, cleared away.

The job may run twice, and two workers at once: a row is written by whoever holds its lock while it waits.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from issues.models import Issue, Round
from ledgers import policies
from ledgers.models import BundledPaper, PaperBundle
from ledgers.paperwork import PAPERS, OfficePaper, PaperReader, find, made, office_of
from ledgers.templating import in_use, laid_out
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all

MOST = 500
DAYS_KEPT = 7
BROKEN = "写的时候系统出错了，不是您的问题；已记下，请联系系统管理员"
GONE = "这个对象现在看不到了"
State = BundledPaper.State
logger = logging.getLogger(__name__)


@transaction.atomic
def ask(
    *, kind: OfficePaper, round_: Round, objects: Sequence[Any], by: User, answer_by: date | None = None
) -> PaperBundle:
    """A bundle with a row for each of `objects`. Raises Refused for none, too many, and those of another office."""
    post = demand_all([policies.keeps_books(by, round_)])
    if not objects:
        raise Refused("没有选对象。请至少选一个")
    if len(objects) > MOST:
        raise Refused(f"一次最多写 {MOST} 份，选了 {len(objects)} 份。请分几次")
    if any(office_of(one).pk != round_.office_id for one in objects):
        raise Refused("选的对象不都归这个督查办")
    bundle = PaperBundle.objects.create(
        office=round_.office,
        round=round_,
        slug=kind.slug,
        answer_by=answer_by,
        asked_by=by,
        marks=marks_of(round_.office),
    )
    rows = [BundledPaper(bundle=bundle, about_id=one.public_id, about_words=str(one)[:300]) for one in objects]
    BundledPaper.objects.bulk_create(rows)
    record("ledgers.paperbundle.ask", bundle, by=by, post=post, paper=kind.title, count=len(rows))
    return bundle


def marks_of(office: Unit) -> str:
    """How far the office's issues go, as a digest: of those that are not 内部, the mark and what restricts them."""
    marked = Issue.objects.filter(round__office=office).exclude(confidentiality=Confidentiality.INTERNAL)
    rows = marked.order_by("pk").values_list("pk", "confidentiality", "restricted")
    return sha256(repr(list(rows)).encode()).hexdigest()


def is_stale(bundle: PaperBundle) -> bool:
    """Whether an issue of the office goes further or less far than when the drafts were asked for: its words may be in any."""
    return bundle.marks != marks_of(bundle.office)


@transaction.atomic
def redraw(*, bundle: PaperBundle, by: User) -> None:
    """Every draft goes and waits to be written anew (docs/rules.md: secrecy-drafts)."""
    lock(bundle)
    post = demand_all([policies.keeps_books(by, bundle.round)])
    bundle.marks = marks_of(bundle.office)
    bundle.save(update_fields=["marks"])
    count = bundle.rows.update(state=State.WAITING, content=b"", why="")
    record("ledgers.paperbundle.redraw", bundle, by=by, post=post, paper=PAPERS[bundle.slug].title, count=count)


def write(*, bundle: PaperBundle) -> None:
    """Write every row that waits. One that cannot be written is named and stops no other."""
    for pk in bundle.rows.filter(state=State.WAITING).values_list("pk", flat=True):
        _write_row(bundle, pk)


def _write_row(bundle: PaperBundle, pk: int) -> None:
    try:
        with transaction.atomic():
            row = BundledPaper.objects.select_for_update(of=("self",)).get(pk=pk)
            if row.state == State.WAITING:
                row.content, row.state = _drawn(bundle, row), State.WRITTEN
                row.save(update_fields=["content", "state"])
    except Refused as refused:
        _fail(pk, str(refused))
    except BundledPaper.DoesNotExist:
        return
    except Exception:
        logger.exception("bundle %s row %s", bundle.public_id, pk)
        _fail(pk, BROKEN)


def _drawn(bundle: PaperBundle, row: BundledPaper) -> bytes:
    """The draft as who asked for it may read it now."""
    kind, reader = PAPERS[bundle.slug], PaperReader(bundle.asked_by, today(), bundle.answer_by)
    obj = find(kind.about, row.about_id, reader, bundle.round)
    if obj is None:
        raise Refused(GONE)
    return laid_out(kind, made(kind, obj, reader), obj, in_use(kind, bundle.office))


def _fail(pk: int, why: str) -> None:
    BundledPaper.objects.filter(pk=pk, state=State.WAITING).update(state=State.FAILED, why=why)


@transaction.atomic
def take(*, bundle: PaperBundle, by: User) -> None:
    """Somebody took the archive. Raises Refused where its drafts must be written anew first."""
    post = demand_all([policies.keeps_books(by, bundle.round)])
    if is_stale(bundle):
        raise Refused("成批以后有问题调整了范围，要先重写")
    count = bundle.rows.filter(state=State.WRITTEN).count()
    record("ledgers.paperbundle.take", bundle, by=by, post=post, paper=PAPERS[bundle.slug].title, count=count)


def unfinished() -> Iterable[PaperBundle]:
    """Those of which rows still wait a minute after they were asked for: their worker was lost, or is at it."""
    late = timezone.now() - timedelta(minutes=1)
    return PaperBundle.objects.filter(asked_at__lt=late, rows__state=State.WAITING).select_related(*NEEDED).distinct()


NEEDED = ("round__office", "office", "asked_by")


def sweep() -> int:
    """Clear away what was asked for more than a week ago; how many went."""
    old = PaperBundle.objects.filter(asked_at__lt=timezone.now() - timedelta(days=DAYS_KEPT))
    count = old.count()
    old.delete()
    return count
