"""The text of a chapter, as a role's file holds it: a line is a block.

`- ` and `1. ` make lists, `![words](manual/board.png 1366x768)` a picture of static/; inside a line `**words**` stand out and
`[words](issues:list)` leads to a page by its name. Everything else is shown as it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import ClassVar

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rectify.lib.page import Page, drawn

ITEM = re.compile(r"(?:(-)|\d+\.) (.*)")
PICTURE = re.compile(r"!\[(?P<words>.*?)\]\((?P<name>\S+) (?P<width>\d+)x(?P<height>\d+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(([\w:]+)\)")


@dataclass(frozen=True)
class Picture(Page):
    """A picture of static/, with what is to be seen on it."""

    template: ClassVar[str] = "manual/_picture.html"
    name: str
    words: str
    width: str
    height: str


@lru_cache(maxsize=256)
def written(text: str) -> SafeString:
    """The text as HTML. Raises NoReverseMatch for a link to a page that does not exist."""
    blocks = groupby(text.strip().splitlines(), key=_list)
    return mark_safe("".join(block for tag, lines in blocks for block in _blocks(tag, list(lines))))


def without_links(text: str) -> str:
    """The text for who may not open the pages that it leads to: their names stay."""
    return LINK.sub(r"“\1”", text)


def _list(line: str) -> str:
    item = ITEM.fullmatch(line)
    return "" if item is None else "ul" if item[1] else "ol"


def _blocks(tag: str, lines: list[str]) -> Iterator[str]:
    if tag:
        items = "".join(f"<li>{_inline(item[2])}</li>" for item in map(ITEM.fullmatch, lines) if item)
        yield f"<{tag}>{items}</{tag}>"
        return
    for line in lines:
        picture = PICTURE.fullmatch(line)
        yield drawn(Picture(**picture.groupdict())) if picture else f"<p>{_inline(line)}</p>"


def _inline(line: str) -> str:
    strong = STRONG.sub(r"<b>\1</b>", escape(line))
    return LINK.sub(lambda link: f'<a href="{reverse(link[2])}">{link[1]}</a>', strong)
