"""Who may, at closure. Who is refused for having had a hand in it before is a condition, with its reason."""

from issues import policies
from rectify.lib.verdict import Verdict

unit_liaison = policies.unit_liaison
unit_principal = policies.unit_principal
office_clerk = policies.office_clerk
office_head = policies.office_head


def keeps_books(user, round_) -> Verdict:
    """A clerk or head of the office that runs the round: imports, exports, reconciles."""
    return policies.runs_round(user, round_)
