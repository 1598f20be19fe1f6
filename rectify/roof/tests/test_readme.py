"""README and docs tell the truth: the drawings are the tables, what is named exists."""

import re

import pytest

from rectify.roof.tests.source import HOME
from rectify.workflow.diagram import drawings

PAGES = [HOME / "README.md", HOME / "bench" / "README.md", *sorted((HOME / "docs").glob("*.md"))]
PATH = re.compile(r"`((?:rectify|issues|ledgers|templates|static|bench|docs|\.ci)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


def test_the_drawings_are_the_tables():
    assert (HOME / "docs" / "moves.md").read_text(encoding="utf-8") == drawings(), "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_what_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    assert {path for path in PATH.findall(text) if not (HOME / path).exists()} == set()
    links = {target for target, _ in LINK.findall(text) if "://" not in target}
    assert {target for target in links if not (page.parent / target).exists()} == set()


def test_pages_name_much_of_the_code():
    assert len({path for page in PAGES for path in PATH.findall(page.read_text(encoding="utf-8"))}) > 40


def test_a_section_of_the_readme_is_a_screen():
    sections = re.split(r"^## ", (HOME / "README.md").read_text(encoding="utf-8"), flags=re.M)
    assert {text.splitlines()[0]: len(text.splitlines()) for text in sections if len(text.splitlines()) > 60} == {}


def test_a_recipe_has_three_steps_at_most():
    steps = re.findall(r"^(\d)\. ", (HOME / "README.md").read_text(encoding="utf-8"), flags=re.M)
    assert len(steps) > 8
    assert max(map(int, steps)) == 3
