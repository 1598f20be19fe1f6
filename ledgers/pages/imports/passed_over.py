"""What the reader of a file passed over: each sheet, row and column with its words, the reason, and the click that takes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledgers.importing.account import WORDS
from ledgers.reading.fields import FIELDS, likely
from ledgers.reading.taking import UNTITLED

REASONS = {
    "title": "在表头上面，看作标题",
    "signature": "看作签名、填表信息",
    "note": "看作注",
    "band": "只有一格有字，看作分段标题，记作下面各行的方面",
    "total": "看作合计",
    "header": "与表头相同，是每页重印的表头",
    "blank": "只有序号，没有内容",
}
KINDS = {
    "form": "是一件一张的表单；文件里有台账，同样的内容不读两遍",
    "ledger": "没有读出行",
    "summary": "表头里没有“具体问题”“整改措施”这类栏目，收下以后请对列",
    "other": "没有找到表头；收下就把第一行当表头",
    "keys": "是系统写的来源，用来认出各行，不是内容",
}


@dataclass(frozen=True)
class PassedOver:
    """One thing that was not taken. `kind`, `grid` and `place` name it to who takes it all the same; no kind: it cannot be."""

    where: str
    words: str
    why: str
    kind: str = ""
    grid: str = ""
    place: str = ""
    act: str = ""


@dataclass(frozen=True)
class CellSums:
    """The cells of the file that hold something, and those of which it is known where they went, in words and how many not."""

    filled: int
    accounted: int
    words: str
    nowhere: int


def passed_over(layout: dict) -> list[PassedOver]:
    """Sheets first, then of each sheet the columns and rows, in their order."""
    passed = [_sheet(other) for other in layout.get("others", ())]
    for page in layout["sheets"]:
        free = not page.get("ours")
        passed += list(_unknown(page)) if free else _foreign(page)
        for letter, text in page.get("untitled", {}).items():
            passed.append(
                PassedOver(
                    f"{page['name']} {letter} 列",
                    text[:60],
                    "没有表头",
                    "columns" if free else "",
                    page["grid"],
                    letter,
                    "原样记下",
                )
            )
        for one in page["skipped"]:
            kind = "rows" if free and "grid" in page else ""
            words = one["text"].replace("\t", "　")
            where, why = f"{page['name']} 第 {one['row']} 行", REASONS[one["reason"]]
            passed.append(PassedOver(where, words, why, kind, page.get("grid", ""), str(one["row"]), "当作一行收下"))
    return passed


def _unknown(page: dict) -> Iterator[PassedOver]:
    """Columns with a heading that nobody knows, of a table: what they say is noted, and they may mean a field."""
    claimed = {one["field"] for one in page["columns"] if one["field"]}
    twice = {one["col"] for one in page.get("questions", ())}
    for one in page["columns"] if page["kind"] != "form" else ():
        letter, heading, sample = one["letter"], one["heading"], page["samples"].get(one["letter"])
        if one["field"] or heading == UNTITLED or not sample:
            continue
        field = None if letter in twice else likely(heading, claimed)
        why = "与前面的列含义相同" if letter in twice else "没有认出是哪一栏"
        yield PassedOver(
            f"{page['name']} {letter} 列「{heading}」",
            sample,
            f"{why}，原样记入“原台账所记”；要收进别的栏目，请在“对列”里选",
            "fields" if field else "",
            page["name"],
            letter,
            f"收进“{FIELDS[field]}”" if field else "",
        )


def _foreign(page: dict) -> list[PassedOver]:
    """Columns that somebody put beside those of a book of ours."""
    own = set(page["ours"]["letters"].values())
    strange = [one for one in page["columns"] if one["letter"] not in own and page["samples"].get(one["letter"])]
    why = "不是本表原有的栏，没有收；要记的话，请写到问题页上"
    return [
        PassedOver(f"{page['name']} {one['letter']} 列「{one['heading']}」", page["samples"][one["letter"]], why)
        for one in strange
    ]


def _sheet(other: dict | str) -> PassedOver:
    if isinstance(other, str):  # of a file that was read before the reasons were kept
        return PassedOver(f"工作表“{other}”", "", "没有台账")
    kind = "" if other["kind"] == "keys" or not other["filled"] else "sheets"
    hidden = "（隐藏）" if other["hidden"] else ""
    why = KINDS[other["kind"]] if other["filled"] else "是空的"
    return PassedOver(f"工作表“{other['name']}”{hidden}", other["sample"], why, kind, other["grid"], "", "收下这张表")


def sums(layout: dict) -> CellSums:
    places = layout.get("account", {})
    words = "，".join(f"{WORDS[name]} {count:,}" for name, count in places.items())
    whole, here = layout.get("filled", 0), sum(places.values())
    return CellSums(whole, here, words, whole - here)
