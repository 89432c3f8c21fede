import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from freshstart.outside.pdfs import (
    Attachment,
    Facts,
    Heading,
    Kind,
    NewPage,
    Paragraph,
    Signatures,
    Table,
    render,
)
from tests.outside.readers import ink, names_of, opened, pages_of, pictures
from tests.outside.test_pdfs import AGREEMENT, HOSTILE, LETTER

ROOT = Path(__file__).parents[2]
TEXT = Attachment(
    "agreement.json", '{"lede":"حمزہ"}'.encode(), "application/json", "The exact text that was signed"
)
BYTES = Attachment("every-byte.bin", bytes(range(256)) * 9, "application/octet-stream", HOSTILE)
CARRYING = replace(AGREEMENT, attachments=(TEXT, BYTES))

# What is attached


def test_what_is_attached_comes_out_byte_for_byte_and_says_what_it_is() -> None:
    document = opened(render(CARRYING))
    attached = document.attachments
    assert set(attached) == {"agreement.json", "every-byte.bin"}
    for one in CARRYING.attachments:
        there = attached[one.name]
        assert there.get_file().read_bytes() == one.data
        assert there.get_file().mime_type == one.media_type
        assert there.description == one.description


def test_a_sheet_with_attachments_is_as_accessible_as_one_without() -> None:
    pdf = render(CARRYING)
    assert (pdf.standard, pdf.warning) == ("ua-1", "")
    assert names_of(pdf) == names_of(render(AGREEMENT))
    assert pages_of(pdf) == pages_of(render(AGREEMENT))


def test_what_is_attached_changes_the_bytes_and_the_same_gives_the_same() -> None:
    code = (
        "import sys; from tests.outside.test_pdfs_attached import *;"
        "sys.stdout.buffer.write(render(CARRYING).data)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert render(CARRYING).data == other.stdout
    assert render(replace(CARRYING, attachments=(TEXT,))).data != other.stdout


@pytest.mark.parametrize("name", ["", "../x.json", "a/b.json", "é.json", "A.json", ".json", "a\n.json"])
def test_a_name_that_readers_would_spoil_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="plain small letters"):
        replace(TEXT, name=name)


def test_an_attachment_that_does_not_say_what_it_is_is_refused() -> None:
    with pytest.raises(ValueError, match="needs words"):
        replace(TEXT, description=" ")


def test_two_attachments_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="the same name"):
        replace(AGREEMENT, attachments=(TEXT, TEXT))


# A page of its own


def test_a_new_page_begins_where_one_is_asked_for_and_never_twice() -> None:
    once = replace(LETTER, blocks=(Paragraph("First."), NewPage(), Heading("Evidence")), footer=())
    twice = replace(once, blocks=(Paragraph("First."), NewPage(), NewPage(), Heading("Evidence")))
    pages = pages_of(render(once))
    assert ["Evidence" in page for page in pages] == [False, True]
    assert len(pages_of(render(twice))) == 2


# Large print


def letters(pdf: pikepdf.Pdf) -> set[float]:
    """Give the sizes, in points, of all that is written."""
    sizes, size = set(), 0.0
    for page in pdf.pages:
        for step in pikepdf.parse_content_stream(page):
            match str(step.operator):
                case "Tf":
                    size = float(step.operands[1])
                case "Tj" | "TJ":
                    sizes.add(size)
    return sizes


WIDE = Table(
    ("Who", "What", "When", "Where", "Why"), (("Hamza", "Meets his tutor", "Friday", "Room 4", "Yes"),)
)
MANY = Table(tuple("ABCDEFGHIJ"), (tuple("1234567890"),))
LARGE = replace(
    AGREEMENT,
    large=True,
    blocks=(*LETTER.blocks, *AGREEMENT.blocks, Heading("More", 3), WIDE, MANY) * 2,
)


@pytest.mark.parametrize("kind", ["agreement", "plan", "report", "print"])
def test_large_print_has_nothing_below_sixteen_points(kind: Kind) -> None:
    pdf = render(replace(LARGE, kind=kind))
    assert pdf.standard == "ua-1"
    assert min(letters(opened(pdf))) == 16


@pytest.mark.parametrize("kind", ["letter", "notice"])
def test_in_a_large_letter_only_the_address_for_the_post_is_small(kind: Kind) -> None:
    large = replace(LARGE, kind=kind)
    assert min(letters(opened(render(large)))) == 10.5
    assert min(letters(opened(render(replace(large, recipient=()))))) == 16


def test_the_window_shows_the_address_of_a_large_letter_and_nothing_else() -> None:
    reach = (10, 46, 110, 92)  # all that a DL window can come to lie on
    sender = (
        *LETTER.sender,
        "Telephone 01632 960 177",
        "and a line so long that it runs on into the next one",
    )
    large = replace(LETTER, large=True, sender=sender * 2, blocks=LETTER.blocks * 6)
    assert ink(pictures(replace(large, recipient=()))[0], *reach) is None
    left, top, right, bottom = ink(pictures(large)[0], *reach) or ()
    assert (left >= 20, top >= 57, right <= 100, bottom <= 81) == (True, True, True, True)


def test_a_long_sender_in_large_print_moves_the_title_down() -> None:
    def title_at(lines: int) -> float:
        sheet = replace(LETTER, large=True, sender=("Line",) * lines, basis=None, blocks=(), footer=())
        box = ink(pictures(sheet)[0], 22, 93, 110, 280)
        assert box
        return box[1]

    assert title_at(12) > title_at(3) + 20


def test_large_print_says_everything_and_leaves_the_sheet_nowhere() -> None:
    long = "All of it counts. " * 60 + "w" * 200 + " colin.bright@thornley-vale.example"
    blocks = (
        Paragraph(long),
        Facts((("A name that is rather long", long),)),
        Table(("Who", "What", "When", "Where"), (("Hamza", long, long, long),)),
        Signatures(((long, "Parent", long, ""),)),
        WIDE,
    )
    sheet = replace(LETTER, large=True, blocks=blocks)
    heard = re.sub("[-\u00ad]", "", "".join(pages_of(render(sheet), read_aloud=True)))  # where a line ends
    assert heard.count("counts") == 60 * 7
    assert heard.count("w") >= 200 * 7
    for page in pictures(sheet):
        assert ink(page, 191, 0, 210, 297) is None
        assert ink(page, 0, 284, 210, 297) is None


def test_in_large_print_each_row_of_a_wide_table_is_a_list_of_its_own() -> None:
    sheet = replace(LETTER, blocks=(replace(WIDE, rows=WIDE.rows * 3),))
    assert names_of(render(sheet)).count("Table") == 1
    large = names_of(render(replace(sheet, large=True)))
    assert (large.count("Table"), large.count("L"), large.count("LI")) == (0, 3, 15)


def test_the_running_head_of_large_print_stands_above_its_line() -> None:
    sheet = replace(LARGE, reference="Our reference 7K3M-9Q2T, version 12")
    for page in pictures(sheet):
        words = ink(page, 100, 0, 191, 20.5)
        assert words
        assert (words[1] >= 6, words[3] < 20.5) == (True, True)


def test_large_print_of_a_language_from_the_right_keeps_its_side() -> None:
    sheet = replace(LETTER, large=True, language="ur", title="اسکول بدلنے کا معاہدہ", blocks=(), basis=None)
    title = ink(pictures(replace(sheet, lede="", footer=()))[0], 0, 93, 210, 130)
    assert title is not None
    assert title[0] > 105
