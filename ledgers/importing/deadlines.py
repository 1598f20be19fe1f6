"""The deadline of a row: the day that was read, the wording kept beside it, and what has to be asked about them."""

from datetime import date
from typing import Any

from issues.horizon import DOUBTS
from ledgers.importing.known import Known, SheetKnown
from ledgers.importing.remarks import ASK, FIX, MAY, Draft, cell_of, fit


def deadline(row: Any, values: dict, *, sheet: SheetKnown, known: Known, draft: Draft) -> None:
    """The day, the wording kept beside it; what cannot be read is asked once for all rows that say the same."""
    due, letter = values.get("due") or {}, sheet.letter("due")
    cell, label = cell_of(letter or "A", row.number), sheet.headings.get(letter, "完成时限")
    text = due.get("text", "")
    draft.fields["due_text"] = fit(draft, cell, label=label, text=text, most=200)
    draft.fields["long_term"] = bool(due.get("long_term") or values.get("regular"))
    draft.fields["is_immediate"] = bool(due.get("immediate"))
    day = due.get("due")
    if known.numbered and known.numbered.due and known.numbered.due_text == text:
        day = known.numbered.due
    elif day:
        day = _doubted(date.fromisoformat(day), (cell, text), row=row, known=known, draft=draft)
    elif text or not draft.may_follow:
        day = _no_day(due, (cell if letter else f"{row.number} 行", label), known, draft)
    draft.fields["due"] = day


def _doubted(day: date, place: tuple[str, str], *, row: Any, known: Known, draft: Draft) -> date | None:
    """The day that was read, as it was meant: one that can hardly be is asked, with its kind or for itself. `place`: the cell
    and what it says."""
    (cell, text), kind = place, known.horizon.doubt(day)
    if not kind or known.issue and known.issue.due == day:
        if text != day.isoformat():
            long = "，另记长期坚持" if draft.fields["long_term"] else ""
            draft.say(FIX, cell, value=text, text=f"“{text}”记为 {day}{long}")
        return day
    key, own = f"{kind}:", f"{kind}:{row.sheet}!{cell}"
    answer = known.answer(own)
    key, answer = (own, answer) if answer else (key, known.answer(key))
    if answer is None:
        draft.say(ASK, cell, value=text, text=f"{cell} 期限 {day} {DOUBTS[kind]}", ask=key)
    elif answer.get("out"):
        draft.left_out = True
    elif answer.get("date"):
        draft.say(FIX, cell, value=text, text=f"{cell} 按您的答复期限记 {answer['date']}，原话保留", ask=key)
        return date.fromisoformat(answer["date"])
    elif answer.get("empty"):
        draft.say(FIX, cell, value=text, text=f"{cell} 按您的答复期限先留空", ask=key)
        return None
    else:
        draft.say(FIX, cell, value=text, text=f"{cell} 期限 {day} {DOUBTS[kind]}，按您的答复照原样记", ask=key)
    return day


def _no_day(due: dict, place: tuple[str, str], known: Known, draft: Draft) -> date | None:
    """The day that stands for a wording which names none, where somebody said it. `place`: the cell and its heading."""
    (cell, label), text = place, due.get("text", "")
    if known.issue and known.issue.due and known.issue.due_text == text:
        return known.issue.due
    kind, key = (ASK, f"date:{text}") if due.get("question") else (MAY, f"nodue:{text}")
    answer = known.answer(key)
    if answer is None and kind == ASK:
        draft.say(ASK, cell, value=text, text=f"{cell}「{label}」“{text}”：{due['question'].rstrip('。')}", ask=key)
    elif answer is None:
        why = f"“{text}”没有具体日期" if text else "没有写期限"
        draft.say(MAY, cell, value=text, text=f"{why}；没有期限的草稿要补上期限才能下发", ask=key)
    elif answer.get("out"):
        draft.left_out = True
    elif answer.get("date"):
        draft.say(FIX, cell, value=text, text=f"{cell}「{label}」按您的答复记 {answer['date']}，原话保留", ask=key)
        return date.fromisoformat(answer["date"])
    else:
        draft.say(FIX, cell, value=text, text=f"{cell}「{label}」按您的答复先留空", ask=key)
    return None
