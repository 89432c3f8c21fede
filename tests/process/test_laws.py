"""Which rules hold on which date?"""

from datetime import date
from typing import Any

import pytest

from freshstart.outside.books import editions
from freshstart.process.inheritances import put_together
from freshstart.process.laws import LawEdition, edition_on, law_for, read_law
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.vocabulary import PhaseKind
from tests.process.samples import DIRECTION, TODAY, directed, facts, law
from tests.process.school_terms import d

RULE = {
    "says": "Say it.",
    "applies": "direction",
    "actor": "lead",
    "trigger": "always",
    "effect": "tell",
    "source": "Here",
    "sure": "C2",
}
HEAD = {"name": "An edition", "about": "It began.", "source": "Here"}


def books(*rules: dict[str, Any]) -> dict[str, dict[str, Any]]:
    heads = [{**HEAD, "id": f"of_{year}", "in_force_from": date(year, 9, 1)} for year in (2017, 2022, 2026)]
    return {"land/editions.toml": {"id": "land", "name": "Land", "edition": heads, "rule": list(rules)}}


def rule(rule_id: str, since: int, until: str = "", **more: Any) -> dict[str, Any]:
    ends = {"in_force_until": date.fromisoformat(until)} if until else {}
    return {**RULE, "id": rule_id, "in_force_from": date(since, 9, 1), **ends, **more}


def test_a_rule_stands_in_every_edition_from_its_first_day_to_its_last() -> None:
    rules = rule("one", 2017), rule("two", 2022), rule("three", 2017, "2022-08-31")
    found = read_law(put_together(books(*rules)))
    assert [(one.id, [two.id for two in one.rule]) for one in found] == [
        ("of_2017", ["one", "three"]),
        ("of_2022", ["one", "two"]),
        ("of_2026", ["one", "two"]),
    ]
    assert [one.in_force_until for one in found] == [date(2022, 8, 31), date(2026, 8, 31), None]


def test_a_rule_may_read_otherwise_from_a_later_date() -> None:
    rules = rule("one", 2017, "2022-08-31", says="Old"), rule("one", 2022, says="New")
    found = read_law(put_together(books(*rules)))
    assert [one.rule[0].says for one in found] == ["Old", "New", "New"]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([rule("one", 2018)], "one: in_force_from is 2018-09-01, and no edition begins then"),
        ([rule("one", 2017), rule("one", 2022)], "one: two texts hold on 2022-09-01"),
        ([{**rule("one", 2017), "sure": "X"}], "one, sure: “X” cannot stand here"),
    ],
)
def test_what_cannot_be_is_refused_with_its_rule(rules: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ProtocolInvalid, match=words):
        read_law(put_together(books(*rules)))


# Which edition counts -------------------------------------------------------------------------------------


def edition(on: str) -> LawEdition:
    return law().model_copy(update={"id": on, "in_force_from": d(on)})


THREE = (edition("2023-09-01"), edition("2026-07-26"), edition("2024-08-19"))


@pytest.mark.parametrize(
    ("decided_on", "counts"),
    [
        ("2026-07-25", "2024-08-19"),
        ("2026-07-26", "2026-07-26"),
        ("2030-01-01", "2026-07-26"),
        ("2023-09-01", "2023-09-01"),
    ],
)
def test_the_edition_of_the_day_of_the_decision_counts(decided_on: str, counts: str) -> None:
    assert edition_on(THREE, d(decided_on)).id == counts


def test_a_decision_before_every_edition_is_refused() -> None:
    with pytest.raises(ProtocolInvalid, match="the first is of 2023-09-01"):
        edition_on(THREE, d("2023-08-31"))
    with pytest.raises(ProtocolInvalid, match="none of scotland is"):
        edition_on(THREE, d("2026-08-31"), "scotland")


def test_a_placement_goes_on_by_the_rules_of_its_day_and_what_is_new_goes_by_todays() -> None:
    old = directed(phase={"decided_on": d("2026-06-01"), "kind": PhaseKind.TRIAL_MANAGED_MOVE})
    found = law_for(editions(), "england", old)
    then, now = edition_on(editions(), d("2026-06-01")), edition_on(editions(), TODAY)
    placed = [one for one in found.rule if one.applies in {"direction", "trial"}]
    assert placed == [one for one in then.rule if one.applies in {"direction", "trial"}]
    assert [one for one in found.rule if one not in placed] == [
        one for one in now.rule if one.applies not in {"direction", "trial"}
    ]
    assert {one.id for one in found.deadline} <= {one.id for one in found.rule}
    assert law_for(editions(), "england", facts()) == law_for(editions(), "england", directed()) == now
    assert DIRECTION.decided_on == TODAY
