"""认领: the whole list of 待签收 of one's unit in one act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from issues.actions.claiming import ClaimedIssue, claim
from issues.models import Issue, Status
from issues.pages.claims.page import claim_page
from rectify.accounts.roles import Role
from rectify.accounts.scoping import under
from rectify.lib.page import show
from rectify.lib.pages import version_seen
from rectify.lib.receipts import took
from rectify.lib.ticks import tell_left, ticked

MOST = 300


def mine(request):
    """What waits for this liaison's signature, of every round or of the one that the address names; who signs for no unit
    finds no such page."""
    paths = request.user.paths(Role.UNIT_LIAISON)
    if not paths:
        raise Http404
    waiting = Issue.objects.visible_to(request.user).filter(under("lead_unit", paths), status=Status.DISPATCHED)
    whole = ("round__office", "round__profile", "lead_unit", "item")
    return request.rounds.workload.of(waiting).select_related(*whole).by_deadline()


def listing(request):
    """GET shows the list, all ticked; POST signs for what is ticked, each with its remark."""
    waiting = mine(request)
    if request.method == "POST":
        tell(request, claim(rows=chosen(request, waiting), by=request.user))
        return redirect("issues:claim")
    return show(request, claim_page(list(waiting[:MOST])))


def chosen(request, waiting) -> list[ClaimedIssue]:
    """The ticked issues of the reader's own list, as they stood on the page."""
    sent, ids, rows = request.POST, ticked(request, most=MOST), []
    for issue in waiting.filter(public_id__in=ids):
        pid = issue.public_id
        key = f"{sent['key'][:24]}-{pid}" if sent.get("key") else ""
        remark = sent.get(f"remark-{pid}", "")
        rows.append(ClaimedIssue(issue, remark, version_seen(request, f"version-{pid}"), key))
    tell_left(request, ids, len(rows))
    return rows


def tell(request, claimed) -> None:
    if claimed.done:
        took(request)
        messages.success(request, f"已认领 {len(claimed.done)} 件。下一步：编写整改方案，由主要负责人报送。")
    if claimed.refused:
        lines = "\n".join(f"{issue.number}：{why}" for issue, why in claimed.refused)
        messages.warning(request, f"{len(claimed.refused)} 件没有认领：\n{lines}")
    if not claimed.done and not claimed.refused:
        messages.warning(request, "没有认领任何一件：请先勾选。同事刚签收过的不再列在这里。")
