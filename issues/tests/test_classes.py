"""类别, 分类, 专项, 板块, 性质, 根源, 当下改·长久立: filled, shown, asked for; one class a scheme, whatever is done."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issues.actions import catalogue, issues
from issues.filters import IssueFilter
from issues.forms.edit import DraftForm
from issues.grouping import follow
from issues.models import Category, Issue, Scheme, Track
from rectify.lib.errors import Refused
from rectify.roof.testing.counting import counted

pytestmark = pytest.mark.model


@pytest.fixture
def classes(world):
    call_command("load_defaults")
    return {row.code: row for row in Category.objects.filter(scheme__code="common_problems")}


def stands(issue):
    return dict(issue.groups.values_list("scheme__code", "code"))


def group(scheme, code, version):
    return Category.objects.get(scheme__code=scheme, scheme__version=version, code=code)


def entered(world, **fields):
    words = {"title": "台账不全", "original": "台账不全。"}
    return issues.register(round_=world.round, lead_unit=world.lead, by=world.clerk, **(words | fields))


def test_an_issue_stands_where_its_class_belongs_from_the_moment_it_is_entered(world, classes):
    issue = entered(world, category=classes["C21"])
    assert stands(issue) == {"four_implement": "4", "four_focus": "4", "three_problems": "3", "five_sustain": "5"}


def test_what_a_person_said_stays_when_the_class_changes(world, classes):
    issue = entered(world, category=classes["C01"])
    said = group("four_implement", "3", "2023")
    issues.edit(issue=issue, by=world.clerk, groups=[said])
    assert stands(issue)["four_implement"] == "3"
    issues.edit(issue=issue, by=world.clerk, category=classes["C21"])
    assert stands(issue) == {"four_implement": "3", "four_focus": "4", "three_problems": "3", "five_sustain": "5"}
    issues.edit(issue=issue, by=world.clerk, category=None)
    assert stands(issue) == {"four_implement": "3"}


def test_an_office_that_classes_by_a_scheme_has_its_class_in_it(world, classes):
    issue = entered(world, category=group("four_focus", "2", "2025"))
    assert stands(issue) == {"four_focus": "2"}


STEPS = st.lists(
    st.tuples(st.sampled_from(["C01", "C08", "C21", ""]), st.sampled_from(["", "1", "3", "9"])), max_size=6
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_one_class_a_scheme_and_the_last_word_of_a_person_counts(world, steps):
    call_command("load_defaults")
    known = {row.code: row for row in Category.objects.filter(scheme__code="common_problems")} | {"": None}
    issue = entered(world)
    last = ""
    for code, said in steps:
        groups = [group("four_implement", said, "2023")] if said else None
        issues.edit(issue=issue, by=world.clerk, category=known[code], groups=groups)
        last = said or last
        schemes = list(issue.groups.values_list("scheme", flat=True))
        assert len(schemes) == len(set(schemes))
        has, belongs = stands(issue).get("four_implement", ""), dict(code_of(known[code])).get("four_implement", "")
        assert has in {last, belongs} - {""} or not has
        assert has or not belongs


def code_of(category):
    return category.groups.values_list("scheme__code", "code") if category else []


def test_bringing_many_in_line_costs_no_statement_a_row(world, classes):
    rows = [entered(world, category=classes["C01"], title=f"台账 {n}") for n in range(6)]
    Issue.groups.through.objects.all().delete()
    with counted(at_most=6):
        follow(rows)
    assert all(len(stands(issue)) == 4 for issue in rows)


def test_the_form_of_a_draft_takes_one_class_a_scheme(world, classes):
    issue = entered(world, category=classes["C01"])
    form = DraftForm(None, obj=issue, user=world.clerk)
    data = {name: form[name].value() or "" for name in form.fields} | {"groups": [], "lead_unit": world.lead.public_id}
    data |= {"category": "C01", "due": ""}
    two = [group("four_implement", code, "2023").pk for code in ("1", "2")]
    wrong = DraftForm(data | {"groups": two}, obj=issue, user=world.clerk)
    assert "每个分类方案里只能归一类" in str(wrong.errors)
    right = DraftForm(data | {"groups": two[1:]}, obj=issue, user=world.clerk)
    assert right.is_valid(), right.errors
    issues.edit(issue=issue, by=world.clerk, **right.given)
    assert stands(issue)["four_implement"] == "2"
    assert stands(issue)["five_sustain"] == "1"


@pytest.fixture
def sorted_issues(world, classes):
    track = Track.objects.get(code="personnel")
    first = entered(world, category=classes["C17"], track=track, cause="leadership", nature="common")
    second = entered(world, category=classes["C01"], cause="subjective")
    return first, second


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("group", lambda: group("four_implement", "3", "2023").pk),
        ("track", lambda: "personnel"),
        ("nature", lambda: "common"),
        ("cause", lambda: "leadership"),
    ],
)
def test_a_list_is_cut_by_each_sort(world, sorted_issues, name, value):
    first, _ = sorted_issues
    asked = IssueFilter({name: str(value())}, Issue.objects.filter(round=world.round))
    assert asked.wrong == {}
    assert list(asked.understood()) == [first]


def test_a_list_is_cut_by_the_sector_of_its_unit(world, sorted_issues):
    rows = Issue.objects.filter(round=world.round)
    code = world.lead.sector.code
    assert set(IssueFilter({"sector": code}, rows).understood()) == set(sorted_issues)
    assert set(IssueFilter({"sector": "village"}, rows).understood()) == set()
    assert IssueFilter({"sector": "nowhere"}, rows).wrong


def test_the_choices_are_what_the_rows_have(world, sorted_issues):
    asked = IssueFilter({"sorts": "1"}, Issue.objects.filter(round=world.round))
    choices = {field.name: [str(value) for value, _ in field.field.choices if value] for field in asked.sort_controls}
    assert choices["track"] == ["personnel"]
    assert choices["nature"] == ["individual", "common"]
    assert choices["cause"] == ["subjective", "leadership"]
    labels = [label for _, label in asked.sorts.of("group")]
    assert "四个落实：落实新时代党的组织路线" in labels
    assert IssueFilter({}, Issue.objects.all()).sort_controls == []


def test_the_page_and_the_list_say_what_sort_it_is(client, world, sorted_issues):
    from django.conf import settings as conf

    client.force_login(world.clerk, backend=conf.AUTHENTICATION_BACKENDS[-1])
    first, _ = sorted_issues
    Issue.objects.filter(pk=first.pk).update(root_cause="班子不敢得罪人")
    page = client.get(Issue.objects.get(pk=first.pk).get_absolute_url()).content.decode()
    for words in ("四个落实", "落实新时代党的组织路线", "选人用人", "共性问题", "领导干部", "班子不敢得罪人"):
        assert words in page
    listed = client.get(reverse("issues:list"), {"cause": "leadership"}).content.decode()
    assert "根源类型：领导干部" in listed


def test_the_groups_of_a_class_are_kept_in_the_catalogue(client, world, classes):
    from django.conf import settings as conf

    five = Scheme.objects.get(code="five_sustain").categories.get(code="2")
    kept = list(classes["C03"].groups.exclude(scheme=five.scheme))
    fields = {"scheme": classes["C03"].scheme, "code": "C03", "name": "履职不力", "order": 3, "is_active": True}
    catalogue.keep(row=classes["C03"], by=world.head, **fields, groups=[*kept, five])
    assert classes["C03"].groups.get(scheme=five.scheme) == five
    client.force_login(world.head, backend=conf.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("issues:catalogue_edit", args=["categories", classes["C03"].pk])).content.decode()
    assert f'<option value="{five.pk}" selected>' in page
    with pytest.raises(Refused):
        catalogue.keep(row=classes["C03"], by=world.clerk, **fields, groups=[])
