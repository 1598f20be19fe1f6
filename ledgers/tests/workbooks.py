"""Workbooks for the tests of reading: composed here, well and badly made ones."""

import io
import struct
import zipfile

import xlsxwriter

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write(path, *sheets):
    """An xlsx of sheets: (name, rows, merges, hidden rows); a row is a list of cells, None is empty."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
    percent = book.add_format({"num_format": "0.00%"})
    day = book.add_format({"num_format": "yyyy/m/d"})
    for name, rows, *more in sheets:
        sheet = book.add_worksheet(name)
        merges, hidden = (more + [(), ()])[:2]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    kind, value = cell
                    if kind == "%":
                        sheet.write_number(row, column, value, percent)
                    elif kind == "day":
                        sheet.write_datetime(row, column, value, day)
                    elif kind == "formula":
                        sheet.write_formula(row, column, value[0], None, value[1])
                elif cell is not None:
                    sheet.write(row, column, cell)
        for area in merges:
            top, left, bottom, right = area
            value = rows[top][left] if left < len(rows[top]) else None
            sheet.merge_range(top, left, bottom, right, "" if value is None else value)
        for row in hidden:
            sheet.set_row(row, None, None, {"hidden": True})
    book.close()
    return path


def package(path, sheet_xml, *, strings=None, doctype="", extra=(), method=zipfile.ZIP_DEFLATED):
    """An xlsx with one worksheet part written by hand."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/s.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="strings.xml"/></Relationships>',
        )
        if strings is not None:
            archive.writestr("xl/strings.xml", strings)
        with archive.open("xl/worksheets/s.xml", "w", force_zip64=True) as part:
            part.write(f"<?xml version='1.0'?>{doctype}<worksheet xmlns='{MAIN}'><sheetData>".encode())
            for piece in [sheet_xml] if isinstance(sheet_xml, str) else sheet_xml:
                part.write(piece.encode())
            part.write(b"</sheetData></worksheet>")
        for name, data in extra:
            archive.writestr(name, data)
    return path


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def container(*names):
    """An OLE container that has only a directory of named, empty streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += (
        b"\0" * 6 + struct.pack("<III", 0, 1, 1) + b"\0" * 4 + struct.pack("<5I", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    head += struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + struct.pack("<I", 0xFFFFFFFF) * 126
    directory = b""
    for name, kind in [("Root Entry", 5), *((name, 2) for name in names)]:
        words = (name + "\0").encode("utf-16-le")
        entry = words.ljust(64, b"\0") + struct.pack("<HB", len(words), kind)
        directory += entry.ljust(116, b"\0") + struct.pack("<II", 0xFFFFFFFE, 0) + b"\0" * 4
    return head.ljust(512, b"\0") + table + directory.ljust(512, b"\0")


def bomb(size):
    """A zip member of that many zeros, packed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", "<a/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            block = b"0" * 2**20
            for _ in range(size // 2**20):
                part.write(block)
    return data.getvalue()
