"""Which files are drawn anew as pictures, which are refused, and what is left behind?"""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from freshstart.outside.pictures import LONG_SIDE, MOST_BYTES, BadPicture, drawn_anew

WHITE, RED, BLUE = (255, 255, 255), (200, 20, 20), (20, 20, 200)
CLOSE = 24  # how far a colour may drift when it is drawn anew, of 255


def picture(width: int = 60, height: int = 40, mode: str = "RGB", colour: object = RED) -> Image.Image:
    return Image.new(mode, (width, height), colour)  # type: ignore[arg-type]


def saved(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def taken_outside() -> bytes:
    """Take a picture as a telephone does: lying on its side, with the place where it was taken."""
    image = picture(80, 40, colour=BLUE)
    image.paste(RED, (0, 0, 40, 40))  # left as it lies, and so above when it is upright
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Kestrel Telephones"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (51.0, 30.0, 12.5)
    return saved(image, exif=exif, comment=b"12 Mill Road", icc_profile=b"Kestrel profile")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_header(width: int, height: int, *before: bytes) -> bytes:
    """Make a PNG of a few bytes that says it is as large as you like."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + body + chunk(b"IEND", b"")


def jpeg_of_header(width: int, height: int) -> bytes:
    data = bytearray(saved(picture()))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_of_header(width: int, height: int) -> bytes:
    data = bytearray(saved(picture(mode="RGBA", colour=(9, 9, 9, 99)), "WEBP", exif=b"Exif\0\0MM\0*"))
    data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def moving(kind: str) -> bytes:
    return saved(picture(), kind, save_all=True, append_images=[picture(colour=BLUE)])


BAD: dict[str, Callable[[], bytes]] = {
    "nothing at all": lambda: b"",
    "three bytes of a picture": lambda: b"\xff\xd8\xff",
    "a page": lambda: b"<!DOCTYPE html><script>alert(1)</script>",
    "a page that begins like a picture": lambda: b"\xff\xd8\xff<!DOCTYPE html><script>alert(1)</script>",
    "a drawing that can run scripts": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a document": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a GIF": lambda: saved(picture(), "GIF"),
    "a TIFF": lambda: saved(picture(), "TIFF"),
    "a bitmap": lambda: saved(picture(), "BMP"),
    "a PNG that moves": lambda: moving("PNG"),
    "a WebP that moves": lambda: moving("WEBP"),
    "half a JPEG": lambda: (whole := saved(picture(400, 400)))[: len(whole) // 2],
    "half a PNG": lambda: (whole := saved(picture(400, 400), "PNG"))[: len(whole) // 2],
    "half a WebP": lambda: (whole := saved(picture(400, 400), "WEBP"))[: len(whole) // 2],
    "a PNG of 49 megapixels": lambda: png_of_header(7_000, 7_000),
    "a PNG of four gigapixels": lambda: png_of_header(65_000, 65_000),
    "a JPEG of four gigapixels": lambda: jpeg_of_header(65_000, 65_000),
    "a WebP of 268 megapixels": lambda: webp_of_header(16_383, 16_383),
    "a PNG without width": lambda: png_of_header(0, 40),
    "a PNG with a hundred megabytes in a comment": lambda: png_of_header(
        60, 40, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000))
    ),
    "more than ten megabytes": lambda: saved(picture()) + b"\0" * MOST_BYTES,
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_picture_is_refused_with_what_to_do(what: str) -> None:
    with pytest.raises(BadPicture) as refused:
        drawn_anew(BAD[what]())
    assert refused.value.what.endswith(".")
    assert refused.value.next_step.endswith(".")


@pytest.mark.parametrize("size", [(7_000, 7_000), (6_400, 6_400)])
def test_a_picture_is_measured_before_it_is_read(size: tuple[int, int]) -> None:
    with pytest.raises(BadPicture, match="too large"):
        drawn_anew(png_of_header(*size))


def test_a_picture_of_forty_megapixels_is_read() -> None:
    drawn = drawn_anew(saved(picture(8_000, 5_000, "L", 120)))
    assert (drawn.width, drawn.height) == (1600, 1000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_is_drawn_anew_as_one_kind_and_as_large_as_it_was(kind: str) -> None:
    drawn = drawn_anew(saved(picture(), kind))
    again = Image.open(io.BytesIO(drawn.data))
    assert (again.format, again.mode, again.size) == ("WEBP", "RGB", (60, 40))
    assert (drawn.width, drawn.height) == again.size


def test_the_long_side_is_as_long_as_is_wanted_and_no_longer() -> None:
    wide = saved(picture(3_000, 1_500))
    assert (drawn_anew(wide).width, drawn_anew(wide).height) == (1600, 800)
    assert drawn_anew(wide, long_side=640).width == 640
    assert drawn_anew(saved(picture(30, 3_000))).height == LONG_SIDE


def close(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    seen = image.convert("RGB").getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(one - wanted) <= CLOSE for one, wanted in zip(seen, colour, strict=True))


def test_a_picture_is_turned_as_it_was_held_and_tells_no_place() -> None:
    drawn = drawn_anew(taken_outside())
    upright = Image.open(io.BytesIO(drawn.data))
    assert (drawn.width, drawn.height) == upright.size == (40, 80)
    assert close(upright, (20, 10), RED)
    assert close(upright, (20, 70), BLUE)
    assert not upright.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & upright.info.keys()
    for trace in (b"Exif", b"Kestrel", b"Mill Road", b"ICCP"):
        assert trace not in drawn.data


def test_what_is_hidden_behind_a_picture_does_not_come_along() -> None:
    page = b"<html><script>alert('hidden')</script></html>"
    for data in (saved(picture(), comment=page) + page, saved(picture(), "PNG") + page):
        assert b"script" not in drawn_anew(data).data


def test_what_is_seen_through_lies_on_white() -> None:
    clear = picture(mode="RGBA", colour=(0, 0, 0, 0))
    clear.paste((*RED, 255), (0, 0, 30, 40))
    drawn = Image.open(io.BytesIO(drawn_anew(saved(clear, "PNG")).data))
    assert close(drawn, (10, 20), RED)
    assert close(drawn, (50, 20), WHITE)


@pytest.mark.parametrize(
    ("mode", "colour", "kind"),
    [
        ("1", 0, "PNG"),
        ("L", 128, "PNG"),
        ("LA", (128, 255), "PNG"),
        ("P", 3, "PNG"),
        ("I;16", 128 * 256, "PNG"),
        ("L", 128, "JPEG"),
        ("CMYK", (0, 0, 0, 127), "JPEG"),
    ],
)
def test_every_way_of_keeping_colours_is_read(mode: str, colour: object, kind: str) -> None:
    image = picture(mode=mode, colour=colour)
    drawn = Image.open(io.BytesIO(drawn_anew(saved(image, kind)).data))
    if mode != "P":
        assert close(drawn, (30, 20), (0, 0, 0) if mode == "1" else (128, 128, 128))


WHOLE = [saved(picture(90, 70), kind) for kind in ("JPEG", "PNG", "WEBP")] + [taken_outside()]


@given(
    whole=st.sampled_from(WHOLE),
    cut=st.integers(0, 2_000),
    places=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=6),
)
@settings(max_examples=150)
def test_a_damaged_file_is_refused_or_drawn_and_nothing_else(
    whole: bytes, cut: int, places: list[tuple[int, int]]
) -> None:
    data = bytearray(whole[: cut or None])
    for at, value in places:
        data[at % max(len(data), 1) : at % max(len(data), 1) + 1] = bytes([value])
    try:
        drawn = drawn_anew(bytes(data))
    except BadPicture:
        return
    assert Image.open(io.BytesIO(drawn.data)).format == "WEBP"
    assert max(drawn.width, drawn.height) <= LONG_SIDE
