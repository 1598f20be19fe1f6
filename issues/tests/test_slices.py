"""Every slice has one definition: asked of the database and of an issue in hand it says the same, and nobody says it anew."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issues import slices
from issues.lights import changed
from issues.models import COUNTED, Colour, Grade, Issue, LightRule, Side, Status
from issues.rates import RATES
from rectify.lib.predicate import NeedsDatabase
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import build
from rectify.roof.tests.source import relative, shipped

pytestmark = pytest.mark.engines
ON = date(2026, 11, 24)
DAY = ON.isoformat()
# What stands for the arguments of a slice that takes some; the others are asked without.
ARGUMENTS: dict[str, list[str]] = {
    "grade": list(Grade.values),
    "status": list(Status.values),
    "status_since": [f"{status}:{DAY}" for status in Status.values],
    "side": [Side.UNIT, Side.OFFICE, Side.REVIEWERS],
    "due_within": ["0", "3", "14"],
    "due_between": [f"{DAY}:{ON + timedelta(days=6)}"],
    "overdue_days": [f"{span}:{side}" for span in ("1:7", "8:30", "31:more") for side in (Side.UNIT, Side.OFFICE)],
    "light": list(Colour.values),
    "extended_for": ["objective", "subjective"],
    "rolled_over": ["nobody"],
    "posted": ["opened:2026-11", "opened:all:nobody"],
    "look_back_month": ["2026-11"],
    "look_back_asked": ["nobody"],
} | dict.fromkeys(
    ("planned_by", "closed_by", "closed_since", "overdue_since", "extended_since", "returned_since"), [DAY]
)
# These rest on other tables or on a part of a day; every other slice is asked of an issue in hand too.
OF_OTHER_TABLES = {
    "lasting_waiting",
    "stage_review_waiting",
    "stage_met",
    "staged",
    "extended",
    "extended_for",
    "rolled_over",
    "light",
    "extension_waiting",
    "extension_consent",
    "extension_asked",
    "extended_since",
    "handed_down",
    "opinion_asked",
    "joint_waiting",
    "joint_late",
    "joint_ready",
    "plan_to_review",
    "returned_since",
    "posted",
    "ever_closed",
    "looked_back",
    "look_back_holds",
    "look_back_partly",
    "look_back_relapsed",
    "look_back_false",
    "look_back_overdue",
    "look_back_month",
    "look_back_asked",
    "outside_review",
    "archivable",
    "relapse_pending",
    "objection_open",
}


def codes(name: str) -> list[str]:
    return [f"{name}:{arguments}" for arguments in ARGUMENTS[name]] if name in ARGUMENTS else [name]


EVERY = [code for one in slices.known() for code in codes(one.code)]


@pytest.fixture(scope="module")
def issues(shared_db) -> list[Issue]:
    """Two of every state."""
    with time_machine.travel("2026-11-02T09:00+08:00", tick=False):
        world = build()
        made = [world.issue(at=status) for status in (*Status, *Status)]
        LightRule.objects.create(
            profile=world.round.profile, order=1, when="overdue", number=3, colour="red", words="x"
        )
        changed()
    return made


SOME_DAY = st.integers(-40, 40).map(lambda days: ON + timedelta(days=days))
DAYS = st.none() | SOME_DAY
COLUMNS = st.fixed_dictionaries(
    {
        "due": SOME_DAY,
        "original_due": SOME_DAY,
        "next_review": DAYS,
        "long_term": st.booleans(),
        "is_focus": st.booleans(),
        "returns": st.integers(0, 2),
        "reopenings": st.integers(0, 2),
    }
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_slice_says_the_same_of_one_issue_and_of_many(db, issues, data):
    """The law over every slice: rows in all states, whatever their days, grades and marks."""
    grades = st.sampled_from(Grade.values)
    struck = st.integers(-20, 0).map(lambda days: ON + timedelta(days=days))
    for issue in issues:
        columns = data.draw(COLUMNS)
        if issue.status == Status.DRAFT:
            columns["due"] = data.draw(DAYS)
        if issue.closed_on:
            columns |= {"grade": data.draw(grades), "closed_on": data.draw(struck)}
        Issue.objects.filter(pk=issue.pk).update(**columns)
    rows = list(Issue.objects.filter(pk__in=[issue.pk for issue in issues]))
    for code in EVERY:
        if code.split(":")[0] in OF_OTHER_TABLES:
            continue
        listed = {row.pk for row in Issue.objects.filter(slices.condition(code, ON), pk__in=[r.pk for r in rows])}
        assert listed == {row.pk for row in rows if slices.holds(code, row, ON)}, code


def test_every_slice_of_the_issue_alone_is_asked_in_hand(db, issues):
    def needs(code: str) -> bool:
        try:
            slices.holds(code, issues[0], ON)
        except NeedsDatabase:
            return True
        return False

    assert {code.split(":")[0] for code in EVERY if needs(code)} == OF_OTHER_TABLES


@pytest.mark.parametrize("code", EVERY)
def test_to_name_a_slice_asks_the_database_nothing(db, code):
    with counted(0):
        slices.condition(code, ON)


def test_whoever_is_open_is_on_one_side_or_on_nobodys(db, issues):
    for issue in issues:
        sides = [side for side in slices.SIDES if slices.holds(f"side:{side}", issue, ON)]
        assert sides == ([issue.side] if issue.is_open and issue.side != Side.NOBODY else [])


def test_a_rate_divides_a_slice_by_one_that_holds_it(db, issues):
    for rate in RATES:
        part, whole = (set(Issue.objects.filter(slices.condition(code, ON))) for code in (rate.part, rate.whole))
        assert part <= whole
    assert {issue.status for issue in whole} == COUNTED


# Who else compares a deadline: none of these says which issues are late.
DEADLINES = {
    "issues/slices.py": "the definitions",
    "issues/lights.py": "rules with a number of their own",
    "ledgers/figures/change.py": "the deadline of then",
    "issues/actions/extensions.py": "a new deadline against the old",
    "issues/moves/planning.py": "a measure's deadline against its issue's",
    "issues/effects/steps.py": "a step's against its measure's",
    "issues/actions/milestones.py": "a step's own day",
    "issues/advice.py": "of recommendations, which are no issues",
    "issues/filters.py": "days that a reader types",
    "ledgers/books.py": "days that a reader types",
    "ledgers/turns.py": "the answer day of a statement, which is no issue",
}
DERIVED = re.compile(
    r"\b(?:issue|row|self)\.due\s*[<>]|[<>]=?\s*(?:issue|row)\.due\b|\bdue(?:_order)?__(?:lt|lte|gt|gte|range)"
)
DIVIDED = re.compile(r"100 \* [\w.]+ / |\* 100 / |(?<!def )\bpercent\(")
RATIOS = {
    "issues/rates.py",
    "rectify/lib/numbers.py",
    "rectify/lib/tags.py",
    "issues/likeness.py",
    "issues/recurrence.py",
}


def test_nobody_else_says_what_is_late():
    found = {relative(path) for path in shipped() if DERIVED.search(path.read_text(encoding="utf-8"))}
    assert {path for path in found if "/demo/" not in path} <= set(DEADLINES)


def test_nobody_else_divides():
    found = {relative(path) for path in shipped() if DIVIDED.search(path.read_text(encoding="utf-8"))}
    assert {path for path in found if path.startswith(("issues/", "ledgers/"))} <= RATIOS
