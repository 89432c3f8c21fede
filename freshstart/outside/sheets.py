"""Which rows stand in a spreadsheet that somebody hands in?"""

import csv
import io
from datetime import date, datetime
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from freshstart.process.refusals import Refused

Cell: TypeAlias = str | date
Row: TypeAlias = dict[str, Cell]
MOST_BYTES = 5 * 1024 * 1024
SAVE_AS = "Save it as an Excel, OpenDocument or CSV file, then hand that in."


def read_sheet(name: str, data: bytes) -> list[tuple[int, Row]]:
    """Read the first sheet: each row with its number as people see it, by the headings of the first row.

    Empty rows are left out; dates come as dates where the file has them, everything else as text without
    spaces around it. Refused (Refused): too large, unreadable, without a heading or with one twice.
    """
    if len(data) > MOST_BYTES:
        raise Refused("This file is too large.", next_step="Hand in fewer rows at a time.")
    rows = _from_csv(data) if name.lower().endswith(".csv") else _from_workbook(data)
    if not rows:
        raise Refused("There is nothing in this file.", next_step="The first row holds the headings.")
    headings = [str(one).strip() for one in rows[0]]
    twice = {one for one in headings if one and headings.count(one) > 1}
    if twice:
        raise Refused(f"The heading “{min(twice)}” stands there twice.", next_step="Take one of them out.")
    found = [
        (number, dict(zip(headings, map(_cell, row), strict=False))) for number, row in enumerate(rows[1:], 2)
    ]
    return [(number, row) for number, row in found if any(row.values())]


def _from_csv(data: bytes) -> list[list[object]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [list(row) for row in csv.reader(io.StringIO(text))]
    raise Refused("This file cannot be read.", next_step=SAVE_AS)


def _from_workbook(data: bytes) -> list[list[object]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused("This file cannot be read.", next_step=SAVE_AS) from error


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
