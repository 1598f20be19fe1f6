"""副本: what is looked at bears who looked and when. The original stays byte for byte as it came; a copy is made anew for each
reader and kept nowhere."""

import base64
import tempfile
from pathlib import Path

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image

from rectify.lib import limited
from rectify.lib.filestore import full_path
from rectify.lib.levels import Confidentiality
from rectify.lib.reach import warning

TILE_WIDTH, TILE_HEIGHT, LEAN = 380, 190, -24
SECONDS, MEMORY = 30, 2**30


def copy_line(name: str, level: str = Confidentiality.INTERNAL) -> str:
    """副本, the reader, this minute and 禁止外传: what every copy bears, a list as the office's own (内部)."""
    return "　".join(filter(None, ("副本", name, f"{timezone.localtime():%Y-%m-%d %H:%M}", warning(level))))


def tiled(line: str) -> SafeString:
    """`line` over and over across a drawing (SVG), leaning. How it looks on a page is the style sheet's."""
    return format_html(
        '<defs><pattern id="copy" width="{}" height="{}" patternUnits="userSpaceOnUse" patternTransform="rotate({})">'
        '<text x="8" y="60">{}</text></pattern></defs><rect width="100%" height="100%" fill="url(#copy)"/>',
        TILE_WIDTH,
        TILE_HEIGHT,
        LEAN,
        line,
    )


def picture(path: str, line: str) -> bytes:
    """A drawing that holds the picture stored at `path` (a JPEG of ours) under `line`. It needs no font on this machine."""
    place = full_path(path)
    with Image.open(place) as drawn:
        width, height = drawn.size
    size = format_html('width="{}" height="{}"', width, height)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" {0} viewBox="0 0 {1} {2}"><image {0} href="data:image/jpeg;base64,{3}"/>'
        '<g font-size="20" font-family="sans-serif" fill="#555" fill-opacity="0.35">{4}</g></svg>',
        size,
        width,
        height,
        base64.b64encode(place.read_bytes()).decode(),
        tiled(line),
    ).encode()


def document(path: str, line: str) -> bytes:
    """The PDF stored at `path` with `line` over every page; nothing where it cannot be opened or takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy.pdf"
        try:
            order = (str(full_path(path)), str(target), line)
            limited.call("rectify.lib.stamper:stamp", *order, memory=MEMORY, cpu=SECONDS, wall=SECONDS)
            return target.read_bytes()
        except (limited.LimitExceeded, limited.ChildFailed, FileNotFoundError):
            return b""
