"""Rows that repeat in a page's form and work without script: rearranged as they were posted, and what will not do in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from rectify.lib.numbers import whole

Row = dict[str, Any]


def rearranged(rows: Sequence[Row], act: str, *, most: int, fresh: Mapping[str, Any]) -> list[Row]:
    """`rows` after `add` (a `fresh` one, while there are fewer than `most`), `remove:2`, `up:2` or `down:2` (from 0); as they
    were after anything else."""
    word, _, place = act.partition(":")
    moved, at = list(rows), whole(place)
    if word == "add" and len(moved) < most:
        moved.append(dict(fresh))
    elif word in ("remove", "up", "down") and at is not None and 0 <= at < len(moved):
        row = moved.pop(at)
        if word != "remove":
            moved.insert(max(0, at + (-1 if word == "up" else 1)), row)
    return moved


def complaints(rows: Iterable[forms.Form], called: str) -> list[tuple[str, str]]:
    """(address of the field, sentence) of whatever will not do, for the summary above the form; `called` names a row by its
    place: `第 {} 步`."""
    return [
        (f"#{row[name].id_for_label}", f"{called.format(place)} {row[name].label}：{text}")
        for place, row in enumerate(rows, start=1)
        for name, texts in row.errors.items()
        for text in texts
    ]
