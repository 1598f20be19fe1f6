"""文书模板: handed in and looked at, put in use, put out of use again."""

from hashlib import sha256
from typing import Any

from django.db import transaction

from ledgers import policies
from ledgers.models import PaperTemplate
from ledgers.paperwork import PAPERS, OfficePaper
from ledgers.templating import demand_fit
from ledgers.versions import next_version, put_away, take_up
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.options.storage import demand_room
from rectify.workflow.move import demand_all


def upload(*, kind: OfficePaper, office: Unit, name: str, content: bytes, by: User) -> PaperTemplate:
    """Keep a file as the next version of the office's template of a paper. Nothing is laid out by it before it is put in use.
    Raises Refused with every fault of the file, and for one that is kept already."""
    demand_all([policies.writes_papers(by, office)])
    demand_fit(kind, name, content)
    return _keep(kind=kind, office=office, name=name, content=content, by=by)


@transaction.atomic
def _keep(*, kind: OfficePaper, office: Unit, name: str, content: bytes, by: User) -> PaperTemplate:
    lock(office)
    post = demand_all([policies.writes_papers(by, office)])
    demand_room(adding=len(content), office=office)
    versions = PaperTemplate.objects.filter(office=office, slug=kind.slug)
    digest = sha256(content).hexdigest()
    if twin := versions.filter(digest=digest).first():
        raise Refused(f"这份文件就是{twin}，没有重复接收")
    template = PaperTemplate.objects.create(
        office=office,
        slug=kind.slug,
        number=next_version(versions),
        name=name,
        content=content,
        digest=digest,
        uploaded_by=by,
    )
    record("ledgers.papertemplate.upload", template, by=by, post=post, digest=digest, **_told(template))
    return template


@transaction.atomic
def use(*, template: PaperTemplate, by: User) -> None:
    """From now on the paper is laid out by this version. Raises Conflict where it is already."""
    lock(template.office)
    post = demand_all([policies.heads_papers(by, template.office)])
    lock(template)
    take_up(template, PaperTemplate.objects.filter(office=template.office, slug=template.slug), by=by)
    record("ledgers.papertemplate.use", template, by=by, post=post, **_told(template))


@transaction.atomic
def retire(*, template: PaperTemplate, by: User) -> None:
    """Back to the shipped layout. Raises Conflict where this version is no longer in use."""
    lock(template.office)
    post = demand_all([policies.heads_papers(by, template.office)])
    lock(template)
    put_away(template)
    record("ledgers.papertemplate.retire", template, by=by, post=post, **_told(template))


def _told(template: PaperTemplate) -> dict[str, Any]:
    return {"version": template.number, "name": template.name, "paper": PAPERS[template.slug].title}
