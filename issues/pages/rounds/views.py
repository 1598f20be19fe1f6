"""轮次与导入: the office's rounds, what each holds, its phases and units."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from issues import policies, slices
from issues.actions import phases
from issues.actions import rounds as actions
from issues.forms.phases import PhaseForm
from issues.forms.rounds import RoundForm, RoundUnitsForm
from issues.models import COUNTED, OPEN, Feedback, Issue, Level, PhaseChange, PhaseKind, Round, RoundUnit, Status
from issues.pages.rounds import duties
from rectify.accounts.models import Unit
from rectify.lib.dates import today
from rectify.lib.pages import form_key
from rectify.workflow.doors import act_by_page

CRUMB = ("轮次与导入", "/rounds/")


def mine(request):
    """The rounds that the reader's office runs."""
    whole = ("term", "kind", "office", "profile", "procedure", "previous", "parent")
    return Round.objects.run_by(request.user).select_related(*whole)


def listing(request):
    """All rounds of the office with what is in them, and for the chosen one what comes next."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    found = list(mine(request).prefetch_related("phases"))
    count(found)
    return render(request, "issues/rounds.html", {"rounds": found, "current": request.rounds.current})


def count(rounds: list[Round]) -> None:
    """Put what is in them onto the rounds: a statement a table, not one join over all of them."""
    issues = Round.objects.filter(pk__in=[r.pk for r in rounds]).annotate(
        all=Count("issues"), drafts=Count("issues", filter=Q(issues__status=Status.DRAFT)),
        counted=Count("issues", filter=Q(issues__status__in=COUNTED)), open=Count("issues", filter=Q(issues__status__in=OPEN)),
    )  # fmt: skip
    by_issues = {row["pk"]: row for row in issues.values("pk", "all", "drafts", "counted", "open")}
    units = dict(RoundUnit.objects.filter(round__in=rounds).values_list("round").annotate(n=Count("pk")).order_by())
    papers = Feedback.objects.current().filter(round__in=rounds).values_list("round").annotate(n=Count("pk"))
    by_papers = dict(papers.order_by())
    for round_ in rounds:
        round_.holds = by_issues[round_.pk] | {"units": units.get(round_.pk, 0), "papers": by_papers.get(round_.pk, 0)}


def detail(request, public_id):
    """One round: its dates, its units in the order of their numbers, its feedback."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    places = RoundUnit.objects.filter(round=round_).select_related("unit").order_by("number")
    held = duties.of_round(round_)
    papers: dict[int, list[Feedback]] = {}
    for paper in Feedback.objects.current().filter(round=round_).select_related("track").order_by("track__order"):
        papers.setdefault(paper.unit_id, []).append(paper)
    rows = [{"place": p, "duty": held.get(p.unit_id), "papers": papers.get(p.unit_id, [])} for p in places]
    context = {
        "round": round_,
        "rows": rows,
        "facts": facts(round_),
        "changes": list(round_.phase_changes.all()),
        "head": policies.heads_round(request.user, round_),
    }
    context |= {"crumb": [CRUMB, (round_.name, "")], "sums": duties.total(held), "definitions": duties.definitions()}
    return render(request, "issues/round.html", context)


def facts(round_: Round) -> list[tuple]:
    def span(first, last):
        return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}" if first and last else f"{first:%Y-%m-%d} 起" if first else ""

    def written(phase):
        return "，".join(filter(None, [phase.starts_text, phase.ends_text]))

    begun = {change.kind for change in round_.phase_changes.all()}

    def named(phase):  # the first phase needs no act; the others are plans until there was one
        planned = phase.kind not in begun and phase.kind != PhaseKind.CONCENTRATED
        return f"{phase}（计划）" if planned else str(phase)

    phases = [(named(p), span(p.starts, p.ends), written(p)) for p in round_.phases.all()]
    due = round_.report_due
    return [
        ("届次", f"{round_.term} 第 {round_.number} 轮"), ("方式", round_.kind.name), ("督查单位", round_.office.name),
        ("时限方案", round_.profile.name), ("办理规程", str(round_.procedure or "短流程")),
        ("进驻", span(round_.onsite_starts, round_.onsite_ends)), *phases,
        ("报告期限", f"{due:%Y-%m-%d}" if due else "", round_.report_due_text),
        *([("上一轮", round_.previous.name)] if round_.previous else []),
        *([("上级联动轮次", round_.parent.name)] if round_.parent else []),
    ]  # fmt: skip


def new(request):
    """Open a round."""
    offices = request.user.offices()
    get_object_or_404(Unit, pk__in=offices[:1])
    last = mine(request).first()
    initial = {"office": Unit.objects.get(pk=offices[0]), "level": last.level if last else Level.CITY, "previous": last}
    initial |= (
        {"number": last.number + 1, "term": last.term, "profile": last.profile, "kind": last.kind} if last else {}
    )
    form = RoundForm(request.POST or None, user=request.user, initial=initial)
    if act_by_page(request, actions.open_round, form, said=OPENED):
        return redirect("issues:rounds")
    return render(
        request, "issues/round_form.html", {"form": form, "crumb": [CRUMB, ("建立轮次", "")], "title": "建立轮次"}
    )


OPENED = "轮次已建立。下一步：定本轮单位，登记反馈意见，或者导入现有台账。"


def edit(request, public_id):
    round_ = get_object_or_404(mine(request), public_id=public_id)
    form = RoundForm(request.POST or None, user=request.user, obj=round_)
    if act_by_page(request, actions.edit_round, form, round_=round_, said="轮次已修改。"):
        return redirect("issues:round", public_id)
    crumb = [CRUMB, (round_.name, reverse("issues:round", args=[public_id])), ("修改", "")]
    return render(
        request, "issues/round_form.html", {"form": form, "round": round_, "crumb": crumb, "title": "修改轮次"}
    )


def units(request, public_id):
    """Which units the round inspects, with the numbers that open the numbers of their issues."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    known = list(Unit.objects.visible_to(request.user).active().exclude(is_office=True).order_by("path"))
    form = RoundUnitsForm(request.POST or None, user=request.user, obj=round_, units=in_tree(known))
    said = "本轮单位已保存。下一步：登记反馈意见，或者导入台账。"
    if act_by_page(request, actions.set_units, form, round_=round_, said=said):
        return redirect("issues:round", public_id)
    crumb = [CRUMB, (round_.name, reverse("issues:round", args=[public_id])), ("本轮单位", "")]
    return render(request, "issues/round_units.html", {"form": form, "round": round_, "crumb": crumb})


def in_tree(units: list[Unit]) -> list[Unit]:
    """Units as the tree has them, neighbours in protocol order."""
    order = {str(unit.pk): f"{unit.order:09d}-{unit.pk:09d}" for unit in units}
    return sorted(units, key=lambda unit: [order.get(part, "") for part in unit.path.strip("/").split("/")])


def phase_begin(request, public_id):
    """The act: for a head of the office, with what rolls over beside it."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_round(request.user, round_):
        raise Http404
    form = PhaseForm(request.POST or None, user=request.user, obj=round_, kinds=phases.ahead(round_))
    said = "已转段。推进中的问题照旧办理，当天的名单和数字已留存。"
    given = {"round_": round_, "key": request.POST.get("key", ""), "said": said}
    if act_by_page(request, phases.begin_phase, form, **given):
        return redirect("issues:phase", public_id, round_.phase_changes.latest("pk").public_id)
    rows = counted(round_, phases.counts_of(Issue.objects.filter(round=round_), today()))
    context = {"round": round_, "form": form, "rows": rows, "now": phases.present_phase(round_), "key": form_key()}
    return render(request, "issues/phase_begin.html", context | {"crumb": crumb_of(round_, "转段")})


def phase(request, public_id, change_id):
    """The record: the numbers of that day, and the list that rolled over."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    found = get_object_or_404(
        PhaseChange.objects.visible_to(request.user).select_related("by"), round=round_, public_id=change_id
    )
    rows = counted(round_, found.counts, frozen=True)
    context = {"round": round_, "change": found, "rows": rows, "rolled": link(round_, f"rolled_over:{change_id}")}
    closed = found.rolled.filter(slices.condition("closed", today())).count()
    context |= {"count": found.counts.get("open", 0), "closed": closed, "crumb": crumb_of(round_, str(found))}
    return render(request, "issues/phase.html", context)


def counted(round_: Round, counts: dict[str, int], *, frozen: bool = False) -> list[dict]:
    """Each number with its name and 口径; a link to its list while it is the number of now."""
    return [
        {
            "name": slices.title(code),
            "definition": slices.find(code)[0].definition,
            "rolls": code in phases.ROLLING,
            "count": counts[code],
            "url": "" if frozen else link(round_, code),
        }
        for code in phases.KEPT
        if code in counts
    ]


def link(round_: Round, code: str) -> str:
    return f"{reverse('issues:list')}?slice={code}&round={round_.public_id}"


def crumb_of(round_: Round, text: str) -> list:
    return [CRUMB, (round_.name, reverse("issues:round", args=[round_.public_id])), (text, "")]
