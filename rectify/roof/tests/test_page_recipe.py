"""What README says of adding a page is enough: a folder of its subject, a template and three lines, made here on a copy of the
project; who may not see the issue does not learn of the page, and the manual has its section."""

from pathlib import Path

import pytest

from rectify.roof.testing.planted import copied
from rectify.roof.tests.test_report_recipe import put, ran

pytestmark = pytest.mark.slow
NEW = {
    "issues/pages/guests/__init__.py": "",
    "issues/pages/guests/page.py": '''"""来访: who came to look at one issue."""

from dataclasses import dataclass
from typing import ClassVar

from issues.models import Issue
from rectify.lib.page import Page


@dataclass(frozen=True)
class GuestsPage(Page):
    """`words` say whether anybody came."""

    template: ClassVar[str] = "issues/guests/guests.html"
    issue: Issue
    words: str
''',
    "issues/pages/guests/views.py": '''"""来访: who came to look at one issue."""

from django.shortcuts import get_object_or_404

from issues.models import Issue
from issues.pages.guests.page import GuestsPage
from rectify.lib.page import show


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user)


def guests(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    return show(request, GuestsPage(issue, "还没有人来访"))
''',
    "templates/issues/guests/guests.html": """{# takes GuestsPage (issues/pages/guests/page.py) #}{% extends "base.html" %}
{% block title %}来访{% endblock %}
{% block main %}
  <p class="crumb"><a href="{{ issue.get_absolute_url }}">{{ issue.number }}</a> › 来访</p>
  <h1>来访</h1>
  <p>{{ words }}</p>
{% endblock %}
""",
    "issues/tests/test_guests.py": '''"""The page as who may see the issue finds it, and who may not."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(("who", "code"), [("clerk", 200), ("liaison", 200), ("stranger", 404)])
def test_the_page(world, client, settings, who, code):
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(reverse("issues:guests", args=[world.issue(at="rectifying").public_id]))
    assert answer.status_code == code
    assert ("还没有人来访" in answer.content.decode()) == (code == 200)
''',
}
LINES = (
    ("issues/urls.py", "from issues.pages.handing import", "from issues.pages.guests import views as guests\n"),
    (
        "issues/urls.py",
        '    path("issues/<str:public_id>/hand/"',
        '    path("issues/<str:public_id>/guests/", guests.guests, name="guests"),\n',
    ),
    (
        "rectify/roof/tests/expectations.py",
        '    "issues/<str:public_id>/regulations/"',
        '    "issues/<str:public_id>/guests/": ("issue", PARTY),\n',
    ),
    (
        "rectify/roof/manual/pages.py",
        '    ManualSection("转段"',
        '    ManualSection("来访", ("issues:guests",), ("谁来看过这一件。",)),\n',
    ),
)
# What would say that a piece was forgotten.
SAYS = (
    "rectify/roof/tests/test_shape.py",
    "rectify/roof/tests/test_page_values.py",
    "rectify/roof/tests/test_links.py",
    "rectify/roof/tests/test_docs.py::test_a_module_explains_itself_or_stands_in_the_words",
    "rectify/roof/tests/test_manual.py::test_every_address_has_a_section_and_none_is_stale",
    "rectify/roof/tests/test_addresses.py::test_every_address_has_an_expectation_and_none_is_stale",
)


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_page_is_a_folder_a_template_and_three_lines(tmp_path):
    folder = copied(tmp_path)
    for name, text in NEW.items():
        write(folder, name, text)
    for name, before, line in LINES:
        put(folder / name, before, line)
    ran(folder, "-m", "ruff", "check", "issues", "rectify")
    ran(folder, "-m", "ruff", "format", "--check", "issues")
    ran(folder, "-m", "pytest", "-q", "--sqlite", "issues/tests/test_guests.py", *SAYS)
