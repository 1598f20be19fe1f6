"""The accounts of a round over some days, item by item: what stood open before, what was entered, what stands open after
(docs/rules.md: account-statement).

期初 ＋ 立账 ＋ 重开 ＋ 转入 − 销号 − 终止 − 转出 ＝ 期末
"""

from collections import Counter, defaultdict
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from issues.models import Round
from ledgers.models import AccountStatement, Entry
from ledgers.models.entry import PLUS
from ledgers.reconcile import AccountLine
from rectify.accounts.models import Unit

Line = dict[str, Any]  # as AccountStatement.lines keeps it


def itemised(round_: Round, since: date, until: date) -> dict[Unit, list[Line]]:
    """Of each unit with an account in these days its lines, by the numbers of the issues; one statement."""
    entries = Entry.objects.filter(round=round_, on__lte=until).select_related("issue", "unit")
    accounts: dict[Unit, list[Line]] = defaultdict(list)
    ordered = entries.order_by("unit__order", "unit_id", "issue__number", "issue_id", "sequence")
    for _, chain in groupby(ordered, attrgetter("unit_id", "issue_id")):
        rows = list(chain)
        if line := _line(rows, since):
            accounts[rows[0].unit].append(line)
    return dict(accounts)


def _line(chain: list[Entry], since: date) -> Line | None:
    """One issue in one account; none where it had left the account before. The title is that of its own unit alone: what was
    moved to another is told by its number."""
    before = [entry for entry in chain if entry.on < since]
    between = [entry for entry in chain if entry.on >= since]
    opening = bool(before) and before[-1].kind in PLUS
    if not opening and not between:
        return None
    issue = chain[0].issue
    return {
        "issue": issue.public_id,
        "number": issue.number,
        "title": issue.title if issue.lead_unit_id == chain[0].unit_id else "",
        "opening": int(opening),
        "entries": [{"on": entry.on.isoformat(), "kind": str(entry.kind)} for entry in between],
        "closing": int(chain[-1].kind in PLUS),
    }


def account_of(statement: AccountStatement) -> AccountLine:
    """The equation of a statement, out of its lines."""
    counts = Counter(entry["kind"] for line in statement.lines for entry in line["entries"])
    opening = sum(line["opening"] for line in statement.lines)
    return AccountLine(statement.round_id, statement.unit_id, statement.since, opening, counts)


def words_of(line: Line) -> str:
    """What was entered of an issue: 11-03 销号、11-20 重开."""
    return "、".join(f"{entry['on'][5:]} {Entry.Kind(entry['kind']).label}" for entry in line["entries"])
