"""What a desk says waits is what an independent count finds, over all rounds of the person."""

from collections.abc import Iterable

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from rectify.accounts.models import User
from rectify.accounts.roles import UNIT_ROLES, AccountKind, Role
from rectify.lib.dates import today

LIVE = "SELECT 1 FROM issues_jointreview j WHERE j.issue_id = i.id AND j.outcome = 'live'"
ASKED = "SELECT 1 FROM issues_opinion o WHERE o.review_id = j.id AND o.status = 'asked'"
EXTENSION = "SELECT 1 FROM issues_extension e WHERE e.issue_id = i.id"
WENT = (
    "SELECT 1 FROM ledgers_visit v JOIN ledgers_visit_visitors g ON g.visit_id = v.id JOIN ledgers_closure c"
    " ON c.id = v.closure_id WHERE v.issue_id = i.id AND v.kind = 'look_back' AND c.outcome = 'approved'"
    " AND g.user_id = {who}"
)
READY = f"EXISTS ({LIVE} AND NOT EXISTS ({ASKED}))"
# By role what waits for it, written down anew in SQL: nothing of the product's own definitions is used.
WAITS = {
    Role.OFFICE_CLERK: (
        "i.status IN ('first_review', 'draft')",
        f"i.status = 'plan_review' AND NOT EXISTS ({LIVE})",
        READY,
        "EXISTS (SELECT 1 FROM issues_stagereview s WHERE s.issue_id = i.id AND s.read_at IS NULL)",
    ),
    Role.OFFICE_HEAD: (
        "i.status IN ('awaiting_decision', 'contested', 'draft')",
        "i.status = 'objection_window' AND EXISTS (SELECT 1 FROM ledgers_objection b"
        " JOIN ledgers_closure c ON c.id = b.closure_id"
        " WHERE c.issue_id = i.id AND c.outcome = 'live' AND b.answer = 'open')",
        READY,
        f"EXISTS ({LIVE} AND j.due < '{{on}}' AND EXISTS ({ASKED}))",
        f"EXISTS ({EXTENSION} AND (e.status = 'consented' OR (e.status = 'waiting' AND e.number = 1)))",
        "EXISTS (SELECT 1 FROM issues_lasting l WHERE l.issue_id = i.id AND l.status = 'waiting')",
    ),
    Role.UNIT_LIAISON: (
        "i.status IN ('dispatched', 'planning', 'rectifying')",
        "i.long_term AND i.next_review <= '{on}' AND i.dispatched_at IS NOT NULL"
        " AND i.status NOT IN ('draft', 'terminated', 'dispatched', 'contested')",
    ),
    Role.UNIT_PRINCIPAL: ("i.status IN ('awaiting_signature', 'planning')",),
    Role.LEADER: (
        f"EXISTS ({EXTENSION} AND e.status = 'waiting' AND e.number >= 2)",
        f"i.status = 'closed' AND EXISTS ({WENT} AND v.recorded_at IS NULL)",
    ),
}
ISSUES = (
    "FROM issues_issue i JOIN issues_round r ON r.id = i.round_id JOIN accounts_unit u ON u.id = i.lead_unit_id"
    " JOIN accounts_unit f ON f.id = r.office_id"
)
OWED = (
    "SELECT COUNT(*) FROM issues_report p JOIN issues_week w ON w.id = p.week_id JOIN issues_issue i ON i.id = p.issue_id"
    " JOIN accounts_unit u ON u.id = i.lead_unit_id WHERE w.opened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM issues_week v"
    " WHERE v.round_id = w.round_id AND v.opened_at IS NOT NULL AND v.starts > w.starts) AND p.status IN ('due', 'returned')"
    " AND i.status NOT IN ('draft', 'terminated', 'closed', 'archived') AND (p.sent_at IS NOT NULL OR p.missed_at IS NOT NULL"
    " OR i.status IN ('planning', 'rectifying')) AND ({places})"
)
# What waits beside issues: per kind where its rows come from, what waits for the office `f`, what for the unit `u`.
OTHERS = {
    "recommendations": (
        "issues_recommendation c JOIN issues_round r ON r.id = c.round_id JOIN accounts_unit f ON f.id = r.office_id"
        " JOIN accounts_unit u ON u.id = c.lead_unit_id",
        "c.status IN ('draft', 'plan_review', 'first_review')",
        "c.status IN ('planning', 'rectifying')",
    ),
    "papers": (
        "ledgers_issuedpaper c JOIN accounts_unit f ON f.id = c.office_id LEFT JOIN accounts_unit u ON u.id = c.unit_id",
        "c.status IN ('reviewed', 'issued', 'answered', 'judged')",
        "(c.status = 'delivered' OR c.status = 'received' AND c.answer_by IS NOT NULL)",
    ),
    "statements": (
        "ledgers_accountstatement c JOIN issues_round r ON r.id = c.round_id JOIN accounts_unit f ON f.id = r.office_id"
        " JOIN accounts_unit u ON u.id = c.unit_id",
        "(c.status = 'office_checks' OR c.status = 'unit_checks' AND u.is_offline)",
        "c.status = 'unit_checks'",
    ),
    "lines": (
        "ledgers_statementdispute c JOIN ledgers_accountstatement s ON s.id = c.statement_id AND s.status = 'disputed'"
        " JOIN issues_round r ON r.id = s.round_id JOIN accounts_unit f ON f.id = r.office_id"
        " JOIN accounts_unit u ON u.id = s.unit_id",
        "(c.side = 'unit' AND c.status = 'raised' OR c.side = 'office' AND c.status = 'explained'"
        " OR u.is_offline AND (c.side = 'office' AND c.status = 'raised' OR c.side = 'unit' AND c.status = 'explained'))",
        "(c.side = 'office' AND c.status = 'raised' OR c.side = 'unit' AND c.status = 'explained')",
    ),
}


def number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def waiting(user: User) -> int:
    """How many issues wait for the person, each once."""
    parts = ["1 = 0"]
    for role, waits in WAITS.items():
        column = "f.path" if role in (Role.OFFICE_CLERK, Role.OFFICE_HEAD) else "u.path"
        for path in user.paths(role):
            place = f"f.path = '{path}'" if column == "f.path" else f"u.path LIKE '{path}%'"
            parts += [f"({place} AND ({what.format(on=today(), who=user.pk)}))" for what in waits]
    return number(f"SELECT COUNT(DISTINCT i.id) {ISSUES} WHERE {' OR '.join(parts)}")


def others(user: User) -> dict[str, int]:
    """How much else waits for the person, by kind."""
    offices = [f"f.path = '{path}'" for path in user.paths(Role.OFFICE_CLERK, Role.OFFICE_HEAD)]
    units = [f"u.path LIKE '{path}%'" for path in user.paths(*UNIT_ROLES)]
    numbers = {
        kind: number(
            f"SELECT COUNT(DISTINCT c.id) FROM {rows}"
            f" WHERE ({' OR '.join(offices) or '1 = 0'}) AND {ours} OR ({' OR '.join(units) or '1 = 0'}) AND {theirs}"
        )
        for kind, (rows, ours, theirs) in OTHERS.items()
    }
    numbers["statements"] += numbers.pop("lines")
    return numbers


def owed(user: User) -> int:
    """How many weekly reports the person has to write."""
    places = " OR ".join(f"u.path LIKE '{path}%'" for path in user.paths(*UNIT_ROLES))
    return number(OWED.format(places=places or "1 = 0"))


def people() -> QuerySet[User]:
    """Who has a desk."""
    return User.objects.filter(kind=AccountKind.BUSINESS, is_active=True)


def branch(user: User) -> int | None:
    """The office above whom the person works for, or what lies above that."""
    unit = user.posts[0].unit if user.posts else None
    return (unit.supervising_office_id or unit.parent_id) if unit else None


def desks_agree(users: Iterable[User]) -> int:
    """Hold the desk of each of them against the counts; how many things waited in all."""
    total = 0
    for user in users:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        page = client.get(reverse("issues:home"), follow=True).context
        workload = page.get("workload") or page.get("waiting")
        if workload is None:
            continue
        if not user.holds(Role.REVIEWER):
            assert workload.issue_count == waiting(user), user
            assert {kind: workload.other_counts.get(kind, 0) for kind in OTHERS if kind != "lines"} == others(user), (
                user
            )
        assert workload.count == workload.issue_count + sum(workload.other_counts.values())
        total += workload.count
        for queue in workload.queues if user.holds(*UNIT_ROLES, Role.LEADER) else ():
            opened = client.get(queue.url).context["total"] if queue.count else "0"
            assert opened == f"{queue.count:,}", (user, queue)
        if user.holds(*UNIT_ROLES) and (desk := page.get("desk")):
            assert len(desk.owed) == owed(user), user
            assert desk.counts["sign"] <= workload.issue_count or not user.holds(Role.UNIT_LIAISON), user
            assert client.get(reverse("issues:reports")).context.get("owed", 0) == owed(user), user
    return total


@pytest.mark.sampled
@pytest.mark.django_db
def test_the_desks_of_two_cities_agree(life, db):
    assert desks_agree(people()) > 20
