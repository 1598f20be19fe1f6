"""文书: reviewed by one, signed by another; at the signature it gets its number and is kept as a file, to the byte.

The office's row is the lock under which numbers are given: of a series, an office and a year there is no gap and no double.
"""

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from issues.models import Round
from ledgers import policies
from ledgers.models import IssuedPaper
from ledgers.paperwork import ROOM, OfficePaper, PaperReader, made, office_of
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.dates import chinese, today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.paper import OfficialPaper
from rectify.lib.words import paper_bytes
from rectify.options.stored import option
from rectify.workflow.move import demand_all


@transaction.atomic
def review(*, kind: OfficePaper, obj: Any, by: User) -> IssuedPaper:
    """核稿: somebody of the office has read the draft and hands it on to be signed. Raises Refused where there is nothing to
    write, and Conflict where the same paper of the same object waits already."""
    office = lock(office_of(obj))
    post = demand_all([policies.writes_papers(by, office)])
    if not kind.series:
        raise Refused(f"{kind.title}不编文号，打印或下载后使用")
    drawn = made(kind, obj, PaperReader(by, today()))
    about = {"slug": kind.slug, "about": kind.about.value, "about_id": obj.public_id}
    if waiting := IssuedPaper.objects.waiting().filter(office=office, **about).select_related("reviewed_by").first():
        raise Conflict(f"{waiting.reviewed_by}已经核过这份{kind.title}，正等签发")
    round_ = obj if isinstance(obj, Round) else getattr(obj, "round", None)
    title = drawn.title.replace("\n", "")
    paper = IssuedPaper.objects.create(
        office=office,
        title=title,
        about_words=str(obj)[:300],
        round=round_,
        reviewed_by=by,
        series=kind.series,
        **about,
    )
    record("ledgers.issuedpaper.review", paper, by=by, post=post, title=title, about=paper.about_words)
    return paper


@transaction.atomic
def issue(*, paper: IssuedPaper, kind: OfficePaper, obj: Any, by: User) -> None:
    """签发: by a head of the office who did not review it. The paper is written as things stand now, with number and day."""
    office = lock(paper.office)
    lock(paper)
    post = demand_all([policies.signs_papers(by, office)])
    if paper.signed_at:
        raise Conflict(f"{paper.signed_by}已经签发：{paper.serial}")
    if paper.reviewed_by_id == by.pk:
        raise Refused("核稿和签发须是两个人；这份是您核的稿，请另一位负责人签发")
    day = today()
    drawn = numbered(made(kind, obj, PaperReader(by, day)), paper, office)
    content = paper_bytes(drawn)
    paper.title, paper.serial, paper.content = drawn.title.replace("\n", ""), drawn.number, content
    paper.digest, paper.year = sha256(content).hexdigest(), day.year
    paper.signed_at, paper.signed_by = timezone.now(), by
    names = ("title", "serial", "content", "digest", "year", "number", "signed_at", "signed_by")
    paper.save(update_fields=names)
    facts = {"title": paper.title, "serial": paper.serial, "digest": paper.digest}
    record("ledgers.issuedpaper.issue", paper, by=by, post=post, **facts)


def numbered(drawn: OfficialPaper, paper: IssuedPaper, office: Unit) -> OfficialPaper:
    """With the next number of the series and today's date; a paper that brought its own number keeps it. The office is locked."""
    dated = chinese(today()) if ROOM in drawn.dated else drawn.dated
    if ROOM not in drawn.number:
        return replace(drawn, dated=dated)
    year = today().year
    numbers = IssuedPaper.objects.filter(office=office, series=paper.series, year=year)
    paper.number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    return replace(drawn, number=f"{option('paper.sign', office)}{paper.series}〔{year}〕{paper.number}号", dated=dated)


@transaction.atomic
def read(*, paper: IssuedPaper, by: User) -> None:
    """Somebody took a copy of an issued paper."""
    post = demand_all([policies.writes_papers(by, paper.office)])
    record("ledgers.issuedpaper.read", paper, by=by, post=post, serial=paper.serial)
