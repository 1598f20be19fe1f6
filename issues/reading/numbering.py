"""Automatic numbers of a Word document, computed as Word shows them.

Numbering is kept apart from the words: a paragraph (or its style) names a list and a level, the list says how each level
counts and looks. Levels restart after a higher one, lists that share a definition share its counters.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from issues.reading.numerals import numeral

LEVELS = 9
SHOWN = re.compile(r"%([1-9])")
MOST_STYLES = 32


@dataclass(slots=True)
class NumberLevel:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class List:
    """A numbering instance: which definition, and what it changes of it."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, NumberLevel] = field(default_factory=dict)


@dataclass(slots=True)
class Style:
    based_on: str | None
    list_id: str | None
    level: int | None


class Numbering:
    """Counts the paragraphs of one document: `next_of` must be called for each of them, in order."""

    def __init__(self, numbering: Any, styles: Any):
        self.definitions: dict[str, dict[int, NumberLevel]] = {}
        self.lists: dict[str, List] = {}
        self.styles: dict[str, Style] = {}
        self.default_style: str | None = None
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            for one in numbering.findall(qn("w:abstractNum")):
                key = one.get(qn("w:abstractNumId"), "")
                self.definitions[key] = _levels(one)
                if (link := _value(one, "w:numStyleLink")) is not None:
                    links[key] = link
            for one in numbering.findall(qn("w:num")):
                self.lists[one.get(qn("w:numId"), "")] = _list(one)
        self._follow(links)

    def next_of(self, paragraph: Any) -> str:
        """The number shown before a paragraph; nothing for one without, or with a bullet."""
        list_id, level = self._place(paragraph)
        if list_id is None or list_id not in self.lists or not 0 <= level < LEVELS:
            return ""
        instance = self.lists[list_id]
        levels = self.definitions.get(instance.definition, {}) | instance.levels
        if level not in levels:
            return ""
        counts = self.counts.setdefault(instance.definition, [None] * LEVELS)
        self._count(counts, instance=instance, list_id=list_id, level=level, levels=levels)
        return _shown(levels, level, counts)

    def _count(
        self, counts: list[int | None], *, instance: List, list_id: str, level: int, levels: dict[int, NumberLevel]
    ) -> None:
        first = (list_id, level) not in self.begun
        self.begun.add((list_id, level))
        before = counts[level]
        if first and level in instance.starts:
            counts[level] = instance.starts[level]
        else:
            counts[level] = instance.starts.get(level, levels[level].start) if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                counts[deeper] = None

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else its style's."""
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = (_value(properties, "w:pStyle") if properties is not None else None) or self.default_style
        list_id, level = (_value(own, "w:numId"), _int(_value(own, "w:ilvl"))) if own is not None else (None, None)
        if list_id == "0":
            return None, 0
        if list_id is None:
            list_id, styled = self._of_style(style)
            level = styled if level is None else level
        return list_id, level or 0

    def _of_style(self, style: str | None) -> tuple[str | None, int]:
        for _ in range(MOST_STYLES):
            style_number = self.styles.get(style or "")
            if style_number is None:
                break
            if style_number.list_id == "0":
                break
            if style_number.list_id is not None:
                instance = self.lists.get(style_number.list_id)
                levels = self.definitions.get(instance.definition, {}) if instance else {}
                linked = next((n for n, level in levels.items() if level.style == style), None)
                return style_number.list_id, linked if linked is not None else style_number.level or 0
            style = style_number.based_on
        return None, 0

    def _read_styles(self, styles: Any) -> None:
        for one in styles.findall(qn("w:style")):
            key = one.get(qn("w:styleId"), "")
            if one.get(qn("w:type")) == "paragraph" and one.get(qn("w:default")) in ("1", "true", "on"):
                self.default_style = key
            properties = one.find(qn("w:pPr"))
            number = properties.find(qn("w:numPr")) if properties is not None else None
            list_id = _value(number, "w:numId") if number is not None else None
            level = _int(_value(number, "w:ilvl")) if number is not None else None
            self.styles[key] = Style(_value(one, "w:basedOn"), list_id, level)

    def _follow(self, links: dict[str, str]) -> None:
        """Definitions that only point to a list style take the levels of that style's list."""
        for key, style in links.items():
            list_id = self.styles[style].list_id if style in self.styles else None
            target = self.lists.get(list_id or "")
            if target and target.definition in self.definitions and not self.definitions[key]:
                self.definitions[key] = self.definitions[target.definition]


def _list(element: Any) -> List:
    instance = List(_value(element, "w:abstractNumId") or "")
    for change in element.findall(qn("w:lvlOverride")):
        n = _int(change.get(qn("w:ilvl")))
        if n is None:
            continue
        if (start := _int(_value(change, "w:startOverride"))) is not None:
            instance.starts[n] = start
        if (level := change.find(qn("w:lvl"))) is not None:
            instance.levels[n] = _level(level)
    return instance


def _levels(element: Any) -> dict[int, NumberLevel]:
    return {n: _level(one) for one in element.findall(qn("w:lvl")) if (n := _int(one.get(qn("w:ilvl")))) is not None}


def _level(element: Any) -> NumberLevel:
    formats = [one.get(qn("w:val")) for one in element.iter(qn("w:numFmt"))]
    legal = element.find(qn("w:isLgl"))
    start = _int(_value(element, "w:start"))
    return NumberLevel(
        1 if start is None else start,
        (formats[-1] if formats else None) or "decimal",
        _value(element, "w:lvlText") or "",
        _int(_value(element, "w:lvlRestart")),
        legal is not None and legal.get(qn("w:val")) not in ("0", "false", "off"),
        _value(element, "w:pStyle") or "",
    )


def _value(element: Any, name: str) -> str | None:
    child = element.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None


def _int(words: str | None) -> int | None:
    return int(words) if words is not None and re.fullmatch(r"-?\d{1,6}", words) else None


def _shown(levels: dict[int, NumberLevel], level: int, counts: list[int | None]) -> str:
    here = levels[level]
    if here.format == "bullet":
        return ""

    def one(found: re.Match) -> str:
        n = int(found[1]) - 1
        other = levels.get(n, NumberLevel())
        count = counts[n]
        return numeral(other.start if count is None else count, "decimal" if here.legal else other.format)

    return SHOWN.sub(one, here.text).strip()
