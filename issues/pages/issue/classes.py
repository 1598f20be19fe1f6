"""What sort of problem it is: class, classes of the schemes, nature, track, sector, tier."""

from issues.models import Issue


def classes(issue: Issue) -> list[tuple[str, str]]:
    """Pairs of a name and what the issue is in it, those that nobody has said left out; one statement for the schemes."""
    groups = issue.groups.filter(scheme__is_current=True).select_related("scheme").order_by("scheme__code", "order")
    pairs = [
        ("类别", str(issue.category or "")),
        *((group.scheme.name, group.name) for group in groups),
        ("性质", issue.get_nature_display()),
        ("专项", str(issue.track or "")),
        ("板块", str(issue.lead_unit.sector or "")),
        ("层面", issue.get_tier_display()),
    ]
    return [pair for pair in pairs if pair[1]]
