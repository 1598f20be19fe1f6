"""What the pages of units share: the tree as rows, and the way back to it."""

from django.urls import reverse

from rectify.accounts.models import Unit


def in_tree(units: list[Unit]) -> list[tuple[Unit, int]]:
    """Parents before children, brothers in protocol order, each with its depth; what lost its parent stands at the top."""
    there = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in there else None, []).append(unit)
    rows, waiting = [], [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        rows.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return rows


def crumb(last: str, unit: Unit | None = None) -> list[tuple[str, str]]:
    path = [("单位", reverse("accounts:units"))]
    return path + ([(unit.name, reverse("accounts:unit", args=[unit.public_id]))] if unit else []) + [(last, "")]
