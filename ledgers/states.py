"""The moves of an issue from 申请销号 to 重开: rows of the table of issues, beside the closure they keep."""

from issues.models import JointReview
from issues.reviews import answered_by
from ledgers.moves import again, deciding, requesting, reviewing
from rectify.workflow.moves import table

CLOSURE = table("issues.issue", *requesting.ROWS, *reviewing.ROWS, *deciding.ROWS, *again.ROWS)
answered_by(JointReview.Subject.CLOSURE, reviewing.PASS_JOINT, reviewing.RETURN_JOINT)
