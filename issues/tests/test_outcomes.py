"""Measures with numbers: what was typed, two columns with two writers, sums that never mix them."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from issues.actions import outcomes as actions
from issues.models import Outcome, OutcomeKind, Status
from issues.plans.figures import in_words, totals
from issues.plans.numbers import read_number
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.markup import flat


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "value"),
    [
        ("0", "人", 0, "0"),
        ("0人", "人", 0, "0"),
        ("12", "项", 0, "12"),
        ("1,900 户", "户", 0, "1900"),
        ("7.132万元", "万元", 4, "7.132"),
        ("237054.47 万元", "万元", 2, "237054.47"),
        ("3000元", "万元", 2, "0.3"),
        ("1.2万人次", "人", 0, "12000"),
        ("１２", "项", 0, "12"),
        ("7.13", "万元", 2, "7.13"),
        ("2亿元", "万元", 2, "20000"),
    ],
)
def test_an_exact_number_is_read_in_the_unit_of_its_kind(typed, unit, decimals, value):
    assert read_number(typed, unit=unit, decimals=decimals).value == Decimal(value)


@pytest.mark.parametrize("typed", ["**", "**个", "XX", "60余次", "超320余场次", "2000余份", "约 5 万元", "若干"])
def test_what_is_masked_or_rough_is_kept_as_text_and_is_no_number(typed):
    said = read_number(typed, unit="项", decimals=0)
    assert (said.value, said.text, said.question) == (None, typed, "")


def test_nothing_is_nothing_and_not_zero():
    assert read_number("  ", unit="人", decimals=0).value is None


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "words"),
    [
        ("1.5", "人", 0, "整数"),
        ("1.234", "万元", 2, "小数"),
        ("5户", "人", 0, "换算"),
        ("很多", "人", 0, "读不出"),
        ("-3", "人", 0, "读不出"),
        ("9" * 30, "项", 0, "太大"),
        ("98.71%", "项", 0, "换算"),
    ],
)
def test_what_cannot_be_kept_is_asked(typed, unit, decimals, words):
    said = read_number(typed, unit=unit, decimals=decimals)
    assert words in said.question
    assert said.value is None


@pytest.fixture
def kinds(db):
    call_command("load_defaults", verbosity=0)
    return {kind.code: kind for kind in OutcomeKind.objects.all()}


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def declare(world, issue, kind, value=None, text="", place=0, by=None):
    measure = issue.measures.order_by("order")[place]
    row = {"measure": measure, "kind": kind, "value": value and Decimal(value), "text": text}
    if value == "0":
        row["value"] = Decimal(0)
    actions.declare(issue=issue, rows=[row], by=by or world.actor(issue, "liaison"))
    return Outcome.objects.get(measure=measure, kind=kind)


def accept(world, issue, outcome, value, by=None):
    actions.accept(issue=issue, rows=[{"outcome": outcome, "value": Decimal(value)}], by=by or world.clerk)
    outcome.refresh_from_db()


def test_the_defaults_bring_the_kinds_once(kinds):
    assert kinds["recovered"].unit == "万元"
    assert kinds["recovered"].is_money
    kinds["other"].delete()
    call_command("load_defaults", verbosity=0)
    assert not OutcomeKind.objects.filter(code="other").exists()


def test_two_columns_have_two_writers(world, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = declare(world, issue, kinds["recovered"], "7.13")
    for who in (world.clerk, world.head, world.leader, world.other_liaison):
        with pytest.raises(Refused):
            declare(world, issue, kinds["recovered"], "9", by=who)
    for who in (world.liaison, world.principal, world.head, world.leader):
        with pytest.raises(Refused):
            accept(world, issue, outcome, "7", by=who)
    accept(world, issue, outcome, "7")
    assert (outcome.declared, outcome.accepted) == (Decimal("7.13"), Decimal(7))
    assert in_words(outcome).gap == "两数不一致"
    kinds_of_events = set(Event.objects.values_list("kind", flat=True))
    assert {"issues.outcome.declare", "issues.outcome.accept"} <= kinds_of_events


def test_a_number_declared_anew_keeps_the_acceptance_and_says_so(world, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = declare(world, issue, kinds["institution"], "2")
    accept(world, issue, outcome, "2")
    again = declare(world, issue, kinds["institution"], "5")
    assert (again.declared, again.accepted) == (Decimal(5), Decimal(2))
    assert in_words(again).gap == "申报在认定以后改过"


def test_zero_empty_and_masked_are_three_things_in_a_sum(world, kinds):
    issue, second = world.issue(at=Status.RECTIFYING), world.issue(at=Status.RECTIFYING)
    kind = kinds["criticised"]
    zero = declare(world, issue, kind, "0")
    declare(world, issue, kind, place=1)
    declare(world, second, kind, text="**")
    four = declare(world, second, kind, "4", place=1)
    accept(world, second, four, "3")
    accept(world, issue, zero, "0")
    (total,) = totals(Outcome.objects.all())
    assert (total.rows, total.declared, total.blank, total.words) == (4, 4, 1, 1)
    assert (total.accepted, total.open) == (3, 2)
    assert "未填 1，只有文字 1" in str(total)


def test_nothing_is_written_twice_nor_where_nothing_changed(world, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = declare(world, issue, kinds["institution"], "2")
    first = outcome.declared_at
    assert declare(world, issue, kinds["institution"], "2").declared_at == first


def test_a_measure_with_numbers_is_not_deleted(world, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    declare(world, issue, kinds["institution"], "2")
    assert issue.measures.first().outcomes.exists()


def row_of(outcome, **values):
    return {f"o-{outcome.public_id}-{name}": value for name, value in values.items()}


def test_the_unit_fills_its_rows_and_the_office_its_column(world, enter, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    url = reverse("issues:outcomes", args=[issue.public_id])
    measure = issue.measures.first()
    client = enter(world.liaison)
    sent = {
        "act": "declare",
        "new-0-measure": measure.public_id,
        "new-0-kind": kinds["recovered"].code,
        "new-0-number": "3000元",
    }
    assert client.post(url, sent).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.declared, outcome.accepted) == (Decimal("0.3"), None)
    client.post(url, {"act": "accept", f"a-{outcome.public_id}-number": "0.3"})
    outcome.refresh_from_db()
    assert outcome.accepted is None
    client = enter(world.clerk)
    assert 'value="accept"' in client.get(url).content.decode()
    client.post(
        url, {"act": "accept", f"a-{outcome.public_id}-number": "0.2", f"a-{outcome.public_id}-note": "回单 0.2"}
    )
    outcome.refresh_from_db()
    assert (outcome.declared, outcome.accepted, outcome.accepted_by) == (Decimal("0.3"), Decimal("0.2"), world.clerk)
    client.post(url, {"act": "declare"} | row_of(outcome, number="9"))
    outcome.refresh_from_db()
    assert outcome.declared == Decimal("0.3")
    page = flat(client.get(issue.get_absolute_url()).content.decode())
    assert "申报 <b>0.30</b>" in page
    assert "认定 <b>0.20</b>" in page


def test_a_wrong_number_is_said_and_what_was_typed_stays(world, enter, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    url = reverse("issues:outcomes", args=[issue.public_id])
    sent = {"act": "declare", "new-0-kind": kinds["criticised"].code, "new-0-number": "三个人"}
    page = enter(world.liaison).post(url, sent).content.decode()
    assert "请选是哪条措施的" in page
    assert "三个人" in page
    assert not Outcome.objects.exists()


def test_the_reviewer_accepts_beside_the_evidence(world, enter, kinds):
    issue = world.issue(at=Status.RECTIFYING)
    outcome = declare(world, issue, kinds["recovered"], "7.13")
    world.bring(issue, Status.FIRST_REVIEW)
    review = reverse("ledgers:review", args=[issue.public_id])
    client = enter(world.checker)
    assert "存监督认定" in client.get(review).content.decode()
    sent = {"act": "accept", "next": "review", f"a-{outcome.public_id}-number": "7"}
    assert client.post(reverse("issues:outcomes", args=[issue.public_id]), sent).url == review
    outcome.refresh_from_db()
    assert (outcome.declared, outcome.accepted) == (Decimal("7.13"), Decimal(7))
