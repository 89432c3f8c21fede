"""How does a letter, notice, plan, agreement, report or print become a PDF that everybody can read?

A sheet says what is on the paper; how it looks stands in the folder `typst` beside this file. The words of a
sheet are handed over as data and never as markup, no file outside that folder is read, and the same sheet
always gives the same bytes. What is attached keeps its own bytes, and is as accessible as its description.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

import typst
from babel import Locale
from babel.dates import format_date

from freshstart.outside.translations import LANGUAGES, dated

TEMPLATES = Path(__file__).with_name("typst")
MOST_COLUMNS = 10  # more cannot be read on upright A4, and belong in a spreadsheet

# Control characters, and the marks that turn a whole line round, print nothing and could make a line read
# otherwise than it is stored: they go. Half a character (a surrogate) becomes the sign for "unreadable".
UNSEEN = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F)], "")
HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
READABLE = UNSEEN | HALVES | {ord("\t"): " "}

# What typst says under PDF/UA of a character that no font has.
NOT_COVERED = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")  # readers spoil other letters in the name of an attachment

Kind: TypeAlias = Literal["letter", "notice", "plan", "agreement", "report", "print"]
Standard: TypeAlias = Literal["ua-1", "1.7"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Name what follows, below the title (level 2) or within such a part (level 3). Refused: no words."""

    text: str
    level: Literal[2, 3] = 2

    def __post_init__(self) -> None:
        _refuse_blank(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Name things and say what is so of each: where, when, with whom."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Hold rows under named columns. Refused: no column, more than ten, or a row of another length."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.header) <= MOST_COLUMNS:
            raise ValueError(f"A printed table has 1 to {MOST_COLUMNS} columns, not {len(self.header)}.")
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"A row of {len(row)} cells stands under {len(self.header)} columns.")


@dataclass(frozen=True, slots=True)
class Signatures:
    """List who signs: name, role, statement, and when and how; an empty cell leaves room for a pen."""

    rows: tuple[tuple[str, str, str, str], ...]
    header: tuple[str, str, str, str] = ("Name", "For", "Statement", "Signed")


@dataclass(frozen=True, slots=True)
class NewPage:
    """Begin a page, unless one has just begun."""


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Signatures | NewPage


@dataclass(frozen=True, slots=True)
class Attachment:
    """Travel inside a PDF, byte for byte. Refused: a name other than plain letters, and no description.

    Source: ISO 14289-1 (PDF/UA-1), 7.11, asks that a reader can tell what is attached.
    """

    name: str
    data: bytes
    media_type: str
    description: str

    def __post_init__(self) -> None:
        if not PLAIN_NAME.fullmatch(self.name):
            raise ValueError(f"The name of an attachment is of plain small letters, not {self.name!r}.")
        _refuse_blank(self.description)


@dataclass(frozen=True, slots=True)
class Basis:
    """Say on what legal footing the sheet stands; directed means that the school decides, not the family."""

    title: str
    sentences: tuple[str, ...]
    directed: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed document, in one language (BCP 47), with the day on which it is made.

    That day is printed, and fixes the bytes. Letters and notices have their recipient in the window of a DL
    envelope. Large print has nothing below 16 points but that address, and shows each row of a table of more
    than four columns as a list of its own. Refused: a title without words, a heading of level 3 before any of
    level 2, and two attachments of one name.

    Source: UK Association for Accessible Formats, large print: 16 points or more.
    """

    kind: Kind
    title: str
    language: str
    made_on: date
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    reference: str
    lede: str
    basis: Basis | None
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
    page_words: str = "Page {page} of {pages}"
    attachments: tuple[Attachment, ...] = ()
    large: bool = False

    def __post_init__(self) -> None:
        _refuse_blank(self.title)
        levels = [1, *(block.level for block in self.blocks if isinstance(block, Heading))]
        if any(below - above > 1 for above, below in pairwise(levels)):
            raise ValueError("A heading of level 3 stands before any of level 2.")
        if len({each.name for each in self.attachments}) < len(self.attachments):
            raise ValueError("Two attachments have the same name.")


@dataclass(frozen=True, slots=True)
class Pdf:
    """The bytes, the standard they keep ("1.7" is an ordinary PDF), and a warning if that is not PDF/UA-1."""

    data: bytes
    standard: Standard
    warning: str = ""


def render(sheet: Sheet) -> Pdf:
    """Make the PDF of a sheet, accessible (PDF/UA-1) wherever our fonts have all its characters.

    Where they have not, an ordinary PDF is made, tagged all the same, in which they show as boxes, and the
    warning names them. Refused: a language that Babel does not know (`UnknownLocaleError`).

    Source: Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.
    """
    try:
        return Pdf(_compile(sheet, "ua-1"), "ua-1")
    except typst.TypstError as refusal:
        uncovered = _names(NOT_COVERED.findall(refusal.diagnostic))
        if not uncovered:
            raise
    return Pdf(_compile(sheet, "1.7"), "1.7", f"Our fonts have no shape for {', '.join(uncovered)}.")


def _compile(sheet: Sheet, standard: Standard) -> bytes:
    return typst.compile(
        TEMPLATES / "sheet.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"sheet": json.dumps(_data(sheet))},
        pdf_standards=[standard],
        timestamp=datetime.combine(sheet.made_on, time(), UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,  # the same bytes on every machine
        include_embedded_fonts=False,
        font_paths=[TEMPLATES / "fonts"],
    )


def _day(on: date, locale: Locale) -> str:
    """Write the day of a sheet; in the languages of families as their pages write it."""
    known = locale.language in LANGUAGES and locale.language != "en"
    return dated(locale.language, on, "long") if known else format_date(on, "long", locale)


def _data(sheet: Sheet) -> dict[str, object]:
    locale = Locale.parse("en-GB" if sheet.language == "en" else sheet.language, sep="-")
    told = {
        "language": locale.language,
        "region": locale.territory,
        "direction": locale.text_direction,
        "made_on": _day(sheet.made_on, locale),
        "blocks": [asdict(block) | {"block": type(block).__name__} for block in sheet.blocks],
    }
    words = {
        key: _all_printable(each) for key, each in (asdict(sheet) | told).items() if key != "attachments"
    }
    return words | {"attachments": [asdict(each) | {"data": list(each.data)} for each in sheet.attachments]}


def _all_printable(value: object) -> object:
    match value:
        case str():
            return _printable(value)
        case dict():
            return {key: _all_printable(each) for key, each in value.items()}
        case list() | tuple():
            return [_all_printable(each) for each in value]
    return value


def _printable(words: str) -> str:
    return unicodedata.normalize("NFC", "\n".join(words.splitlines()).translate(READABLE))


def _refuse_blank(words: str) -> None:
    if not _printable(words).strip():
        raise ValueError(
            "A title, heading or description needs words: a screen reader finds its way by them."
        )


def _names(texts: Iterable[str]) -> list[str]:
    plain = ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(texts))
    strange = sorted({each for each in plain if not each.isascii() and unicodedata.category(each) != "Cf"})
    return [
        f"{each} (U+{ord(each):04X} {unicodedata.name(each, 'without a name').lower()})" for each in strange
    ]
