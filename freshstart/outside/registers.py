"""What does the national register of schools say, row by row?

The register is the department's "Get Information about Schools" (GIAS). Its daily download is a cp1252 file
of 140 columns; the trimmed national extract is UTF-8. Both are read, plain or gzipped, a row at a time. The
download also holds head teachers' names: they are left alone, as a move needs the school and not the person.

The councils stand in a short file beside this one, with the department's codes as they were in July 2026.
Both contain public sector information licensed under the Open Government Licence v3.0.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias, cast

from freshstart.process.refusals import Refused

OPEN, CLOSING, PROPOSED, CLOSED = "Open", "Open, but proposed to close", "Proposed to open", "Closed"
STRANGE_SHARE = 0.01  # one odd row in a hundred means that the file is not what it seems
STRANGE_FEW = 10  # so that a small file is not refused for a handful
HIGHEST_AGE = 99  # the register's word for "no upper age"
UNREADABLE = "\ufffd"
CHUNK = 1 << 20  # bytes
COUNCILS = Path(__file__).with_name("councils.csv")
GET_IT = (
    "Download “Establishment fields CSV” (edubasealldata) from the register's downloads page "
    "and give that file as it came."
)

# What we call a thing, and the column or columns in which each form of the register keeps it.
DOWNLOAD = {
    "urn": ("URN",),
    "la_code": ("LA (code)",),
    "establishment_number": ("EstablishmentNumber",),
    "name": ("EstablishmentName",),
    "type_name": ("TypeOfEstablishment (name)",),
    "phase_name": ("PhaseOfEducation (name)",),
    "status_name": ("EstablishmentStatus (name)",),
    "opened_on": ("OpenDate",),
    "closed_on": ("CloseDate",),
    "low_age": ("StatutoryLowAge",),
    "high_age": ("StatutoryHighAge",),
    "street": ("Street",),
    "locality": ("Locality", "Address3"),
    "town": ("Town",),
    "postcode": ("Postcode",),
    "phone": ("TelephoneNum",),
    "trust_name": ("Trusts (name)",),
}
EXTRACT = {
    "urn": ("urn",),
    "la_code": ("la_code",),
    "establishment_number": ("establishment_number",),
    "name": ("name",),
    "type_name": ("type",),
    "phase_name": ("phase",),
    "status_name": ("status",),
    "still_open": ("open_2026_03",),
    "opened_on": ("open_date",),
    "low_age": ("low_age",),
    "high_age": ("high_age",),
    "street": ("street",),
    "town": ("town",),
    "postcode": ("postcode",),
    "trust_name": ("trust_name",),
}

Places: TypeAlias = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    """Hold one row of the register in its own words; what a form does not say is empty."""

    urn: int
    la_code: str
    establishment_number: str
    name: str
    type_name: str
    phase_name: str
    status_name: str
    opened_on: date | None
    closed_on: date | None
    low_age: int | None
    high_age: int | None
    street: str
    locality: str
    town: str
    postcode: str
    phone: str
    trust_name: str


@dataclass(frozen=True, slots=True)
class StrangeRow:
    """Point at a row that could not be taken, as a spreadsheet counts rows.

    `urn` is None where not even that can be read.
    """

    line: int
    urn: int | None
    why: str


def read_register(path: Path) -> Iterator[SchoolEntry | StrangeRow]:
    """Read a file of the register from top to bottom, a row at a time.

    A row that makes no sense comes as a `StrangeRow`. Refused, with the remedy: a file that is not the
    register, that lacks columns, that was cut short, or that has many strange rows (known only at its end).
    """
    try:
        with _text(path) as text:
            rows = csv.reader(text)
            header = next(rows, [])
            yield from _mostly_sound(_rows(rows, len(header), _places(header)))
    except (csv.Error, gzip.BadGzipFile, zlib.error) as error:
        raise Refused(f"{path.name} cannot be read: {error}.", next_step=GET_IT) from error
    except EOFError as error:
        raise _cut_short() from error


def read_councils() -> dict[str, str]:
    """Give every council of England that runs education: its three-digit code and its name."""
    with COUNCILS.open(encoding="utf-8", newline="") as text:
        return {row["la_code"]: row["name"] for row in csv.DictReader(text)}


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        yield cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain


@contextmanager
def _text(path: Path) -> Iterator[TextIO]:
    encoding = _encoding(path)
    with _bytes(path) as source:
        yield io.TextIOWrapper(source, encoding, errors="replace", newline="")


def _encoding(path: Path) -> str:
    """Tell UTF-8 from cp1252: text of the latter with an accent or a curly quote is never valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _bytes(path) as source:
        try:
            while chunk := source.read(CHUNK):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _places(header: list[str]) -> Places:
    """Find where the columns of each of our fields stand, or refuse and name those that are missing."""
    form = EXTRACT if "urn" in header else DOWNLOAD
    missing = [column for columns in form.values() for column in columns if column not in header]
    if missing:
        raise Refused(
            "This is not the register of schools as the department gives it out. "
            f"Columns that are missing: {', '.join(missing)}.",
            next_step=GET_IT,
        )
    return {field: [header.index(column) for column in columns] for field, columns in form.items()}


def _rows(rows: Iterator[list[str]], width: int, places: Places) -> Iterator[SchoolEntry | StrangeRow]:
    """Read every row that is not blank; a last row with too few cells means that the file was cut."""
    seen: set[int] = set()
    short = False
    for line, cells in enumerate(rows, start=2):
        if not cells:
            continue
        short = len(cells) < width
        row = _row(line, cells, width, places)
        if row.urn in seen:
            row = StrangeRow(line, row.urn, f"the URN {row.urn} stands above already")
        if row.urn is not None:
            seen.add(row.urn)
        yield row
    if not seen:
        raise Refused("The file holds no school.", next_step=GET_IT)
    if short:
        raise _cut_short()


def _mostly_sound(rows: Iterator[SchoolEntry | StrangeRow]) -> Iterator[SchoolEntry | StrangeRow]:
    """Hand the rows on and refuse the file at its end where too many were strange."""
    count = 0
    strange: list[StrangeRow] = []
    for row in rows:
        count += 1
        if isinstance(row, StrangeRow):
            strange.append(row)
        yield row
    if len(strange) > max(STRANGE_FEW, STRANGE_SHARE * count):
        first = "; ".join(f"row {row.line}: {row.why}" for row in strange[:STRANGE_FEW])
        raise Refused(
            f"{len(strange)} of {count} rows make no sense. The first are {first}.", next_step=GET_IT
        )


def _row(line: int, cells: list[str], width: int, places: Places) -> SchoolEntry | StrangeRow:
    """Read a row; a strange one keeps its URN where it can, so that its school is not taken to have left."""
    urn = "".join(cells[places["urn"][0] : places["urn"][0] + 1]).strip()
    if not re.fullmatch("[1-9][0-9]{5}", urn):
        return StrangeRow(line, None, f"its URN “{urn}” is not a number of six digits")
    if len(cells) != width:
        return StrangeRow(line, int(urn), f"it has {len(cells)} cells instead of {width}")
    try:
        return _entry(int(urn), {field: _joined(cells, columns) for field, columns in places.items()})
    except ValueError as error:
        return StrangeRow(line, int(urn), str(error))


def _joined(cells: list[str], columns: list[int]) -> str:
    return ", ".join(filter(None, (" ".join(cells[column].split()) for column in columns)))


def _entry(urn: int, words: dict[str, str]) -> SchoolEntry:
    """Make an entry of the words of a row, or raise ValueError with what is wrong."""
    if not words["name"]:
        raise ValueError("it has no name")
    if any(UNREADABLE in word for word in words.values()):
        raise ValueError("it has a letter that cannot be read")
    return SchoolEntry(
        urn=urn,
        la_code=_code(words["la_code"], 3),
        establishment_number=_code(words["establishment_number"], 4),
        name=words["name"],
        type_name=words["type_name"],
        phase_name=words["phase_name"],
        status_name=_status(words["status_name"], words.get("still_open", "Y")),
        opened_on=_date(words["opened_on"]),
        closed_on=_date(words.get("closed_on", "")),
        low_age=_age(words["low_age"]),
        high_age=_age(words["high_age"]),
        street=words["street"],
        locality=words.get("locality", ""),
        town=words["town"],
        postcode=words["postcode"].upper(),
        phone=words.get("phone", ""),
        trust_name=words["trust_name"],
    )


def _status(word: str, still_open: str) -> str:
    if word not in (OPEN, CLOSING, PROPOSED, CLOSED):
        raise ValueError(f"its status “{word}” is not one that the register uses")
    return CLOSED if still_open == "N" and word in (OPEN, CLOSING) else word


def _code(word: str, length: int) -> str:
    """Give back the zeros that a spreadsheet took from the front of a code."""
    if not word:
        return ""
    if not word.isdecimal() or len(word) > length:
        raise ValueError(f"“{word}” is not a code of {length} digits")
    return word.zfill(length)


def _date(word: str) -> date | None:
    """Read a day as the register writes it: 31/08/1992, 31-08-1992 or 1992-08-31."""
    if not word:
        return None
    try:
        first, month, last = word.replace("/", "-").split("-")
        year, day = (first, last) if len(first) == len("1992") else (last, first)
        return date.fromisoformat(f"{year}-{month}-{day}")
    except ValueError as error:
        raise ValueError(f"“{word}” is not a date") from error


def _age(word: str) -> int | None:
    if not word:
        return None
    if not word.isdecimal() or int(word) > HIGHEST_AGE:
        raise ValueError(f"“{word}” is not an age")
    return int(word)


def _cut_short() -> Refused:
    return Refused(
        "The file ends in the middle of a row: it was cut short on its way here.", next_step=GET_IT
    )
