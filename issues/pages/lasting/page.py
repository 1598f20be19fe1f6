"""What templates/issues/lasting.html takes: what was agreed and asked, the reviews, and the forms that this reader has."""

from issues import policies
from issues.actions.lasting import next_day
from issues.conditions import issue_is_under_way
from issues.forms.lasting import LastingForm, ReadForm, ReviewForm
from issues.models import Issue, Lasting, Rhythm
from issues.moves.lasting import rhythm_of
from issues.slices import REVIEWED
from rectify.lib.dates import today
from rectify.lib.pages import form_key
from rectify.workflow.move import Act, offered


def context(issue: Issue, user, sent: dict) -> dict:
    """`sent` holds the form that was sent: asking, deciding, reviewing or reading."""
    reviews = list(issue.stage_reviews.select_related("by", "read_by", "evidence").order_by("-number"))
    asked = list(issue.lastings.select_related("applied_by", "decided_by").order_by("-number"))
    waiting = next((row for row in asked if row.status == Lasting.Status.WAITING), None)
    unread = next((row for row in reviews if not row.read_at), None)
    late = issue.long_term and issue.next_review and issue.next_review < today()
    page = {"issue": issue, "asked": asked, "waiting": waiting, "reviews": reviews, "unread": unread, "late": late,
            "rhythm": Rhythm(rhythm_of(issue)).label, "key": form_key(), "deciding": sent.get("deciding"),
            "moves": {judged.move.name: judged for judged in offered(waiting, user)} if waiting else {},
            "form": next((form for form in sent.values() if form.is_bound), None)}  # fmt: skip
    return page | forms(issue, user, sent, waiting, unread)


def forms(issue: Issue, user, sent: dict, waiting, unread) -> dict:
    """The forms of this reader, each with what was typed; none where it is not the reader's, or not its time."""
    found = {}
    if waiting is None and policies.unit_liaison(user, issue) and issue_is_under_way(Lasting(issue=issue), Act(user)):
        form = sent.get("asking")
        begun = {"stage_goal": issue.stage_goal, "rhythm": rhythm_of(issue)}
        found["asking"] = form if form and form.is_bound else LastingForm(user=user, obj=issue, initial=begun)
    if issue.long_term and unread is None and policies.unit(user, issue) and issue.status in REVIEWED:
        found |= {
            "reviewing": sent.get("reviewing") or ReviewForm(user=user, obj=issue),
            "ahead": next_day(issue, today()),
        }
    if unread is not None and policies.office_clerk(user, issue):
        found["reading"] = sent.get("reading") or ReadForm(user=user, obj=unread, initial={"accepted": unread.declared})
    return found
