"""What templates/issues/detail.html takes."""

from urllib.parse import quote

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from issues import lights, policies, recurrence
from issues import procedures as rules
from issues import stages as stage
from issues.lateness import overdue_days
from issues.models import Issue, Lasting, Nature, Status
from issues.pages.handing import hands
from issues.pages.issue import clocks, kin, sheet, ways
from issues.pages.joint import page as joint_page
from issues.pages.listing.page import Listing
from issues.pages.listing.tabs import heading
from issues.pages.measures import page as measure_page
from issues.panels import panel
from issues.slices import holds
from rectify.lib.addresses import address
from rectify.lib.dates import today
from rectify.lib.marks import pill
from rectify.lib.pages import form_key
from rectify.workflow.move import offered


def context(issue: Issue, request: HttpRequest) -> dict:
    """Everything the page shows; a fixed number of statements."""
    user = request.user
    judged = offered(issue, user)
    line = sheet.reports(issue, everything=request.GET.get("weeks") == "all")
    plain, main = ways.ways(issue, judged, user, report_url=line["due_url"])
    rows, changes = sheet.measures(issue, user), stage.changes(issue)
    why = ways.outlook(issue, judged, user)
    return {
        "issue": issue,
        "back": _back(request, issue),
        "head": head(issue),
        "ways": plain,
        "main": main,
        "key": form_key(),
        "stages": stage.stages(issue, changes),
        "clock": clocks.drawn(stage.spans(issue, changes)),
        "why": why,
        "refusals": ways.refusals(issue, judged, why),
        "cures": ways.cures(issue),
        "origin": sheet.origin(issue),
        "rows": rows,
        "rows_told": sheet.measures_told(rows),
        "far": measure_page.complete(rows, issue, user),
        "plans": sheet.plans(issue) if issue.plan_version else [],
        "reports": line,
        "truths": sheet.truths(issue),
        "deadline": sheet.deadline(issue),
        "chain": recurrence.chain(issue, user),
        "life": panel("life", user, issue, today()),
        "people": sheet.responsibility(issue),
        "hands": hands.told(issue),
        "rules": rules.of_issue(issue),
        "joint": joint_page.history(issue, user) if issue.procedure_id else [],
        "kin": kin.told(issue, user),
        "asked_to_last": issue.lastings.filter(status=Lasting.Status.WAITING).exists(),
        "trail": sheet.told(sheet.events(issue, user).order_by("-number")[: sheet.TRAIL]),
        "places": _places(issue, user),
    }


def head(issue: Issue) -> dict:
    """The neutral facts beside the title, and how near the deadline is."""
    left = sheet.days_left(issue)
    tags = [str(issue.category)] if issue.category_id else []
    light = lights.light_of(issue, lights.rules_of(issue), today())
    if issue.nature == Nature.COMMON:
        tags.append(issue.get_nature_display())
    tags += [word for word, on in (("立行立改", issue.is_immediate), (f"退回 {issue.returns} 次", issue.returns)) if on]
    return {
        "tags": tags,
        "light": pill(f"light_{light.colour}", str(light)) if light else "",
        "overdue": f"逾期 {overdue_days(issue.due, today())} 个工作日" if holds("overdue", issue, today()) else "",
        "soon": left if holds("due_soon", issue, today()) else "",
        "left": left,
    }


def _back(request: HttpRequest, issue: Issue) -> dict:
    """The way back to the very list one came from, and its neighbours there."""
    name = heading(request.user)
    text = request.GET.get("list", "")
    back = {"name": name, "url": f"{reverse('issues:list')}{'?' if text else ''}{text}"}
    if "list" in request.GET:
        beside = Listing(request, QueryDict(text)).neighbours(issue)
        back |= {side: url and f"{url}?list={quote(text)}" for side, url in beside.items()}
    return back


def _places(issue: Issue, user) -> dict[str, str]:
    pid = issue.public_id
    office = bool(policies.office(user, issue))
    return {
        "move": reverse("issues:move", args=[pid]),
        "trail": reverse("issues:trail", args=[pid]),
        "feedback": reverse("issues:feedback", args=[issue.feedback.public_id]) if office and issue.feedback else "",
        "again": f"{reverse('issues:new')}?again={pid}" if office and issue.status == Status.ARCHIVED else "",
        "lasting": reverse("issues:lasting", args=[pid]),
        "alike": reverse("issues:alike", args=[pid]) if office else "",
        "extension": reverse("issues:extension", args=[pid]),
        "reword": reverse("issues:reword", args=[pid]) if office and issue.dispatched_at else "",
        "evidence": address("issues:evidence_upload", public_id=pid),
        "plan": reverse("issues:plan", args=[pid]),
        "procedure": reverse("issues:procedure", args=[issue.procedure.public_id])
        if office and issue.procedure_id
        else "",
        "hand": reverse("issues:hand", args=[pid]) if policies.unit_principal(user, issue) and issue.is_open else "",
    }
