"""Where the wording of an issue comes from."""

from dataclasses import dataclass

from issues.models import Issue


@dataclass(frozen=True)
class IssueOrigin:
    """The item's place in the feedback; the day of the feedback, and whether the wording is frozen."""

    place: str
    note: str


def origin(issue: Issue) -> IssueOrigin:
    """Reads what the issue was fetched with: its item and its feedback."""
    day = f"{issue.feedback.delivered_on:%Y-%m-%d} 反馈，" if issue.feedback else ""
    frozen = "已冻结" if issue.dispatched_at else "下发后冻结"
    return IssueOrigin(issue.item.locator if issue.item else "", f"{day}{frozen}")
