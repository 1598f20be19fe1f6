"""文书模板 of the office: what is laid out how, a new version, its preview, in use and out of use."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ledgers import templating
from ledgers.actions import templates as actions
from ledgers.forms.templates import PaperTemplateForm
from ledgers.models import PaperTemplate
from ledgers.pages.paper_templates import page as pages
from ledgers.pages.papers.views import word_file
from ledgers.papers import PAPERS
from ledgers.paperwork import PaperReader, copy_to
from rectify.accounts.models import Unit
from rectify.lib.addresses import stands_on
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page


def mine(request):
    """The templates of the reader's offices."""
    return PaperTemplate.objects.visible_to(request.user).select_related("office", "uploaded_by", "used_by")


def office_of_reader(request) -> Unit:
    """The office of the round that was chosen, where the reader works there; else their first. For others there is none."""
    offices, round_ = request.user.offices(), request.rounds.current
    if not offices:
        raise Http404
    return Unit.objects.get(pk=round_.office_id if round_ and round_.office_id in offices else offices[0])


def listing(request):
    office = office_of_reader(request)
    return show(request, pages.templates(office, list(mine(request).filter(office=office).defer("content"))))


def detail(request, paper):
    """The versions of one paper; POST hands in the next."""
    office, kind = office_of_reader(request), PAPERS.get(paper)
    if kind is None:
        raise Http404
    form = PaperTemplateForm(request.POST or None, files=request.FILES or None, user=request.user)
    message = "模板没有问题，已经收下。先看填好的样子，再由督查负责人启用。"
    if act_by_page(request, actions.upload, form, said=message, kind=kind, office=office):
        return redirect("ledgers:paper_template", paper)
    rows = list(mine(request).filter(office=office, slug=paper).defer("content"))
    return show(request, pages.template(office, kind, rows, user=request.user, form=form))


@require_safe
def starter(request, paper):
    """The shipped layout with its marks, to begin one's own with."""
    office_of_reader(request)
    if paper not in PAPERS:
        raise Http404
    return word_file(templating.starter(PAPERS[paper]), f"{PAPERS[paper].title}（系统版式，占位符）.docx")


@require_safe
def file(request, public_id):
    """The file as it was handed in."""
    version = get_object_or_404(mine(request), public_id=public_id)
    return word_file(bytes(version.content), version.name)


@require_safe
def preview(request, public_id):
    """The file filled in."""
    version = get_object_or_404(mine(request), public_id=public_id)
    content, of = pages.previewed(version, PaperReader(request.user, today()))
    kind = PAPERS[version.slug]
    return word_file(copy_to(request.user, kind, content), f"{kind.title}（模板第{version.number}版，样子：{of}）.docx")


def page_of_template(request: Any, public_id: str) -> str:
    return reverse("ledgers:paper_template", args=[get_object_or_404(mine(request), public_id=public_id).slug])


@stands_on(page_of_template)
@require_POST
def use(request, public_id):
    version = get_object_or_404(mine(request), public_id=public_id)
    message = f"已启用{version}。从现在起的草稿和签发用它；签发过的不变。"
    acted(request, actions.use, template=version, said=message)
    return redirect(version)


@stands_on(page_of_template)
@require_POST
def retire(request, public_id):
    version = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.retire, template=version, said="已用回系统版式。模板各版都留着，可以再启用。")
    return redirect(version)
