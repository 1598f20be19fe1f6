"""What README says of adding a page and a paper is enough: a folder of its subject, a template and a line in three files, made
here on a copy of the project; who may not see the issue does not learn of the page, and the manual has its section."""

from pathlib import Path

import pytest

from rectify.roof.testing.planted import copied
from rectify.roof.tests.test_report_recipe import put, ran

pytestmark = [pytest.mark.slow, pytest.mark.sampled]
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


@dataclass(frozen=True)
class GuestsPaper(Page):
    """The same on paper."""

    template: ClassVar[str] = "issues/guests/print.html"
    issue: Issue
    words: str
''',
    "issues/pages/guests/views.py": '''"""来访: who came to look at one issue."""

from django.shortcuts import get_object_or_404

from issues.models import Issue
from issues.pages.guests.page import GuestsPage, GuestsPaper
from rectify.lib.page import show

WORDS = "还没有人来访"


def mine(request):
    """The issues the reader may see."""
    return Issue.objects.visible_to(request.user)


def guests(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    return show(request, GuestsPage(issue, WORDS))


def printed(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    return show(request, GuestsPaper(issue, WORDS))
''',
    "templates/issues/guests/guests.html": """{# takes GuestsPage (issues/pages/guests/page.py) #}{% extends "base.html" %}
{% block title %}来访{% endblock %}
{% block main %}
  <p class="crumb"><a href="{{ issue.get_absolute_url }}">{{ issue.number }}</a> › 来访</p>
  <h1>来访</h1>
  <p>{{ words }}</p>
{% endblock %}
""",
    "templates/issues/guests/print.html": """{# takes GuestsPaper (issues/pages/guests/page.py) #}{% extends "base_print.html" %}
{% block title %}来访单{% endblock %}
{% block paper %}A4 竖{% endblock %}
{% block head %}<h1>来访单</h1>{% endblock %}
{% block sheet %}
  {% include "components/_print_head.html" with title="来访单" frame=frame note=issue.number only %}
  <p>{{ words }}</p>
{% endblock %}
""",
    "issues/tests/test_guests.py": '''"""The page as who may see the issue finds it, and who may not."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["issues:guests", "issues:guests_print"])
@pytest.mark.parametrize(("who", "code"), [("clerk", 200), ("liaison", 200), ("stranger", 404)])
def test_the_page_and_the_paper(world, client, settings, who, code, name):
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(reverse(name, args=[world.issue(at="rectifying").public_id]))
    assert answer.status_code == code
    assert ("还没有人来访" in answer.content.decode()) == (code == 200)
''',
}
LINES = (
    ("issues/urls.py", "from issues.pages.handing import", "from issues.pages.guests import views as guests\n"),
    (
        "issues/urls.py",
        '    path("issues/<str:public_id>/hand/"',
        '    path("issues/<str:public_id>/guests/", guests.guests, name="guests"),\n'
        '    path("issues/<str:public_id>/guests/print/", guests.printed, name="guests_print"),\n',
    ),
    (
        "rectify/roof/tests/expectations.py",
        '    "issues/<str:public_id>/regulations/"',
        '    "issues/<str:public_id>/guests/": ("issue", PARTY),\n'
        '    "issues/<str:public_id>/guests/print/": ("issue", PARTY),\n',
    ),
    (
        "rectify/roof/manual/pages.py",
        '    ManualSection("转段"',
        '    ManualSection("来访", ("issues:guests", "issues:guests_print"), ("谁来看过这一件。",)),\n',
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


def test_a_page_and_a_paper_are_a_folder_a_template_each_and_lines_in_three_files(tmp_path):
    folder = copied(tmp_path)
    for name, text in NEW.items():
        write(folder, name, text)
    for name, before, line in LINES:
        put(folder / name, before, line)
    ran(folder, "-m", "ruff", "check", "issues", "rectify")
    ran(folder, "-m", "ruff", "format", "--check", "issues")
    ran(folder, "-m", "pytest", "-q", "--sqlite", "issues/tests/test_guests.py", *SAYS)
