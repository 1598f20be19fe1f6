"""What may be opened at all: judged by content, before any parser.

Archive rule (docs/rules.md: file-envelope): members, declared sizes, ratio, names; nothing is trusted that a header says.
"""

import zipfile
from pathlib import Path

from ledgers.reading.sheet import ReadRefused

MOST_BYTES = 60 * 2**20
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 * 2**20
MOST_RATIO, RATIO_FROM = 200, 20 * 2**20
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
WORD, PAGES = (".docx",), (".html", ".htm")
SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。"
BROKEN = "文件不完整或已损坏，无法打开。请重新取得原文件，或用 Excel、WPS 打开后另存为 .xlsx，再导入。"
PROTECTED = "文件设有打开密码，系统无法读取。请去掉密码后另存，再导入。"
BOMB = "文件展开后过大，为保护系统不予读取。请删去无关内容后另存为 .xlsx，再导入。"
TOO_BIG = "文件超过 60 MB，不能导入。请按单位或轮次拆成几个文件。"
TOO_MANY = "表格范围过大，超过系统能读取的行数或列数。请删去空白行列和无关内容后另存，再导入。"
ENTITIES = "文件中含有不允许的外部定义，系统不予读取。" + SAVE_AS


def inside(name: str) -> str:
    """The name of a member with the separators of the standard: some programs write `xl\\workbook.xml`."""
    return name.replace("\\", "/")


def kind_of(path: str | Path, name: str = "") -> str:
    """xlsx, xls, ods, docx or html by the file's content; the last two only under their own ending (`name`, else the path's).

    Raises ReadRefused with a sentence for everything else.
    """
    path, ending = Path(path), Path(name or path).suffix.lower()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ReadRefused("文件打不开，请检查文件是否存在。") from error
    if size == 0:
        raise ReadRefused("文件是空的，没有内容可读。请检查后重新选择。")
    if size > MOST_BYTES:
        raise ReadRefused(TOO_BIG)
    if head.startswith(OLE):
        return "xls"
    if head.startswith(ZIP):
        return _zip_kind(path, size, ending)
    if ending in PAGES and not head.startswith((b"%PDF", b"MIME-Version")):
        return "html"
    raise ReadRefused(_what_it_is(head))


def _what_it_is(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<table", b"<meta", b"mime-version")):
        return "这是网页文件，只是改了扩展名，不是工作簿。" + SAVE_AS
    if start.startswith(b"<?xml"):
        return "这是 XML 文件，不是工作簿。" + SAVE_AS
    if start.startswith(b"%pdf"):
        return "这是 PDF 文件，不是工作簿。请导入原来的 Excel 或 WPS 表格。"
    if head.startswith((b"\t\x08", b"\t\x04", b"\t\x02", b"\t\x00")):
        return "这是很早版本的 Excel 文件。" + SAVE_AS
    if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "这是文本文件（如 CSV），不是工作簿。" + SAVE_AS
    return "这不是 Excel、WPS 或 ODS 表格。" + SAVE_AS


def _zip_kind(path: Path, size: int, ending: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _bounded(members, size)
            names = {inside(member.filename) for member in members}
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise ReadRefused(BROKEN) from error
    except (OSError, KeyError) as error:
        raise ReadRefused(BROKEN) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ReadRefused("文件中含有宏，系统不予读取。请另存为不含宏的 .xlsx，再导入。")
    if b"opendocument.spreadsheet" in mimetype and "content.xml" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        raise ReadRefused("这是二进制工作簿（.xlsb）。" + SAVE_AS)
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        if ending not in WORD:
            raise ReadRefused("这是 Word 文档，只是改了扩展名，不是工作簿。请把扩展名改回 .docx，再导入。")
        return "docx"
    if "[Content_Types].xml" in names and "_rels/.rels" in names:
        return "xlsx"
    raise ReadRefused("压缩包里没有工作簿。请解压后导入其中的表格文件。")


def _bounded(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse bombs, overlapping members, odd names and encrypted members by the directory alone."""
    if len(members) > MOST_MEMBERS:
        raise ReadRefused(BOMB)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(1, size)):
        raise ReadRefused(BOMB)
    if packed > size:
        raise ReadRefused(BOMB)
    names = [inside(member.filename) for member in members]
    if len(set(names)) < len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise ReadRefused(BROKEN)
    if any(member.flag_bits & 1 for member in members):
        raise ReadRefused(PROTECTED)
    ends = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    if any(end > after for (_, end), (after, _) in zip(ends, ends[1:], strict=False)):
        raise ReadRefused(BOMB)
