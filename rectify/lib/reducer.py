"""What `rectify.lib.reduced` calls in a process of its own, since it opens a picture that came from outside."""

import pi_heif
from PIL import Image, ImageOps

MOST_POINTS = 120_000_000  # more than any telephone makes
QUALITY, WHITE = 82, (255, 255, 255)


def draw(source: str, target: str, most: int) -> None:
    """Write the picture `source` to `target`: upright as its camera says, at most `most` points long, without the rest of what
    the camera wrote. Raises ValueError for one that is too large, OSError for what is no picture."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # asked below, with a word of ours
    with Image.open(source) as picture:
        if picture.width * picture.height > MOST_POINTS:
            raise ValueError("too many points")
        picture.draft("RGB", (most, most))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((most, most))
    flat = Image.new("RGB", upright.size, WHITE)
    seen = upright.convert("RGBA")
    flat.paste(seen, mask=seen)
    flat.save(target, "JPEG", quality=QUALITY, optimize=True)
