"""What of a spreadsheet or a calendar file is read as term dates?"""

import io
import zipfile
from datetime import date

import pytest

from freshstart.outside.termdates import lines_of
from freshstart.process.refusals import Refused
from freshstart.process.terms import read

SHEET = b"""council,name,kind,start,end,source,checked
Dorset,autumn,term,2026-09-03,2026-12-18,https://dorset.example/1999,2026-01-01
Dorset,autumn,half_term_holiday,2026-10-26,2026-10-30,,2026-01-01
Dorset,,INSET,2026-11-27,,,2026-01-01
"""
EVENTS = [
    ("Autumn Term begins", "20260903", "20260904"),
    ("Half Term", "20261024", "20261101"),
    ("Staff training: school closed", "20261127", "20261128"),
    ("Year 9 parents' evening", "20261119", "20261120"),
    ("Term ends", "20261218", "20261219"),
    ("Spring term", "20270104", "20270327"),
]


def calendar(*events: tuple[str, str, str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//School//EN"]
    for number, (what, first, after) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@school.example",
            f"SUMMARY:{what}",
            f"DTSTART;VALUE=DATE:{first}",
            f"DTEND;VALUE=DATE:{after}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_a_spreadsheet_is_read_by_its_headings() -> None:
    found = read(lines_of("dates.csv", SHEET))
    assert [(str(first), str(last)) for first, last in found.terms] == [
        ("2026-09-03", "2026-10-25"),
        ("2026-10-31", "2026-12-18"),
    ]
    assert found.closed == {date(2026, 11, 27)}


def workbook(*rows: tuple[str, ...]) -> bytes:
    """Make the smallest workbook there is; cells of figures and dashes alone are dates."""
    cells = "".join(
        "<row>"
        + "".join(
            f'<c t="d"><v>{one}</v></c>'
            if one[:4].isdigit()
            else f'<c t="inlineStr"><is><t>{one}</t></is></c>'
            for one in row
        )
        + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org"
    book = f'xmlns="{main}/spreadsheetml/2006/main" xmlns:r="{main}/officeDocument/2006/relationships"'
    kind = f"{main}/officeDocument/2006/relationships"
    links = f'xmlns="{main}/package/2006/relationships"'
    parts = {
        "_rels/.rels": f'<Relationships {links}><Relationship Id="a" Type="{kind}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {book}><sheets><sheet name="a" sheetId="1" r:id="b"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships {links}><Relationship Id="b" Type="{kind}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {book}><sheetData>{cells}</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


def test_a_workbook_with_real_dates_is_read_too() -> None:
    data = workbook(("What", "First day", "Last day"), ("Summer", "2027-04-12", "2027-07-21"))
    assert read(lines_of("dates.xlsx", data)).terms == ((date(2027, 4, 12), date(2027, 7, 21)),)


def test_a_calendar_says_terms_by_their_first_and_last_days_or_whole() -> None:
    text = lines_of("school.ics", calendar(*EVENTS))
    assert "parents" not in text
    found = read(text)
    assert [(str(first), str(last)) for first, last in found.terms] == [
        ("2026-09-03", "2026-10-23"),
        ("2026-11-01", "2026-12-18"),
        ("2027-01-04", "2027-03-26"),
    ]
    assert found.closed == {date(2026, 11, 27)}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.ics", b"no calendar at all", "not a calendar"),
        ("a.ics", calendar(("Parents' evening", "20261119", "20261120")), "No term dates were found"),
        ("a.csv", b"start,end\n", "No term dates were found"),
        ("a.xlsx", b"PK\x03\x04 broken", "cannot be read"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "too large"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name: str, data: bytes, says: str) -> None:
    with pytest.raises(Refused) as refused:
        lines_of(name, data)
    assert says in refused.value.what
    assert refused.value.next_step
