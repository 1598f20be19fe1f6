"""A page is one value: its fields are the names that its template reads, and no view hands a dictionary to a template."""

import ast
from dataclasses import fields
from importlib import import_module

import pytest
from django.conf import settings
from django.template.loader import get_template

from rectify.lib.page import Page
from rectify.roof.frame import SUBJECTS
from rectify.roof.testing.freenames import free_names, optional
from rectify.roof.tests.source import HOME, files, relative, shipped, tree

import_module(settings.ROOT_URLCONF)
RENDERS = {"render", "render_to_string", "TemplateResponse"}
# The frame reads what a page is about, and the title tells a form's faults, whether the template does or not.
FRAME_READS = frozenset({*SUBJECTS, "workload", "form"})


def below(kind: type) -> list[type]:
    return [each for child in kind.__subclasses__() for each in (child, *below(child))]


PAGES = sorted((page for page in below(Page) if page.template), key=lambda page: page.template)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_template_reads_what_its_page_holds(page):
    read, held = free_names(page.template), {field.name for field in fields(page)}
    assert read - held - optional(page.template) == set(), "read by the template, not a field of the page"
    assert held - read - FRAME_READS == set(), "a field of the page that its template never reads"


def handed_over() -> list[str]:
    """Calls that hand a template something else than a page."""
    return [
        f"{relative(path)}:{node.lineno}"
        for path in shipped()
        if relative(path) != "rectify/lib/page.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in RENDERS
        and len(node.args) + len(node.keywords) > (1 if getattr(node.func, "id", "") == "render_to_string" else 2)
    ]


def test_views_hand_over_pages():
    assert handed_over() == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ a.b }}{% if c and not d.e == f %}{{ g|default:h }}{% endif %}", "acdfgh"),
        ("{% for a in b %}{{ a }}{{ forloop.counter }}{% empty %}{{ a }}{% endfor %}", "ab"),
        ("{% with a=b %}{{ a }}{{ c }}{% endwith %}{{ a }}", "abc"),
        ("{% now 'Y' as a %}{{ a }}{% url 'home' b as c %}{{ c }}", "b"),
        ("{# {{ a }} #}{% comment %}{{ b }}{% endcomment %}{{ 'c' }}{{ 1 }}", ""),
    ],
)
def test_free_names_are_those_from_outside(source, names, tmp_path, settings):
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    free_names.cache_clear()
    assert free_names("page.html") == set(names)
    free_names.cache_clear()


def test_every_template_can_be_read_for_its_names():
    names = [path.relative_to(HOME / "templates").as_posix() for path in files(".html") if "templates" in path.parts]
    assert len(names) > 200
    for name in names:
        get_template(name), free_names(name)
