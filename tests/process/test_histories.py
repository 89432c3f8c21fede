"""A history of four entries, and everything that somebody could do to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.histories import BEGINNING, Entry, Fault, Kept, commitment_of, hash_of, verify

SALT = bytes(range(32))
NINE = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
CODES = ("case_opened", "meeting_held", "agreement_signed", "child_arrived")


def kept(seq: int, prev: str, code: str) -> Kept:
    detail = {"by": "Amira Khan", "child": "Jo", "words": f"{code} at Thornley Vale"}
    entry = Entry(
        seq=seq,
        at=NINE + timedelta(days=seq),
        case_id=7,
        actor_id=3,
        actor_kind="account",
        acting_as="lead",
        code=code,
        subject_kind="case",
        subject_id="7",
        commitment=commitment_of(SALT, detail),
        prev=prev,
    )
    return entry, hash_of(entry), (SALT, detail)


def history() -> list[Kept]:
    chain: list[Kept] = []
    for seq, code in enumerate(CODES, start=1):
        chain.append(kept(seq, chain[-1][1] if chain else BEGINNING, code))
    return chain


def changed(chain: list[Kept], place: int, values: dict[str, Any]) -> list[Kept]:
    """Change an entry as somebody would who does not touch its hash."""
    entry, stored, detail = chain[place]
    return [*chain[:place], (replace(entry, **values), stored, detail), *chain[place + 1 :]]


def written_anew(chain: list[Kept], place: int) -> list[Kept]:
    """Put another entry in the place of one, with a hash that is right for it."""
    return [*chain[:place], kept(place + 1, chain[place][0].prev, "meeting_cancelled"), *chain[place + 1 :]]


def test_an_untouched_history_tells_its_length_and_its_head() -> None:
    verdict = verify(history())
    assert (verdict.count, verdict.head, verdict.fault) == (4, history()[-1][1], None)


def test_a_history_without_entries_is_unbroken() -> None:
    assert verify([]).head == BEGINNING
    assert verify([], noted=[BEGINNING]).lost == frozenset()


CHANGES: list[tuple[dict[str, Any], Fault]] = [
    ({"seq": 9}, Fault.MISSING),
    ({"at": NINE}, Fault.ALTERED),
    ({"case_id": 8}, Fault.ALTERED),
    ({"case_id": None}, Fault.ALTERED),
    ({"actor_id": 4}, Fault.ALTERED),
    ({"actor_kind": "link"}, Fault.ALTERED),
    ({"acting_as": "head"}, Fault.ALTERED),
    ({"code": "agreement_declined"}, Fault.ALTERED),
    ({"subject_kind": "agreement"}, Fault.ALTERED),
    ({"subject_id": "8"}, Fault.ALTERED),
    ({"commitment": "f" * 64}, Fault.ALTERED),
    ({"prev": "f" * 64}, Fault.UNLINKED),
]


@pytest.mark.parametrize(("values", "fault"), CHANGES)
def test_whatever_is_changed_in_an_entry_that_entry_is_named(values: dict[str, Any], fault: Fault) -> None:
    assert verify(changed(history(), 2, values)).fault == (3, fault)


def test_an_entry_with_another_hash_is_named() -> None:
    chain = history()
    chain[2] = (chain[2][0], "f" * 64, chain[2][2])
    assert verify(chain).fault == (3, Fault.ALTERED)


def test_no_value_of_an_entry_was_left_untried() -> None:
    assert {name for values, _ in CHANGES for name in values} == set(Entry.__slots__)


SPOILT: list[tuple[str, Callable[[list[Kept]], list[Kept]], tuple[int, Fault]]] = [
    ("the first left out", lambda chain: chain[1:], (1, Fault.MISSING)),
    ("one left out", lambda chain: chain[:1] + chain[2:], (2, Fault.MISSING)),
    ("one told twice", lambda chain: chain[:2] + chain[1:], (3, Fault.MISSING)),
    ("two exchanged", lambda chain: [chain[0], chain[2], chain[1], chain[3]], (2, Fault.MISSING)),
    (
        "one put in between",
        lambda chain: [*chain[:1], kept(2, chain[0][1], "x"), *chain[1:]],
        (3, Fault.MISSING),
    ),
    ("one written anew with a right hash", lambda chain: written_anew(chain, 1), (3, Fault.UNLINKED)),
]


@pytest.mark.parametrize(("spoil", "fault"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT])
def test_the_first_bad_place_is_named(
    spoil: Callable[[list[Kept]], list[Kept]], fault: tuple[int, Fault]
) -> None:
    assert verify(spoil(history())).fault == fault


def test_a_cut_off_end_is_found_by_a_head_noted_outside_and_not_without_it() -> None:
    noted = verify(history()).head
    assert verify(history()[:3]).fault is None
    assert verify(history()[:3], noted=[noted]).lost == {noted}


def test_a_last_entry_written_anew_is_found_by_a_head_noted_outside_and_not_without_it() -> None:
    noted = verify(history()).head
    forged = written_anew(history(), 3)
    assert verify(forged).fault is None
    assert verify(forged, noted=[noted]).lost == {noted}


def test_a_history_that_has_grown_still_holds_the_heads_noted_before() -> None:
    noted = [verify(history()[:length]).head for length in range(5)]
    assert verify(history(), noted=noted).lost == frozenset()


def test_erased_details_are_counted_and_break_nothing() -> None:
    entry, stored, _ = history()[1]
    verdict = verify([history()[0], (entry, stored, None), *history()[2:]])
    assert (verdict.count, verdict.erased, verdict.fault) == (4, 1, None)


@pytest.mark.parametrize(
    "detail",
    [
        (SALT, {"by": "Amira Khan", "child": "Jo", "words": "we never promised that"}),
        (SALT, {}),
        (SALT[::-1], {"by": "Amira Khan", "child": "Jo", "words": "meeting_held at Thornley Vale"}),
    ],
)
def test_altered_details_are_found(detail: tuple[bytes, dict[str, str]]) -> None:
    entry, stored, _ = history()[1]
    chain: list[Kept] = [history()[0], (entry, stored, detail), *history()[2:]]
    assert verify(chain).fault == (2, Fault.DETAIL_ALTERED)


def test_the_order_in_which_a_database_gives_values_back_does_not_matter() -> None:
    assert commitment_of(SALT, {"a": 1, "b": ["é", None]}) == commitment_of(SALT, {"b": ["é", None], "a": 1})


def test_the_same_values_under_another_salt_cannot_be_recognised() -> None:
    assert commitment_of(SALT, {"child": "Jo"}) != commitment_of(SALT[::-1], {"child": "Jo"})


def test_an_instant_is_the_same_in_london_and_in_universal_time() -> None:
    entry = history()[0][0]
    assert hash_of(replace(entry, at=entry.at.astimezone(ZoneInfo("Europe/London")))) == hash_of(entry)


def test_histories_written_by_earlier_versions_of_the_service_still_hold() -> None:
    assert verify(history()).head == "9ae45be56948d5130bd4b51758346ca471eb488c600e53308038254ddbc932de"


@given(st.lists(st.sampled_from(range(4)), max_size=6))
def test_no_other_choice_or_order_of_true_entries_passes_than_a_beginning(places: list[int]) -> None:
    chain = history()
    is_a_beginning = places == list(range(len(places)))
    assert (verify(chain[place] for place in places).fault is None) == is_a_beginning
