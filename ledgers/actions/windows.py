"""What the clock does at closure: objection windows that are over end by themselves."""

from datetime import date

from issues.models import Issue, Status
from ledgers.models import Closure
from ledgers.moves.reviewing import WINDOW_ENDS
from rectify.lib.errors import Refused
from rectify.workflow.move import make


def end_due(*, on: date) -> list[str]:
    """公示期满 for every issue whose window is over and whose objections are answered: a line for each that went on.

    May run twice or be lost: the move itself asks again, under the lock. One that a person ends at this moment stays theirs.
    """
    over = Closure.objects.filter(outcome=Closure.Outcome.LIVE, window_until__lt=on)
    waiting = Issue.objects.filter(status=Status.OBJECTION_WINDOW, pk__in=over.values("issue"))
    waiting = waiting.exclude(pk__in=over.filter(objections__answer="open").values("issue"))
    lines = []
    for issue in waiting.select_related("round").order_by("pk"):
        try:
            make(WINDOW_ENDS, issue, by=None)
        except Refused as refused:
            lines.append(f"{issue.number} 没有办：{'；'.join(refused.reasons)}")
        else:
            lines.append(f"{issue.round} {issue.number} 异议期满，转待审定")
    return lines
