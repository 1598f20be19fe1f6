from io import StringIO

import pytest
from django.core.management import call_command

from issues.models import (
    Category,
    ExtensionReason,
    LimitedEvent,
    Phrase,
    RoundKind,
    RuleProfile,
    RuleTerm,
    Scheme,
    Track,
)
from rectify.accounts.models import Sector
from rectify.calendars.models import Day
from rectify.options.models import StoredOption

pytestmark = [pytest.mark.engines, pytest.mark.django_db]
MODELS = (Category, ExtensionReason, Phrase, RoundKind, RuleProfile, RuleTerm, Scheme, Track, Sector, Day)


def load():
    out = StringIO()
    call_command("load_defaults", stdout=out)
    return out.getvalue()


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def test_everything_is_there_and_a_second_run_adds_nothing():
    load()
    first = counts()
    assert all(first.values())
    assert "没有改动" in load()
    assert counts() == first


def test_the_22_common_problems_stand_in_their_groups():
    load()
    problems = Category.objects.filter(scheme__kind=Scheme.Kind.CATALOGUE).order_by("order")
    assert [problem.code for problem in problems] == [f"C{n:02d}" for n in range(1, 23)]
    for problem in problems:
        assert sorted(problem.groups.values_list("scheme__code", flat=True)) == [
            "five_sustain",
            "four_focus",
            "four_implement",
            "three_problems",
        ]
    assert problems.get(code="C17").groups.get(scheme__code="three_problems").name == "党的建设缺失"


def test_the_schemes_are_versioned_and_the_unconfirmed_one_says_so():
    load()
    assert set(Scheme.objects.filter(code="four_focus").values_list("version", "is_current")) == {
        ("2025", True),
        ("2023", False),
    }
    five = Scheme.objects.get(code="five_sustain")
    assert (five.categories.count(), five.is_current, "核改" in five.name) == (5, False, True)


def test_a_class_that_was_there_before_belongs_in_a_scheme_that_came_later():
    load()
    Category.objects.filter(scheme__code="five_sustain").delete()
    memory = StoredOption.objects.get(key="issues.defaults_loaded")
    memory.value = [key for key in memory.value if "five_sustain" not in key]
    memory.save(update_fields=["value"])
    load()
    assert Category.objects.get(code="C21").groups.filter(scheme__code="five_sustain", code="5").exists()


def test_profiles_have_their_limits():
    load()
    limits = RuleTerm.objects.filter(event=LimitedEvent.CONCENTRATED_END)
    assert {term.profile.code: (term.number, term.unit) for term in limits} == {
        "province": (6, "month"),
        "city": (3, "month"),
        "unit": (3, "month"),
    }
    for term in RuleTerm.objects.all():
        term.full_clean()
    for profile in RuleProfile.objects.all():
        assert {"plan", "sign", "concentrated_end", "progress_report"} <= set(
            profile.terms.values_list("event", flat=True)
        )


def test_every_row_passes_its_own_model():
    load()
    for model in MODELS:
        for row in model.objects.all():
            row.full_clean()


def test_what_somebody_edited_renamed_or_deleted_stays_so():
    load()
    RuleTerm.objects.filter(profile__code="city", event="plan").update(number=20, unit="workday")
    phrase = Phrase.objects.filter(use="return").first()
    phrase.text = "本办自己的话"
    phrase.save(update_fields=["text"])
    Phrase.objects.filter(use="focus").first().delete()
    Sector.objects.filter(code="hospital").delete()
    Track.objects.filter(code="main").update(name="主报告", code="main_report")
    before = counts()
    load()
    assert counts() == before
    term = RuleTerm.objects.get(profile__code="city", event="plan")
    assert (term.number, term.unit) == (20, "workday")
    assert not Track.objects.filter(code="main").exists()
