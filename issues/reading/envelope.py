"""What may be opened of a .docx: judged by the archive's own list, before any parser (docs/rules.md: file-envelope)."""

import zipfile
from pathlib import Path

from issues.reading.paper import SplitRefused

MOST_MEMBERS = 4_000
MOST_XML = 64 * 2**20
MOST_UNPACKED = 200 * 2**20
MOST_RATIO, RATIO_FROM = 200, 20 * 2**20
ENTITIES = "文件中含有不允许的外部定义，系统不予读取。请用 Word 或 WPS 打开后另存为 .docx，再导入。"
BROKEN = "文件不完整或已损坏，无法打开。请重新取得原文件，或用 Word、WPS 打开后另存为 .docx，再导入。"
PROTECTED = "文件设有打开密码，系统无法读取。请去掉密码后另存，再导入。"
BOMB = "文件展开后过大，为保护系统不予读取。请删去无关内容后另存为 .docx，再导入。"
MACRO = "文件中含有宏，系统不予读取。请另存为不含宏的 .docx，再导入。"
NOT_WORD = "这不是 Word 文档。请导入 Word 文档（.docx）、网页（.html）或纯文本（.txt）。"
DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


def check(path: Path) -> None:
    """Raise SplitRefused for an archive that is no honest Word document."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except DAMAGE as error:
        raise SplitRefused(BROKEN) from error
    _bounded(members, path.stat().st_size)
    names = [member.filename for member in members]
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise SplitRefused(MACRO)
    if not any(name.startswith("word/") for name in lower) or "[content_types].xml" not in lower:
        raise SplitRefused(NOT_WORD)
    if len(set(lower)) < len(lower) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise SplitRefused(BROKEN)


def _bounded(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse bombs, overlapping and encrypted members."""
    unpacked = sum(member.file_size for member in members)
    texts = sum(member.file_size for member in members if member.filename.lower().endswith((".xml", ".rels")))
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or texts > MOST_XML:
        raise SplitRefused(BOMB)
    if unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(1, size):
        raise SplitRefused(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise SplitRefused(PROTECTED)
    ends = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    if any(end > after for (_, end), (after, _) in zip(ends, ends[1:], strict=False)) or (ends and ends[-1][1] > size):
        raise SplitRefused(BOMB)
