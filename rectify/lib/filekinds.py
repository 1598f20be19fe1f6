"""Which files are taken (docs/rules.md: file-kinds): the name cleaned, the kind found from content, both agreeing.

The list is ours; a browser's word on the type is never asked. Nothing inside a file is opened but two short
parts of an Office document, which say what it claims to be and where its template lies.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from rectify.lib.containers import Damaged, Member, TooMany, is_macro_enabled, ole_names, zip_members
from rectify.lib.errors import Refused
from rectify.lib.pictures import pixels
from rectify.lib.secrecy import EXPLAINED, marked

LONGEST_NAME = 255
HEAD = 64 * 2**10
MOST_PIXELS = 250_000_000  # more than any camera makes; a viewer would need a gigabyte
_OFFICE = "application/vnd.openxmlformats-officedocument."


class Unfit(Refused):
    """A file that is not taken: `code` says which rule, for the trail; the sentence is for the reader."""

    def __init__(self, code: str, sentence: str):
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what it is served as, which shapes its content may have, and what a container of it must hold."""

    media: str
    shapes: tuple[str, ...]
    holds: str = ""


KINDS = {
    "pdf": FileKind("application/pdf", ("pdf",)),
    "ofd": FileKind("application/ofd", ("zip",), "ofd"),
    "doc": FileKind("application/msword", ("ole",), "word"),
    "docx": FileKind(f"{_OFFICE}wordprocessingml.document", ("zip",), "word"),
    "xls": FileKind("application/vnd.ms-excel", ("ole",), "sheet"),
    "xlsx": FileKind(f"{_OFFICE}spreadsheetml.sheet", ("zip",), "sheet"),
    "ppt": FileKind("application/vnd.ms-powerpoint", ("ole",), "slides"),
    "pptx": FileKind(f"{_OFFICE}presentationml.presentation", ("zip",), "slides"),
    "wps": FileKind("application/vnd.ms-works", ("ole", "zip"), "word"),
    "et": FileKind("application/octet-stream", ("ole", "zip"), "sheet"),
    "dps": FileKind("application/octet-stream", ("ole", "zip"), "slides"),
    "jpg": FileKind("image/jpeg", ("jpg",)),
    "jpeg": FileKind("image/jpeg", ("jpg",)),
    "jfif": FileKind("image/jpeg", ("jpg",)),
    "png": FileKind("image/png", ("png",)),
    "gif": FileKind("image/gif", ("gif",)),
    "bmp": FileKind("image/bmp", ("bmp",)),
    "tif": FileKind("image/tiff", ("tif",)),
    "tiff": FileKind("image/tiff", ("tif",)),
    "webp": FileKind("image/webp", ("webp",)),
    "heic": FileKind("image/heic", ("heif",)),
    "heif": FileKind("image/heic", ("heif",)),
    "zip": FileKind("application/zip", ("zip",)),
    "txt": FileKind("text/plain; charset=utf-8", ("text",)),
    "csv": FileKind("text/csv", ("text",)),
}
ALIKE = {"jpeg": "jpg", "jfif": "jpg", "tiff": "tif", "heif": "heic"}  # one kind by two names
ACCEPT = ",".join(
    ["image/*", *(f".{kind}" for kind in KINDS)]
)  # pictures in general: a phone then offers its camera too
PICTURES = frozenset({"jpg", "png", "gif", "bmp", "tif", "webp", "heic"})
SHOWN = PICTURES | {"pdf"}  # these alone may be shown in the page
MACRO_KINDS = frozenset({"docm", "xlsm", "pptm", "dotm", "xltm", "xlsb"})

SIGNS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"#!", "program"),
    (b"{\\rtf", "rtf"),
)
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
WORDS = {
    "pdf": "PDF",
    "zip": "压缩包或新版 Office 文档",
    "ole": "旧版 Office 文档",
    "jpg": "JPG 图片",
    "png": "PNG 图片",
    "gif": "GIF 图片",
    "bmp": "BMP 图片",
    "tif": "TIF 图片",
    "webp": "WEBP 图片",
    "heif": "HEIC 图片",
    "film": "视频",
    "text": "纯文本",
    "markup": "网页或标记文本",
    "rtf": "RTF 文档",
    "program": "程序",
}
# What to do with a kind that is not taken.
OTHERWISE = {
    ("mp4", "mov", "avi", "mkv", "3gp", "wmv", "m4v"): "视频不收：截几张关键画面传图片，说明里写明视频存放在哪里",
    ("mp3", "m4a", "wav", "amr", "aac"): "录音不收：整理成文字传文档，说明里写明录音存放在哪里",
    ("rar", "7z", "gz", "tar", "tgz", "bz2"): "这种压缩包不收：解开后直接选里面的文件，或者重新压缩成 .zip",
    (
        "avif",
        "dng",
        "raw",
        "cr2",
        "nef",
        "psd",
        "svg",
        "ico",
    ): "这种图片不收：在看图软件里另存为 .jpg，或者截屏后传截图",
    ("html", "htm", "mht", "mhtml"): "网页不收：在浏览器里打印，选“另存为 PDF”再传",
    (
        "pages",
        "numbers",
        "key",
        "odt",
        "ods",
        "odp",
        "rtf",
        "uof",
    ): "这种文档不收：打开后导出为 PDF，或者另存为 .docx、.xlsx",
    ("dwg", "dxf", "vsd", "vsdx", "mpp", "caj"): "这种图纸、文件不收：用原来的软件打印或导出为 PDF 再传",
    ("eml", "msg"): "邮件不收：打开后打印成 PDF，附件另外传",
    ("exe", "msi", "apk", "bat", "js", "lnk", "url"): "程序和快捷方式不收：请选文件本身",
}
MARKUP = re.compile(r"^\s*<|^\s*mime-version:|<(?:script|html|svg|iframe|body)\b", re.I)
PROGRAMS = re.compile(
    r"\.(?:exe|com|scr|bat|cmd|msi|dll|vbs|vbe|js|jse|wsf|hta|ps1|jar|lnk|sh|html?|mht|mhtml|svg)$", re.I
)
OLE_HOLDS = {"WordDocument": "word", "Workbook": "sheet", "Book": "sheet", "PowerPoint Document": "slides"}
OLE_MACROS = frozenset({"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"})
ZIP_HOLDS = (("word/", "word"), ("xl/", "sheet"), ("ppt/", "slides"), ("ofd.xml", "ofd"))


def clean_name(raw: str) -> str:
    """The file's name as text: no folder, controls or direction marks, NFC. Raises Unfit when it is too long or marked."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", raw)[-1])
    name = "".join(" " if unicodedata.category(c) in ("Zl", "Zp") else c for c in name)
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    name = " ".join(name.split()).rstrip(". ")
    if not name:
        raise Unfit("name", "有一份文件没有文件名，请改名后再传")
    if len(name) > LONGEST_NAME:
        raise Unfit("name", f"《{short(name)}》的文件名有 {len(name)} 个字，最多 {LONGEST_NAME} 个字，请改短后再传")
    if mark := marked(name, file_name=True):
        why = f"{EXPLAINED}：有一份文件的名称带“{mark}”字样，没有接收，也没有留存"
        raise Unfit("secret", f"{why}。涉密材料请按保密规定另行报送；确实不涉密的，请改用不带该字样的文件名")
    return name


def kind_of(name: str) -> str:
    """The kind a cleaned name claims. Raises Unfit for kinds that are not taken."""
    ending = name.rpartition(".")[2].strip().lower() if "." in name[1:] else ""
    if ending in MACRO_KINDS:
        raise Unfit(
            "macro", f"《{short(name)}》可能带宏，不接收。请另存为不带宏的文档（如 .docx、.xlsx）或转成 PDF 再传"
        )
    if ending not in KINDS:
        raise Unfit("kind", f"《{short(name)}》不能接收：{_otherwise(ending)}")
    return ending


def _otherwise(ending: str) -> str:
    if advice := next((advice for endings, advice in OTHERWISE.items() if ending in endings), ""):
        return advice
    called = f".{ending} 文件" if ending else "没有扩展名的文件"
    return f"不收{called}。请转成 PDF、Office 文档、图片，或打成 zip 再传"


def check_head(name: str, head: bytes) -> None:
    """Refuse early, from the first bytes: Unfit when they cannot belong to what the name claims."""
    kind, shape = kind_of(name), shape_of(head)
    if shape not in KINDS[kind].shapes and not (shape == "ole" and kind in ("docx", "xlsx", "pptx")):
        _disagree(name, kind, WORDS.get(shape, "认不出的内容"))


def check_whole(name: str, path: Path) -> str:
    """The kind of a file that lies whole at `path`: name and content agree, no macro, no password, no bomb. Raises Unfit."""
    kind = kind_of(name)
    with path.open("rb") as file:
        head = file.read(HEAD)
    check_head(name, head)
    shape = shape_of(head)
    if pixels(shape, head) > MOST_PIXELS:
        raise Unfit("content", f"《{short(name)}》的像素多得不正常，不接收。请缩小图片后再传")
    try:
        if shape == "zip":
            members = zip_members(path)
            _check_zip(name, kind, members)
            if KINDS[kind].holds and is_macro_enabled(path):
                raise Unfit("macro", f"《{short(name)}》带宏或远程模板，不接收。请另存为不带宏的文档或转成 PDF 再传")
        elif shape == "ole":
            _check_ole(name, kind, ole_names(path))
    except Damaged:
        raise Unfit("content", f"《{short(name)}》打不开，像是没有存完或已损坏。请重新另存后再传") from None
    except TooMany:
        raise Unfit("archive", f"《{short(name)}》里的文件太多，请分成几个压缩包再传") from None
    return ALIKE.get(kind, kind)


def shape_of(head: bytes) -> str:
    """What the first bytes are: a key of WORDS, or nothing when they are unknown."""
    for sign, shape in SIGNS:
        if head.startswith(sign):
            return shape
    if head.startswith(b"BM") and head[14:18] in [n.to_bytes(4, "little") for n in (12, 40, 52, 56, 64, 108, 124)]:
        return "bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "heif" if head[8:12] in HEIF_BRANDS else "film"
    text = _as_text(head)
    if text is None:
        return ""
    return "markup" if MARKUP.search(text[:4096]) else "text"


def short(name: str) -> str:
    """A long name cut in the middle, its ending kept."""
    return name if len(name) <= 40 else f"{name[:30]}…{name[-8:]}"


def _as_text(head: bytes) -> str | None:
    coded = ("utf-16",) if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ("utf-8-sig", "gb18030")
    for encoding in coded:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if any(c < " " and c not in "\t\n\r\f" for c in text) else text
    return None


def _check_zip(name: str, kind: str, members: list[Member]) -> None:
    names = [member.name.replace("\\", "/") for member in members]
    if any(member.locked for member in members):
        raise Unfit("password", f"《{short(name)}》有打开密码，督查办看不了。请去掉密码后再传")
    size, packed = sum(m.size for m in members), sum(m.packed for m in members)
    if size > 20 * 2**20 and size > 200 * max(packed, 1):
        raise Unfit("archive", f"《{short(name)}》解开后大得不正常，不接收。请重新压缩后再传")
    lower = [each.lower() for each in names]
    if any(each.endswith("vbaproject.bin") or each.startswith("xl/macrosheets/") for each in lower):
        raise Unfit("macro", f"《{short(name)}》带宏，不接收。请另存为不带宏的文档或转成 PDF 再传")
    if KINDS[kind].holds:
        held = {what for start, what in ZIP_HOLDS if any(each.startswith(start) for each in lower)}
        if KINDS[kind].holds not in held:
            _disagree(name, kind, "普通压缩包" if not held else "另一种文档")
    elif bad := next((each for each in names if PROGRAMS.search(each)), ""):
        raise Unfit("archive", f"《{short(name)}》里有程序或网页文件（{short(bad)}），不接收。请去掉后重新压缩")


def _check_ole(name: str, kind: str, names: set[str]) -> None:
    if "EncryptedPackage" in names:
        raise Unfit("password", f"《{short(name)}》有打开密码，督查办看不了。请去掉密码后再传")
    held = {OLE_HOLDS[each] for each in names if each in OLE_HOLDS}
    if "ole" not in KINDS[kind].shapes or KINDS[kind].holds not in held:
        _disagree(name, kind, "另一种文档" if held else "旧版 Office 以外的内容")
    if names & OLE_MACROS:
        raise Unfit("macro", f"《{short(name)}》带宏，不接收。请另存为不带宏的文档或转成 PDF 再传")


def _disagree(name: str, kind: str, seen: str) -> None:
    why = f"《{short(name)}》内容与扩展名不符：扩展名是 .{kind}，内容是{seen}"
    raise Unfit("content", f"{why}。请用原来的软件打开，另存为需要的格式再传")
