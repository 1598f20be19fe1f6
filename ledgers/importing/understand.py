"""A row as it was read, and the answers given so far, become what the row would be as an issue, with everything to be said of it.

Pure: no statement is made here; what is known of units and classes comes in with `Known`.
"""

import re
from collections.abc import Sequence
from typing import Any

from issues.models import IssueUnit
from ledgers.importing import sorting
from ledgers.importing.deadlines import deadline
from ledgers.importing.known import Known, SheetKnown
from ledgers.importing.leading import listed, shares
from ledgers.importing.remarks import ASK, BAD, FIX, MAY, Draft, cell_of, fit
from ledgers.reading.fields import FIELDS
from ledgers.reading.splits import names as names_in

TITLE, LONG = 200, 2000
# What an issue has no field of its own for: kept word for word in 原台账所记.
NOTED = (
    "status_declared",
    "progress",
    "self_check",
    "evidence_note",
    "obstacles",
    "next_step",
    "remark",
    "closure_opinion",
    "closed_by",
    "issued_on",
    "completed_on",
    "closed_on",
    "cycle",
    "subcategory",
    "scheme_code",
    "contact",
    "team",
    "round",
    "track",
    "nature",
    "cause",
    "source",
    "number",
    "locator",
    "n_measures",
    "n_institutions",
    "n_loss_recovered",
    "n_accountability",
    "n_self_check",
    "n_campaign",
    "measure_types",
    "regular",
    "within_period",
)
CLOSED_WORDS = (
    "销号只能由监督方认定，导入不能写“已销号”。这件照样作草稿写入，原话记在“原台账所记”里，整改到位后由单位申请销号。"
)
# A heading between rows, as some offices number it: 一 and a few words, in a table of several columns.
ORDINAL, HEADING, WIDE = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?"), 30, 4
GROUPS = ("issue", "heading", "aspect")
UNMAPPED = "还没有定哪一列是“具体问题”：请在“对列”里选，再点“按这样重读”"


def understand(row: Any, known: Known) -> Draft:
    """`row` has sheet, number, cells, values, about, is_left_out. Rows of a sheet must come in their order."""
    sheet, draft = known.sheets[row.sheet], Draft()
    known.look_at(row)
    values, about = dict(row.values), row.about
    draft.left_out = row.is_left_out or sheet.left_out
    _hidden(row, about, sheet=sheet, known=known, draft=draft)
    _heading(row, values, sheet=sheet, known=known, draft=draft)
    for question in about.get("questions", ()):
        _asked(row, question, values=values, sheet=sheet, known=known, draft=draft)
    for field_name in GROUPS:
        if text := values.get(field_name):
            sheet.above[field_name] = text
    if draft.left_out:
        draft.remarks.clear()
        return draft
    _words(row, values, sheet, draft)
    _units(row, values, sheet=sheet, known=known, draft=draft)
    deadline(row, values, sheet=sheet, known=known, draft=draft)
    if not draft.may_follow:
        _class(row, values, sheet=sheet, known=known, draft=draft)
        sheet.unit_above = draft.unit
    sorting.take(row, values, sheet=sheet, known=known, draft=draft)
    _people(row, values, sheet, draft)
    _note(row, values, sheet=sheet, known=known, draft=draft)
    draft.measures = list(values.get("measures", ()))
    draft.borrowed = known.borrowed
    draft.remarks = [one for one in draft.remarks if one.kind != MAY or one.ask not in known.standing.left_open]
    return draft


def _hidden(row, about, *, sheet, known, draft) -> None:
    if not about.get("hidden"):
        return
    key = f"hidden:{sheet.name}"
    answer = known.answer(key)
    if answer is None:
        what = "这张工作表在原文件里是隐藏的" if sheet.is_hidden else "这一行在原表里是隐藏的"
        draft.say(ASK, f"{row.number} 行", value="", text=f"{what}，要不要导入", ask=key)
    elif answer.get("out"):
        draft.left_out = True


def _heading(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """A row of a wide table that holds nothing but 一 and a few words may head the rows below it."""
    words = str(values.get("issue") or "")
    if len(row.cells) != 2 or len(sheet.fields) < WIDE or len(words) > HEADING:
        return
    if not ORDINAL.fullmatch("".join(str(values.get("serial") or "").split())):
        return
    key = f"heading:{sheet.name}"
    answer = known.answer(key)
    if answer is None:
        place = cell_of(sheet.letter("issue"), row.number)
        draft.say(ASK, place, value="", text=f"{place}“{words}”只有序号和一句话，像分段标题，要不要立为问题", ask=key)
    elif answer.get("out"):
        draft.left_out = True


def _asked(row, question: dict, *, values: dict, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """One question of the reader: answered, asked on, or only told where the issue has no use for the cell."""
    letter, kind, value = question["col"] or "", question["kind"], question["value"]
    letter = letter if letter in sheet.headings else cell_of(letter, question["row"])
    name = sheet.fields.get(letter, "")
    if kind == "follows":
        _follows(row, values, sheet=sheet, known=known, draft=draft)
    if kind in ("hidden", "column", "follows") or name == "due":
        return
    cell, label = cell_of(letter, row.number), sheet.headings.get(letter, "")
    if kind == "blank" and value is None:
        key = f"blank:{sheet.name}:{letter}"
        _blank(cell, label, name=name, values=values, sheet=sheet, known=known, draft=draft, key=key)
        return
    if kind == "units":
        shares(question, (cell, label), values=values, answered=known.answer, draft=draft)
        return
    asked = f"{cell}「{label}」{question['question'].rstrip('。')}"
    if name in NOTED or not name:
        draft.say(FIX, cell, value=value, text=f"{asked}；原样记入“原台账所记”，不影响写入")
        if name and value is not None:
            values.setdefault(name, value)
        return
    key = f"cell:{name}:{value or ''}"
    answer = known.answer(key)
    if answer is None:
        draft.say(ASK, cell, value=value or "", text=asked, ask=key)
    elif answer.get("out"):
        draft.left_out = True
    elif "value" in answer:
        values[name] = _typed(name, answer["value"])
        draft.say(FIX, cell, value=value or "", text=f"{cell}「{label}」按您的答复改为“{answer['value']}”", ask=key)
    elif answer.get("empty"):
        values.pop(name, None)
        draft.say(FIX, cell, value=value or "", text=f"{cell}「{label}」按您的答复留空", ask=key)
    else:
        draft.say(FIX, cell, value=value or "", text=f"{cell}「{label}」按您的答复照原样保留", ask=key)


def _follows(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """A row without serial and issue: asked with the blank cells of its sheet; as “same as above” it joins the issue above."""
    key, place = f"blank:{sheet.name}:{sheet.letter('issue') or sheet.letter('serial')}", f"{row.number} 行"
    answer = known.answer(key)
    if answer is None:
        draft.may_follow = True
        draft.say(ASK, place, value="", text=f"{place}没有序号和问题，是上一行的续行吗", ask=key)
    elif answer.get("above") and "issue" in sheet.above:
        draft.follows = draft.may_follow = True
        values |= {name: text for name, text in sheet.above.items() if not values.get(name)}
    else:
        draft.say(FIX, place, value="", text=f"{place}按您的答复不接上一行", ask=key)


def _typed(name: str, text: str) -> Any:
    if name == "focus":
        return text == "是"
    if name in ("responsible_units", "supporting_units", "responsible_persons"):
        return names_in(text)
    return [text] if name in ("measures", "responsible_leaders") else text


def _blank(cell, label, *, name, values, sheet, known, draft, key) -> None:
    answer = known.answer(key)
    if answer is None:
        draft.say(ASK, cell, value="", text=f"{cell}「{label}」空着，是否与上一行相同", ask=key)
    elif answer.get("above") and name in sheet.above:
        values[name] = sheet.above[name]
        draft.say(FIX, cell, value="", text=f"{cell}「{label}」按您的答复同上一行", ask=key)
    else:
        draft.say(FIX, cell, value="", text=f"{cell}「{label}」按您的答复留空", ask=key)


def _words(row, values: dict, sheet: SheetKnown, draft: Draft) -> None:
    """Title, original, heading, aspect, cause, goal."""
    parts = [values.get(name, "") for name in ("issue", "manifestation")]
    parts = list(dict.fromkeys(part for part in parts if part)) or [values.get("heading", "")]
    if not parts[0] and not any(map(sheet.letter, ("issue", "manifestation", "heading"))) and sheet.headings:
        draft.say(BAD, f"{row.number} 行", value="", text=UNMAPPED)
        return
    if not parts[0]:
        cell = cell_of(sheet.letter("issue") or sheet.letter("manifestation") or "A", row.number)
        waits = any(r.kind == ASK and r.ask.startswith(("blank:", "cell:issue", "cell:manif")) for r in draft.remarks)
        if not waits:
            draft.say(BAD, cell, value="", text=f"{cell} 没有问题内容。请在原表里补上后重传，或者这一行不导入")
        return
    original = "\n".join(parts)
    for name in ("heading", "aspect"):
        text = values.get(name, "")
        if len(text) > TITLE:
            original += f"\n{text}"
        letter = sheet.letter(name)
        draft.fields[name] = fit(
            draft, cell_of(letter, row.number), label=sheet.headings.get(letter, name), text=text, most=TITLE
        )
    draft.fields["title"] = title_of(parts[0])
    draft.fields["original"] = original
    draft.fields["root_cause"], draft.fields["goal"] = values.get("root_cause", ""), values.get("goal", "")
    draft.fields["is_focus"] = bool(values.get("focus"))
    letter = sheet.letter("focus_reason")
    reason = values.get("focus_reason", "")
    draft.fields["focus_reason"] = fit(
        draft, cell_of(letter, row.number), label=sheet.headings.get(letter, ""), text=reason, most=TITLE
    )


def title_of(text: str) -> str:
    """A short name for a long text: its first line, else its first sentence, else its beginning."""
    line = text.strip().splitlines()[0].strip()
    first = line.split("。")[0]
    line = first if 6 <= len(first) < len(line) else line.rstrip("。")
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def _units(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """One lead unit: the named unit of ours, else the inspected unit, else the unit the sheet belongs to."""
    if draft.may_follow:
        draft.unit = sheet.unit_above
        _shares(values, known, draft, [values.get("lead_unit", "")])
        return
    several = _several(row, values, sheet=sheet, known=known, draft=draft)
    values["unit"] = "" if several else values.get("unit", "")
    inspected, leading = values.get("unit", ""), values.get("lead_unit", "")
    lead = _named(leading, known, draft)
    home = sheet.home
    if inspected:
        home = _named(inspected, known, draft) or home
        if home is None or known.names.find(inspected) is None:
            home = _ask_unit(row, "unit", text=inspected, sheet=sheet, known=known, draft=draft) or home
    if lead is None and leading and home is None and (sheet.by_lead or several):
        lead = _ask_unit(row, "unit" if several else "lead_unit", text=leading, sheet=sheet, known=known, draft=draft)
    if lead is None and not leading and not inspected and home is None:
        home = known.issue.lead_unit_id if known.issue else None
        lead = home or _only_one(row, values.get("responsible_units", ()), sheet=sheet, known=known, draft=draft)
    draft.unit = lead or home
    if draft.unit is None and not draft.left_out and not _waits_for_unit(draft):
        key = f"home:{sheet.name}"
        draft.say(ASK, f"{row.number} 行", value="", text="没有写被巡察单位；这张表归哪个单位还没有答", ask=key)
    _shares(values, known, draft)


def _several(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> bool:
    """Whether the cell of the inspected unit names several: then it is asked which leads and which share."""
    text = values.get("unit", "")
    if not text or known.names.find(text) or known.answer(f"unit:{text}") or len(listed(text)) < 2:
        return False
    letter = sheet.letter("unit")
    question = {"value": text, "question": f"写了几家：“{text}”，请定哪一家牵头"}
    shares(
        question,
        (cell_of(letter, row.number), sheet.headings.get(letter, FIELDS["unit"])),
        values=values,
        answered=known.answer,
        draft=draft,
    )
    return True


def _shares(values: dict, known: Known, draft: Draft, more: Sequence[str] = ()) -> None:
    """The units beside the lead; `more`: names that are responsible too."""
    named = (
        (IssueUnit.Slot.RESPONSIBLE, [*more, *values.get("responsible_units", ())]),
        (IssueUnit.Slot.SUPPORTING, values.get("supporting_units", ())),
    )
    for slot, texts in named:
        for text in texts:
            unit = known.names.find(text)
            # As the alias will be that comes of the answer: the same file again must not find other units.
            pk = unit.pk if unit else known.unit(known.answers.get(f"unit:{text}", {}))
            if pk and pk != draft.unit and pk not in [share for share, _ in draft.shares]:
                draft.shares.append((pk, slot.value))


def _only_one(row, named: Sequence[str], *, sheet: SheetKnown, known: Known, draft: Draft) -> int | None:
    """Where a ledger knows no lead units, the only unit that a row names leads; it is said, and can be changed by the column."""
    if len(named) != 1:
        return None
    unit, cell = known.names.find(named[0]), cell_of(sheet.letter("responsible_units"), row.number)
    if unit is None:
        return (
            _ask_unit(row, "responsible_units", text=named[0], sheet=sheet, known=known, draft=draft)
            if sheet.by_share
            else None
        )
    draft.say(FIX, cell, value=named[0], text=f"{cell} 表里没有牵头单位，只写了一家责任单位：记为由{unit}牵头")
    return unit.pk


def _waits_for_unit(draft: Draft) -> bool:
    return any(remark.kind == ASK and remark.ask.startswith(("unit:", "list:")) for remark in draft.remarks)


def _named(text: str, known: Known, draft: Draft) -> int | None:
    """The unit called so, or the one chosen for this name."""
    if not text:
        return None
    unit = known.names.find(text)
    return unit.pk if unit else known.unit(known.answer(f"unit:{text}") or {})


def _ask_unit(row, name: str, *, text: str, sheet: SheetKnown, known: Known, draft: Draft) -> int | None:
    key, cell = f"unit:{text}", cell_of(sheet.letter(name), row.number)
    answer, label = known.answer(key), sheet.headings.get(sheet.letter(name), FIELDS[name])
    if answer is None:
        draft.say(ASK, cell, value=text, text=f"{cell}「{label}」单位库里没有“{text}”", ask=key)
    elif answer.get("out"):
        draft.left_out = True
    elif pk := known.unit(answer):
        draft.say(
            FIX, cell, value=text, text=f"{cell}「{label}」“{text}”按您的答复记为{known.names.units[pk]}", ask=key
        )
        return pk
    return None


def _class(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    text, letter = str(values.get("category", "")), sheet.letter("category")
    category = known.classes.get("".join(text.split())) if text else None
    key = f"class:{text}"
    answer = known.answer(key)
    if category is None and answer:
        category = answer.get("category")
    if category is None and answer is None and not text and known.issue and known.issue.category_id:
        category = known.issue.category_id
    if category is None and answer is None:
        cell = cell_of(letter, row.number) if letter else f"{row.number} 行"
        why = f"{cell} 类别目录里没有“{text}”" if text else "没有写问题类别"
        draft.say(MAY, cell, value=text, text=f"{why}；没有类别的草稿要补上类别才能下发", ask=key)
    draft.fields["category_id"] = category


def _people(row, values: dict, sheet: SheetKnown, draft: Draft) -> None:
    leader = values.get("lead_leader") or values.get("leader_in_charge") or ""
    letter = sheet.letter("lead_leader") or sheet.letter("leader_in_charge")
    draft.fields["lead_leader"] = fit(draft, cell_of(letter, row.number), label="牵头领导", text=leader, most=100)
    leaders = "、".join(dict.fromkeys(values.get("responsible_leaders", ())))
    letter = sheet.letter("responsible_leaders")
    draft.fields["responsible_leaders"] = fit(
        draft, cell_of(letter, row.number), label="责任领导", text=leaders, most=300
    )
    persons = "、".join(dict.fromkeys(values.get("responsible_persons", ())))
    draft.person = persons[:100]
    named = [
        ("牵头", [values["lead_unit"]] if values.get("lead_unit") else []),
        ("责任", values.get("responsible_units", ())),
        ("配合", values.get("supporting_units", ())),
    ]
    words = [f"{role}：{'、'.join(dict.fromkeys(units))}" for role, units in named if units]
    words += [f"责任人：{persons}"] if persons else []
    draft.fields["handler"] = fit(draft, f"{row.number} 行", label="承办", text="；".join(words), most=200)


def _note(row, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """What the old ledger said beyond an issue's own fields, line by line."""
    if known.numbered:
        values.pop("number", None)
    lines = [
        f"{FIELDS[name]}：{_said(values[name])}" for name in NOTED if values.get(name) not in (None, "", [], False)
    ]
    for letter, text in (values.get("other") or {}).items():
        lines.append(f"{sheet.headings.get(letter) or letter}：{text}")
    draft.fields["ledger_note"] = "\n".join(lines)
    if values.get("status_code") == "closed":
        letter = sheet.letter("status_declared")
        draft.say(
            FIX,
            cell_of(letter, row.number),
            value=values.get("status_declared"),
            text=f"{cell_of(letter, row.number)} {CLOSED_WORDS}",
        )


def _said(value: Any) -> str:
    if value is True:
        return "是"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
