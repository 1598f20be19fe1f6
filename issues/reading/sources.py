"""The lines of a file: .txt, .docx or .html, judged by content (docs/rules.md: reading-lines)."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from issues.reading import webpage, word
from issues.reading.paper import PaperLine, SplitRefused
from rectify.lib.text import settled

MOST_BYTES = 60 * 2**20
MOST_TEXT_BYTES = 8 * 2**20
MOST_LINES = 50_000
LONGEST_LINE = 100_000
SAVE_AS = "请用 Word 或 WPS 打开后另存为 .docx，再导入。"
TOO_BIG = "文件过大，不像一份反馈意见。请删去图片、附表等无关内容后再导入。"
TOO_LONG = "文件的段落过多或单个段落过长，不像一份反馈意见。请检查是否选错了文件。"
EMPTY = "文件里没有文字可读。如果是扫描件或图片，请先转成文字，再导入。"
MARKUP = re.compile(
    r"\s*(?:<!doctype\s+html|<html\b|<head\b|<body\b|<meta\b|<(?:div|p|h[1-6]|table|section|article)\b[^>]*>)", re.I
)


class PaperSource(NamedTuple):
    lines: list[PaperLine]
    outside: list[str]


def read(path: str | Path) -> PaperSource:
    """The lines of a document. Raises SplitRefused."""
    path = Path(path)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise SplitRefused("文件打不开，请检查文件是否存在。") from error
    if size > MOST_BYTES:
        raise SplitRefused(TOO_BIG)
    if not data.strip():
        raise SplitRefused("文件是空的，没有内容可读。请检查后重新选择。")
    if data.startswith(b"PK\x03\x04"):
        return bounded(*word.read(path))
    return bounded(text_or_page(data, path.suffix.lower()), [])


def text_or_page(data: bytes, suffix: str) -> list[PaperLine]:
    """The lines of a text or a web page. Raises SplitRefused for what is neither."""
    if reason := _other(data):
        raise SplitRefused(reason)
    if len(data) > MOST_TEXT_BYTES:
        raise SplitRefused(TOO_BIG)
    text = settled(decoded(data))[0]
    if suffix in (".html", ".htm") or MARKUP.match(text):
        return webpage.lines(text)
    return text_lines(text)


def text_lines(text: str) -> list[PaperLine]:
    """A line for each line of the text, trimmed; empty ones are dropped."""
    return [PaperLine(words) for part in re.split(r"\r\n|\r|\n", text) if (words := trimmed(part))]


def trimmed(words: str) -> str:
    return words.strip(" \t\r\n\f\v\u3000\u00a0\u200b\ufeff\u2028\u2029")


def decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, else GB18030 (UTF-16 only with its mark). Raises SplitRefused."""
    marked = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise SplitRefused("文件的文字编码认不出来。请用记事本打开，另存为 UTF-8 编码，再导入。")


def bounded(lines: list[PaperLine], outside: list[str]) -> PaperSource:
    if not lines:
        raise SplitRefused(EMPTY)
    if len(lines) > MOST_LINES or any(len(line.text) > LONGEST_LINE for line in lines):
        raise SplitRefused(TOO_LONG)
    return PaperSource(lines, outside)


def _other(data: bytes) -> str:
    """Why the bytes are no text, or nothing."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "这是旧版 Word 文档（.doc、.wps）或加了密码的文档，系统无法读取。请去掉密码，" + SAVE_AS[1:]
    if data.startswith(b"%PDF"):
        return "这是 PDF 文件，文字的层次读不出来。请导入原来的 Word、WPS 文档或纯文本。"
    if data.startswith(b"{\\rtf"):
        return "这是 RTF 文档。" + SAVE_AS
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ""
    if b"\x00" in data[:65_536]:
        return "这不是文字文件。请导入 Word 文档（.docx）、网页（.html）或纯文本（.txt）。"
    return ""
