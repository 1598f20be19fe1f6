"""The README tells the truth: its drawings are the tables, what it names exists."""

import re

import pytest
from django.apps import apps

from rectify.tests.source import HOME
from rectify.workflow.diagram import diagram

README = (HOME / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model", ["issues.Issue", "issues.Measure", "issues.Opinion", "issues.Extension", "issues.Lasting", "issues.Report"]
)
def test_the_drawing_is_the_table(model):
    assert f"```mermaid\n{diagram(apps.get_model(model))}\n```" in README


def test_what_is_named_is_there():
    named = set(re.findall(r"`((?:rectify|issues|ledgers|templates|static)/[\w./]+?)`", README))
    assert len(named) > 10
    assert {path for path in named if not (HOME / path).exists()} == set()
