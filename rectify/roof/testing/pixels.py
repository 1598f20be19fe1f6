"""Two folders of pictures compared dot by dot: what a change of templates or styles did to what people see (docs/checks.md).

    .venv/bin/python -m rectify.roof.testing.pixels before after

Ends with 1 when any picture differs; `after/differences` then shows the place, before above after.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

Box = tuple[int, int, int, int]
# Of 256. Where a round corner is blended, one run rounds to the next shade and another does not.
SAME = 1


@dataclass(frozen=True)
class PixelComparison:
    """`box` holds all dots that differ (left, top, right, bottom), None when none does; `note` says what else is not equal."""

    name: str
    box: Box | None
    note: str = ""

    @property
    def equal(self) -> bool:
        return self.box is None and not self.note

    def __str__(self) -> str:
        if self.equal:
            return f"{self.name}: equal"
        return f"{self.name}: " + ", ".join(filter(None, [self.box and f"differs in {self.box}", self.note]))


def compare(before: Path, after: Path) -> list[PixelComparison]:
    """Every picture of either folder, in the order of their names. One that stands in one folder only differs."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.png")})
    return [compare_one(before / name, after / name) for name in names]


def compare_one(before: Path, after: Path) -> PixelComparison:
    for path, word in ((before, "before"), (after, "after")):
        if not path.exists():
            return PixelComparison(path.stem, None, f"no picture {word}")
    with Image.open(before) as old, Image.open(after) as new:
        note = "" if old.size == new.size else "size {}×{} was {}×{}".format(*new.size, *old.size)
        size = max(old.width, new.width), max(old.height, new.height)
        difference = ImageChops.difference(on_white(old, size), on_white(new, size))
        box = difference.point(lambda shades: 255 * (shades > SAME)).getbbox()
    return PixelComparison(before.stem, box, note)


def on_white(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture on a sheet of that size, so that two heights can be compared."""
    sheet = Image.new("RGB", size, "white")
    sheet.paste(image.convert("RGB"))
    return sheet


def show(comparison: PixelComparison, before: Path, after: Path) -> None:
    """Store the place that differs, with a little around it: before above, after below."""
    if comparison.box is None:
        return
    left, top, right, bottom = comparison.box
    box = (max(0, left - 20), max(0, top - 20), right + 20, bottom + 20)
    places = []
    for folder in (before, after):
        with Image.open(folder / f"{comparison.name}.png") as image:
            places.append(image.convert("RGB").crop(box))
    sheet = Image.new("RGB", (places[0].width, 2 * places[0].height + 4), "red")
    sheet.paste(places[0], (0, 0))
    sheet.paste(places[1], (0, places[0].height + 4))
    (after / "differences").mkdir(exist_ok=True)
    sheet.save(after / "differences" / f"{comparison.name}.png")


def main(before: Path, after: Path) -> int:
    """Print what differs and how many are equal; 1 when any differs or there is nothing to compare."""
    comparisons = compare(before, after)
    differing = [each for each in comparisons if not each.equal]
    for each in differing:
        print(each)
        show(each, before, after)
    print(f"{len(comparisons)} pictures, {len(comparisons) - len(differing)} equal, {len(differing)} differ")
    return int(bool(differing) or not comparisons)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
