"""Books of other makes for the tests of reading: .xls record by record, .ods, tables of Word and of pages."""

import struct
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ledgers.reading import biff

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def xls(path, name, rows, *, formats=(), merges=(), hidden=(), hidden_columns=(), state=0):
    """An .xls of one sheet. A cell is a text, a number, or (number, index of its format in `formats`)."""
    globals_ = b"".join(
        record(biff.FORMAT, struct.pack("<HHB", 164 + i, len(code), 1) + code.encode("utf-16-le"))
        for i, code in enumerate(formats)
    )
    for number in (0, *range(164, 164 + len(formats))):
        globals_ += record(biff.XF, struct.pack("<HH", 0, number) + b"\0" * 16)
    head = record(biff.BOF, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    words = name.encode("utf-16-le")
    place = len(head) + len(globals_) + 4 + 8 + len(words) + 4
    globals_ += record(biff.SHEETS, struct.pack("<IBBBB", place, state, 0, len(name), 1) + words) + record(0x0A, b"")
    sheet = record(biff.BOF, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for column in hidden_columns:
        sheet += record(biff.COLUMNS, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0))
    for row, cells in enumerate(rows):
        flags = 0x20 if row in hidden else 0
        sheet += record(biff.ROW, struct.pack("<HHHHHHHH", row, 0, len(cells), 300, 0, 0, flags, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                sheet += record(0x204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + text)
            elif cell is not None:
                number, style = cell if isinstance(cell, tuple) else (cell, -1)
                sheet += record(biff.NUMBER, struct.pack("<HHHd", row, column, style + 1, number))
    areas = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
    sheet += record(0xE5, struct.pack("<H", len(merges)) + areas) + record(0x0A, b"")
    path.write_bytes(_container((head + globals_ + sheet).ljust(4096, b"\0")))
    return path


def _container(stream):
    """An OLE container of one stream called Workbook."""
    sectors = -(-len(stream) // 512)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<III", 0, 1, 1) + b"\0" * 4 + struct.pack("<5I", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    directory = b""
    for name, kind, begin, size in (("Root Entry", 5, 0xFFFFFFFE, 0), ("Workbook", 2, 2, len(stream))):
        words = (name + "\0").encode("utf-16-le")
        entry = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
        child = 1 if kind == 5 else 0xFFFFFFFF
        entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        directory += entry.ljust(116, b"\0") + struct.pack("<IQ", begin, size)
    return head.ljust(512, b"\0") + table + directory.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def ods(path, *tables, styles="", manifest=""):
    """An .ods of tables: (name, rows as XML, attributes of the table)."""
    body = "".join(f"<table:table table:name='{name}' {more}>{rows}</table:table>" for name, rows, more in tables)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def ods_text(words, extra=""):
    lines = "".join(f"<text:p>{line}</text:p>" for line in words.split("\n"))
    return f'<table:table-cell office:value-type="string" {extra}>{lines}</table:table-cell>'


def ods_value(kind, value, shown):
    name = "date-value" if kind == "date" else "value"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"><text:p>{shown}</text:p></table:table-cell>'


def ods_row(*cells, extra=""):
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def word(path, *tables):
    """A .docx of tables: (lines of cells, merged areas, number of header rows). None is an empty cell."""
    document = docx.Document()
    document.add_paragraph("附件")
    for lines, merges, headed in tables:
        table = document.add_table(len(lines), max(map(len, lines)))
        for line, row in zip(lines, table.rows, strict=True):
            for text, cell in zip(line, row.cells, strict=False):
                if text is not None:
                    cell.text = text
        for top, left, bottom, right in merges:
            table.cell(top, left).merge(table.cell(bottom, right))
        for row in table.rows[:headed]:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)
        document.add_paragraph("说明")
    document.save(str(path))
    return path
