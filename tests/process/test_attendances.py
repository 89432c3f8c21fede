"""Do the marks of the register mean, count and belong what the 2024 rules say?"""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.attendances import (
    CODES,
    WITHDRAWN,
    BadMark,
    Kind,
    Rate,
    Session,
    check,
    combined,
    correct_by,
    home_code_for,
    rate,
    read,
)
from freshstart.process.calendars import Calendar

KINDS = {
    Kind.ATTENDING: r"/ \ L",
    Kind.APPROVED: "B K P V W",
    Kind.AUTHORISED: "C C1 C2 E I J1 M R S T",
    Kind.UNAUTHORISED: "G N O U",
    Kind.NOT_POSSIBLE: "D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7",
    Kind.NOT_COUNTED: "Z #",
}


@pytest.mark.parametrize(("kind", "codes"), KINDS.items())
def test_every_code_counts_as_the_rules_say(kind: Kind, codes: str) -> None:
    assert {code for code, known in CODES.items() if known.kind is kind} == set(codes.split())


def test_there_are_34_codes_and_each_says_what_it_means() -> None:
    assert len(CODES) == 34
    assert all(code == known.code and known.meaning for code, known in CODES.items())
    assert len({known.meaning for known in CODES.values()}) == 34
    assert not WITHDRAWN.keys() & CODES.keys()


def test_a_mark_is_read_in_small_letters_too() -> None:
    assert read(" y1 ") is CODES["Y1"]


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("H", "H was withdrawn on 19 August 2024. Use C or G."),
        ("j", "J was withdrawn on 19 August 2024. Use J1."),
        ("Y", "Y was withdrawn on 19 August 2024. Use one of Y1 to Y7."),
        ("Y8", "“Y8” is not an attendance code. Use one of / "),
        ("", "“” is not an attendance code."),
    ],
)
def test_what_is_no_code_is_refused(mark: str, message: str) -> None:
    with pytest.raises(BadMark) as caught:
        read(mark)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("marks", "attended", "possible", "percent"),
    [
        (r"/ \ / \ / \ / \ / \ ", 10, 10, "100.0"),
        (r"/ \ L B K P V W", 8, 8, "100.0"),
        (r"/ \ I I", 2, 4, "50.0"),
        ("C C1 C2 E I J1 M R S T G N O U", 0, 14, "0.0"),
        ("D D D D", 0, 0, None),
        ("/ D X Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z #", 1, 1, "100.0"),
        (r"/ \ U", 2, 3, "66.7"),
        (r"/ O O O O O O O", 1, 8, "12.5"),
        ("/ " + "O " * 15, 1, 16, "6.3"),  # 6.25 is rounded up
        ("", 0, 0, None),
    ],
)
def test_attendance_is_what_was_attended_of_what_was_possible(
    marks: str, attended: int, possible: int, percent: str | None
) -> None:
    found = rate(marks.split())
    assert found == Rate(attended, possible)
    assert found.percent == (None if percent is None else Decimal(percent))
    assert percent is None or str(found.percent) == percent


def test_a_session_without_a_mark_is_told_and_not_counted() -> None:
    assert rate(["/", "", "O", ""]) == Rate(attended=1, possible=2, unmarked=2)


def test_a_wrong_code_is_never_counted_in_silence() -> None:
    with pytest.raises(BadMark):
        rate(["/", "H"])


def test_each_session_counts_at_the_school_where_the_child_was_expected() -> None:
    sessions = [
        Session(expected_at_host=True, home_mark="D", host_mark="/"),
        Session(expected_at_host=True, home_mark="D", host_mark="I"),
        Session(expected_at_host=False, home_mark="\\", host_mark="D"),
        Session(expected_at_host=False, home_mark="O", host_mark="D"),
        Session(expected_at_host=True, home_mark="D"),
        Session(expected_at_host=False),
    ]
    assert combined(sessions) == Rate(attended=2, possible=4, unmarked=2)


@pytest.mark.parametrize(
    ("host_mark", "registered_school", "home_mark"),
    [
        ("/", True, "D"),
        ("I", True, "D"),
        ("E", True, "D"),
        ("#", True, "D"),
        ("/", False, "B"),
        ("L", False, "B"),
        ("W", False, "B"),
        ("I", False, "I"),
        ("o", False, "O"),
        ("N", False, "N"),
        ("Y2", False, "Y2"),
    ],
)
def test_the_home_school_marks_the_days_at_the_other_place(
    host_mark: str, registered_school: bool, home_mark: str
) -> None:
    assert home_code_for(host_mark, registered_school) == home_mark


def test_a_wrong_mark_from_the_other_place_is_refused() -> None:
    with pytest.raises(BadMark):
        home_code_for("H", registered_school=True)


DUE_ELSEWHERE = "{} belongs in the other school's register, where the child was due. Mark D."
DUE_HERE = "D is for days at the other school, and the child was due here. Mark what happened."


@pytest.mark.parametrize(
    ("mark", "at_home", "on_host_day", "message"),
    [
        ("D", True, True, None),
        ("#", True, True, None),
        ("/", True, True, DUE_ELSEWHERE.format("/")),
        ("B", True, True, DUE_ELSEWHERE.format("B")),
        ("O", True, True, DUE_ELSEWHERE.format("O")),
        ("/", True, False, None),
        ("I", True, False, None),
        ("D", True, False, DUE_HERE),
        ("/", False, True, None),
        ("E", False, True, None),
        ("D", False, True, DUE_HERE),
        ("D", False, False, None),
        ("\\", False, False, DUE_ELSEWHERE.format("\\")),
        ("Z", False, True, "Z is for a child who is not on the register yet. Mark what happened."),
        ("Z", True, True, "Z is for a child who is not on the register yet. Mark D."),
        ("H", True, False, "H was withdrawn on 19 August 2024. Use C or G."),
    ],
)
def test_a_mark_belongs_where_the_child_was_due(
    mark: str, at_home: bool, on_host_day: bool, message: str | None
) -> None:
    assert check(mark, at_home=at_home, on_host_day=on_host_day) == message


def test_an_unexplained_absence_is_explained_within_five_school_days() -> None:
    autumn = ((date(2026, 9, 1), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
    calendar = Calendar("Kestrel Park", autumn)
    assert correct_by(date(2026, 9, 7), calendar) == date(2026, 9, 14)
    assert correct_by(date(2026, 10, 21), calendar) == date(2026, 11, 4), "half-term is not counted"


marks = st.lists(st.sampled_from([*CODES, ""]), max_size=60)


@given(marks)
def test_every_session_is_counted_once_or_not_at_all(found: list[str]) -> None:
    result = rate(found)
    kinds = Counter(CODES[mark].kind for mark in found if mark)
    left_out = kinds[Kind.NOT_POSSIBLE] + kinds[Kind.NOT_COUNTED]
    assert result.possible + result.unmarked + left_out == len(found)
    assert 0 <= result.attended <= result.possible
    assert result.percent is None or 0 <= result.percent <= 100


@given(marks)
def test_days_at_the_other_school_never_lower_attendance(found: list[str]) -> None:
    assert rate([*found, "D", "D"]) == rate(found)


@given(marks)
def test_a_child_of_one_school_has_that_schools_rate(found: list[str]) -> None:
    assert combined(Session(expected_at_host=True, home_mark="D", host_mark=mark) for mark in found) == rate(
        found
    )
    assert combined(Session(expected_at_host=False, home_mark=mark, host_mark="D") for mark in found) == rate(
        found
    )
