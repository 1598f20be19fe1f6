"""A field of the weekly report is declared once: whatever `Send` asks is a column, is written, shown and given by the API."""

import re

import pytest
from django.conf import settings

from issues.api.rows import ReportRow
from issues.models import Report
from issues.moves.reports import NoProgress, ReportForm, Send
from issues.pages.reports.page import DRAWN_APART, facts
from issues.states import REPORT

pytestmark = pytest.mark.django_db
READ = (settings.BASE_DIR / "templates/issues/reports/_read.html").read_text(encoding="utf-8")


def asked(form):
    """The form for a report that answers a promise."""
    return form(move=REPORT["send"], obj=Report(promise="月底前收回"), user=None)


@pytest.mark.parametrize("name", Send.base_fields)
def test_what_is_asked_is_kept_and_read(name):
    assert Report._meta.get_field(name).editable
    assert name in ReportRow.Meta.fields
    if name in DRAWN_APART:
        assert re.search(rf"report\.{name}\b", READ)
    else:
        words = Report.Declared.DOING.value if name == "declared" else "有话说"
        ((_, value),) = facts(Report(**{name: words}))
        assert value


@pytest.mark.parametrize("name", [name for name in Send.base_fields if name != "no_progress"])
def test_what_is_asked_stands_in_the_form(name):
    form = asked(ReportForm)
    assert name in form.fields
    drawn = {"kept", "kept_note", "text"} | {field.name for field in form.rest}
    assert name in drawn


def test_who_reports_no_progress_is_asked_for_nothing_else():
    assert set(asked(NoProgress).fields) == {"kept", "no_progress", "text"}
