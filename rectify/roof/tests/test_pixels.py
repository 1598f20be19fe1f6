"""Comparing pictures: what differs is named with its place, what is missing or has another size too."""

import pytest
from PIL import Image

from rectify.roof.testing import pixels

WHITE, INK = "white", (20, 30, 40)


@pytest.fixture
def folders(tmp_path):
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    return tmp_path / "before", tmp_path / "after"


def picture(folder, name, size=(40, 30), dot=None, shade=INK):
    image = Image.new("RGB", size, WHITE)
    if dot:
        image.putpixel(dot, shade)
    image.save(folder / f"{name}.png")


def test_the_same_pictures_are_equal(folders, capsys):
    for folder in folders:
        picture(folder, "home-390", dot=(3, 4))
    assert pixels.main(*folders) == 0
    assert capsys.readouterr().out == "1 pictures, 1 equal, 0 differ\n"


def test_the_next_shade_is_the_same(folders):
    for folder, shade in zip(folders, [(254, 255, 255), (255, 254, 255)], strict=True):
        picture(folder, "home-390", dot=(3, 4), shade=shade)
    assert pixels.main(*folders) == 0


def test_one_dot_that_differs_is_named_with_its_place_and_shown(folders, capsys):
    before, after = folders
    picture(before, "home-390")
    picture(after, "home-390", dot=(3, 4))
    assert pixels.main(*folders) == 1
    assert "home-390: differs in (3, 4, 4, 5)" in capsys.readouterr().out
    with Image.open(after / "differences" / "home-390.png") as shown:
        assert shown.size == (24, 2 * 25 + 4)


@pytest.mark.parametrize(
    ("sizes", "note"),
    [
        (((40, 30), (40, 50)), "size 40×50 was 40×30"),
        (((40, 30), None), "no picture after"),
        ((None, (40, 30)), "no picture before"),
    ],
)
def test_a_size_that_changed_and_a_picture_that_is_missing_differ(folders, sizes, note):
    for folder, size in zip(folders, sizes, strict=True):
        if size:
            picture(folder, "home-390", size)
    (comparison,) = pixels.compare(*folders)
    assert (comparison.note, comparison.equal) == (note, False)


def test_nothing_to_compare_is_no_success(folders):
    assert pixels.main(*folders) == 1
