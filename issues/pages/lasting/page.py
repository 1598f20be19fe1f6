"""长期坚持 of one issue: what was agreed and asked, the stage reviews, and the forms that this reader has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from issues import policies
from issues.actions.lasting import next_day
from issues.conditions import issue_is_under_way
from issues.forms.lasting import LastingForm, ReadForm, ReviewForm
from issues.models import Issue, Lasting, Rhythm, StageReview
from issues.moves.lasting import rhythm_of
from issues.slices import REVIEWED
from rectify.accounts.models import User
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.inputs import Input
from rectify.workflow.move import Act, Judgement, offered


@dataclass(frozen=True)
class SentForms:
    """The form that was sent and said no, by the place where it stands."""

    asking: LastingForm | None = None
    deciding: Input | None = None
    reviewing: ReviewForm | None = None
    reading: ReadForm | None = None

    @property
    def bound(self) -> LastingForm | Input | ReviewForm | ReadForm | None:
        """The one with faults, for the title of the page."""
        forms = (self.asking, self.deciding, self.reviewing, self.reading)
        return next((form for form in forms if form is not None and form.is_bound), None)


@dataclass(frozen=True)
class LastingPage(Page):
    """`asked` are the applications, newest first; a form is None where it is not the reader's, or not its time."""

    template: ClassVar[str] = "issues/lasting/lasting.html"
    issue: Issue
    asked: Sequence[Lasting]
    waiting: Lasting | None
    reviews: Sequence[StageReview]
    unread: StageReview | None
    late: bool
    rhythm: str
    moves: Mapping[str, Judgement]
    asking: LastingForm | None
    deciding: Input | None
    reviewing: ReviewForm | None
    reading: ReadForm | None
    ahead: date | None
    form: LastingForm | Input | ReviewForm | ReadForm | None
    key: str


def lasting_page(issue: Issue, user: User, sent: SentForms) -> LastingPage:
    """What was typed stays in the form that was `sent`."""
    reviews = list(issue.stage_reviews.select_related("by", "read_by", "evidence").order_by("-number"))
    asked = list(issue.lastings.select_related("applied_by", "decided_by").order_by("-number"))
    waiting = next((row for row in asked if row.status == Lasting.Status.WAITING), None)
    unread = next((row for row in reviews if not row.read_at), None)
    reviewing = reviewing_form(issue, user, sent) if unread is None else None
    return LastingPage(
        issue=issue,
        asked=asked,
        waiting=waiting,
        reviews=reviews,
        unread=unread,
        late=bool(issue.long_term and issue.next_review and issue.next_review < today()),
        rhythm=Rhythm(rhythm_of(issue)).label,
        moves={judged.move.name: judged for judged in offered(waiting, user)} if waiting else {},
        asking=asking_form(issue, user, sent) if waiting is None else None,
        deciding=sent.deciding,
        reviewing=reviewing,
        reading=reading_form(issue, unread, user, sent) if unread else None,
        ahead=next_day(issue, today()) if reviewing else None,
        form=sent.bound,
        key=form_key(),
    )


def asking_form(issue: Issue, user: User, sent: SentForms) -> LastingForm | None:
    """For the unit's liaison, while the issue is worked on."""
    if not (policies.unit_liaison(user, issue) and issue_is_under_way(Lasting(issue=issue), Act(user))):
        return None
    if sent.asking and sent.asking.is_bound:
        return sent.asking
    begun = {"stage_goal": issue.stage_goal, "rhythm": rhythm_of(issue)}
    return LastingForm(user=user, obj=issue, initial=begun)


def reviewing_form(issue: Issue, user: User, sent: SentForms) -> ReviewForm | None:
    """For the unit, once the issue is long-term."""
    if not (issue.long_term and policies.unit(user, issue) and issue.status in REVIEWED):
        return None
    return sent.reviewing or ReviewForm(user=user, obj=issue)


def reading_form(issue: Issue, unread: StageReview, user: User, sent: SentForms) -> ReadForm | None:
    """For a clerk of the office, while a review is unread."""
    if not policies.office_clerk(user, issue):
        return None
    return sent.reading or ReadForm(user=user, obj=unread, initial={"accepted": unread.declared})
