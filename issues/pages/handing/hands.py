"""经手单位 of an issue as its pages show them."""

from issues.models import Handing, Issue


def told(issue: Issue) -> dict:
    """In whose hands it is, in whose it was, oldest first, and how often it was handed down; one statement."""
    rows = list(issue.handings.select_related("from_unit", "to_unit", "by").order_by("at", "pk"))
    down = [row for row in rows if row.kind == Handing.Kind.HANDED_DOWN]
    now = rows[-1].to_unit if rows and rows[-1].kind == Handing.Kind.HANDED_DOWN else None
    return {"rows": rows, "times": len(down), "holder": now, "lead": issue.lead_unit}
