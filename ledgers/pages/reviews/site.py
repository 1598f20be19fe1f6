"""The look on site as who decides a request sees it: what the procedure asks, what was found, what may still be planned."""

from dataclasses import dataclass

from issues.models import Issue, ProcedureStep
from ledgers.models import Visit
from ledgers.moves.deciding import Looked
from ledgers.pages.issue.life import MarkedVisit
from ledgers.pages.visits.page import MARKS, plan_url


@dataclass(frozen=True)
class Site:
    """The rule (or nothing), the looks at this request, and where one is planned."""

    issue: Issue
    looked: Looked

    @property
    def rule(self) -> ProcedureStep | None:
        return self.looked.rule

    @property
    def ahead(self) -> Visit | None:
        return self.looked.ahead

    @property
    def plan_url(self) -> str:
        return plan_url([self.issue], Visit.Kind.SITE_CHECK)

    @property
    def rows(self) -> list[MarkedVisit]:
        return [MarkedVisit(visit, MARKS[visit.finding]) for visit in self.looked.records]

    @property
    def words(self) -> str:
        """What the procedure says, and why the form offers what it offers."""
        if self.rule is None:
            return "规程没有要求现场核查：看过的写情况，没看的写免核理由和同意的人。"
        waiving = "可以免，要写理由和同意的人" if self.rule.may_waive else "不能免"
        missing = "" if self.rows else "还没有这次申请的核查记录，所以不能选“已现场核查”。"
        basis = f"（{self.rule.rule}）" if self.rule.rule else ""
        return f"按规程须现场核查{basis}，{waiving}。{missing}"
