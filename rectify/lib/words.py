"""The writer of official papers (.docx) in the layout of GB/T 9704: fonts are named, not shipped.

What a paper says comes from the caller as a value (`paper`); the same value gives the same bytes at any time.
"""

import io
import re
from collections.abc import Iterable
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from rectify.lib import cells, wordpages
from rectify.lib.paper import (
    Annex,
    Block,
    FormTable,
    Heading,
    OfficialPaper,
    PaperTable,
)
from rectify.lib.wordlines import BODY, HEI, KAI, TITLE, form, line, set_styles, table

HEADING_FONTS = {1: HEI, 2: KAI, 3: BODY, 4: BODY}
LONGEST_LINE = 20  # signs of 22 pt on a line of a title
BREAKS = re.compile("关于|的|、|，|》|党委|党组|委员会|巡察|整改|工作|情况")
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the date of each member of the file: the same words give the same bytes
MADE = datetime(2000, 1, 1)


def write_paper(target: str | PathLike | BinaryIO, paper: OfficialPaper) -> None:
    """Write the paper to a path or a binary stream."""
    content = paper_bytes(paper)
    if isinstance(target, str | PathLike):
        Path(target).write_bytes(content)
    else:
        target.write(content)


def paper_bytes(paper: OfficialPaper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    set_styles(document)
    section = wordpages.first_section(document, paper)
    wordpages.head(document, paper)
    for text in title_lines(cells.visible(paper.title)):
        line(document, text, font=TITLE, size=22, align="center", indent=False)
    line(document, "", indent=False)
    if paper.to:
        line(document, paper.to, indent=False)
    add_all(document, paper.blocks, section)
    wordpages.hold(document, 1)
    wordpages.hold(document, enclosures(document, paper))
    wordpages.signature(document, paper)
    for number, annex in enumerate(paper.annexes, 1):
        section = add_annex(document, annex, number if len(paper.annexes) > 1 else 0, section)
    if paper.imprint:
        wordpages.imprint(document, paper, wordpages.room_of(section))
    properties(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return dateless(stream.getvalue())


def title_lines(title: str) -> list[str]:
    """Lines of about one length, broken after a word that may end one; no sign stands alone. A line feed is a break too."""
    lines: list[str] = []
    for part in title.split("\n"):
        count = -(-len(part) // LONGEST_LINE)
        while count > 1:
            ideal = -(-len(part) // count)
            ends = [match.end() for match in BREAKS.finditer(part) if abs(match.end() - ideal) <= 4]
            end = min((one for one in ends if one <= LONGEST_LINE), key=lambda one: abs(one - ideal), default=ideal)
            lines.append(part[:end])
            part, count = part[end:], count - 1
        lines += [part[at : at + LONGEST_LINE] for at in range(0, len(part), LONGEST_LINE)]
    return lines


def add_all(document, blocks: Iterable[Block], section) -> None:
    for block in blocks:
        add(document, block, section)


def add(document, block: Block, section) -> None:
    if isinstance(block, PaperTable):
        table(document, block, wordpages.room_of(section))
    elif isinstance(block, FormTable):
        form(document, block, wordpages.room_of(section))
    elif isinstance(block, Heading):
        heading = line(document, block.whole, font=HEADING_FONTS[block.level], bold=block.level == 3)
        heading.paragraph_format.keep_with_next = True
    else:
        for wording in block.lines:
            line(document, wording, align=block.align, indent=block.indent)
        if block.leads:
            wordpages.hold(document, 1)


def enclosures(document, paper: OfficialPaper) -> int:
    """附件说明, a line below the text; how many lines it takes."""
    names = paper.enclosed
    if names:
        line(document, "", indent=False)
    for number, name in enumerate(names, 1):
        label = "附件：" if number == 1 else "　　　"
        line(document, f"{label}{number}. {name}" if len(names) > 1 else f"附件：{name}")
    return len(names) + 1 if names else 0


def add_annex(document, annex: Annex, number: int, section):
    """On a new page, its title on the third line; returns the section that it ends in."""
    upright = section.page_width < section.page_height
    if annex.across or not upright:
        section = wordpages.next_section(document, across=annex.across)
        first = line(document, f"附件{number or ''}", font=HEI, indent=False)
    else:
        first = line(document, f"附件{number or ''}", font=HEI, indent=False)
        first.paragraph_format.page_break_before = True
    line(document, "", indent=False)
    for text in title_lines(annex.title):
        line(document, text, font=TITLE, size=22, align="center", indent=False)
    line(document, "", indent=False)
    add_all(document, annex.blocks, section)
    return section


def properties(document, paper: OfficialPaper) -> None:
    """Title and office; no person, and no hour at which it was written."""
    core = document.core_properties
    core.title = cells.visible(paper.title.replace("\n", ""))[:200]
    core.author = core.last_modified_by = cells.visible(paper.author or paper.signed or paper.org)[:200]
    core.comments, core.created, core.modified = "", MADE, MADE


def dateless(content: bytes) -> bytes:
    """The same archive with one date on all its members, without the preview of the empty template."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(ZipInfo(name, ALWAYS), source.read(name), ZIP_DEFLATED)
    return stream.getvalue()
