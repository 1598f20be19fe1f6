import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from issues.actions import exports
from issues.models import Issue, Status
from issues.views import detail_page, sheet
from issues.views.listing import Listing
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.pages import acted, keyset
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

MOST_AT_ONCE = 200


def mine(request):
    """The issues the reader may see: every page about issues starts here."""
    whole = ("lead_unit", "category", "item", "feedback")
    return Issue.objects.visible_to(request.user).select_related(*whole).defer("feedback__text", "item__text")


def listing(request):
    """The issues of the chosen round, filtered by the address. A number typed whole leads to its issue."""
    shown = Listing(request)
    if straight_to := shown.straight_to:
        return redirect(straight_to)
    return render(request, "issues/list.html", shown.context())


@require_POST
def bulk(request):
    """下发 the ticked drafts: each is judged by itself and made in a transaction of its own."""
    if request.POST.get("act") != "dispatch":
        raise Http404
    chosen = (
        mine(request)
        .select_related("round__office")
        .filter(public_id__in=request.POST.getlist("ids")[:MOST_AT_ONCE], status=Status.DRAFT)
    )
    done, refused = dispatch_each(chosen.by_deadline(), by=request.user)
    if done:
        messages.success(request, f"已下发 {done} 件，等责任单位签收。")
    if refused:
        messages.warning(request, f"{len(refused)} 件没有下发：\n" + "\n".join(refused))
    if not done and not refused:
        messages.warning(request, "没有可下发的草稿：请先勾选；已被别人下发的不再出现在草稿里。")
    return redirect(f"{reverse('issues:list')}?{QueryDict(request.POST.get('back', '')).urlencode()}")


def dispatch_each(issues, *, by) -> tuple[int, list[str]]:
    """How many went, and for each that did not its number and the reasons."""
    done, refused = 0, []
    for issue in issues:
        try:
            make(moves_of(issue)["dispatch"], issue, by=by, version=issue.version)
            done += 1
        except Refused as no:
            refused.append(f"{issue.number}：{'；'.join(no.reasons)}")
    return done, refused


def export(request):
    """The rows of the list as a workbook."""
    shown = Listing(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    asked = {"issues": shown.ordered, "round_": shown.round, "conditions": shown.conditions, "target": file}
    if not acted(request, exports.export, **asked):
        return redirect("issues:list")
    file.seek(0)
    name = f"{shown.round}问题台账{today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def detail(request, public_id):
    issue = request.rounds.lend(get_object_or_404(mine(request), public_id=public_id))
    return render(request, "issues/detail.html", detail_page.context(issue, request))


def trail(request, public_id):
    """Everything that happened to the issue and to what hangs on it."""
    issue = get_object_or_404(mine(request), public_id=public_id)
    events = sheet.events(issue)
    page = keyset(events, fields=("-number",), request=request, size=100)
    return render(request, "issues/trail.html", {"issue": issue, "page": page, "entries": sheet.told(page.rows)})
