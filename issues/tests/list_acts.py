"""What is done to the list of issues and from it, as a test calls it (`issues/tests/acts.py`)."""

from issues.actions import bulk, views
from issues.filters import IssueFilter
from issues.forms.bulk import DraftClass
from issues.models import ISSUES, Issue
from rectify.roof.testing.acts import ActStage, Case


def focused() -> IssueFilter:
    return IssueFilter({"focus": "on"}, Issue.objects.all())


def saved(w: ActStage):
    return views.save_view(place=ISSUES, title="问题台账", asked=focused(), name="重点的", by=w.clerk)


ROWS = [
    Case(
        views.save_view,
        "ledgers.view.save",
        lambda w: {"place": ISSUES, "title": "问题台账", "asked": focused(), "name": "重点的", "by": w.clerk},
    ),
    Case(views.drop_view, "ledgers.view.drop", lambda w: {"view": saved(w), "title": "问题台账", "by": w.clerk}),
    Case(
        views.set_look,
        "issues.listlook.set",
        lambda w: {"place": ISSUES, "title": "问题台账", "density": "airy", "columns": ["side"], "by": w.clerk},
    ),
    Case(
        bulk.correct_each,
        "issues.issue.edit",
        lambda w: {
            "form": DraftClass,
            "issues": [w.issue(category=None)],
            "body": {"category": w.category.code},
            "by": w.clerk,
            "versions": {},
        },
    ),
]
