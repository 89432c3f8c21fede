"""Which square does a telephone read off paper, in the stead of a long address?"""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 wants


@dataclass(frozen=True, slots=True)
class Square:
    """A square to be drawn: `size` modules wide with its margin, `path` as SVG draws what is dark."""

    size: int
    path: str


def square(address: str) -> Square:
    """Draw the square of an address; it is still read when a seventh of it is stained."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN)
    code.add_data(address)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Square(len(rows), "".join(dark))
