"""Who may see and do what?"""

import pytest

from freshstart.process.permissions import ROLES, Permission, may, strands_for
from freshstart.process.vocabulary import Strand
from tests.process.samples import southwark

RUNNING = {Permission.PEOPLE_CHANGE, Permission.LINK_SEND, Permission.PAPER_ANSWER_RECORD}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_in_a_sentence_that_a_practitioner_can_check(role: str) -> None:
    sentence = ROLES[role].sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence.split()) > 4


def test_an_unknown_role_sees_nothing_and_does_nothing() -> None:
    nobody = frozenset({"janitor"})
    assert strands_for(nobody) == frozenset()
    assert not any(may(nobody, permission) for permission in Permission)
    assert strands_for(frozenset()) == frozenset()


def test_who_runs_a_case() -> None:
    assert {role for role in ROLES if ROLES[role].permissions >= RUNNING} == {
        "lead",
        "home_lead",
        "home_head",
        "facilitator",
    }
    correcting = {role for role in ROLES if may(frozenset({role}), Permission.CASE_CORRECT)}
    assert correcting == {"lead", "home_lead", "home_head"}


def test_who_reads_what_keeps_the_child_safe() -> None:
    assert {role for role in ROLES if Strand.SAFEGUARDING in ROLES[role].strands} == {
        "home_head",
        "home_safeguarding",
        "host_head",
        "host_safeguarding",
        "social_worker",
    }


def test_a_school_that_was_asked_reads_nothing_of_the_case() -> None:
    asked = frozenset({"approached_head"})
    assert strands_for(asked) == frozenset()
    assert not may(asked, Permission.CASE_SEE)


def test_two_roles_add_up() -> None:
    both = frozenset({"home_attendance", "home_safeguarding"})
    assert strands_for(both) == {Strand.PLAN, Strand.DISCLOSURE, Strand.SAFEGUARDING}
    assert may(both, Permission.HISTORY_SEE)


def test_every_role_that_takes_a_step_is_a_role() -> None:
    assert {role for step in southwark().step for role in step.who} <= ROLES.keys()
