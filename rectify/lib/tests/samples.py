"""Small files of every kind we take, and of some that we do not."""

import base64
import io
import struct
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
BMP = (
    b"BM"
    + struct.pack("<IHHI", 58, 0, 0, 54)
    + struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    + b"\0" * 4
)
HEIC = base64.b64decode(  # 64 by 32 points, the left half blue
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAACQAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAIAAAAAEAAAAAAAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAC"
    "xtZGF0AAAAICgBrxmA70mlv//uFYEfNd2/NsheF7OQf9Faee73A21v"
)
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L" + b"\0" * 20
TIF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
EXE = b"MZ\x90\x00" + b"\x00" * 600
HTML = b"<!DOCTYPE html><script>alert(1)</script>" + b" " * 600


def packed(*names: str, body: bytes = b"x", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip that holds `names`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in names:
            archive.writestr(name, body)
    return out.getvalue()


def locked() -> bytes:
    """A zip whose list says its member has a password."""
    body = bytearray(packed("a.txt"))
    at = body.rindex(b"PK\x01\x02")
    body[at + 8] |= 1
    return bytes(body)


def bomb(*names: str) -> bytes:
    """A zip of a few hundred kilobytes that claims some 60 MB."""
    return packed(*names, body=b"\0" * (30 * 2**20))


def ole(*names: str) -> bytes:
    """An OLE file with a directory of `names` in sectors 1 and following, its table in sector 0."""
    entries = [_entry("Root Entry", 5), *(_entry(name, 2) for name in names)]
    entries += [b"\0" * 128] * (-len(entries) % 4)
    count = len(entries) // 4
    table = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += (
        b"\0" * 10 + struct.pack("<II", 1, 1) + b"\0" * 4 + struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    assert len(head) == 512
    return head + struct.pack("<128I", *table) + b"".join(entries)


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le")
    return (text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, kind)).ljust(128, b"\0")


WORD = ("[Content_Types].xml", "word/document.xml")
SHEET = ("[Content_Types].xml", "xl/workbook.xml")
SLIDES = ("[Content_Types].xml", "ppt/presentation.xml")
GOOD = {
    "pdf": PDF,
    "ofd": packed("OFD.xml", "Doc_0/Document.xml"),
    "doc": ole("WordDocument", "1Table"),
    "docx": packed(*WORD),
    "xls": ole("Workbook"),
    "xlsx": packed(*SHEET),
    "ppt": ole("PowerPoint Document"),
    "pptx": packed(*SLIDES),
    "wps": ole("WordDocument"),
    "et": ole("Workbook"),
    "dps": ole("PowerPoint Document"),
    "jpg": JPG,
    "jpeg": JPG,
    "jfif": JPG,
    "webp": WEBP,
    "heic": HEIC,
    "heif": HEIC,
    "png": PNG,
    "gif": GIF,
    "bmp": BMP,
    "tif": TIF,
    "zip": packed("照片/1.jpg", "说明.docx"),
    "txt": "整改说明\r\n第二行".encode("gb18030"),
    "csv": "﻿编号,内容\n1,好".encode(),
}
