"""Does every check of a protocol bite on the fault it is for, and on nothing in the shipped protocol?"""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.checks import faults_in
from freshstart.process.effects import EFFECTS
from freshstart.process.facts import Facts, Organisation, Person, Phase, Pupil
from freshstart.process.laws import LawEdition
from freshstart.process.origins import ANSWERS, BRINGS, NEEDS
from freshstart.process.predicates import NAMED
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import PhaseKind
from freshstart.process.wordings import FIXED_NAMES, names_of, words
from tests.process.school_terms import KESTREL

Plain = dict[str, Any]
PLANTED = tomllib.loads(Path(__file__).with_name("planted_faults.toml").read_text(encoding="utf-8"))


def southwark() -> Plain:
    plain: Plain = json.loads(protocols()["southwark"].text)
    return plain


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
    plain = southwark()
    plant(plain, fault["in"], fault.get("plant", {}), fault.get("without", ""))
    found = told(plain)
    assert any(fault["says"] in line for line in found), "\n".join(found)


@pytest.mark.parametrize("fault", PLANTED["law"], ids=lambda fault: fault["says"])
def test_a_fault_in_the_law_is_found(fault: Plain) -> None:
    plain = json.loads(editions()[-1].model_dump_json())
    plant(plain, fault["in"], fault["plant"])
    found = told(southwark(), (LawEdition.model_validate(plain),))
    assert any(fault["says"] in line for line in found), "\n".join(found)


@pytest.mark.parametrize("changes", [{"in_force_from": "2009-09-01"}, {"jurisdiction": "wales"}])
def test_a_protocol_without_a_law_is_not_looked_at_further(changes: Plain) -> None:
    found = told({**southwark(), **changes})
    assert len(found) == 1
    assert "in_force_from: no law of" in found[0]


def test_a_protocol_is_checked_under_each_law_that_comes_while_it_is_in_force() -> None:
    now = editions()[-1]
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


# The tables on which the checks rest -----------------------------------------------------------------------

KNOWN_OF_EVERY_CASE = {
    *("case_open", "upn_known", "year_11", "adult_pupil", "responsibility_known", "parent_named"),
    "social_worker_named",
}


def test_of_every_fact_it_is_known_what_makes_it_so() -> None:
    made = {fact for facts in BRINGS.values() for fact in facts}
    assert made | KNOWN_OF_EVERY_CASE == set(NAMED)
    assert not made & KNOWN_OF_EVERY_CASE


def test_what_makes_facts_so_is_an_effect_a_step_a_question_or_the_family() -> None:
    plan = protocols()["southwark"]
    known = {*EFFECTS, *plan.questions, *plan.families, *(f"done.{step}" for step in plan.steps)}
    assert {origin.partition(":")[0] for origin in BRINGS} <= known
    assert NEEDS.keys() <= EFFECTS.keys()
    assert ANSWERS.keys() <= plan.questions.keys()


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
