import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast, get_args

import pytest
from babel import UnknownLocaleError

from freshstart.outside.pdfs import (
    Basis,
    Block,
    Bullets,
    Facts,
    Heading,
    Kind,
    Paragraph,
    Sheet,
    Signatures,
    Table,
    render,
)
from tests.outside.readers import close, ink, names_of, opened, pages_of, pictures, tags

ROOT = Path(__file__).parents[2]
AGREED = Basis("You decide.", ("A managed move needs your agreement.", "You may say no."), directed=False)
DIRECTED = Basis("The school decides.", ("Your agreement is not needed.",), directed=True)
LETTER = Sheet(
    kind="letter",
    title="A proposal about Hamza’s school",
    language="en",
    made_on=date(2026, 11, 20),
    sender=("Colin Bright, Head", "Thornley Vale Academy", "Harrowmere HM2 4QT"),
    recipient=("Saira Siddiqui", "Flat 2", "14 Mill Road", "Harrowmere", "HM1 7AB"),
    reference="Our reference 7K3M-9Q2T",
    lede="We would like to talk with you about a move of school for Hamza.",
    basis=AGREED,
    blocks=(
        Heading("What you can do"),
        Bullets(("Say yes, say no, or talk first.", "Bring somebody with you.")),
        Paragraph("We would like your answer by Friday 27 November. No answer is not a yes."),
    ),
    footer=("Free independent advice: Harrowmere SENDIASS, 01632 960 177.", "Fingerprint 9f3c 71ae 04d2"),
)
AGREEMENT = replace(
    LETTER,
    kind="agreement",
    title="Agreement to move schools",
    blocks=(
        Heading("The first day"),
        Facts((("Where and when", "Kestrel Park main door, 8:40."), ("Journey", "Bus 14, 8:05."))),
        Heading("What each of us will do"),
        Table(("Who", "Will do"), (("Kestrel Park", "Meets Hamza each Friday."),)),
        Heading("Agreed by"),
        Signatures((("Saira Siddiqui", "Parent", "I chose this freely.", "19 November 2026, 18:04"),)),
    ),
)
HOSTILE = (
    '#import "x" #sys.inputs $x^2$ *b* _i_ `r` <label> @ref // c /* d */ = h - l \\u{41} ] } ) "q" &amp;'
)


# What a screen reader finds


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_sheet_is_an_accessible_pdf(kind: Kind) -> None:
    pdf = render(replace(AGREEMENT, kind=kind))
    document = opened(pdf)
    assert (pdf.standard, pdf.warning) == ("ua-1", "")
    assert document.Root.MarkInfo.Marked
    assert document.Root.Lang == "en-GB"
    assert document.docinfo.Title == "Agreement to move schools"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert names_of(pdf).count("H1") == 1


def test_headings_lists_and_tables_are_tagged_as_what_they_are() -> None:
    blocks = (*AGREEMENT.blocks, Heading("One more thing", 3), *LETTER.blocks[1:])
    names = names_of(render(replace(AGREEMENT, blocks=blocks)))
    assert [name for name in names if name in {"H1", "H2", "H3", "L", "Table"}] == [
        "H1", "H2", "L", "H2", "Table", "H2", "Table", "H3", "L",
    ]  # fmt: skip
    assert names.count("LI") == 2 + 2  # two facts and two bullets
    assert names.count("Lbl") == names.count("LBody") == 4


def test_every_cell_of_a_table_names_the_heading_of_its_column() -> None:
    document = opened(render(AGREEMENT))
    cells = [(name, node) for name, node in tags(document) if name in {"TH", "TD"}]
    headings = [node for name, node in cells if name == "TH"]
    assert len(headings) == 2 + 4
    assert all(node.A[0].Scope == "/Column" for node in headings)
    known = {str(node.ID) for node in headings}
    assert all({str(each) for each in node.A[0].Headers} <= known for name, node in cells if name == "TD")
    assert all(len(node.A[0].Headers) == 1 for name, node in cells if name == "TD")


def test_everything_but_the_running_head_is_read_aloud() -> None:
    long = replace(LETTER, blocks=LETTER.blocks * 9)
    for seen, heard in zip(pages_of(render(long)), pages_of(render(long), read_aloud=True), strict=True):
        assert seen.replace(heard, "") in {"Page1of2", "Ourreference7K3M-9Q2TPage2of2"}
    (heard,) = pages_of(render(LETTER), read_aloud=True)
    for words in (*LETTER.sender, *LETTER.recipient, LETTER.reference, LETTER.lede, *LETTER.footer):
        assert close(words) in heard
    assert close("You decide. A managed move needs your agreement. You may say no.") in heard


def test_pages_are_counted_only_where_there_are_several() -> None:
    (only,) = pages_of(render(LETTER))
    assert "Page1" not in only
    first, second = pages_of(render(replace(LETTER, blocks=LETTER.blocks * 9, page_words="{page}/{pages}")))
    assert ("1/2" in first, "2/2" in second) == (True, True)


def test_the_file_tells_nothing_about_people_that_is_not_on_the_paper() -> None:
    assert set(opened(render(LETTER)).docinfo) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}


# The same words, the same bytes


def test_the_same_sheet_gives_the_same_bytes_every_time() -> None:
    code = (
        "import sys; from tests.outside.test_pdfs import *; sys.stdout.buffer.write(render(AGREEMENT).data)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert render(AGREEMENT).data == other.stdout


def test_several_letters_can_be_made_at_once() -> None:
    sheets = [replace(LETTER, reference=f"Reference {number % 4}") for number in range(16)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render, sheets))
    assert together == [render(sheet) for sheet in sheets]


def test_the_day_is_printed_in_the_language_of_the_sheet() -> None:
    days = {
        "en": "20 November 2026",
        "pl": "20 listopada 2026",
        "uk": "20 листопада 2026",
        "cy": "20 Tachwedd 2026",
    }
    for language, day in days.items():
        (text,) = pages_of(render(replace(LETTER, language=language)))
        assert close(day) in text


# Words are data


@pytest.mark.parametrize(
    "place",
    [
        replace(LETTER, title=HOSTILE),
        replace(LETTER, reference=HOSTILE),
        replace(LETTER, lede=HOSTILE),
        replace(LETTER, sender=(HOSTILE,)),
        replace(LETTER, recipient=(HOSTILE,)),
        replace(LETTER, footer=(HOSTILE,)),
        replace(LETTER, basis=Basis(HOSTILE, (), directed=True)),
        replace(LETTER, basis=Basis("Title", ("First.", HOSTILE), directed=False)),
        replace(LETTER, page_words=HOSTILE, blocks=LETTER.blocks * 9),
        *(
            replace(LETTER, blocks=(block,))
            for block in (
                Heading(HOSTILE),
                Paragraph(HOSTILE),
                Bullets((HOSTILE,)),
                Facts(((HOSTILE, "value"),)),
                Facts((("name", HOSTILE),)),
                Table((HOSTILE,), ()),
                Table(("name",), ((HOSTILE,),)),
                Signatures((("name", HOSTILE, "", ""),)),
            )
        ),
    ],
)
def test_what_looks_like_a_command_is_printed_as_it_was_typed(place: Sheet) -> None:
    assert close(HOSTILE) in pages_of(render(place))[0]


def test_a_mark_that_turns_the_line_round_is_left_out() -> None:
    lede = "Paid \u202e001\u202c pounds\x00\x07 \ud800 in\tall\r\nby Friday"
    (text,) = pages_of(render(replace(LETTER, lede=lede)))
    assert "Paid001pounds\ufffdinallbyFriday" in text


@pytest.mark.parametrize(("piece", "times"), [("All of it counts. ", 2400), ("wwwwwwwwww", 500)])
@pytest.mark.parametrize(
    "blocks",
    [
        lambda words: (Paragraph(words),),
        lambda words: (Bullets((words,)),),
        lambda words: (Facts((("What was said", words),)),),
        lambda words: (Table(("Who", "What was said"), (("Hamza", words),)),),
        lambda words: (Signatures((("Hamza", "Himself", words, ""),)),),
    ],
)
def test_nothing_is_lost_or_leaves_the_sheet_however_long_it_is(
    piece: str, times: int, blocks: Callable[[str], tuple[Block, ...]]
) -> None:
    basis = Basis("You decide.", (piece * 400,), directed=False)
    sheet = replace(LETTER, basis=basis, blocks=blocks(piece * times))
    heard = "".join(pages_of(render(sheet), read_aloud=True))
    assert heard.count(close(piece)) == times + 400
    for page in pictures(sheet):
        assert ink(page, 191, 0, 210, 297) is None
        assert ink(page, 0, 284, 210, 297) is None


# Letters of all languages


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("pl", "Łukasz Żółć-Gąska"),
        ("tr", "İbrahim Şahin Çağrı"),
        ("ro", "Ștefan Țăranu, Şerban Ţepeş"),
        ("vi", "Nguyễn Thị Hồng Phượng"),
        ("cy", "Siân Ŵyn Tŷ"),
        ("yo", "Ọlábísí Ṣọlá"),
        ("ha", "Ɓala Ɗanjuma Ƙofa"),
        ("uk", "Сергій Їжак-Ґудзь"),
        ("el", "Ωμέγα Άννα"),
        ("ar", "محمد علي"),
        ("fa", "زهرا پژمان گل‌چهره"),
        ("ps", "زړه ښایسته ګلالۍ"),
        ("ur", "حمزہ صدیقی، ڈاکٹر ٹیپو"),
        ("bn", "রহিমা খাতুন ক্ষ"),
        ("pa", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
        ("gu", "પ્રિયા શાહ"),
        ("hi", "श्रीमती प्रिया"),
        ("ta", "கீர்த்தனா ஸ்ரீ"),
        ("en", "½ £ € “quoted” – — … • → ← ≤ ≥ ✓ ✗ ☐ 96.4%"),
    ],
)
def test_names_of_many_languages_are_printed_accessibly(language: str, name: str) -> None:
    sheet = replace(LETTER, title=name, recipient=(name,), blocks=(Facts(((name, name),)), Paragraph(name)))
    assert render(sheet).warning == render(replace(sheet, language=language)).warning == ""


def test_a_language_written_from_the_right_is_set_from_the_right() -> None:
    sheet = replace(
        LETTER, language="ur", title="اسکول بدلنے کا معاہدہ", lede="", basis=None, blocks=(), footer=()
    )
    (page,) = pictures(sheet)
    title = ink(page, 0, 93, 210, 120)
    assert title is not None
    assert title[0] > 105
    assert title[2] > 187
    assert opened(render(sheet)).Root.Lang == "ur"
    assert "14MillRoad" in pages_of(render(sheet))[0]  # an English address keeps its order


def test_a_sign_without_a_shape_gives_an_ordinary_pdf_that_names_it() -> None:
    pdf = render(replace(LETTER, blocks=(Paragraph("Well done 👍 says 文 and 👍🏽"),), footer=("\ue000",)))
    assert pdf.standard == "1.7"
    assert "👍 (U+1F44D thumbs up sign)" in pdf.warning
    assert "文 (U+6587 cjk unified ideograph-6587)" in pdf.warning
    assert "(U+E000 without a name)" in pdf.warning
    assert opened(pdf).Root.MarkInfo.Marked
    assert names_of(pdf).count("H1") == 1


# What the eye finds


def test_an_address_shows_in_the_window_wherever_the_letter_slides_and_nothing_else_does() -> None:
    reach = (10, 46, 110, 92)  # all that a DL window can come to lie on
    (empty,) = pictures(replace(LETTER, recipient=()))
    assert ink(empty, *reach) is None
    (page,) = pictures(LETTER)
    left, top, right, bottom = ink(page, *reach) or ()
    assert (left >= 20, top >= 57, right <= 100, bottom <= 81) == (True, True, True, True)


def test_agreed_and_directed_differ_without_their_colours() -> None:
    def corner(basis: Basis) -> int:
        (page,) = pictures(replace(LETTER, kind="plan", lede="", basis=basis, blocks=(), footer=()))
        left, top, *_ = ink(page, 0, 47, 210, 280) or ()
        return cast("int", page.getpixel((round(left * 4), round(top * 4))))

    assert corner(DIRECTED) > corner(AGREED) == 0  # square, and round


def test_who_has_not_signed_yet_finds_room_for_a_pen() -> None:
    def height(when: str) -> float:
        rows = (("Imran Siddiqui", "Parent", "I choose this.", when),)
        document = opened(render(replace(LETTER, blocks=(Signatures(rows),))))
        (box,) = [node.A[0].BBox for name, node in tags(document) if name == "Table"]
        return float(box[3] - box[1])

    assert height("") > height("20 November") > 0


def test_the_head_of_a_long_table_comes_again_on_every_page() -> None:
    rows = tuple((f"Child {number}", "Kestrel Park", str(number)) for number in range(120))
    sheet = replace(LETTER, kind="report", blocks=(Table(("Child", "School", "School days"), rows),))
    pages = pages_of(render(sheet))
    assert len(pages) > 2
    assert all("ChildSchoolSchooldays" in page for page in pages)
    assert "".join(pages_of(render(sheet), read_aloud=True)).count("ChildSchoolSchooldays") == 1


# What is refused


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="A row of 1 cells stands under 2 columns"):
        Table(("Who", "What"), (("Hamza",),))


@pytest.mark.parametrize("columns", [0, 11])
def test_a_table_that_no_page_can_hold_is_refused(columns: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 10 columns, not {columns}"):
        Table(("Name",) * columns, ())


@pytest.mark.parametrize("words", ["", " ", "\u202e\x00"])
def test_a_title_or_heading_without_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="needs words"):
        Heading(words)
    with pytest.raises(ValueError, match="needs words"):
        replace(LETTER, title=words)


def test_a_heading_that_skips_a_level_is_refused() -> None:
    with pytest.raises(ValueError, match="level 3 stands before any of level 2"):
        replace(LETTER, blocks=(Heading("Too deep", 3),))


def test_a_language_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        render(replace(LETTER, language="xx"))
