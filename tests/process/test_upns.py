"""Is a pupil's number read, and does a wrong one say what is wrong with it?"""

import csv
from pathlib import Path
from string import ascii_uppercase, digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from freshstart.process.upns import LETTERS, BadUpn, Upn, masked, parse

with Path(__file__).with_name("upn_test_cases.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
GOOD = [row for row in ROWS if row["verdict"] != "invalid"]
BAD = [row for row in ROWS if row["verdict"] == "invalid"]


def test_every_row_of_the_cases_is_tried() -> None:
    assert (len(GOOD), len(BAD)) == (67, 11)


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row["upn"])
def test_a_right_upn_is_read(row: dict[str, str]) -> None:
    upn = parse(row["upn"])
    assert upn.text == row["upn"].replace(" ", "").upper()
    assert upn.is_temporary is (row["kind"] == "temporary")


@pytest.mark.parametrize("row", BAD, ids=lambda row: row["upn"])
def test_a_wrong_upn_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(BadUpn):
        parse(row["upn"])


@pytest.mark.parametrize(
    "upn",
    [
        "B801200005001",
        "Q330410421098",
        "F210421225001",
        "D823400125017",
        "P207000016049",
        "R21042122500A",
        "V21042122500C",
    ],
)
def test_the_worked_examples_hold(upn: str) -> None:
    assert parse(upn).text == upn


def test_a_temporary_upn_ends_in_a_letter() -> None:
    assert parse("R21042122500A").is_temporary
    assert not parse("F210421225001").is_temporary


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "A UPN has 13 characters and this has 0. Check that it is complete."),
        ("R20110001804", "A UPN has 13 characters and this has 12. Check that it is complete."),
        ("R2011000180422", "A UPN has 13 characters and this has 14. Check that it is complete."),
        (
            "2201100018042",
            "Character 1 is 2, where a letter other than I, O and S belongs."
            " Compare it with the school's system.",
        ),
        (
            "O201100018042",
            "Character 1 is the letter O, where a letter other than I, O and S belongs."
            " Compare it with the school's system.",
        ),
        (
            "R2O1100018042",
            "Character 3 is the letter O, where a digit belongs. Type 0 (zero) if that is meant.",
        ),
        (
            "R20l100018042",
            "Character 4 is the letter L, where a digit belongs. Type 1 (one) if that is meant.",
        ),
        (
            "X80120000A001",
            "Character 10 is the letter A, where a digit belongs. Compare it with the school's system.",
        ),
        ("X801-00005001", "Character 5 is -, where a digit belongs. Compare it with the school's system."),
        ("X80120000500٣", "Character 13 is ٣, where a digit, or a letter other than I, O and S, belongs."),
        (
            "N20110001804S",
            "Character 13 is the letter S, where a digit, or a letter other than I, O and S, belongs."
            " Type 5 (five) if that is meant.",
        ),
        (
            "A801200005001",
            "The check letter does not fit these digits: check each digit with the school's system.",
        ),
    ],
)
def test_a_wrong_upn_says_what_is_wrong_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(BadUpn) as caught:
        parse(text)
    assert str(caught.value).startswith(message)


def test_a_list_shows_only_the_end_of_a_upn() -> None:
    assert masked(parse("D823400125017")) == "ends 5017"


def test_a_upn_stays_out_of_logs() -> None:
    assert f"{parse('D823400125017')!r} {parse('D823400125017')}" == "Upn() Upn()"


bodies = st.from_regex(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", fullmatch=True)


def only_upn(body: str) -> str:
    """Find the one check letter that fits, and see that it is the only one."""
    found = []
    for letter in LETTERS:
        try:
            found.append(parse(letter + body).text)
        except BadUpn:
            continue
    assert len(found) == 1
    return found[0]


@given(bodies, st.integers(1, 12), st.sampled_from(digits))
def test_one_wrong_digit_is_always_found(body: str, place: int, digit: str) -> None:
    upn = only_upn(body)
    wrong = upn[:place] + digit + upn[place + 1 :]
    if wrong[1:-1] != upn[1:-1]:
        with pytest.raises(BadUpn, match="check letter"):
            parse(wrong)


@given(st.text(alphabet=ascii_uppercase + digits + " -", min_size=5, max_size=15))
def test_a_refusal_never_repeats_what_was_typed(text: str) -> None:
    assume(not text.isspace())
    with pytest.raises(BadUpn) as caught:
        parse(text + "-")
    assert text not in str(caught.value)


@given(bodies)
def test_a_right_upn_is_read_in_small_letters_too(body: str) -> None:
    upn = only_upn(body)
    assert parse(f" {upn[:4]} {upn[4:].lower()}") == Upn(upn)
