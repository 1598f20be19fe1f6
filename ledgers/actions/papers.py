"""文书: reviewed by one person, to be signed by another (`ledgers/moves/papers.py`); and read."""

from datetime import date
from typing import Any

from django.db import transaction

from issues.models import Round
from ledgers import policies
from ledgers.models import IssuedPaper
from ledgers.numbering import series_of
from ledgers.paperwork import OfficePaper, PaperReader, addressee, made, office_of
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.workflow.move import demand_all


@transaction.atomic
def review(*, kind: OfficePaper, obj: Any, by: User, answer_by: date | None = None) -> IssuedPaper:
    """核稿: somebody of the office has read the draft and hands it on to be signed. Raises Refused where there is nothing to
    write or nobody said by when an answer is wanted, and Conflict where the same paper of the same object waits already."""
    office = lock(office_of(obj))
    post = demand_all([policies.writes_papers(by, office)])
    if not kind.series:
        raise Refused(f"{kind.title}不编文号，打印或下载后使用")
    if kind.answered and (answer_by is None or answer_by <= today()):
        raise Refused("请写今天以后的答复期限")
    drawn = made(kind, obj, PaperReader(by, today(), answer_by))
    about = {"slug": kind.slug, "about": kind.about.value, "about_id": obj.public_id}
    if waiting := IssuedPaper.objects.waiting().filter(office=office, **about).select_related("reviewed_by").first():
        raise Conflict(f"{waiting.reviewed_by}已经核过这份{kind.title}，正等签发")
    title = drawn.title.replace("\n", "")
    paper = IssuedPaper.objects.create(
        office=office,
        title=title,
        about_words=str(obj)[:300],
        round=obj if isinstance(obj, Round) else getattr(obj, "round", None),
        unit=addressee(kind, obj),
        answer_by=answer_by if kind.answered else None,
        reviewed_by=by,
        series=series_of(kind.series, office),
        **about,
    )
    record("ledgers.issuedpaper.review", paper, by=by, post=post, title=title, about=paper.about_words)
    return paper


@transaction.atomic
def read(*, paper: IssuedPaper, by: User) -> None:
    """Somebody took a copy of an issued paper."""
    post = demand_all([policies.reads_paper(by, paper)])
    record("ledgers.issuedpaper.read", paper, by=by, post=post, serial=paper.serial)
