"""A cell that names several units: a question about a list is answered by a list, who leads and who shares."""

import re
from collections.abc import Callable
from typing import Any

from issues.models import IssueUnit
from ledgers.importing.remarks import ASK, FIX, Draft
from ledgers.reading.roles import CALLS, EDGE
from ledgers.reading.splits import names as names_in

AND_OTHERS = re.compile(r"等(?:有关|相关)?(?:\d+家)?(?:部门|单位)?$")
LEAD, NOBODY = "lead", "none"
SLOTS = {
    LEAD: "牵头",
    IssueUnit.Slot.RESPONSIBLE.value: "责任",
    IssueUnit.Slot.SUPPORTING.value: "配合",
    NOBODY: "不记",
}
FIELDS = {IssueUnit.Slot.RESPONSIBLE.value: "responsible_units", IssueUnit.Slot.SUPPORTING.value: "supporting_units"}


def listed(text: str) -> list[str]:
    """The names in a cell, without the words for what each of them is, and without 等部门 behind the last."""
    names = (AND_OTHERS.sub("", CALLS.sub("", one).strip(f"{EDGE}：:（）()【】[]")) for one in names_in(text))
    return list(dict.fromkeys(name for name in names if name))


def shares(
    question: dict,
    place: tuple[str, str],
    *,
    values: dict[str, Any],
    answered: Callable[[str], dict | None],
    draft: Draft,
) -> None:
    """Ask which of the units of a cell leads, or put them where the answer says. `place`: the cell and its heading."""
    (cell, label), text = place, question["value"] or ""
    key = f"list:{text}"
    answer = answered(key)
    if answer is None:
        draft.say(ASK, cell, value=text, text=f"{cell}「{label}」{question['question'].rstrip('。')}", ask=key)
        return
    if answer.get("out"):
        draft.left_out = True
        return
    slots = answer["slots"]
    values["lead_unit"] = next((name for name, slot in slots.items() if slot == LEAD), "")
    for slot, name in FIELDS.items():
        listed_units = [one for one in values.get(name, ()) if one not in slots and one in listed(one)]
        values[name] = [*listed_units, *(one for one, called in slots.items() if called == slot)]
    draft.say(FIX, cell, value=text, text=f"{cell}「{label}」按您的答复：{in_words(slots)}", ask=key)


def in_words(slots: dict[str, str]) -> str:
    """牵头：市住建局；配合：市民政局."""
    by_slot = {word: "、".join(n for n, s in slots.items() if s == slot) for slot, word in SLOTS.items()}
    return "；".join(f"{word}：{names}" for word, names in by_slot.items() if names)
