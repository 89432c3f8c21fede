"""Does every check of a protocol bite on the fault it is for, and on nothing in the shipped protocol?"""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.checks import faults_in
from freshstart.process.effects import BEGUN_BY, EFFECTS
from freshstart.process.facts import Facts, Organisation, Person, Phase, Pupil
from freshstart.process.grounds import clocks_for, rules_for
from freshstart.process.laws import LawEdition, edition_on
from freshstart.process.origins import ANSWERS, BRINGS, NEEDS
from freshstart.process.predicates import NAMED
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import PhaseKind
from freshstart.process.wordings import FIXED_NAMES, names_of, words
from tests.process.school_terms import KESTREL

Plain = dict[str, Any]
LAW = edition_on(editions(), date(2026, 11, 24))
PLANTED = tomllib.loads(Path(__file__).with_name("planted_faults.toml").read_text(encoding="utf-8"))


def plain_of(name: str) -> Plain:
    plain: Plain = json.loads(protocols()[name].text)
    return plain


def southwark() -> Plain:
    return plain_of("southwark")


def plant(plain: Plain, where: str, changes: Plain, without: str = "") -> None:
    """Change one entry of a list, leave one of its keys out, or take it out altogether."""
    name, _, wanted = where.partition(" ")
    entry = next(one for one in plain[name] if one["id"] == wanted)
    if not changes and not without:
        plain[name].remove(entry)
    entry.update(changes)
    entry.pop(without, None)


def told(plain: Plain, law: tuple[LawEdition, ...] | None = None) -> list[str]:
    return [str(fault) for fault in faults_in(Protocol.model_validate(plain), law or editions())]


@pytest.mark.parametrize("fault", PLANTED["protocol"], ids=lambda fault: fault["says"])
def test_a_fault_in_a_protocol_is_found(fault: Plain) -> None:
    plain = plain_of(fault.get("of", "southwark"))
    plant(plain, fault["in"], fault.get("plant", {}), fault.get("without", ""))
    found = told(plain)
    assert any(fault["says"] in line for line in found), "\n".join(found)


@pytest.mark.parametrize("fault", PLANTED["law"], ids=lambda fault: fault["says"])
def test_a_fault_in_the_law_is_found(fault: Plain) -> None:
    plain = json.loads(LAW.model_dump_json())
    plant(plain, fault["in"], fault["plant"])
    found = told(southwark(), (LawEdition.model_validate(plain),))
    assert any(fault["says"] in line for line in found), "\n".join(found)


@pytest.mark.parametrize("changes", [{"in_force_from": "2009-09-01"}, {"jurisdiction": "scotland"}])
def test_a_protocol_without_a_law_is_not_looked_at_further(changes: Plain) -> None:
    found = told({**southwark(), **changes})
    assert len(found) == 1
    assert "in_force_from: no law of" in found[0]


def test_a_protocol_is_checked_under_each_law_that_comes_while_it_is_in_force() -> None:
    now = LAW
    later = now.model_copy(update={"id": "later", "in_force_from": date(2027, 9, 1), "rule": (now.rule[0],)})
    broken = later.rule[0].model_copy(update={"fact": "unheard_of"})
    laws = (now, later.model_copy(update={"rule": (broken,)}))
    plain = southwark()
    assert any("unheard_of" in line for line in told(plain, laws))
    assert not told({**plain, "in_force_until": "2027-08-31"}, laws)


def test_each_fault_is_said_once_with_its_place_its_key_and_what_to_do() -> None:
    plain = southwark()
    plant(plain, "step home_visit", {"who": []})
    assert told(plain) == [
        "[[step]] home_visit, who: nobody can take this step. Name the roles; the first is held to it."
    ]


def test_a_gate_may_read_what_is_answered_anew_each_time() -> None:
    plain = southwark()
    plant(plain, "gate child_heard", {"on": ["answer_approach"], "fact": "year_group_full"})
    assert told(plain) == []


def test_a_warning_about_signatures_does_not_make_a_direction_wait_for_them() -> None:
    plain = southwark()
    changes = {"on": ["determine_direction"], "fact": "agreement_signed_by_all", "effect": "warn"}
    plant(plain, "gate child_heard", changes)
    assert told(plain) == []


# What a protocol does not have ----------------------------------------------------------------------------


def of(protocol: str, law: LawEdition) -> set[str]:
    return {rule.id for rule in rules_for(protocols()[protocol], law)}


def test_a_rule_about_what_a_protocol_does_not_have_is_not_wanted_there() -> None:
    """A stay by agreement has no direction, and the other way round; every rule is wanted somewhere."""
    direction = {rule.id for rule in LAW.rule if rule.applies == "direction"}
    assert not of("older", LAW) & direction
    assert of("inaura", LAW) == {rule.id for rule in LAW.rule if rule.applies != "trial"}
    assert of("inaura", LAW) | of("older", LAW) == {rule.id for rule in LAW.rule}


def test_what_applies_to_everything_is_wanted_in_every_protocol() -> None:
    every = {rule.id for rule in LAW.rule if rule.applies == "everything"}
    assert every <= of("older", LAW) & of("inaura", LAW)


def test_a_clock_is_wanted_where_its_rule_is() -> None:
    for name in ("inaura", "older"):
        clocks = {clock.id for clock in clocks_for(protocols()[name], LAW)}
        assert clocks == {rule.id for rule in LAW.rule if rule.effect == "deadline"} & of(name, LAW)


def test_what_a_rule_reads_may_be_missing_where_nothing_is_done_that_it_is_about() -> None:
    plain = {**plain_of("older"), "in_force_from": "2026-07-26", "in_force_until": None}
    assert not {"improves_behaviour", "delegation"} & {one["id"] for one in plain["question"]}
    (only,) = told(plain, (LAW,))
    assert "by mm_01 nothing here may ever do “begin_trial”" in only


# What is found by more than a name -----------------------------------------------------------------------


def test_a_notice_under_another_name_leaves_no_direction_without_a_first_day() -> None:
    plain = southwark()
    plant(plain, "step give_notice", {"id": "send_notice"})
    assert told(plain)


def test_each_who_has_to_be_told_reads_the_whole_notice() -> None:
    plain = southwark()
    notice = next(one for one in plain["letter"] if one["id"] == "direction_notice")
    plain["letter"].append({**notice, "id": "short_notice", "to": ["parents"], "facts": []})
    plant(plain, "letter direction_notice", {"to": ["council_if_plan"]})
    plant(
        plain,
        "step give_notice",
        {"does": ["give_notice", "letter:direction_notice", "letter:short_notice"]},
    )
    assert told(plain)


def test_what_is_written_anew_each_time_opens_nothing() -> None:
    plain = southwark()
    plant(plain, "step home_visit", {"opens": ["written.progress"]})
    assert told(plain)


# The tables on which the checks rest -----------------------------------------------------------------------

KNOWN_OF_EVERY_CASE = {
    *("case_open", "upn_known", "year_11", "adult_pupil", "responsibility_known", "parent_named"),
    *("social_worker_named", "entered", "repeated_move", "home_is_academy", "home_is_maintained"),
    *("move_at_once", "way_is_open", "rated_red", "nothing_arranged"),
    *("contact_restricted", "child_was_heard"),
}


def test_of_every_fact_it_is_known_what_makes_it_so() -> None:
    made = {fact for facts in BRINGS.values() for fact in facts}
    assert made | KNOWN_OF_EVERY_CASE == set(NAMED)
    assert not made & KNOWN_OF_EVERY_CASE


def test_what_makes_facts_so_is_an_effect_a_step_a_question_or_the_family() -> None:
    plan = protocols()["inaura"]
    known = {*EFFECTS, *plan.questions, *plan.families, *(f"done.{step}" for step in plan.steps)}
    origins = {one for group in BRINGS for one in ((group,) if isinstance(group, str) else group)}
    assert {origin.partition(":")[0] for origin in origins} <= known
    assert NEEDS.keys() <= EFFECTS.keys()
    assert ANSWERS.keys() <= plan.questions.keys()
    assert set(BEGUN_BY) == set(PhaseKind)
    assert set(BEGUN_BY.values()) <= EFFECTS.keys()


def test_letters_may_use_exactly_the_names_that_can_be_filled_in() -> None:
    plan = protocols()["southwark"]
    place = Organisation(1, "Thornley Vale Academy", "Thornley Vale", calendar=KESTREL.to_plain())
    begins, ends = date(2026, 11, 30), date(2027, 3, 1)
    phase = Phase(1, PhaseKind.OFF_SITE_DIRECTION, "", begins, begins, ends, 60)
    facts = Facts(
        reference="7K3M-9Q2T",
        today=date(2026, 11, 23),
        opened_on=date(2026, 11, 2),
        lead=Person(1, "Rana Okafor"),
        pupil=Pupil("Hamza", "Siddiqui", "", date(2014, 3, 3), 8, upn_known=False),
        home=place,
        council=place,
        home_council=place,
        host=place,
        phases=(phase,),
    )
    assert words(plan, facts).keys() == FIXED_NAMES | plan.questions.keys() == names_of(plan)
