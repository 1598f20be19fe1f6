"""The lines of a web page: the visible text of its block elements (docs/rules.md: reading-lines)."""

import re
from html.parser import HTMLParser

from issues.reading.paper import PaperLine

UNSEEN = re.compile("script|style|head|template|noscript").fullmatch
BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|center|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    "|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
).fullmatch
VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr").fullmatch
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0]+")
UNCLOSED = re.compile("p|li|t[dhr]|d[dt]|option").fullmatch  # their end is often left out


def lines(text: str) -> list[PaperLine]:
    """A line for each block with visible words; a table row is one line, its cells parted by tabs."""
    page = _Page()
    page.feed(text)
    page.close()
    return page.finished()


class _Table:
    def __init__(self):
        self.rows: list[list[list[str]]] = []
        self.nested = False


class _Page(HTMLParser):
    """Collects words. A table that only lays out the page (another table inside, or one cell) is taken as blocks."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out: list[str | _Table] = []
        self.words: list[str] = []
        self.tables: list[_Table] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag, attrs):
        if self.unseen and (tag == "body" or (UNCLOSED(self.unseen[0]) and BLOCKS(tag))):
            self.unseen.clear()
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.append(tag)
            return
        if UNSEEN(tag) or (not VOID(tag) and _is_hidden(attrs)):
            self.unseen.append(tag)
            return
        if BLOCKS(tag):
            self._end_line()
        if tag == "table":
            for table in self.tables:
                table.nested = True
            self.tables.append(_Table())
            self.out.append(self.tables[-1])
        elif self.tables and tag == "tr":
            self.tables[-1].rows.append([])
        elif self.tables and tag in ("td", "th"):
            if not self.tables[-1].rows:
                self.tables[-1].rows.append([])
            self.tables[-1].rows[-1].append([])

    def handle_endtag(self, tag):
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.pop()
            return
        if BLOCKS(tag):
            self._end_line()
        if tag == "table" and self.tables:
            self.tables.pop()

    def handle_data(self, data):
        if not self.unseen:
            self.words.append(data)

    def _end_line(self):
        words = BLANKS.sub(" ", "".join(self.words)).strip(" \u3000\u200b\ufeff")
        self.words.clear()
        if not words:
            return
        if self.tables and not self.tables[-1].nested and self.tables[-1].rows and self.tables[-1].rows[-1]:
            self.tables[-1].rows[-1][-1].append(words)
        else:
            self.out.append(words)

    def finished(self) -> list[PaperLine]:
        self._end_line()
        lines, count = [], 0
        for one in self.out:
            if isinstance(one, str):
                lines.append(PaperLine(one))
            elif one.nested or sum(map(len, one.rows)) <= 1:
                lines += [PaperLine(words) for row in one.rows for cell in row for words in cell]
            else:
                count += 1
                rows = (("\t".join(" ".join(cell) for cell in row)).strip() for row in one.rows)
                lines += [PaperLine(words, table=count, row=n) for n, words in enumerate(rows, 1) if words]
        return lines


def _is_hidden(attrs) -> bool:
    return any(name == "hidden" or (name == "style" and HIDDEN.search(value or "")) for name, value in attrs)
