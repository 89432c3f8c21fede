"""Does a telephone read the address off paper, on a stained sheet too?"""

import re

import zxingcpp
from PIL import Image

from freshstart.outside.squares import MARGIN, Square, square

ADDRESS = "https://moves.example.gov.uk/for-you/" + "Ab9_-" * 18 + "/?language=ur"
DARK = re.compile(r"M(\d+) (\d+)h1v1h-1z")
MODULE = 6  # pixels


def drawn(one: Square, stained: int = 0) -> Image.Image:
    """Draw a square as a browser does, with a white stain in its middle, some modules wide and high."""
    image = Image.new("L", (one.size, one.size), 255)
    for x, y in DARK.findall(one.path):
        image.putpixel((int(x), int(y)), 0)
    middle = one.size // 2
    image.paste(255, (middle, middle, middle + stained, middle + stained))
    return image.resize((one.size * MODULE, one.size * MODULE), Image.Resampling.NEAREST)


def read(image: Image.Image) -> str:
    found = zxingcpp.read_barcode(image)
    return found.text if found else ""


def test_a_telephone_reads_the_address() -> None:
    assert read(drawn(square(ADDRESS))) == ADDRESS


def test_a_stain_does_not_keep_it_from_being_read() -> None:
    assert read(drawn(square(ADDRESS), stained=8)) == ADDRESS
    assert read(drawn(square(ADDRESS), stained=30)) == ""


def test_there_is_white_all_around_it() -> None:
    one = square(ADDRESS)
    places = [int(number) for dark in DARK.findall(one.path) for number in dark]
    assert (min(places), max(places)) == (MARGIN, one.size - MARGIN - 1)
