"""An office's own word for a class is asked once and known from then on; an imported issue stands where its class belongs."""

import pytest
from django.core.management import call_command

from issues.models import Category, Issue, OfficeClass
from ledgers.actions import import_undo, imports
from ledgers.tests.intake import HEADS, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)

pytestmark = pytest.mark.model
HEADS_CLASS = [*HEADS, "问题类别"]
OWN = "巡察整改老大难"


def book(word, *, first=1):
    return workbook([*row(first), word], heads=HEADS_CLASS)


def questions(batch):
    return [q["key"] for q in batch.layout["questions"] if q["key"].startswith("class:") and not q["answered"]]


def stands(issue):
    return dict(issue.groups.values_list("scheme__code", "code"))


@pytest.fixture
def class_21(world):
    call_command("load_defaults")
    return Category.objects.get(code="C21")


def test_an_own_word_is_asked_once_and_the_groups_follow(world, class_21):
    batch = taken(world, book(OWN))
    assert questions(batch) == [f"class:{OWN}"]
    imports.answer(batch=batch, answers={f"class:{OWN}": {"category": class_21.pk}}, by=world.clerk)
    batch.refresh_from_db()
    assert not OfficeClass.objects.exists()
    written(world, batch)
    issue = Issue.objects.get()
    assert (issue.category, stands(issue)["five_sustain"]) == (class_21, "5")
    known = OfficeClass.objects.get()
    assert (known.office, known.name, known.category) == (world.round.office, OWN, class_21)
    again = taken(world, book(f" {OWN} ", first=2), name="再来.xlsx")
    assert questions(again) == []
    written(world, again)
    assert set(Issue.objects.values_list("category__code", flat=True)) == {"C21"}


def test_the_catalogue_goes_before_an_own_word(world, class_21):
    name = Category.objects.get(code="C01").name
    OfficeClass.objects.create(office=world.round.office, name="".join(name.split()), category=class_21)
    written(world, taken(world, book(name)))
    assert Issue.objects.get().category.code == "C01"


def test_a_file_that_changes_the_class_changes_its_groups_and_back(world, class_21):
    written(world, taken(world, book("C01")))
    assert stands(Issue.objects.get())["three_problems"] == "1"
    again = written(world, taken(world, book("C21"), name="改.xlsx"))
    assert stands(Issue.objects.get())["three_problems"] == "3"
    import_undo.undo(batch=again, by=world.clerk)
    assert stands(Issue.objects.get())["three_problems"] == "1"
