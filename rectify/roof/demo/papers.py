"""Small but real files: what the units of the demo city hand in as evidence."""

import struct
import zlib
from datetime import date
from io import BytesIO
from random import Random

from rectify.lib.dates import chinese
from rectify.lib.paper import OfficialPaper, Paragraph
from rectify.lib.sheets import Col, Sheet, write_book
from rectify.lib.words import write_paper


def pdf(title: str, lines: list[str]) -> bytes:
    """One page in the reader's own Song font, so that no font need be inside."""
    show = [f"/F1 18 Tf 72 770 Td <{_hex(title)}> Tj /F1 12 Tf 0 -40 Td"]
    show += [f"<{_hex(line)}> Tj 0 -24 Td" for line in lines]
    stream = ("BT " + " ".join(show) + " ET").encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def png(rng: Random, *, width: int = 320, height: int = 200) -> bytes:
    """A “photograph”: a wall, a floor and some boxes, in the light of that day."""
    light = rng.randint(150, 225)
    rows = [bytearray([light, light - 6, light - 18] * width) for _ in range(height)]
    floor = bytearray([light // 2, light // 2 - 4, light // 2 - 10] * width)
    rows[int(height * 0.7) :] = [bytearray(floor) for _ in range(height - int(height * 0.7))]
    for _ in range(rng.randint(3, 7)):
        left, top = rng.randrange(width - 60), rng.randrange(40, height - 60)
        wide, high, colour = rng.randint(20, 60), rng.randint(20, 60), bytes(rng.randint(40, 200) for _ in range(3))
        for row in rows[top : top + high]:
            row[left * 3 : (left + wide) * 3] = colour * wide
    raw = b"".join(b"\x00" + bytes(row) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def xlsx(title: str, rng: Random, *, on: date) -> bytes:
    columns = [
        Col("序号", width=8, kind="number"),
        Col("事项", width=30),
        Col("金额（元）", width=16, kind="number"),
        Col("日期", kind="date"),
    ]
    rows = [[n, f"第 {n} 笔", rng.randrange(500, 90000), on] for n in range(1, rng.randint(8, 20))]
    target = BytesIO()
    write_book(target, Sheet(title, columns, rows, notes=[f"填表日期：{chinese(on)}"]))
    return target.getvalue()


def docx(title: str, lines: list[str], *, on: date, signed: str) -> bytes:
    target = BytesIO()
    write_paper(target, OfficialPaper(title, [Paragraph("\n".join(lines))], signed=signed, dated=chinese(on)))
    return target.getvalue()
