"""长期坚持台账: what is kept on, before and after closing; its stage goal, its reviews, and which of them are overdue."""

from django.db.models import OuterRef, Subquery

from issues.models import Lasting, Rhythm, StageReview
from ledgers.columns import Column, Kind, counted, ledger
from ledgers.kinds import _shared as shared
from rectify.lib.dates import today

WORDS = dict(StageReview.Word.choices)


def rows(user):
    reviews = StageReview.objects.filter(issue=OuterRef("pk")).order_by("-number")
    agreed = Lasting.objects.filter(issue=OuterRef("pk"), status=Lasting.Status.APPROVED).order_by("-number")
    return (
        shared.issues(user)
        .filter(long_term=True)
        .annotate(
            rhythm=Subquery(agreed.values("rhythm")[:1]),
            agreed_at=Subquery(agreed.values("decided_at")[:1]),
            reviewed_at=Subquery(reviews.values("at")[:1]),
            stage_declared=Subquery(reviews.values("declared")[:1]),
            stage_accepted=Subquery(reviews.exclude(accepted="").values("accepted")[:1]),
            review_count=counted(StageReview.objects.filter(issue=OuterRef("pk"))),
        )
    )


def late(issue) -> int | None:
    """Days since the review was due; nothing where it is not."""
    days = (today() - issue.next_review).days if issue.next_review else 0
    return days if days > 0 else None


LASTING = ledger(
    Kind(
        slug="lasting",
        title="长期坚持台账",
        definition="已转长期坚持的问题，销号以后接着坚持的也在内。没有销号以前不算完成，不进严口径的分子；阶段目标达到与否按督查办最近一次阅的认定。",
        rows=rows,
        order=("number",),
        columns=(
            shared.number(),
            shared.title(),
            shared.lead_unit(),
            shared.status(),
            *shared.deadlines(),
            Column("agreed_on", "转入", lambda i: shared.local_day(i.agreed_at), "date", 11, "阶段"),
            Column("stage_goal", "阶段目标", lambda i: i.stage_goal, width=30, group="阶段"),
            Column("rhythm", "检视间隔", lambda i: Rhythm(i.rhythm).label if i.rhythm else "", "center", 9, "阶段"),
            Column("next_review", "下次检视", lambda i: i.next_review, "date", 11, "检视"),
            Column("review_late", "逾期（天）", late, "number", 9, "检视"),
            Column("reviewed_on", "最近一次", lambda i: shared.local_day(i.reviewed_at), "date", 11, "检视"),
            Column("reviews", "次数", lambda i: i.review_count, "number", 7, "检视", ("review_count",), "review_count"),
            Column("stage_declared", "单位申报", lambda i: WORDS.get(i.stage_declared, ""), "center", 12, "申报与认定"),
            Column("stage_accepted", "监督认定", lambda i: WORDS.get(i.stage_accepted, ""), "center", 12, "申报与认定"),
        ),
    )
)
