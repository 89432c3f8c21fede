"""What do the marks of a register mean, and which mark belongs where during a direction?

The codes are those of the School Attendance (Pupil Registration) (England) Regulations 2024, in force since
19 August 2024. There are two sessions in a school day. A child of two schools has a mark in both registers
for every session, and only the school where the child was expected counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from freshstart.process.calendars import Calendar

# The 2024 rules let a mark of unknown reason stand for five school days at most (domain.md 2.1).
DAYS_TO_EXPLAIN = 5


class Kind(StrEnum):
    """Say how a code counts: the first two as attended, the next two as missed, the last two not at all."""

    ATTENDING = "attending"
    APPROVED = "approved"
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    NOT_POSSIBLE = "not_possible"
    NOT_COUNTED = "not_counted"


PRESENT = frozenset({Kind.ATTENDING, Kind.APPROVED})
ABSENT = frozenset({Kind.AUTHORISED, Kind.UNAUTHORISED})


@dataclass(frozen=True, slots=True)
class Code:
    """One mark of the register, what it means and how it counts."""

    code: str
    meaning: str
    kind: Kind


CODES = {
    code: Code(code, meaning, kind)
    for kind, meanings in {
        Kind.ATTENDING: {
            "/": "present in the morning",
            "\\": "present in the afternoon",
            "L": "late, before the register closed",
        },
        Kind.APPROVED: {
            "K": "at education that the council arranged",
            "V": "on a school visit or trip",
            "P": "at a sporting activity the school agreed to",
            "W": "on work experience",
            "B": "at another supervised activity off the site, which is not a school of the child's",
        },
        Kind.AUTHORISED: {
            "C": "away with leave for an exceptional reason",
            "C1": "in a licensed performance or job",
            "C2": "not due in: an agreed part-time timetable",
            "E": "suspended or excluded, with nothing arranged instead",
            "I": "ill",
            "J1": "at an interview for a job or a place elsewhere",
            "M": "at a medical or dental appointment",
            "R": "keeping a religious day",
            "S": "on study leave for an examination",
            "T": "travelling with a parent for the parent's work",
        },
        Kind.UNAUTHORISED: {
            "G": "on a holiday that was not agreed",
            "N": "away, the reason not yet known",
            "O": "away for another reason, or for none that is known",
            "U": "late, after the register closed",
        },
        Kind.NOT_POSSIBLE: {
            "D": "due at the other school where the child is registered",
            "Q": "kept away by a lack of access arrangements",
            "X": "not of compulsory school age and not due in",
            "Y1": "kept away: the school's transport did not come",
            "Y2": "kept away: travel widely disrupted",
            "Y3": "kept away: part of the site closed",
            "Y4": "kept away: the whole site closed unexpectedly",
            "Y5": "kept away: held in custody",
            "Y6": "kept away: public health guidance or law",
            "Y7": "kept away: another cause that nobody could avoid",
        },
        Kind.NOT_COUNTED: {
            "Z": "not yet on the register",
            "#": "school closed to all as planned",
        },
    }.items()
    for code, meaning in meanings.items()
}

WITHDRAWN = {"H": "C or G", "J": "J1", "Y": "one of Y1 to Y7"}


class BadMark(ValueError):
    """Refuse a mark that is no attendance code, saying what to write instead where that is known."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Sessions attended out of those possible, and how many have no mark yet."""

    attended: int
    possible: int
    unmarked: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Give attendance in per cent to one place, or None where no session was possible."""
        if not self.possible:
            return None
        return (Decimal(100 * self.attended) / self.possible).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Session:
    """Half a school day of a child with two registers: where the child was expected, and both marks."""

    expected_at_host: bool
    home_mark: str = ""
    host_mark: str = ""


def read(mark: str) -> Code:
    """Give the code of a mark. Refuses what is no code since 19 August 2024 (BadMark)."""
    code = mark.strip().upper()
    if code in WITHDRAWN:
        raise BadMark(f"{code} was withdrawn on 19 August 2024. Use {WITHDRAWN[code]}.")
    if code not in CODES:
        raise BadMark(f"“{mark}” is not an attendance code. Use one of {' '.join(CODES)}.")
    return CODES[code]


def rate(marks: Iterable[str]) -> Rate:
    """Count the sessions of one register; an empty mark is a session not marked yet, and not counted.

    D, X, Q, Y1 to Y7, Z and # are no possible sessions. Refuses what is no code (BadMark).
    Source: domain.md 2.1.
    """
    sessions = list(marks)
    kinds = [read(mark).kind for mark in sessions if mark]
    attended = sum(kind in PRESENT for kind in kinds)
    missed = sum(kind in ABSENT for kind in kinds)
    return Rate(attended, attended + missed, len(sessions) - len(kinds))


def combined(sessions: Iterable[Session]) -> Rate:
    """Count each session of a child with two registers once: at the school where the child was expected.

    Refuses what is no code (BadMark). Source: domain.md 2.1.
    """
    return rate(session.host_mark if session.expected_at_host else session.home_mark for session in sessions)


def home_code_for(host_mark: str, registered_school: bool) -> str:
    """Give the home school's mark for a session at the other place.

    At a registered school D, whatever happened there; elsewhere B if the child was there, else the absence as
    it was reported. Refuses what is no code (BadMark). Source: law.md decision 7, domain.md 2.2.
    """
    code = read(host_mark)
    if registered_school:
        return "D"
    return "B" if code.kind in PRESENT else code.code


def check(mark: str, *, at_home: bool, on_host_day: bool) -> str | None:
    """Say what is wrong with a mark of a child registered at two schools, or None where nothing is.

    The school where the child is due marks what happened, the other marks D. Source: domain.md 2.2.
    """
    try:
        code = read(mark).code
    except BadMark as bad:
        return str(bad)
    due_here = at_home is not on_host_day
    remedy = "Mark what happened." if due_here else "Mark D."
    if code == "Z":
        return f"Z is for a child who is not on the register yet. {remedy}"
    if due_here and code == "D":
        return f"D is for days at the other school, and the child was due here. {remedy}"
    if not due_here and code not in {"D", "#"}:
        return f"{code} belongs in the other school's register, where the child was due. {remedy}"
    return None


def correct_by(marked_on: date, calendar: Calendar) -> date:
    """Give the day by which an N must be replaced by what happened: the fifth school day after it.

    Refuses where the calendar ends before (CalendarEnds). Source: domain.md 2.1.
    """
    return calendar.add_school_days(marked_on, DAYS_TO_EXPLAIN)
