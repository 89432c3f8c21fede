from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.comparisons import (
    COMPARED,
    Change,
    compared,
    compared_laws,
    looser,
    never_allowed,
    realised,
    stands_in_the_way,
    steps_that_change,
    stricter,
    taken_over,
)
from freshstart.process.explanations import KEYS, NOT_SAID
from freshstart.process.laws import edition_on
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import CaseOutcome, Effect
from tests.process.samples import directed, facts, law

SOUTHWARK = protocols()["southwark"]
MANCHESTER = protocols()["manchester"]
INAURA = protocols()["inaura"]
OLD = protocols()["southwark_2023"]


def changed(name: str, entry: str, **changes: Any) -> Protocol:
    """Give Southwark’s protocol with one entry changed."""
    parts = getattr(SOUTHWARK, name)
    return SOUTHWARK.model_copy(
        update={name: tuple(one.model_copy(update=changes) if one.id == entry else one for one in parts)}
    )


def only(changes: tuple[Change, ...]) -> Change:
    assert len(changes) == 1
    return changes[0]


# Two protocols ---------------------------------------------------------------------------------------------


def test_a_protocol_does_not_differ_from_itself() -> None:
    assert compared(SOUTHWARK, SOUTHWARK) == ()


def test_what_reads_otherwise_is_told_key_by_key_in_words() -> None:
    later = SOUTHWARK.steps["tell_family"].within
    assert later is not None
    other = changed("step", "tell_family", within=later.model_copy(update={"count": 8}))
    found = only(compared(SOUTHWARK, other))
    assert (found.list, found.id, found.sort) == ("step", "tell_family", "other")
    assert found.rows == (("By when", "within 5 school days", "within 8 school days"),)


def test_of_a_long_list_only_what_came_and_went_is_told() -> None:
    asks = SOUTHWARK.steps["is_a_move_right"].asks
    without = tuple(one for one in asks if one != "persistent_absence")
    found = only(compared(changed("step", "is_a_move_right", asks=without), SOUTHWARK))
    assert found.rows == (("Asks", "–", "Absence is the main difficulty"),)


def test_the_parts_of_a_question_to_the_family_are_told_in_words() -> None:
    family = SOUTHWARK.families["what_helped"]
    helped, more = family.items
    fewer = helped.model_copy(update={"options": {"adult": "An adult who listens to {child}"}})
    found = only(compared(SOUTHWARK, changed("family", family.id, items=(fewer, more), read_by=("lead",))))
    rows = {key: (was, now) for key, was, now in found.rows}
    assert len(rows) == 2
    assert [now for _, now in rows.values()] == [
        "What has helped (An adult who listens to [the child]); What would have helped more",
        "–",
    ]
    assert "Key adult, new school" in [was for was, _ in rows.values()]
    assert any(was.startswith("What has helped (An adult who listens; Somebody") for was, _ in rows.values())


def test_who_signs_after_whom_is_told_in_words() -> None:
    found = only(compared(SOUTHWARK, changed("paper", "agreement", rounds=())))
    ((_, was, now),) = found.rows
    assert now == "–"
    assert was == "The pupil, Parents; then Headteacher, home school, Headteacher, new school"


def test_every_key_that_can_differ_has_a_name_for_people() -> None:
    parts = [getattr(INAURA, name)[0] for name in COMPARED]
    keys = {key for part in parts for key in type(part).model_fields}
    assert keys - KEYS.keys() - NOT_SAID == set()


def test_people_and_facts_are_named_as_people_name_them() -> None:
    other = changed("step", "tell_family", who=("council_inclusion",), opens=("done.open_case", "arrived"))
    rows = {key: (was, now) for key, was, now in only(compared(SOUTHWARK, other)).rows}
    assert rows["Who"] == ("Headteacher, home school", "Inclusion officer, council")
    assert rows["Opens when"][1] == "“Say what worries you” is done. The pupil's arrival is confirmed."


def test_an_entry_that_only_one_has_is_new_or_gone_and_told_whole() -> None:
    there = {one.id: one for one in compared(SOUTHWARK, MANCHESTER) if one.list == "step"}
    assert there["alert_council"].sort == "gone"
    new = [one for one in there.values() if one.sort == "new"]
    assert new
    assert all(one.now and not one.was for one in new)
    assert dict(new[0].now)["Source"].startswith("Manchester")


def test_what_is_written_for_the_machine_is_never_shown() -> None:
    books = list(protocols().values())
    texts = [
        text
        for was, now in pairwise(books)
        for change in compared(was, now)
        for _, old, new in change.rows
        for text in (change.name, old, new)
    ]
    assert not [one for one in texts if "{" in one or "frozenset" in one or "=" in one]


@pytest.mark.parametrize("slug", protocols())
def test_what_is_taken_over_otherwise_and_its_own_adds_up(slug: str) -> None:
    book = protocols()[slug]
    for one in taken_over(INAURA, book):
        assert one.same + len(one.other) + len(one.own) == len(getattr(book, one.list))


def test_a_protocol_takes_over_all_of_itself() -> None:
    assert all(one.other == one.own == () for one in taken_over(INAURA, INAURA))
    assert [one.list for one in taken_over(INAURA, INAURA)] == list(COMPARED)


# Two laws --------------------------------------------------------------------------------------------------


def between(first: str, last: str) -> dict[str, Change]:
    was, now = (edition_on(editions(), date.fromisoformat(one)) for one in (first, last))
    return {one.id: one for one in compared_laws(was, now, INAURA)}


def test_nothing_changes_within_one_edition() -> None:
    assert between("2022-09-01", "2023-08-31") == {}


def test_a_rule_that_became_stricter_shows_both_texts() -> None:
    move = between("2026-07-25", "2026-07-26")["mm_01"]
    assert move.sort == "other"
    assert ("What it does", "Warns", "Stops") in move.rows


def test_rules_that_come_and_go_are_told_whole() -> None:
    found = between("2026-07-25", "2026-07-26")
    assert found["osd_01_academy"].sort == "gone"
    assert dict(found["osd_01_academy"].was)["Who acts"] == "Governing board, home school"
    assert all(one.now for one in found.values() if one.sort == "new")


def test_a_new_date_alone_is_no_change() -> None:
    now = law()
    moved = now.model_copy(
        update={"rule": tuple(one.model_copy(update={"in_force_from": date(2030, 1, 1)}) for one in now.rule)}
    )
    assert compared_laws(now, moved, INAURA) == ()


# A protocol and the law ------------------------------------------------------------------------------------


def test_every_rule_that_stops_something_here_stands_at_a_step_of_southwark() -> None:
    borne = realised(SOUTHWARK, law())
    stopping = [one for one in borne if one.rule.effect is Effect.BLOCK]
    assert stopping
    assert all(one.steps for one in stopping if one.rule.applies in {"direction", "move"})


def test_a_rule_of_its_own_stands_beside_those_of_the_law_at_the_same_step() -> None:
    found = {one.gate.id: one for one in stricter(SOUTHWARK, law())}
    assert found.keys() == {gate.id for gate in SOUTHWARK.gate}
    assert found["not_to_be_asked_elsewhere"].steps == ("Ask a school",)


@pytest.mark.parametrize("slug", [one.id for one in protocols().values() if not one.in_force_until])
def test_no_protocol_of_today_is_looser_than_the_law_of_its_first_day(slug: str) -> None:
    book = protocols()[slug]
    edition = edition_on(editions(), book.in_force_from, book.jurisdiction)
    assert looser(book, edition) == ()
    assert never_allowed(book, edition) == ()


def test_what_the_law_no_longer_lets_anybody_do_is_found() -> None:
    then, now = (edition_on(editions(), on) for on in (OLD.in_force_from, date(2026, 7, 26)))
    assert never_allowed(OLD, then) == ()
    assert [rule.id for _, rule in never_allowed(OLD, now)] == ["mm_01"]


def test_a_letter_that_leaves_out_what_the_law_wants_is_looser() -> None:
    short = changed("letter", "direction_notice", facts=(), paragraphs=("You are told.",))
    assert any("it must say" in one.what for one in looser(short, law()))


# A case that goes over -------------------------------------------------------------------------------------


def test_a_closed_case_stays_under_its_protocol() -> None:
    closed = facts(outcome=CaseOutcome.SETTLED)
    assert stands_in_the_way(SOUTHWARK, MANCHESTER, closed) == "The case is closed: settled."


def test_a_case_does_not_go_over_to_the_law_of_another_country() -> None:
    other = protocols()["wales_default"]
    assert "another country" in stands_in_the_way(SOUTHWARK, other, facts())


def test_a_placement_that_the_other_protocol_does_not_know_ends_first() -> None:
    assert "Let it end first" in stands_in_the_way(SOUTHWARK, OLD, directed())
    assert stands_in_the_way(SOUTHWARK, MANCHESTER, directed()) == ""


def test_the_steps_that_come_and_go_are_named() -> None:
    come, gone = steps_that_change(SOUTHWARK, MANCHESTER, law(), facts())
    assert "Tell the council’s inclusion team early" in gone
    assert come
    assert not set(come) & set(gone)
