"""What `rectify.lib.copies` calls in a process of its own, since it opens a PDF that came from outside."""

from math import cos, radians, sin
from typing import Any, cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

FONT, LOOK = "/RectifyCopy", "/RectifyCopyLook"
ACROSS, UP, LEAN, SIZE, SHADE = 320, 170, 24, 13, 0.3


def stamp(source: str, target: str, line: str) -> None:
    """Write the PDF `source` to `target` with `line` over each of its pages. What stands on them is neither read nor changed: a
    page gets a further stream of content. Raises what pypdf raises for what is no PDF."""
    reader = PdfReader(source)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter(clone_from=reader)
    font, look = writer._add_object(_font(writer)), writer._add_object(_look())
    before = writer._add_object(_stream(b"q\n"))
    for page in writer.pages:
        _lend(page, "/Font", FONT, font)
        _lend(page, "/ExtGState", LOOK, look)
        over = writer._add_object(_stream(b"\nQ\n" + _tiles(page, line)))
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), over])
    writer.write(target)


def _contents(page: PageObject) -> list[Any]:
    if "/Contents" not in page:
        return []
    held = page.raw_get("/Contents")
    return list(held.get_object()) if isinstance(held.get_object(), ArrayObject) else [held]


def _lend(page: PageObject, kind: str, name: str, what: Any) -> None:
    """One more entry in the page's own copy of its resources, which pages may share."""
    own = DictionaryObject(_resources(page))
    entries = DictionaryObject(cast(DictionaryObject, own[kind].get_object()) if kind in own else {})
    entries[NameObject(name)] = what
    own[NameObject(kind)] = entries
    page[NameObject("/Resources")] = own


def _resources(page: PageObject) -> DictionaryObject:
    """Its own, or those of the nearest node above it."""
    node: Any = page
    while node is not None:
        if "/Resources" in node:
            return node["/Resources"].get_object()
        node = node["/Parent"].get_object() if "/Parent" in node else None
    return DictionaryObject()


def _tiles(page: PageObject, line: str) -> bytes:
    box, words = page.mediabox, line.encode("utf-16-be").hex()
    lean = f"{cos(radians(LEAN)):.4f} {sin(radians(LEAN)):.4f} {-sin(radians(LEAN)):.4f} {cos(radians(LEAN)):.4f}"
    places = [
        f"{lean} {x} {y} Tm <{words}> Tj"
        for x in range(int(box.left) + 10, int(box.right), ACROSS)
        for y in range(int(box.bottom) + 10, int(box.top), UP)
    ]
    return "\n".join((f"q {LOOK} gs 0.35 g BT {FONT} {SIZE} Tf", *places, "ET Q")).encode()


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _look() -> DictionaryObject:
    return DictionaryObject({NameObject("/Type"): NameObject("/ExtGState"), NameObject("/ca"): FloatObject(SHADE)})


def _font(writer: PdfWriter) -> DictionaryObject:
    """A face that every reader of PDFs brings or replaces: none has to lie on this machine or in the file."""
    numbers = {"/Registry": TextStringObject("Adobe"), "/Ordering": TextStringObject("GB1")}
    system = {NameObject(name): value for name, value in numbers.items()} | {NameObject("/Supplement"): NumberObject(4)}
    bounds = ArrayObject(NumberObject(n) for n in (-25, -254, 1000, 880))
    described = {
        "/Type": NameObject("/FontDescriptor"),
        "/FontName": NameObject("/STSong-Light"),
        "/Flags": NumberObject(6),
        "/FontBBox": bounds,
        "/ItalicAngle": NumberObject(0),
        "/Ascent": NumberObject(880),
        "/Descent": NumberObject(-120),
        "/CapHeight": NumberObject(880),
        "/StemV": NumberObject(93),
    }
    descriptor = writer._add_object(DictionaryObject({NameObject(k): v for k, v in described.items()}))
    below = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/CIDFontType0"),
        "/BaseFont": NameObject("/STSong-Light"),
        "/CIDSystemInfo": DictionaryObject(system),
        "/FontDescriptor": descriptor,
        "/DW": NumberObject(1000),
    }
    descendant = writer._add_object(DictionaryObject({NameObject(k): v for k, v in below.items()}))
    whole = {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/Type0"),
        "/BaseFont": NameObject("/STSong-Light-UniGB-UTF16-H"),
        "/Encoding": NameObject("/UniGB-UTF16-H"),
        "/DescendantFonts": ArrayObject([descendant]),
    }
    return DictionaryObject({NameObject(k): v for k, v in whole.items()})
