"""Why a row is taken for what it is, in a few words: what the reader went by, or that a person said so."""

from issues.reading.marks import mark_of
from issues.reading.roles import WORK
from issues.splitting.draft import Row, plain
from rectify.lib.text import shortened

SHOWN = 12
BY_FORM = {
    "item": "是句子里并列的一项",
    "part": "是“主要是：”一类的话后面的一项",
    "taken": "从原文里选出来的一段",
}


def reason(row: Row, above: list[Row], text: str, kind: str) -> str:
    """`above`: the rows it stands under, outermost first; `kind`: what sort of paper it is."""
    if row.get("hand"):
        return "人工定的"
    if row["form"] == "taken":
        return BY_FORM["taken"]
    if kind not in ("feedback", "notice"):
        return "这份材料不是反馈意见或通报，各行都先不认"
    words, over = text[row["a"] : row["b"]], above[-1] if above else None
    return _BY_ROLE.get(row["role"], _other)(row, words, over, text)


def _named(row: Row | None, text: str) -> str:
    if row is None:
        return ""
    words = plain(text[row["a"] : row["b"]]).rstrip("：:。")
    return f"“{shortened(words, SHOWN)}”"


def _numbered(row: Row, words: str) -> str:
    """How the row is set off."""
    if form := BY_FORM.get(row["form"]):
        return form
    number = row["number"] or (words[: mark.end].strip() if (mark := mark_of(words)) else "")
    return f"有编号“{number}”" if number else "是单独的一行"


def _aspect(row: Row, words: str, over: Row | None, text: str) -> str:
    return "问题部分里的短标题，写着“方面”"


def _heading(row: Row, words: str, over: Row | None, text: str) -> str:
    return f"短标题，{_numbered(row, words)}"


def _issue(row: Row, words: str, over: Row | None, text: str) -> str:
    return f"{_numbered(row, words)}" + (f"，在{_named(over, text)}之下" if over else "")


def _manifestation(row: Row, words: str, over: Row | None, text: str) -> str:
    return f"在问题{_named(over, text)}之下" if over else _numbered(row, words)


def _recommendation(row: Row, words: str, over: Row | None, text: str) -> str:
    return f"{_numbered(row, words)}，跟在提意见建议的话后面"


def _work(row: Row, words: str, over: Row | None, text: str) -> str:
    begins = WORK.match(plain(words))
    return (
        f"以“{begins.group().strip()}”开头" if begins else f"在{_named(over, text)}之下" if over else "写的是做了什么"
    )


def _other(row: Row, words: str, over: Row | None, text: str) -> str:
    if row["form"] == "row":
        return "表格里的一行，是不是问题由人定"
    return "不在写问题、意见建议的标题下" if not over else f"在{_named(over, text)}之下，没有按问题的写法"


_BY_ROLE = {
    "aspect": _aspect,
    "heading": _heading,
    "issue": _issue,
    "manifestation": _manifestation,
    "recommendation": _recommendation,
    "progress": _work,
    "measure": _work,
}
