"""The moves of an issue from 申请销号 to 重开: rows of the table of issues, beside the closure they keep."""

from ledgers.moves import again, deciding, requesting, reviewing
from rectify.workflow.moves import table

CLOSURE = table("issues.issue", *requesting.ROWS, *reviewing.ROWS, *deciding.ROWS, *again.ROWS)
