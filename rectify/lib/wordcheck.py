"""A template is looked at when it is handed in: every fault with its place, so that it can be mended in one go.

Runs in the limited process (`rectify.lib.limited`): what a hostile file does ends there.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rectify.lib.wordmarks import (
    BODY,
    BOX,
    CELL,
    CONTENT,
    EACH,
    ROW,
    TABLE,
    P,
    Placeholder,
    ending_of,
    every_mark,
    halves,
    stretch,
    text_of,
)
from rectify.lib.wordpackage import MAIN_TYPE, Element, NoPackage, WordPackage, word

FILTERS = ("日期", "数字", "中文数字", "金额")
FIELDS = ("PAGE", "NUMPAGES")
LINKED = {
    "image": "图片是链接到文件外面的。请把图片插入到文件里（嵌入），不要“链接到文件”",
    "hyperlink": "有指向文件外面的超链接。请取消超链接，只留文字",
    "attachedTemplate": "套用了外面的模板文件。请在“加载项、模板”里改为 Normal",
}
EMBEDDED = {
    "oleObject": "嵌入了别的文件（OLE 对象）",
    "package": "嵌入了别的文件（如 Excel 表）",
    "control": "带控件",
    "aFChunk": "夹带了另一个文档",
    "subDocument": "引用了子文档",
    "mailMergeSource": "连着邮件合并的数据",
    "vbaProject": "带宏",
}
REVISED = {word("w:ins"), word("w:del"), word("w:moveFrom"), word("w:moveTo")}
CODES = (word("w:instrText"), word("w:fldSimple"))
REMARKED = {word("w:commentReference"), word("w:commentRangeStart")}
Fault = tuple[str, str]


def faults(path: str, declared: Mapping[str, Any]) -> list[list[str]]:
    """Place and sentence of each fault of the file at `path`. `declared` says what the paper has: `words`, `blocks`, `lists`
    with their columns, and `needed`: groups of names of which the template uses one at least, each with a sentence."""
    try:
        package = WordPackage(Path(path).read_bytes())
        wrong = [*_of_package(package)] or [*_of_text(package, declared)]
    except NoPackage as error:
        wrong = [("整个文件", str(error))]
    return [list(one) for one in dict.fromkeys(wrong)]


def _of_package(package: WordPackage) -> Iterator[Fault]:
    if package.type_of_main != MAIN_TYPE:
        yield "整个文件", "这不是普通的 Word 文档（像是模板文件 .dotx 或带宏的文档）。请另存为 .docx"
    if next(package.tree(package.main).iter(word("w:body")), None) is None:
        yield "整个文件", "存成了“严格 Open XML”格式。请另存为普通的 .docx"
        return
    words = dict(package.stories())
    for part, relation in package.every_relation():
        kind, place = relation.kind.rpartition("/")[2], words.get(part, "整个文件")
        if kind in EMBEDDED:
            yield _hung(package, part, relation.id, place), f"{EMBEDDED[kind]}，不接收。请删去"
        elif relation.external:
            yield _hung(package, part, relation.id, place), LINKED.get(kind, f"连着文件外面的内容（{kind}）。请去掉")
    if any(name.startswith("_xmlsignatures/") for name in package.parts):
        yield "整个文件", "有数字签名，填入内容后签名会失效。请去掉签名后另存"
    settings = package.target("settings")
    protection = next(package.tree(settings).iter(word("w:documentProtection")), None) if settings else None
    if protection is not None and protection.get(word("w:enforcement")) in ("1", "true", "on"):
        yield "整个文件", "设了编辑限制。请在“审阅、限制编辑”里停止保护后另存"


def _hung(package: WordPackage, part: str, relation: str, otherwise: str) -> str:
    """The place of what uses a relation: the paragraph where it hangs."""
    if part not in dict(package.stories()):
        return otherwise
    for node in package.tree(part).iter():
        if isinstance(node.tag, str) and relation in node.attrib.values():
            paragraph = next(node.iterancestors(P), None)
            return otherwise if paragraph is None else place_of(paragraph, otherwise)
    return otherwise


def _of_text(package: WordPackage, declared: Mapping[str, Any]) -> Iterator[Fault]:
    used: set[str] = set()
    for name, place in package.stories():
        root = package.tree(name)
        yield from _leftovers(root, place)
        yield from _half_marks(root, place)
        scopes = Scopes(root, place, declared)
        for mark in every_mark(root):
            used.add(mark.name)
            yield from ((place_of(mark.paragraph, place), text) for text in scopes.faults_of(mark))
        yield from scopes.unclosed()
    for names, sentence in declared["needed"]:
        if not used.intersection(names):
            yield "整个文件", sentence


def _leftovers(root: Element, place: str) -> Iterator[Fault]:
    """What no paper may hold: revisions, remarks, fields that a program fills by itself."""
    for node in root.iter():
        if sentence := _leftover(node):
            paragraph = next(node.iterancestors(P), None)
            yield (place_of(paragraph, place) if paragraph is not None else place), sentence


def _leftover(node: Element) -> str:
    if node.tag in REVISED:
        return "有没有接受的修订。请接受或拒绝全部修订后另存"
    if node.tag in REMARKED:
        return "有批注。请删去全部批注后另存"
    if node.tag not in CODES:
        return ""
    code = node.text if node.tag == CODES[0] else node.get(word("w:instr"))
    name = next(iter((code or "").split()), "")
    if not name or name.upper() in FIELDS or not _begins(node):
        return ""
    return f"有自动更新的域 {name}。文书里只能有页码；请选中它按 Ctrl+Shift+F9 变成文字"


def _begins(node: Element) -> bool:
    """Whether the code of a field begins here: it may be cut into several runs like every other text."""
    if node.tag == CODES[1]:
        return True
    before = node.getparent().getprevious()
    return before is None or next(before.iter(CODES[0]), None) is None


def _half_marks(root: Element, place: str) -> Iterator[Fault]:
    for paragraph in root.iter(P):
        for words in halves(paragraph):
            yield (
                place_of(paragraph, place),
                f"占位符没有写完整：“{words}”。一个占位符要写在同一段里，两头括号成对，中间不换行",
            )


class Scopes:
    """Which lists are open where a mark stands."""

    def __init__(self, root: Element, place: str, declared: Mapping[str, Any]) -> None:
        self.root, self.place, self.declared = root, place, declared
        self.open: list[Placeholder] = []

    def faults_of(self, mark: Placeholder) -> Iterator[str]:
        if mark.kind == "field":
            yield from self._field(mark)
        elif mark.kind == "end":
            if self.open:
                self.open.pop()
            else:
                yield f"“{mark.text}”前面没有“{{% {EACH} … %}}”"
        elif mark.opens:
            yield from self._block(mark)
            self.open.append(mark)
        else:
            yield f"看不懂的标记“{mark.text}”。可以用：{{% 每条 问题 %}}、{{% 如有 抄送 %}}、{{% 完 %}}"

    def unclosed(self) -> Iterator[Fault]:
        for mark in self.open:
            yield place_of(mark.paragraph, self.place), f"“{mark.text}”没有“{{% 完 %}}”"

    def _field(self, mark: Placeholder) -> Iterator[str]:
        columns = [name for one in self.open if one.kind == "each" for name in self.declared["lists"].get(one.name, ())]
        known = [*self.declared["words"], *columns]
        if mark.name in self.declared["blocks"]:
            if not mark.alone or not _in_body(mark.paragraph) or self.open:
                yield f"“{mark.text}”要单独成段，放在正文里，不能在表格、文本框、页眉页脚或重复的块里"
        elif mark.name not in known:
            yield self._unknown(mark, known)
        for one in mark.filters:
            if one not in FILTERS:
                yield f"“{mark.text}”里的“{one}”不是写法。可以用：{'、'.join(FILTERS)}"

    def _unknown(self, mark: Placeholder, known: Sequence[str]) -> str:
        of_lists = [name for name, columns in self.declared["lists"].items() if mark.name in columns]
        if of_lists:
            return f"“{mark.text}”是“{of_lists[0]}”里每条的栏目，要写在“{{% 每条 {of_lists[0]} %}}”和“{{% 完 %}}”之间"
        near = difflib.get_close_matches(mark.name, [*known, *self.declared["blocks"]], 1, 0.4)
        return f"这份文书没有“{mark.name}”这一项{f'，是不是“{near[0]}”' if near else ''}"

    def _block(self, mark: Placeholder) -> Iterator[str]:
        if mark.kind == "each" and mark.name not in self.declared["lists"]:
            listed = "、".join(self.declared["lists"])
            yield f"这份文书没有叫“{mark.name}”的清单" + (f"，可以用：{listed}" if listed else "")
        elif mark.kind == "each" and any(one.kind == "each" for one in self.open):
            yield f"“{mark.text}”套在另一个“每条”里面，不能套"
        elif mark.kind == "if" and mark.name not in [*self.declared["words"], *self.declared["lists"]]:
            yield self._unknown(mark, [*self.declared["words"], *self.declared["lists"]])
        ending = ending_of(mark, self.root)
        if ending is not None:
            nodes = stretch(mark, ending)
            if not nodes:
                yield f"“{mark.text}”和它的“{{% 完 %}}”要各自单独成段，或者写在表格的同一行、同一张表里"
            elif any(next(node.iter(word("w:sectPr")), None) is not None for node in nodes):
                yield f"“{mark.text}”里面有分节符，不能重复。请去掉分节符"


def _in_body(paragraph: Element) -> bool:
    holder = paragraph.getparent()
    while holder.tag in (CONTENT, word("w:sdt")):
        holder = holder.getparent()
    return holder.tag == BODY


def place_of(paragraph: Element, story: str) -> str:
    """Where a paragraph stands, as a person looks for it: 正文第3段, 页眉的文本框, 正文第1张表格第2行第1格."""
    box = next(paragraph.iterancestors(BOX), None)
    if box is not None:
        anchor = next(box.iterancestors(P), None)
        at = f"“{text_of(paragraph).strip()[:20]}”"
        return f"{place_of(anchor, story) if anchor is not None else story}的文本框{at}"
    table = next(iter(list(paragraph.iterancestors(TABLE))[::-1]), None)
    if table is not None:
        row, cell = [list(paragraph.iterancestors(tag))[-1] for tag in (ROW, CELL)]
        tables = [
            one for one in paragraph.getroottree().getroot().iter(TABLE) if next(one.iterancestors(TABLE), None) is None
        ]
        return f"{story}第{tables.index(table) + 1}张表格第{_nth(row, ROW)}行第{_nth(cell, CELL)}格"
    outer = [
        one for one in paragraph.getroottree().getroot().iter(P) if next(one.iterancestors(BOX, TABLE), None) is None
    ]
    return f"{story}第{outer.index(paragraph) + 1}段"


def _nth(node: Element, tag: str) -> int:
    return len(list(node.itersiblings(tag, preceding=True))) + 1
