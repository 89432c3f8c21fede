import csv
import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from freshstart.outside import registers
from freshstart.outside.registers import SchoolEntry, StrangeRow, read_councils, read_register
from freshstart.process.refusals import Refused

SAMPLES = Path(__file__).with_name("register")
DOWNLOAD = SAMPLES / "download_camden.csv"
VARIED = SAMPLES / "download_varied.csv"
EXTRACT = SAMPLES / "extract.csv"

Rows = list[dict[str, str]]


def entries_of(path: Path) -> dict[int, SchoolEntry]:
    return {row.urn: row for row in read_register(path) if isinstance(row, SchoolEntry)}


def strange_of(path: Path) -> list[StrangeRow]:
    return [row for row in read_register(path) if isinstance(row, StrangeRow)]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """Write a sample anew after somebody changed its rows."""

    def write(change: Callable[[Rows], object], sample: Path = DOWNLOAD, encoding: str = "utf-8") -> Path:
        with sample.open(newline="") as text:
            rows = list(csv.DictReader(text))
        columns = list(rows[0])
        change(rows)
        path = tmp_path / "register.csv"
        with path.open("w", newline="", encoding=encoding) as text:
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def test_a_school_comes_as_the_download_has_it() -> None:
    assert entries_of(DOWNLOAD)[100039] == SchoolEntry(
        urn=100039,
        la_code="202",
        establishment_number="3429",
        name="St Dominic's Catholic Primary School",
        type_name="Voluntary aided school",
        phase_name="Primary",
        status_name="Closed",
        opened_on=date(1900, 1, 1),
        closed_on=date(2023, 8, 31),
        low_age=3,
        high_age=11,
        street="Southampton Road",
        locality="",
        town="London",
        postcode="NW5 4JS",
        phone="",
        trust_name="",
    )


@pytest.mark.parametrize(("sample", "count"), [(DOWNLOAD, 41), (VARIED, 8), (EXTRACT, 58)])
def test_every_row_of_the_real_samples_is_taken(sample: Path, count: int) -> None:
    assert len(entries_of(sample)) == count
    assert strange_of(sample) == []


def test_a_school_comes_as_the_extract_has_it_which_knows_less() -> None:
    catmose = next(entry for entry in entries_of(EXTRACT).values() if entry.name == "Catmose College")
    assert (catmose.la_code, catmose.type_name, catmose.phase_name) == (
        "857",
        "Academy converter",
        "Secondary",
    )
    assert (catmose.town, catmose.phone, catmose.locality) == ("Oakham", "", "")


def test_a_school_that_has_left_the_extract_is_closed() -> None:
    with EXTRACT.open(newline="") as text:
        gone = [
            int(row["urn"])
            for row in csv.DictReader(text)
            if row["open_2026_03"] == "N" and row["status"].startswith("Open")
        ]
    assert gone
    assert {entries_of(EXTRACT)[urn].status_name for urn in gone} == {registers.CLOSED}


def test_the_extract_keeps_a_school_that_has_yet_to_open() -> None:
    assert registers.PROPOSED in {entry.status_name for entry in entries_of(EXTRACT).values()}


def test_dates_with_hyphens_are_read_too() -> None:
    school = entries_of(VARIED)[126370]
    assert school.closed_on == date(2024, 7, 31)
    assert school.status_name == registers.CLOSING


def test_an_address_keeps_its_third_line() -> None:
    assert entries_of(VARIED)[150516].locality == "Near Stadium Metro Station, Al Qusais"


def test_zeros_that_a_spreadsheet_took_away_come_back(changed: Callable[..., Path]) -> None:
    path = changed(lambda rows: rows[0].update({"LA (code)": "7", "EstablishmentNumber": "42"}))
    school = entries_of(path)[100000]
    assert (school.la_code, school.establishment_number) == ("007", "0042")


def test_an_establishment_without_a_number_has_none(changed: Callable[..., Path]) -> None:
    path = changed(lambda rows: rows[0].update({"EstablishmentNumber": ""}))
    assert entries_of(path)[100000].establishment_number == ""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_accents_and_curly_quotes_survive_either_encoding(
    changed: Callable[..., Path], encoding: str
) -> None:
    path = changed(lambda rows: rows[0].update({"EstablishmentName": "École St Anne’s"}), encoding=encoding)
    assert entries_of(path)[100000].name == "École St Anne’s"


def test_a_packed_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    packed = tmp_path / "register.csv.gz"
    packed.write_bytes(gzip.compress(DOWNLOAD.read_bytes()))
    assert entries_of(packed) == entries_of(DOWNLOAD)


def test_a_name_of_two_lines_becomes_one(changed: Callable[..., Path]) -> None:
    path = changed(lambda rows: rows[0].update({"EstablishmentName": " The Aldgate\r\n  School "}))
    assert entries_of(path)[100000].name == "The Aldgate School"


def test_nobody_is_named_in_an_entry(changed: Callable[..., Path]) -> None:
    path = changed(lambda rows: rows[0].update({"HeadFirstName": "Ada", "HeadLastName": "Fernlow"}))
    assert "Fernlow" not in repr(entries_of(path)[100000])


@pytest.mark.parametrize(
    ("column", "words", "why"),
    [
        ("URN", "n/a", "its URN “n/a” is not a number of six digits"),
        ("EstablishmentName", " ", "it has no name"),
        ("EstablishmentStatus (name)", "Asleep", "its status “Asleep” is not one that the register uses"),
        ("OpenDate", "31/02/2020", "“31/02/2020” is not a date"),
        ("OpenDate", "01/09/20", "“01/09/20” is not a date"),
        ("CloseDate", "soon", "“soon” is not a date"),
        ("StatutoryLowAge", "three", "“three” is not an age"),
        ("StatutoryHighAge", "190", "“190” is not an age"),
        ("LA (code)", "Camden", "“Camden” is not a code of 3 digits"),
        ("EstablishmentNumber", "12345", "“12345” is not a code of 4 digits"),
        ("URN", "100001", "the URN 100001 stands above already"),
    ],
)
def test_a_strange_row_is_pointed_at_and_the_others_are_taken(
    changed: Callable[..., Path], column: str, words: str, why: str
) -> None:
    path = changed(lambda rows: rows[5].update({column: words}))
    assert [(row.line, row.why) for row in strange_of(path)] == [(7, why)]
    assert len(entries_of(path)) == 40


def test_a_letter_that_neither_encoding_knows_makes_a_row_strange(changed: Callable[..., Path]) -> None:
    path = changed(lambda rows: rows[0].update({"Street": "Caf\xe9 Lane X"}), encoding="cp1252")
    path.write_bytes(path.read_bytes().replace(b"Lane X", b"Lane \x81"))
    assert [row.why for row in strange_of(path)] == ["it has a letter that cannot be read"]


def test_a_row_with_a_stray_comma_still_says_which_school_it_is(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(DOWNLOAD.read_text().replace("Heath School", "Heath, School"))
    assert strange_of(path) == [StrangeRow(8, 100006, "it has 141 cells instead of 140")]


def test_blank_lines_are_nothing_strange(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(DOWNLOAD.read_text() + "\n\n")
    assert strange_of(path) == []


def test_many_strange_rows_refuse_the_file(changed: Callable[..., Path]) -> None:
    def spoil(rows: Rows) -> None:
        for row in rows[:11]:
            row["EstablishmentName"] = ""

    with pytest.raises(Refused, match=r"11 of 41 rows make no sense\. The first are row 2: it has no name"):
        list(read_register(changed(spoil)))


def test_a_file_with_wrong_headers_is_refused_by_the_names_of_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        DOWNLOAD.read_text().replace("EstablishmentName", "Name", 1).replace("Postcode", "Zip", 1)
    )
    with pytest.raises(Refused, match="missing: EstablishmentName, Postcode") as refused:
        list(read_register(path))
    assert "Establishment fields CSV" in refused.value.next_step


@pytest.mark.parametrize("words", ["", "Dear colleague,\nplease find enclosed\n"])
def test_another_file_altogether_is_refused(tmp_path: Path, words: str) -> None:
    path = tmp_path / "register.csv"
    path.write_text(words)
    with pytest.raises(Refused, match="not the register of schools"):
        list(read_register(path))


def test_a_file_with_headers_alone_is_refused(changed: Callable[..., Path]) -> None:
    with pytest.raises(Refused, match="holds no school"):
        list(read_register(changed(lambda rows: rows.clear())))


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "register"
    whole = gzip.compress(DOWNLOAD.read_bytes()) if packed else DOWNLOAD.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(Refused, match="cut short"):
        list(read_register(path))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.zip"
    path.write_bytes(b"PK\x03\x04\x00\x00\r\n\x00\x81")
    with pytest.raises(Refused, match=r"not the register|cannot be read"):
        list(read_register(path))


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(DOWNLOAD.read_bytes()))
    packed[40:60] = bytes(20)
    path = tmp_path / "register.csv.gz"
    path.write_bytes(packed)
    with pytest.raises(Refused, match="cannot be read"):
        list(read_register(path))


def test_every_council_of_england_is_known_by_its_code() -> None:
    councils = read_councils()
    assert len(councils) == 153
    assert councils["857"] == "Rutland"
    assert councils["202"] == "Camden"
