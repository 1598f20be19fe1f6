"""拆分、合并: from which issue this one came, what came of it, and what was merged, as the reader may see them."""

from issues.models import Ending, Issue, Status


def told(issue: Issue, user) -> list[dict]:
    """Lines for the issue page, each {word, issues}; two statements, one of them only where there is kin."""
    of = {"split_from": [], "merged_into": [], "parts": [], "merged": []}
    seen = Issue.objects.visible_to(user)
    ahead = [pk for pk in (issue.split_from_id, issue.merged_into_id) if pk]
    for found in seen.filter(pk__in=ahead) if ahead else ():
        of["split_from" if found.pk == issue.split_from_id else "merged_into"].append(found)
    children = seen.filter(split_from=issue) | seen.filter(merged_into=issue)
    for found in children.order_by("number"):
        of["parts" if found.split_from_id == issue.pk else "merged"].append(found)
    ended = issue.status == Status.TERMINATED and issue.ending == Ending.SPLIT
    words = {
        "split_from": "拆分自",
        "parts": "拆分为" if ended else "拟拆分为",
        "merged_into": "并入",
        "merged": "并入本件的",
    }
    return [{"word": words[name], "issues": rows} for name, rows in of.items() if rows]
