"""The tree of a document: which line lies below which (docs/rules.md: reading-tree)."""

import re
import unicodedata
from collections.abc import Sequence

from issues.reading.marks import DRESS, MARK, mark_of
from issues.reading.paper import Node, PaperLine
from issues.reading.series import Cut, series
from issues.reading.speakers import opens_speech
from issues.reading.statements import is_advice_line, statements

CLOSERS = re.compile(DRESS + "(?:同志们|欢迎|特此|联系|附件|抄送|抄报)")
_Y = r"(?:\d{4}|[〇○零一二三四五六七八九]{4}|[\dXx×*]{2,5})"
_N = r"[\dXx×*〇零一二三四五六七八九十]{1,3}"
DAY = re.compile(rf"[（(\[]?(?:{_Y}年{_N}月(?:{_N}[日号])?|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}})[）)\]]?", re.ASCII)
LONGEST_SIGNATURE = 30
DEEPEST = 8
BLANKS = re.compile(r"\s+")


def outline(lines: Sequence[PaperLine], kept: Sequence[int], kind: str) -> list[Node]:
    """The tree over the lines whose places are given, with locators and levels. In a feedback an unnumbered heading over the
    recommendations closes what is open before it: they are no part of the last issue."""
    tree = Outline(advised=kind == "feedback")
    signed = _signatures(lines, kept)
    for i in kept:
        tree.add(i, lines[i], i in signed)
    settle(tree.roots, "", 1)
    return tree.roots


def settle(nodes: list[Node], above: str, level: int) -> None:
    """Give every node its locator and level from where it stands; also after the tree was changed by hand."""
    loose = 0
    for node in nodes:
        if node.own == "" or node.own.startswith("¶"):
            loose += 1
            node.own = f"¶{loose}"
        node.locator, node.level = above + node.own, level
        settle(node.children, node.locator, level + 1)


def _signatures(lines: Sequence[PaperLine], kept: Sequence[int]) -> set[int]:
    """Lines that are only a date, and what is signed above them."""
    signed = set()
    for before, i in zip([None, *kept], kept, strict=False):
        if lines[i].table or not DAY.fullmatch(BLANKS.sub("", unicodedata.normalize("NFKC", lines[i].text))):
            continue
        signed.add(i)
        if before is not None:
            words = lines[before].text
            if (
                len(words) <= LONGEST_SIGNATURE
                and "。" not in words
                and not lines[before].table
                and not numbered(lines[before])
            ):
                signed.add(before)
    return signed


def numbered(line: PaperLine) -> bool:
    return bool(mark_of(line.number) or MARK.match(line.text))


class Outline:
    """The tree as it grows: `open` are the numbered nodes to which a next line may belong, by falling rank."""

    def __init__(self, *, advised: bool):
        self.advised = advised
        self.roots: list[Node] = []
        self.open: list[Node] = []

    def add(self, i: int, line: PaperLine, signed: bool) -> None:
        if line.table:
            own = f"T{line.table}R{line.row}"
            self._here().append(Node(line.text, i, own=own, form="row", number=line.number, whole=line.text))
            return
        mark = mark_of(line.number) or mark_of(line.text)
        if mark is None:
            self._add_loose(i, line, signed)
            return
        self._close(mark.rank)
        if not mark_of(line.number) and (cut := series(line.text)) and not _dressed(cut.head):
            self._add_series(i, line, cut)
            return
        node = Node(line.text, i, own=mark.own, rank=mark.rank, number=line.number, whole=line.text)
        grow(node, series(node.text))
        self._here().append(node)
        self.open.append(node)

    def _add_loose(self, i: int, line: PaperLine, signed: bool) -> None:
        cut = series(line.text)
        advises = self.advised and is_advice_line((cut.head if cut else line.text).strip())
        closes = signed or advises or CLOSERS.match(line.text) is not None
        if closes:
            self.open.clear()
        elif opens_speech(line.text):
            self._close(6)
        if cut and not _dressed(cut.head):
            self._add_series(i, line, cut)
            return
        node = Node(line.text, i, number=line.number, whole=line.text, closes=closes)
        grow(node, cut or statements(line.text))
        self._here().append(node)

    def _add_series(self, i: int, line: PaperLine, found: Cut) -> None:
        """A line that begins with a series gives its items to the parent."""
        if found.rank:
            self._close(found.rank)
        self._here().extend(_pieces(found, i, 0, 1))

    def _close(self, rank: int) -> None:
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()

    def _here(self) -> list[Node]:
        return self.open[-1].children if self.open else self.roots


def _dressed(head: str) -> str:
    return head.strip(" \t\u3000*#")


def grow(node: Node, found: Cut | None, depth: int = 1) -> None:
    """Hang the series or list of statements that was found in a node's words below it."""
    if depth > DEEPEST or found is None or (depth > 1 and not found.head):
        return
    node.children.extend(_pieces(found, node.line, node.start, depth))
    node.text = found.head.rstrip()


def _pieces(found: Cut, line: int, offset: int, depth: int) -> list[Node]:
    nodes = []
    for piece in found.pieces:
        nodes.append(
            _node(piece.text, line=line, start=offset + piece.start, own=piece.own, rank=found.rank, form=found.family)
        )
    if found.family != "part":
        for node in nodes:
            grow(node, series(node.text), depth + 1)
    if rest := found.rest:
        further = series(rest.text) if found.family != "part" and depth < DEEPEST else None
        if further and not _dressed(further.head):
            return nodes + _pieces(further, line, offset + rest.start, depth + 1)
        nodes.append(_node(rest.text, line=line, start=offset + rest.start, own="", rank=0, form="rest"))
        if further:
            grow(nodes[-1], series(nodes[-1].text), depth + 1)
    return nodes


def _node(text: str, *, line: int, start: int, own: str, rank: int, form: str) -> Node:
    words = text.strip()
    start += len(text) - len(text.lstrip())
    return Node(words, line, start, own, rank, form if form in ("part", "rest") else "item", whole=words)
