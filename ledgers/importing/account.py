"""Where every filled cell of a file went: into issues, noted word for word, waiting, or not taken with the reason.

Their sum is the number of filled cells, or the preview says that some are nowhere.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ledgers.importing.remarks import ASK, BAD

WORDS = {
    "taken": "记入问题",
    "noted": "原样记下",
    "open": "待答复、待更正",
    "out": "不导入的行",
    "unread": "没读的表",
    "header": "表头",
    "title": "表上面的标题",
    "band": "分段标题（记作方面）",
    "total": "合计",
    "note": "注",
    "signature": "签名、填表信息",
    "blank": "只有序号的空行",
    "covered": "合并格里盖住的",
    "no_heading": "没有表头的列",
    "foreign": "不是本表原有的列",
}


def account(layout: dict, judged: Sequence[Any]) -> dict[str, int]:
    """How many filled cells of the file went where, by the names of WORDS."""
    pages = layout.get("sheets", ())
    fields = {page["name"]: {c["letter"]: c["field"] for c in page["columns"]} for page in pages}
    own = {page["name"]: set(page["ours"]["letters"].values()) for page in pages if page.get("ours")}
    counts: Counter[str] = Counter()
    for one in judged:
        spanned = one.row.about.get("spanned", ())
        cells = [place for place in one.row.cells if place not in spanned]
        if one.draft.state in ("out", ASK, BAD):
            counts["out" if one.draft.state == "out" else "open"] += len(cells)
            continue
        known = fields[one.row.sheet]
        for place in cells:
            if one.is_ours:
                counts["taken" if place in own[one.row.sheet] else "foreign"] += 1
            else:
                counts["taken" if known.get(place) else "noted"] += 1
    for page in pages:
        counts.update(page.get("passed", {}))
    counts["unread"] += sum(other["filled"] for other in layout.get("others", ()))
    return {name: counts[name] for name in WORDS if counts[name]}
