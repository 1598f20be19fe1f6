"""The small copy: upright, small, of every kind a telephone makes; nothing where there is no picture."""

import pytest
from PIL import Image

from rectify.lib import filestore
from rectify.lib.reduced import THUMB, reduced
from rectify.lib.tests.samples import HEIC, JPG

BLUE, RED = (30, 30, 200), (200, 30, 30)


@pytest.fixture
def picture(tmp_path, settings):
    """A picture of 640 by 320 points, its left half blue, stored as the kind that is asked for."""
    settings.MEDIA_ROOT = tmp_path

    def stored(kind, **how):
        halves = Image.new("RGB", (640, 320), RED)
        halves.paste(BLUE, (0, 0, 320, 320))
        halves.save(tmp_path / "one", kind, **how)
        return filestore.keep([(tmp_path / "one").read_bytes()], folder="evidence")

    return stored


def copy_of(stored):
    path = reduced(stored.path, digest=stored.digest, most=THUMB)
    return Image.open(filestore.full_path(path))


def near(one, other):
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_copy_is_small_and_the_original_untouched(picture, kind):
    stored = picture(kind)
    before = filestore.full_path(stored.path).read_bytes()
    copy = copy_of(stored)
    assert copy.size == (240, 120)
    assert near(copy.getpixel((40, 60)), BLUE)
    assert near(copy.getpixel((200, 60)), RED)
    assert filestore.full_path(stored.path).read_bytes() == before


def test_a_picture_taken_sideways_is_turned_upright_and_says_nothing_of_where(picture):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter to the right
    exif[0x010F] = "Telephone"
    copy = copy_of(picture("JPEG", exif=exif))
    assert copy.size == (120, 240)
    assert near(copy.getpixel((60, 40)), BLUE)
    assert not dict(copy.getexif())


def test_a_heic_is_read(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    copy = copy_of(filestore.keep([HEIC], folder="evidence"))
    assert copy.size == (64, 32)
    assert copy.getpixel((8, 16))[2] > copy.getpixel((56, 16))[2]


@pytest.mark.parametrize("body", [JPG, b"no picture"])
def test_what_cannot_be_opened_leaves_nothing(tmp_path, settings, body):
    settings.MEDIA_ROOT = tmp_path
    stored = filestore.keep([body], folder="evidence")
    assert reduced(stored.path, digest=stored.digest, most=THUMB) == ""
    assert not [path for path in (tmp_path / "reduced").rglob("*") if path.is_file()]
