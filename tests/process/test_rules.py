"""Each rule of the law and each gate of a protocol: where it bites, where it is silent, what it says."""

from dataclasses import replace
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.attendances import CODES
from freshstart.process.checks import faults_in
from freshstart.process.deadlines import Due, due
from freshstart.process.effects import EFFECTS, placement_terms
from freshstart.process.facts import Facts
from freshstart.process.laws import LawEdition, edition_on, law_for
from freshstart.process.protocols import Gate, Protocol, Step
from freshstart.process.refusals import Reason
from freshstart.process.steps import reasons_against
from freshstart.process.vocabulary import Effect, PhaseKind, PhaseOutcome, Tri
from tests.process.samples import (
    CASES,
    FIRST_DAY,
    HAMZA,
    HOME,
    HOST,
    IMRAN,
    SAIRA,
    TODAY,
    answered,
    case_of,
    changed,
    demands,
    directed,
    facts,
    inaura,
    law,
    paper,
    signature,
    with_step,
)
from tests.process.school_terms import d

STOPS = {Effect.BLOCK, Effect.WARN, Effect.EVIDENCE}
ENGLAND = [one for one in editions() if one.jurisdiction == "england"]
RULES = {rule.id: rule for rule in law().rule}
Row = dict[str, Any]


def known(**values: Any) -> Facts:
    return facts(host=HOST, answers=answered(**values))


def against(
    protocol: Protocol, edition: LawEdition, step: Step, case: Facts, occasion: str = ""
) -> dict[str, Reason]:
    reasons = reasons_against(protocol, edition, case, step, occasion, answered=True)
    return {reason.rule: reason for reason in reasons}


def acting(protocol: Protocol, act: str) -> list[Step]:
    """Give the steps that do an act, or the step of that name."""
    return [step for step in protocol.step if act in {step.id, *step.does}]


# The law since 26 July 2026 -------------------------------------------------------------------------------


def test_every_rule_has_its_row_and_every_row_a_rule_that_does_what_the_row_says() -> None:
    listed = {(row["rule"], kind) for kind, rows in demands().items() if kind != "gate" for row in rows}
    kinds = {Effect.DEADLINE: "clock", Effect.DOCUMENT: "document", Effect.TELL: "tell"}
    assert listed == {(rule.id, kinds.get(rule.effect, "stop")) for rule in law().rule}


def test_a_rule_that_stops_is_shown_on_each_act_it_is_about() -> None:
    acts = {(rule.id, act) for rule in law().rule if rule.effect in STOPS for act in rule.on}
    assert {(row["rule"], row["act"]) for row in demands()["stop"]} == acts


@pytest.mark.parametrize("row", demands()["stop"], ids=lambda row: f"{row['rule']} {row['act']}")
def test_a_rule_of_the_law_stops_an_act_with_its_reason_and_its_source(row: Row) -> None:
    plan = protocols()[row.get("protocol", "inaura")]
    steps, occasion = acting(plan, row["act"]), row.get("occasion", "")
    assert steps
    for step in steps:
        reason = against(plan, law(), step, case_of(row["bites"]), occasion)[row["rule"]]
        verdict = Effect(row["verdict"])
        assert reason.effect is (Effect.WARN if verdict is Effect.EVIDENCE else verdict)
        assert RULES[row["rule"]].effect is verdict
        assert row["reason"] in reason.why
        assert reason.why.endswith(".")
        assert reason.way_on.endswith(".")
        assert reason.source == row["source"]
        if "silent" in row:
            assert row["rule"] not in against(plan, law(), step, case_of(row["silent"]), occasion)


@pytest.mark.parametrize("row", demands()["clock"], ids=lambda row: row["rule"])
def test_a_clock_of_the_law_says_by_when_and_by_whom(row: Row) -> None:
    """Beside the protocol's own date for the step, which comes no later, the law's stands as the last day."""
    key, case = f"{row['rule']}:{row.get('occasion', '')}", CASES[row["case"]]
    alone = with_step(inaura(), row["step"], within=None, optional=True)

    def owed(name: str) -> dict[str, Due]:
        return {one.key: one for one in due(alone, law(), CASES[name])}

    found = owed(row["case"])[key]
    assert (found.owners, found.due_on) == ((row["owner"],), row["due"])
    assert (found.source, found.step) == (row["source"], row["step"])
    assert not [name for name in (row["met"], *row.get("absent", "").split()) if key in owed(name)]
    assert any(one.step == row["step"] and one.due_on <= row["due"] for one in due(inaura(), law(), case))
    assert RULES[row["rule"]].clock


@pytest.mark.parametrize("row", demands()["document"], ids=lambda row: row["rule"])
def test_a_letter_of_the_law_is_sent_to_everyone_and_says_everything(row: Row) -> None:
    rule, (step,) = RULES[row["rule"]], acting(inaura(), row["act"])
    assert rule.on == (row["act"],)
    assert (list(rule.to), list(rule.must_say), rule.source) == (row["to"], row["must_say"], row["source"])
    assert told(inaura()) == ""
    silent = with_step(
        inaura(), step.id, does=tuple(one for one in step.does if not one.startswith("letter:"))
    )
    assert f"[[step]] {step.id}, does: the law wants a letter with “{row['act']}”: {rule.says}" in told(
        silent
    )
    for to in row["to"]:
        assert f"to: by {rule.id} it goes to “{to}” too." in told(without(inaura(), to=to))
    for name in row["must_say"]:
        assert f"facts: by {rule.id} it must say {{{name}}}." in told(without(inaura(), name=name))


@pytest.mark.parametrize("row", demands()["tell"], ids=lambda row: row["rule"])
def test_what_the_law_only_tells_stands_in_the_edition_with_its_source(row: Row) -> None:
    rule = RULES[row["rule"]]
    assert row["says"] in rule.says
    assert rule.source == row["source"]
    assert not rule.on


def told(protocol: Protocol) -> str:
    return "\n".join(map(str, faults_in(protocol, (law(),))))


def without(protocol: Protocol, *, to: str = "", name: str = "") -> Protocol:
    """Take a recipient, or the name of something that is filled in, out of every letter."""
    letters = []
    for letter in protocol.letter:
        plain = letter.model_dump_json()
        left = letter.model_validate_json(plain.replace(f"{{{name}}}", "it") if name else plain)
        letters.append(left.model_copy(update={"to": tuple(one for one in left.to if one != to)}))
    return changed(protocol, letter=tuple(letters))


def test_only_what_is_read_in_the_law_or_twice_blocks_and_what_is_impossible_without() -> None:
    for edition in editions():
        unsure = {
            rule.id for rule in edition.rule if rule.effect is Effect.BLOCK and rule.sure not in {"P", "C2"}
        }
        # Nobody can make another school take a child, and there is nothing to go back from after a move.
        assert unsure <= {"osd_14", "mm_22"}
    assert {one.id for one in law().rule if one.effect is Effect.BLOCK and one.sure == "INF"} == {
        "osd_14",
        "mm_22",
    }


@pytest.mark.parametrize("edition", editions(), ids=lambda one: one.id)
def test_each_rule_of_each_edition_says_what_it_has_to(edition: LawEdition) -> None:
    for rule in edition.rule:
        assert rule.says.endswith("."), rule.id
        assert rule.source, rule.id
        assert rule.trigger, rule.id
        assert bool(rule.why and rule.way_on and rule.on and rule.fact and rule.when) is (
            rule.effect in STOPS
        )
        assert set(rule.when) <= set(Tri)
    clocks = {rule.id for rule in edition.rule if rule.effect is Effect.DEADLINE}
    assert clocks == {clock.id for clock in edition.deadline}


# What is only told holds by what the service can and cannot do ---------------------------------------------


def test_a_direction_may_go_on_after_the_summer() -> None:
    """OSD-10: the last day is not cut off at the end of July, and the notice is not stopped by it."""
    terms = placement_terms(inaura(), facts(host=HOST), PhaseKind.OFF_SITE_DIRECTION, d("Mon 2027-06-07"))
    assert terms["ends_on"] > d("2027-08-31")
    longer = directed(phase={"starts_on": terms["starts_on"], "ends_on": terms["ends_on"]})
    assert "osd_10" not in against(inaura(), law(), inaura().steps["give_notice"], longer)


def test_a_placement_ends_in_no_other_way_and_never_in_an_exclusion() -> None:
    """OSD-20, EX-01."""
    assert set(PhaseOutcome) == {"managed_move", "returned", "ended_early", "settled"}


def test_there_are_four_kinds_of_placement_and_keeping_pupils_apart_is_none() -> None:
    """GEN-03."""
    assert set(PhaseKind) == {"off_site_direction", "managed_move", "trial_managed_move", "named_in_plan"}


def test_nothing_excludes_extends_an_exclusion_or_turns_it_into_another() -> None:
    """EX-01, EX-02: it is written down, or cancelled; a case ends so only where it stands anyhow."""
    assert {name for name in EFFECTS if "exclu" in name} == {"record_exclusion", "cancel_exclusion"}
    for protocol in protocols().values():
        for step in acting(protocol, "close:excluded"):
            assert {"exclusion_stands", "education_arranged"} <= set(step.opens)


def test_no_name_is_deleted_before_it_is_written_what_is_best_and_what_was_tried() -> None:
    """GEN-01: where no step proposes, no case comes to the change of the registers."""
    hasty = changed(inaura(), step=tuple(one for one in inaura().step if one.id != "is_a_move_right"))
    assert "[[step]] complete_move, opens: no case comes here" in told(hasty)


def test_an_off_site_pupil_has_codes_on_both_registers_and_a_managed_move_has_none() -> None:
    """OSD-13, GEN-09."""
    assert {"B", "D"} <= CODES.keys()
    assert not [code for code in CODES.values() if "move" in code.meaning]


def test_the_way_is_asked_and_each_has_its_own_steps() -> None:
    """MM-07."""
    assert inaura().questions["way"].options.keys() == {"direction", "move"}


def test_the_silence_of_a_second_parent_is_never_a_yes() -> None:
    """MM-18."""
    signers = {**paper("agreement").signers, "party:3": IMRAN.name}
    signed = tuple(signature(one) for one in signers if one != "party:3")
    silent = directed(parties=(HAMZA, SAIRA, IMRAN), papers=(paper("agreement", *signed, signers=signers),))
    assert "mm_02" in against(inaura(), law(), inaura().steps["complete_move"], silent)


def test_each_letter_to_a_family_names_advice_and_how_to_complain() -> None:
    """MM-03, MM-19: under every letter that does not leave them out; a welcome asks for nothing."""
    for protocol in protocols().values():
        letters = [letter for letter in protocol.letter if {"parents", "pupil"} & set(letter.to)]
        assert {letter.id for letter in letters if not letter.advice} <= {"welcome"}


# The law of other years -----------------------------------------------------------------------------------

SIGNED, UNSIGNED = CASES["agreed"], CASES["drawn"]
OVER_SUMMER = {"starts_on": d("2027-06-07"), "ends_on": d("2027-10-15")}


def of(governance: str, case: Facts) -> Facts:
    return replace(case, home=replace(HOME, governance=governance))


@pytest.mark.parametrize(
    ("on", "way", "act", "case", "rule", "effect"),
    [
        ("2010-09-01", "older", "begin_trial", UNSIGNED, "mm_02_trial", None),
        ("2012-09-01", "older", "begin_trial", UNSIGNED, "mm_02_trial", Effect.BLOCK),
        ("2012-09-01", "older", "begin_trial", SIGNED, "mm_02_trial", None),
        ("2022-09-01", "older", "begin_trial", SIGNED, "mm_01", None),
        ("2023-08-31", "older", "begin_trial", SIGNED, "mm_01", None),
        ("2023-09-01", "older", "begin_trial", SIGNED, "mm_01", Effect.WARN),
        ("2026-07-25", "older", "begin_trial", SIGNED, "mm_01", Effect.WARN),
        ("2026-07-26", "older", "begin_trial", SIGNED, "mm_01", Effect.BLOCK),
        ("2013-01-01", "inaura", "determine_direction", of("maintained", known()), "osd_01", Effect.BLOCK),
        ("2013-01-01", "inaura", "determine_direction", of("academy", known()), "osd_01", None),
        (
            "2013-01-01",
            "inaura",
            "determine_direction",
            of("academy", known()),
            "osd_01_academy",
            Effect.WARN,
        ),
        ("2026-07-25", "inaura", "give_notice", of("academy", CASES["decided_late"]), "osd_05", None),
        (
            "2026-07-25",
            "inaura",
            "give_notice",
            of("academy", CASES["decided_late"]),
            "osd_05_academy",
            Effect.WARN,
        ),
        (
            "2026-07-25",
            "inaura",
            "give_notice",
            of("maintained", CASES["decided_late"]),
            "osd_05",
            Effect.BLOCK,
        ),
        ("2026-07-26", "inaura", "give_notice", of("academy", CASES["decided_late"]), "osd_05", Effect.BLOCK),
        (
            "2012-12-31",
            "inaura",
            "give_notice",
            of("maintained", directed(phase=OVER_SUMMER)),
            "osd_10",
            "block",
        ),
        ("2012-12-31", "inaura", "give_notice", of("maintained", directed()), "osd_10", None),
        (
            "2013-01-01",
            "inaura",
            "give_notice",
            of("maintained", directed(phase=OVER_SUMMER)),
            "osd_10",
            None,
        ),
        ("2022-08-31", "inaura", "propose", known(sanction="yes"), "osd_03", Effect.WARN),
        ("2022-08-31", "inaura", "propose", known(), "mm_05", None),
        ("2023-08-31", "inaura", "cancel_exclusion", CASES["excluded_and_considered"], "ex_03", Effect.WARN),
        ("2023-09-01", "inaura", "cancel_exclusion", CASES["excluded_and_considered"], "ex_03", Effect.BLOCK),
        ("2024-08-18", "inaura", "complete_move", directed(), "mm_11", Effect.WARN),
        ("2024-08-18", "inaura", "complete_move", facts(), "mm_11", None),
        ("2024-08-19", "inaura", "complete_move", directed(), "mm_11", Effect.BLOCK),
    ],
)
def test_what_stopped_an_act_in_other_years(  # noqa: PLR0917 - the columns of the table
    on: str, way: str, act: str, case: Facts, rule: str, effect: Effect | None
) -> None:
    plan, edition = protocols()[way], edition_on(editions(), d(on))
    for step in acting(plan, act):
        found = against(plan, edition, step, case).get(rule)
        assert (found and found.effect) == effect


@pytest.mark.parametrize(("on", "owed"), [("2010-09-01", True), ("2012-12-31", True), ("2013-01-01", False)])
def test_until_2012_a_direction_was_reviewed_every_thirty_days(on: str, owed: bool) -> None:
    case = of("maintained", directed(phase={"arrived_on": FIRST_DAY}))
    found = {one.id: one for one in due(inaura(), edition_on(editions(), d(on)), case)}
    assert ("osd_15" in found) is owed
    if owed:
        assert (found["osd_15"].owners, found["osd_15"].due_on) == (("home_nominee",), d("Wed 2026-12-30"))


def test_what_an_academy_decided_before_26_july_2026_goes_on_by_the_rules_of_its_day() -> None:
    """OSD-23."""
    begun = of("academy", directed(TODAY, phase={"decided_on": d("2026-07-20")}))
    edition = law_for(editions(), "england", begun)
    assert edition.find("osd_05_academy")
    late = replace(begun, today=d("2026-11-27"))
    assert against(inaura(), edition, inaura().steps["give_notice"], late).keys() == {"osd_05_academy"}


# Gates of protocols ---------------------------------------------------------------------------------------

STANDING = [(plan, gate) for plan in protocols().values() for gate in plan.gate]
GATES = {row["gate"]: row for row in demands()["gate"]}


@pytest.mark.parametrize(("plan", "gate"), STANDING, ids=lambda one: one.id)
def test_a_gate_bites_where_it_should_and_nowhere_else(plan: Protocol, gate: Gate) -> None:
    edition = edition_on(editions(), TODAY, plan.jurisdiction)
    shown, silent = case_of(GATES[gate.id]["bites"]), case_of(GATES[gate.id]["silent"])
    steps = [step for step in plan.step if {step.id, *step.does} & set(gate.on)]
    assert steps
    for step in steps:
        assert against(plan, edition, step, shown)[gate.id].effect is gate.effect
        assert gate.id not in against(plan, edition, step, silent)


@pytest.mark.parametrize(("plan", "gate"), STANDING, ids=lambda one: one.id)
def test_each_gate_says_why_what_to_do_and_where_it_stands(plan: Protocol, gate: Gate) -> None:
    assert gate.why.endswith(".")
    assert gate.way_on.endswith(".")
    assert gate.source
    assert bool(gate.sign_off_by) is (gate.effect is Effect.SIGN_OFF)
    assert set(gate.when) <= set(Tri)


def test_the_table_of_gates_has_none_that_stands_nowhere() -> None:
    assert GATES.keys() == {gate.id for _, gate in STANDING}
