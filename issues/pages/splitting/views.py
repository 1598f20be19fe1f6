"""拆分反馈意见 (mock-up 06): the verbatim text beside the tree to confirm; every step is kept at once."""

from typing import cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from issues.actions import drafting
from issues.actions import splitting as actions
from issues.forms.splitting import AdoptForm, ConfirmForm, SplitStepForm, UndoForm
from issues.models import Splitting
from issues.pages.feedback import views as papers
from issues.pages.splitting.page import (
    SplitBeginPage,
    path,
    split_adopt_page,
    split_confirm_page,
    split_done_page,
    split_page,
)
from issues.pages.splitting.tree import SplitTree
from issues.splitting import draft
from rectify.lib.errors import Refused
from rectify.lib.numbers import whole
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.workflow.doors import act_by_page

SAID = "已生成草稿，编号已定。下一步：由另一位经办人或负责人核对后下发。"


def mine(request):
    """The feedback of the rounds that the reader's office runs."""
    return papers.mine(request)


def found_or_404(request, public_id) -> Splitting:
    rows = Splitting.objects.filter(feedback__in=mine(request)).select_related(
        "feedback__round__office", "feedback__unit", "feedback__track", "saved_by", "confirmed_by"
    )
    return get_object_or_404(rows, feedback__public_id=public_id)


def split(request, public_id):
    """The splitting as it stands; POST begins it for a text that was registered by hand."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    if request.method == "POST":
        acted(request, actions.begin, feedback=paper, said="已按原文试拆。逐条核对，确认后生成草稿。")
        return redirect("issues:split", public_id)
    if not Splitting.objects.filter(feedback=paper).exists():
        return show(request, SplitBeginPage(paper, path(paper)))
    splitting = found_or_404(request, public_id)
    if splitting.confirmed_at:
        return show(request, split_done_page(splitting))
    return show(request, split_page(SplitTree(splitting, request)))


@require_POST
def step(request, public_id):
    """One step of one person; the next row to be looked at comes by itself."""
    splitting = found_or_404(request, public_id)
    act = request.POST.get("act", "")
    if act in ("undo", "reread"):
        went = turned_back(request, splitting, act)
    else:
        went = stepped(request, splitting)
    return redirect(f"{reverse('issues:split', args=[public_id])}{place_after(request, act) if went else ''}")


STAYS = frozenset({"role", "out", "in", "cut", "back"})


def place_after(request, act: str) -> str:
    """Where one goes on: at the row that was changed, behind the last of those that were marked, or at the next to look at."""
    marked = [request.POST.get("one", "").partition(":")[2] or "", *request.POST.getlist("rows")]
    if act == "mark" and (last := [number for text in marked if (number := whole(text)) is not None]):
        return f"?at={last[0] if marked[0] else last[-1]}"
    row = whole(request.POST.get("row", ""))
    return f"?row={row}" if act in STAYS and row is not None else "?next=1"


def stepped(request, splitting: Splitting) -> bool:
    form = SplitStepForm(
        request.POST, user=request.user, splitting=splitting, directory=drafting.Directory.of(request.user)
    )
    if not form.is_valid():
        unread = form.errors.get("day", ["没有看懂这一步，什么都没有改。请在新的页面上再做一次"])
        # A list of errors gives the words of an error, not the error that the stubs name beside them.
        messages.error(request, cast(str, unread[0]))
        return False
    try:
        words = form.step()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return acted(request, actions.change, splitting=splitting, version=form.cleaned_data["version"], **words)


def turned_back(request, splitting: Splitting, act: str) -> bool:
    """Undo, or recognise the text again as another kind of paper."""
    form = UndoForm(request.POST, user=request.user, obj=splitting)
    if not form.is_valid():
        return False
    words = {"splitting": splitting, "version": form.cleaned_data["version"]}
    if act == "undo":
        return acted(request, actions.undo, **words, said="已撤回上一步。")
    kind = form.cleaned_data["kind"]
    return acted(request, actions.reread, **words, kind=kind, said="已重新识别。改过的内容可以用“撤回”找回来。")


def confirm(request, public_id):
    """What will be made, and the act that makes it."""
    splitting = found_or_404(request, public_id)
    if splitting.confirmed_at:
        return redirect("issues:split", public_id)
    tree, paper = SplitTree(splitting, request), splitting.feedback
    whom = {"user": request.user, "obj": paper}
    form = ConfirmForm(request.POST or None, differs=tree.differs, initial=tree.begun(), **whom)
    if confirmed(request, splitting, form):
        return redirect("issues:split", public_id)
    return show(request, split_confirm_page(tree, form))


def confirmed(request, splitting: Splitting, form: ConfirmForm) -> bool:
    count = sum(draft.made_of(row) for row in splitting.rows)
    return act_by_page(request, drafting.confirm, form, splitting=splitting, said=f"{count} 件{SAID}")


def adopt(request, public_id):
    """The list with what each issue would be given, and the act; what is ticked off stays to be looked at."""
    splitting = found_or_404(request, public_id)
    offers = {} if splitting.confirmed_at else SplitTree(splitting, request).offers()
    if not offers:
        return redirect("issues:split", public_id)
    form = AdoptForm(
        request.POST or None, user=request.user, obj=splitting, offers=offers, initial={"version": splitting.version}
    )
    if form.is_valid() and adopted(request, splitting, form):
        return redirect("issues:split", public_id)
    return show(request, split_adopt_page(splitting.feedback, form, offers.values()))


def adopted(request, splitting, form) -> bool:
    message = f"已采用 {len(form.given['adopted'])} 条建议，记为您确认。不对的可以逐条改，也可以整个撤回。"
    return act_by_page(request, actions.adopt, form, splitting=splitting, said=message)
