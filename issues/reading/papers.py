"""The doors: a feedback document becomes a tree (docs/rules.md: reading-document)."""

from collections.abc import Sequence
from pathlib import Path

from issues.reading import sources
from issues.reading.doubts import doubts
from issues.reading.envelope import BROKEN
from issues.reading.facts import facts
from issues.reading.kinds import PaperKind, kind_of
from issues.reading.masthead import markings, masthead
from issues.reading.outline import outline
from issues.reading.paper import Paper, PaperLine, SplitRefused, pack, unpack
from issues.reading.roles import give_roles
from issues.reading.suggestions import explained, suggestions
from issues.reading.totals import names_more, totals, turned
from rectify.lib import limited

TOO_HARD = "文件内容过大或过于复杂，读取时超出了系统允许的时间或内存。请删去图片等无关内容后另存，再导入。"


def read_feedback(path: str | Path, *, name: str = "") -> Paper:
    """Read a document in this process. Raises SplitRefused with a sentence for people."""
    source = sources.read(path)
    return split(source.lines, file=name or Path(path).name, outside=source.outside)


def split_safely(path: str | Path, *, name: str = "") -> Paper:
    """The same in a separate limited process: for whatever came from outside (docs/rules.md: file-limited)."""
    try:
        plain = limited.call(
            "issues.reading.papers:read_plain",
            str(Path(path).resolve()),
            name or Path(path).name,
            reraise=(SplitRefused,),
        )
    except limited.LimitExceeded as error:
        raise SplitRefused(TOO_HARD) from error
    except limited.ChildFailed as error:
        raise SplitRefused(BROKEN) from error
    return unpack(plain)


def read_plain(path: str, name: str) -> dict:
    """What the limited process runs: text in, JSON out."""
    return pack(read_feedback(path, name=name))


def split(lines: Sequence[PaperLine], *, file: str = "", outside: Sequence[str] = (), kind: str | None = None) -> Paper:
    """Understand lines that were read. `outside` are lines of page headers and footers: searched for markings only.

    `kind` is what a person said of the document; without it the title decides, or the text where the title is silent.
    """
    lines = list(lines)
    head = masthead(lines)
    sort = PaperKind(kind, "由人选定") if kind else kind_of(head.title, [lines[i].text for i in head.kept])
    roots = outline(lines, head.kept, sort.name)
    give_roles(roots, sort.name)
    figures = totals(lines, head.kept, roots, sort.name)
    short = names_more(figures, turned(lines, head.kept, roots, figures), roots)
    offered = suggestions(roots, sort.name, short=short)
    figures = explained(figures, offered, roots)
    return Paper(
        file,
        head.title,
        sort.name,
        lines,
        roots,
        facts(lines, head.kept, head.title),
        figures,
        head.markings,
        head.cut,
        head.cut_lines,
        markings([PaperLine(words) for words in outside]),
        doubts(lines, kept=head.kept, roots=roots, kind=sort.name, totals=figures),
        offered,
        sort.reason,
    )


def split_text(text: str, *, file: str = "", kind: str | None = None) -> Paper:
    """Understand a text, a line each."""
    return split(sources.text_lines(text), file=file, kind=kind)
