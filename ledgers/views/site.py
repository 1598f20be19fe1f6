"""The look on site as who decides a request sees it: what the procedure asks, what was found, what may still be planned."""

from dataclasses import dataclass

from issues.gates import gate
from issues.models import Gate, Issue, ProcedureStep
from ledgers.models import Closure, Visit
from ledgers.views.visit_page import MARKS, plan_url
from rectify.lib.text import shortened


@dataclass(frozen=True)
class Site:
    """The rule (or nothing), the looks at this request, and where one is planned."""

    rule: ProcedureStep | None
    records: list[Visit]
    ahead: Visit | None
    plan_url: str

    @property
    def rows(self) -> list[dict]:
        return [{"visit": visit, "mark": MARKS[visit.finding]} for visit in self.records]

    @property
    def words(self) -> str:
        """What the procedure says, and why the form offers what it offers."""
        if self.rule is None:
            return "规程没有要求现场核查：看过的写情况，没看的写免核理由和同意的人。"
        waiving = "可以免，要写理由和同意的人" if self.rule.may_waive else "不能免"
        missing = "" if self.records else "还没有这次申请的核查记录，所以不能选“已现场核查”。"
        basis = f"（{self.rule.rule}）" if self.rule.rule else ""
        return f"按规程须现场核查{basis}，{waiving}。{missing}"

    @property
    def for_form(self) -> dict:
        """What forms.closure.DecideForm takes: whether a record is asked for, whether it may be waived, the last record."""
        last = self.records[-1] if self.records else None
        said = {}
        if last:
            note = f"{last.on:%Y-%m-%d} {last.place}：{last.get_finding_display()}" + (
                f"；{last.note}" if last.note else ""
            )
            people = "、".join(str(person) for person in last.visitors.all())
            said = {"site": "done", "site_note": shortened(note, 299), "site_by": shortened(people, 59)}
        return {"asked": self.rule is not None, "may_waive": bool(self.rule and self.rule.may_waive), "said": said}


def site(issue: Issue, closure: Closure) -> Site:
    """The looks on site at this request, the last one last."""
    visits = list(closure.visits.filter(kind=Visit.Kind.SITE_CHECK).order_by("on", "pk").prefetch_related("visitors"))
    records = [visit for visit in visits if visit.recorded_at]
    ahead = next((visit for visit in visits if not visit.recorded_at), None)
    return Site(gate(issue, Gate.SITE_CHECK), records, ahead, plan_url([issue], Visit.Kind.SITE_CHECK))
