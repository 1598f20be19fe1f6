"""The tables of moves: every way in which an issue, a measure, an extension, a recommendation or a weekly report changes its
status. The rows of each stretch of the life stand in `issues/moves/`, with what they take, what must be true first and what
follows.

The moves from 申请销号 to 重开 stand in `ledgers/moves/`, over the same issue, beside the closure they keep.
"""

from issues import reviews
from issues.models import JointReview
from issues.moves import (
    dispatching,
    ending,
    extensions,
    lasting,
    leading,
    measures,
    opinions,
    planning,
    recommendations,
    reports,
)
from rectify.workflow.moves import table

ISSUE = table("issues.issue", *dispatching.ROWS, *leading.ROWS, *planning.ROWS, *ending.ROWS)
MEASURE = table("issues.measure", *measures.ROWS)
OPINION = table("issues.opinion", *opinions.ROWS)
EXTENSION = table("issues.extension", *extensions.ROWS)
LASTING = table("issues.lasting", *lasting.ROWS)
RECOMMENDATION = table("issues.recommendation", *recommendations.ROWS)
REPORT = table("issues.report", *reports.ROWS)

reviews.answered_by(JointReview.Subject.PLAN, planning.PASS_PLAN, planning.RETURN_PLAN)
