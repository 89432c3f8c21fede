"""Which picture is in a file that somebody hands in, and how is it drawn anew?

Only what the eye sees comes along: not where it was taken, with which camera, or what was hidden in the file.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import ImageOps
from PIL.Image import Image, new
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from freshstart.process.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONG_SIDE = 1600  # pixels
QUALITY = 82  # of 100: a face and the lettering of a plan stay clear, at a tenth of a telephone's bytes
TYPE = "image/webp"  # of everything that was drawn anew
SAVE_AS = "Save it as a JPEG or PNG picture, then hand that in."

# A file is what it begins with, whatever it is called; nothing else is even tried. The readers are called
# directly, because Pillow's own `open` would take the several pictures of some telephones for an animation.
READERS: tuple[tuple[Callable[[bytes], bool], type[ImageFile]], ...] = (
    (lambda data: data.startswith(b"\xff\xd8\xff"), JpegImageFile),
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), PngImageFile),
    (lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", WebPImageFile),
)


class BadPicture(Refused):
    """Refuse a file that is no picture we can show."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn anew, as WebP."""

    data: bytes
    width: int
    height: int


def drawn_anew(data: bytes, *, long_side: int = LONG_SIDE) -> Drawn:
    """Draw a JPEG, PNG or WebP picture anew: upright, its long side at most so many pixels, nothing hidden.

    Refused (BadPicture): more than 10 MB or 40 megapixels, another kind of file, one that moves, and one
    that is not whole.
    """
    if not data:
        raise BadPicture("There is nothing in this file.", next_step=SAVE_AS)
    if len(data) > MOST_BYTES:
        raise BadPicture("This file is larger than 10 MB.", next_step="Hand in a smaller copy of it.")
    image = _opened(data)
    if image.width * image.height > MOST_PIXELS:
        raise BadPicture("This picture is too large.", next_step="Hand in a copy of at most 40 megapixels.")
    if getattr(image, "is_animated", False):
        raise BadPicture("This picture moves.", next_step="Hand in one that stands still.")
    try:
        return _encoded(_upright(image, long_side))
    except Exception as error:  # whatever a reader makes of a damaged file, it is no picture
        raise _not_whole() from error


def _opened(data: bytes) -> ImageFile:
    """Read the head of a file and nothing more: what is in it, and how large."""
    reader = next((reader for fits, reader in READERS if fits(data)), None)
    if reader is None:
        raise BadPicture("This is not a picture that every browser can show.", next_step=SAVE_AS)
    try:
        return reader(io.BytesIO(data))
    except Exception as error:
        raise _not_whole() from error


def _not_whole() -> BadPicture:
    return BadPicture("This picture cannot be read: the file is damaged or not whole.", next_step=SAVE_AS)


def _upright(image: ImageFile, long_side: int) -> Image:
    """Read the whole picture, make it smaller, turn it as it was held, and lay it on white."""
    plain = _in_colours(image)
    plain.thumbnail((long_side, long_side))
    turned = ImageOps.exif_transpose(plain)
    if turned.mode != "RGBA":
        return turned.convert("RGB")
    ground = new("RGBA", turned.size, "white")
    ground.alpha_composite(turned)
    return ground.convert("RGB")


def _in_colours(image: Image) -> Image:
    if image.mode in {"L", "RGB", "CMYK"}:
        return image  # a JPEG is read small from the beginning
    if image.mode.startswith("I"):  # 16 bits of grey, which would all become white
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA")


def _encoded(image: Image) -> Drawn:
    bare = new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY)
    return Drawn(out.getvalue(), bare.width, bare.height)
