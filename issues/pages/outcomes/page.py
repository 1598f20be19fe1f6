"""成效: the numbers of an issue's measures, two columns with two writers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from issues import policies
from issues.actions.outcomes import DECLARED_IN
from issues.forms import outcomes as forms
from issues.forms.outcomes import AcceptForm, DeclareForm
from issues.models import Issue, Outcome
from issues.plans.figures import OutcomeWords, in_words
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import ActInput


@dataclass(frozen=True)
class OutcomeLine:
    """A number with the forms of whoever may write one of its columns."""

    row: OutcomeWords
    accept: AcceptForm | None
    declare: DeclareForm | None


@dataclass(frozen=True)
class OutcomesPage(Page):
    """`new` are the empty rows of the unit; `faults` the complaints of all forms with the address of their field."""

    template: ClassVar[str] = "issues/outcomes/outcomes.html"
    issue: Issue
    table: Sequence[OutcomeLine]
    new: Sequence[DeclareForm]
    accepts: bool
    declares: bool
    faults: Sequence[tuple[str, str]]
    form: ActInput | None
    url: str
    key: str


def outcomes_page(
    issue: Issue, rows: Iterable[Outcome], declare: Sequence[DeclareForm], accept: Sequence[AcceptForm]
) -> OutcomesPage:
    """`declare` and `accept` are the forms of the two columns: empty for who does not write them."""
    by_row = {form.outcome.pk: form for form in accept}
    own = {form.outcome.pk: form for form in declare if form.outcome}
    return OutcomesPage(
        issue=issue,
        table=[OutcomeLine(in_words(row), by_row.get(row.pk), own.get(row.pk)) for row in rows],
        new=[form for form in declare if form.outcome is None],
        accepts=bool(accept),
        declares=bool(declare),
        faults=faults([*declare, *accept]),
        form=next(iter([*declare, *accept]), None),
        url=reverse("issues:outcomes", args=[issue.public_id]),
        key=form_key(),
    )


def accepting(issue: Issue, user: User) -> OutcomesPage | None:
    """The same table for the page of the first review: the office's column beside the unit's. None without numbers."""
    rows = forms.outcomes(issue)
    accept = forms.accept_forms(rows, None, user) if accepts(user, issue) else []
    return outcomes_page(issue, rows, [], accept) if rows else None


def declares(user: User, issue: Issue) -> bool:
    """Whether the reader writes the unit's column."""
    return issue.status in DECLARED_IN and bool(policies.contributor(user, issue))


def accepts(user: User, issue: Issue) -> bool:
    """Whether the reader writes the office's column."""
    return issue.is_open and bool(issue.plan_version) and bool(policies.office_clerk(user, issue))


def faults(forms: Iterable[ActInput]) -> list[tuple[str, str]]:
    """(address of the field, sentence) of all forms, for the summary above."""
    return [
        (f"#{form[name].id_for_label}", f"{form[name].label}：{text}")
        for form in forms
        if form.is_bound
        for name, texts in form.errors.items()
        for text in texts
    ]
