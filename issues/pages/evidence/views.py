"""佐证: taken in, described, withdrawn, replaced, and given out through one checked door."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from issues import policies, tasks
from issues.actions import evidence as actions
from issues.conditions import live_measures
from issues.forms.evidence import AboutFile
from issues.models import Evidence, Issue
from issues.pages.evidence.page import EvidencePage, EvidencePreviewPage, evidence_edit_page
from issues.pages.evidence.rows import evidence_part, row
from rectify.accounts.models import User
from rectify.accounts.request import Uploading
from rectify.lib import copies
from rectify.lib.addresses import stands_on
from rectify.lib.errors import Refused
from rectify.lib.filecheck import TextCheck
from rectify.lib.filekinds import KINDS, PICTURES, SHOWN
from rectify.lib.handing_out import handed_out, shown_as_copy
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.queueing import after_commit
from rectify.lib.reach import Door, Given, given
from rectify.lib.readable import READ, printed, text
from rectify.lib.reduced import THUMB, WHOLE, reduced
from rectify.lib.uploads import Receiver, alone, led_on, receives, told
from rectify.notices import alarms
from rectify.options.storage import NoRoom
from rectify.workflow.doors import act_by_page

MOST_SHOWN = 40 * 2**20
NOT_COPIED = "《{}》加不上副本水印，不能在页面上看。请下载后查看，或请交件单位换一份。"


def mine(request):
    """The files of issues the reader may see: every page about a file starts here."""
    return Evidence.objects.visible_to(request.user).select_related(
        "issue__round__office", "issue__lead_unit", "measure", "uploaded_by", "replaces", "replaced_by"
    )


def issue_of(request, public_id: str) -> Issue:
    """The issue files are handed in to; 404 for who may not see it, before a byte of the body is read."""
    return get_object_or_404(
        Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit"), public_id=public_id
    )


def file_of(request, public_id: str) -> Evidence:
    return get_object_or_404(mine(request), public_id=public_id)


def page_of_issue(request, public_id: str) -> str:
    return reverse("issues:evidence_upload", args=[file_of(request, public_id).issue.public_id])


@receives(folder=actions.FOLDER, first=issue_of)
def upload(request, public_id):
    """The files of an issue, measure by measure; by POST more of them."""
    issue = issue_of(request, public_id)
    if request.method != "POST":
        part = evidence_part(issue, request.user, list(live_measures(issue)))
        return show(request, EvidencePage(issue, dataclasses.replace(part, is_open=True)))
    form = AboutFile(request.POST, user=request.user, obj=issue)
    names, faults = take(request, issue, form)
    if alone(request):
        return told(request.arrivals, names, faults)
    if led_on(request, names, faults):
        return redirect("issues:evidence_upload", public_id)
    part = evidence_part(issue, request.user, list(live_measures(issue)), form=form)
    return show(request, EvidencePage(issue, dataclasses.replace(part, is_open=True)))


@stands_on(page_of_issue)
@require_POST
@receives(folder=actions.FOLDER, first=file_of)
def replace(request, public_id):
    """A new version beside the old one, which stays."""
    old = file_of(request, public_id)
    form = AboutFile(request.POST, user=request.user, obj=old.issue)
    names, faults = take(request, old.issue, form, replaces=old)
    if alone(request):
        return told(request.arrivals, names, faults)
    if led_on(request, names, faults):
        return redirect("issues:evidence_upload", old.issue.public_id)
    return show(request, evidence_edit_page(old, AboutFile.of(old, user=request.user), request.user, again=form))


def take(request: Uploading, issue: Issue, form: AboutFile, replaces: Evidence | None = None):
    """Make what arrived evidence: what was taken, in words, and why the rest was not."""
    arrivals = request.arrivals
    codes, faults = [unfit.code for unfit in arrivals.refused], [str(unfit) for unfit in arrivals.refused]
    if codes:
        actions.turn_away(issue=issue, codes=codes, by=request.user)
    if not arrivals.taken and not faults:
        faults.append("没有收到文件。请选文件；文件名很长的，请改短后再传")
    if form.is_valid():
        names, refused = attach_all(arrivals, issue, form.given | {"replaces": replaces}, request.user)
        return names, faults + refused
    return [], faults + [f"{form[n].label}：{text}" for n, texts in form.errors.items() for text in texts]


def attach_all(arrivals: Receiver, issue: Issue, about: dict, by: User) -> tuple[list[str], list[str]]:
    """Each file its own act: what was taken, in words, and the reasons of those that were not."""
    names, faults = [], []
    for file in arrivals.taken:
        try:
            facts: dict[str, Any] = {"stored": file.stored, "name": file.name, "kind": file.kind, "check": file.check}
            row = actions.attach(issue=issue, by=by, **facts, **about)
        except Refused as refused:
            faults += refused.reasons
            if not isinstance(refused, NoRoom):  # else it waits with the form until there is room
                arrivals.settle(file)
        else:
            arrivals.keep(file)
            if row.text_check == TextCheck.WAITING:
                after_commit(tasks.check_evidence, row.pk)
            names.append(f"《{file.name}》已收到，编入{about['measure'] or '整件'}")
    return names, faults


@require_safe
def file(request, public_id):
    """The file itself, to be kept: whatever it is, no browser opens it here."""
    evidence = file_of(request, public_id)
    if not (may := policies.takes(request.user, evidence)):
        messages.error(request, f"《{evidence.name}》没有给出：{may.reason}")
        return redirect("issues:evidence_upload", evidence.issue.public_id)
    return sent(request, evidence, inline=False)


@require_safe
def inline(request, public_id):
    """The file inside our own preview page: PDF, the upright copy of a picture, a document as it was printed; with reader and
    time over it where its mark asks for that."""
    evidence = file_of(request, public_id)
    if not shown(evidence) or (evidence.kind in READ and not copy_of(evidence)):
        raise Http404
    return sent(request, evidence, inline=True)


@require_safe
def thumb(request, public_id):
    """A picture as small as it stands in the list: too small to be read, so nobody is noted for it."""
    evidence = file_of(request, public_id)
    if evidence.kind not in PICTURES or not shown(evidence):
        return redirect("issues:evidence_preview", public_id=public_id)
    return small(evidence, THUMB) or redirect("issues:evidence_preview", public_id=public_id)


def small(evidence: Evidence, most: int) -> HttpResponseBase | None:
    """The upright copy of a picture; None of what is none, or cannot be opened."""
    if evidence.kind not in PICTURES:
        return None
    path = reduced(evidence.path, digest=evidence.digest, most=most)
    return handed_out(path, evidence.name, KINDS["jpg"].media, inline=True) if path else None


def copy_of(evidence: Evidence) -> HttpResponseBase | None:
    """A document as it was printed; None of what is none, or cannot be."""
    path = printed(evidence.path, digest=evidence.digest, kind=evidence.kind)
    return handed_out(path, f"{evidence.name}.pdf", KINDS["pdf"].media, inline=True) if path else None


@require_safe
def preview(request, public_id):
    """The file in the page: a picture, a PDF, a document as it is printed, else its text, which is noted as a reading."""
    evidence = file_of(request, public_id)
    if not shown(evidence) or (evidence.kind in READ and alarms.withheld(evidence, by=request.user)):
        return redirect("issues:evidence_file", public_id=public_id)
    framed = evidence.kind == "pdf" or bool(printed(evidence.path, digest=evidence.digest, kind=evidence.kind))
    words = None if framed else text(evidence.path, kind=evidence.kind)
    if words and request.method == "GET":
        actions.read(evidence=evidence, by=request.user)
    line = copies.copy_line(request.user.name, evidence.reaches) if only_copies(evidence) else ""
    picture = evidence.kind in PICTURES
    return show(request, EvidencePreviewPage(evidence, evidence.issue, row(evidence), framed, picture, words, line))


def only_copies(evidence: Evidence) -> bool:
    """Whether its mark lets it be looked at as a copy alone."""
    return given(evidence.reaches, Door.VIEW) == Given.COPY


def shown(evidence: Evidence) -> bool:
    """Whether the page has something of it to show, or at least to say."""
    return evidence.kind in SHOWN | READ and evidence.size <= MOST_SHOWN and not evidence.is_blocked


def sent(request, evidence: Evidence, *, inline: bool):
    """The bytes, or the name under which the web server in front finds them; noted in the trail."""
    if evidence.is_blocked:
        messages.error(request, evidence.blocked_words)
        return redirect("issues:evidence_upload", evidence.issue.public_id)
    if why := alarms.withheld(evidence, by=request.user):
        messages.error(request, f"《{evidence.name}》{why}")
        return redirect("issues:evidence_upload", evidence.issue.public_id)
    if request.method == "GET":
        actions.read(evidence=evidence, by=request.user)
    if inline and only_copies(evidence):
        return marked_copy(evidence, copies.copy_line(request.user.name, evidence.reaches))
    copy = (small(evidence, WHOLE) or copy_of(evidence)) if inline else None
    return copy or handed_out(evidence.path, evidence.name, KINDS[evidence.kind].media, inline=inline)


def marked_copy(evidence: Evidence, line: str) -> HttpResponse:
    """The picture, PDF or printed document with `line` over it; a sentence where none can be drawn over what was handed in."""
    if evidence.kind in PICTURES:
        path = reduced(evidence.path, digest=evidence.digest, most=WHOLE)
        content, media = copies.picture(path, line) if path else b"", "image/svg+xml"
    else:
        path = printed(evidence.path, digest=evidence.digest, kind=evidence.kind) or evidence.path
        content, media = copies.document(path, line), KINDS["pdf"].media
    if not content:
        content, media = NOT_COPIED.format(evidence.name).encode(), "text/plain; charset=utf-8"
    return shown_as_copy(content, evidence.name, media)


def edit(request, public_id):
    """Correct what is said about a file, replace it, or take it off the list."""
    evidence = file_of(request, public_id)
    if not policies.contributor(request.user, evidence.issue):
        raise Http404
    form = AboutFile.of(evidence, request.POST or None, user=request.user)
    message = f"已改《{evidence.name}》的说明"
    if act_by_page(request, actions.describe, form, said=message, evidence=evidence):
        return redirect("issues:evidence_upload", evidence.issue.public_id)
    return show(request, evidence_edit_page(evidence, form, request.user))


@stands_on(page_of_issue)
@require_POST
def withdraw(request, public_id):
    evidence = file_of(request, public_id)
    message = f"已撤下《{evidence.name}》。文件和经过仍然留存"
    acted(request, actions.withdraw, said=message, evidence=evidence, withdraws="withdraws" in request.POST)
    return redirect("issues:evidence_upload", evidence.issue.public_id)
