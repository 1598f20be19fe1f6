from issues.models.evidence import Evidence, Shows
from issues.models.extension import PENDING, Extension, ExtensionReason, ReasonKind
from issues.models.feedback import Feedback, FeedbackItem, Track
from issues.models.issue import (
    Confidentiality,
    Difficulty,
    Discovered,
    Issue,
    IssueUnit,
    Nature,
    Source,
    Tier,
)
from issues.models.measure import Measure, MeasureKind, MeasureStatus, Plan
from issues.models.phrase import Phrase
from issues.models.rules import CountedFrom, Event, LimitUnit, RuleProfile, RuleTerm
from issues.models.scheme import Category, Scheme
from issues.models.splitting import Splitting
from issues.models.status import BALL, COUNTED, OPEN, UNDER_WAY, WITH_OFFICE, WITH_UNIT, Grade, Side, Status
from issues.models.term import Level, Phase, PhaseKind, Round, RoundKind, RoundUnit, Term
from issues.models.unlike import Unlike
from issues.models.week import DispatchLine, Report, Standing, Week

__all__ = [
    "BALL",
    "COUNTED",
    "OPEN",
    "PENDING",
    "UNDER_WAY",
    "WITH_OFFICE",
    "WITH_UNIT",
    "Category",
    "Confidentiality",
    "CountedFrom",
    "Difficulty",
    "Discovered",
    "DispatchLine",
    "Event",
    "Evidence",
    "Extension",
    "ExtensionReason",
    "Feedback",
    "FeedbackItem",
    "Grade",
    "Issue",
    "IssueUnit",
    "Level",
    "LimitUnit",
    "Measure",
    "MeasureKind",
    "MeasureStatus",
    "Nature",
    "Phase",
    "PhaseKind",
    "Phrase",
    "Plan",
    "ReasonKind",
    "Report",
    "Round",
    "RoundKind",
    "RoundUnit",
    "RuleProfile",
    "RuleTerm",
    "Scheme",
    "Shows",
    "Side",
    "Source",
    "Splitting",
    "Standing",
    "Status",
    "Term",
    "Tier",
    "Track",
    "Unlike",
    "Week",
]
