from issues.models.evidence import Evidence, Shows
from issues.models.extension import PENDING, Extension, ExtensionReason, ReasonKind
from issues.models.feedback import Feedback, FeedbackItem, Track
from issues.models.handing import Handing
from issues.models.handover import Handover
from issues.models.issue import (
    Cause,
    Confidentiality,
    Difficulty,
    Discovered,
    Ending,
    Issue,
    IssueUnit,
    Nature,
    Source,
    Tier,
)
from issues.models.joint import JointReview, Opinion, PlanMark
from issues.models.knower import Knower, Restriction
from issues.models.lasting import MONTHS, Lasting, Rhythm, StageReview
from issues.models.lastround import LastRound
from issues.models.light import Colour, LightRule, Tells, When
from issues.models.link import MeasureLink
from issues.models.measure import Measure, MeasureHorizon, MeasureKind, MeasureStatus, Plan
from issues.models.milestone import Milestone, Slip
from issues.models.outcome import Outcome, OutcomeKind, Regulation
from issues.models.phrase import Phrase
from issues.models.procedure import Focus, Gate, Procedure, ProcedureStep
from issues.models.recommendation import Recommendation, RecommendationMeasure, RecommendationStatus
from issues.models.rules import CountedFrom, LimitedEvent, LimitUnit, RuleProfile, RuleTerm
from issues.models.scheme import Category, OfficeClass, Scheme
from issues.models.splitting import Splitting
from issues.models.status import (
    BALL,
    COUNTED,
    OPEN,
    STRUCK_OFF,
    UNDER_WAY,
    WITH_OFFICE,
    WITH_REVIEWERS,
    WITH_UNIT,
    Grade,
    Side,
    Status,
)
from issues.models.term import Level, Phase, PhaseChange, PhaseKind, Round, RoundKind, RoundUnit, Term
from issues.models.unlike import Unlike
from issues.models.view import ISSUES, Density, ListLook, SavedView
from issues.models.week import DispatchLine, Report, Standing, Week

__all__ = [
    "Knower",
    "Restriction",
    "ISSUES",
    "Density",
    "ListLook",
    "SavedView",
    "Cause",
    "MeasureHorizon",
    "OfficeClass",
    "PhaseChange",
    "MONTHS",
    "LastRound",
    "Lasting",
    "Rhythm",
    "StageReview",
    "Handing",
    "Handover",
    "ProcedureStep",
    "Procedure",
    "Opinion",
    "LightRule",
    "PlanMark",
    "JointReview",
    "Gate",
    "Focus",
    "Ending",
    "WITH_REVIEWERS",
    "STRUCK_OFF",
    "BALL",
    "COUNTED",
    "OPEN",
    "PENDING",
    "UNDER_WAY",
    "WITH_OFFICE",
    "WITH_UNIT",
    "Category",
    "Colour",
    "Confidentiality",
    "CountedFrom",
    "Difficulty",
    "Discovered",
    "DispatchLine",
    "LimitedEvent",
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
    "OutcomeKind",
    "Outcome",
    "Regulation",
    "Slip",
    "Milestone",
    "MeasureLink",
    "MeasureKind",
    "MeasureStatus",
    "Nature",
    "Phase",
    "PhaseKind",
    "Phrase",
    "Plan",
    "ReasonKind",
    "Recommendation",
    "RecommendationMeasure",
    "RecommendationStatus",
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
    "Tells",
    "Term",
    "Tier",
    "Track",
    "Unlike",
    "Week",
    "When",
]
