"""Numbers as people write and read them."""

from cn2an import an2cn

BIGGEST = 2**31 - 1  # what a column of whole numbers holds on both engines


def chinese(number: int) -> str:
    """36 → 三十六, as titles of papers count."""
    return an2cn(number)


def whole(text: str, most: int = BIGGEST) -> int | None:
    """The whole number from 0 to `most` that a request or a cell writes in ASCII digits; None for everything else.

    `str.isdigit` lets ² and ١٢ through, and `int` refuses 5,000 digits: neither is asked anywhere but here.
    """
    if not text.isascii() or not text.isdigit() or len(text) > len(str(BIGGEST)):
        return None
    number = int(text)
    return number if number <= most else None


def thousands(number: int) -> str:
    """12345 → 12,345."""
    return f"{number:,}"


def percent(part: int, whole: int, places: int = 1) -> str:
    """76.0%; a dash where nothing is counted, because 0 % of nothing would be read as a failure."""
    if not whole:
        return "—"
    return f"{part * 100 / whole:.{places}f}%"
