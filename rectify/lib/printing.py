"""A Word file as LibreOffice prints it (.pdf), where the server has one: in the limited process."""

import shutil
import tempfile
from pathlib import Path

from rectify.lib import limited
from rectify.lib.errors import Refused
from rectify.lib.readable import FILES, MEMORY, PRINTING

ABSENT = "这台服务器没有装 LibreOffice，不能直接生成 PDF。请下载 Word 文件，用 Word 或 WPS 另存为 PDF"
FAILED = "这份文件没有转成 PDF。请下载 Word 文件，用 Word 或 WPS 另存为 PDF"


def can_print() -> bool:
    """Whether the server has LibreOffice."""
    return bool(shutil.which("soffice"))


def pdf_of(word: bytes) -> bytes:
    """The file printed. Raises Refused with what to do where there is no LibreOffice or it does not come through."""
    if not can_print():
        raise Refused(ABSENT)
    with tempfile.TemporaryDirectory(prefix="printing-") as folder:
        source, target = Path(folder) / "paper.docx", Path(folder) / "paper.pdf"
        source.write_bytes(word)
        order = ("rectify.lib.reader:convert", str(source), str(target), "docx")
        try:
            limited.call(*order, memory=MEMORY, cpu=PRINTING, wall=PRINTING, files=FILES)
            return target.read_bytes()
        except (limited.LimitExceeded, limited.ChildFailed, OSError) as error:
            raise Refused(FAILED) from error
