"""Each fact about what the family answered, and who answers for the child: where it is so and where not."""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process.facts import Facts, Party
from freshstart.process.predicates import NAMED, holds, moment
from freshstart.process.replies import PaperVersion, View
from freshstart.process.standpoints import TABLE as NAMED_HERE
from freshstart.process.values import Value
from freshstart.process.vocabulary import Hidden, Reply
from tests.process.samples import (
    CASES,
    FIRST_DAY,
    HAMZA,
    HARROWMERE,
    IMRAN,
    SAIRA,
    SIXTEEN,
    TODAY,
    UNSURE,
    answered,
    directed,
    everyone_signed,
    facts,
    paper,
    record,
    signature,
    view,
)
from tests.process.school_terms import d

WITHOUT = replace(SAIRA, has_responsibility=False)
NOT_ASKED = replace(SAIRA, is_asked=False)
BOTH = (HAMZA, SAIRA, IMRAN)
AGREED = view("ask_schools", "yes")
SIGNERS = {**paper("agreement").signers, "party:3": IMRAN.name}
NOT_TO_LEARN = replace(IMRAN, hides=(Hidden.SCHOOL,))
IN_CARE = answered(looked_after="yes")
WEEK_2, WEEK_3 = d("Wed 2026-12-09"), d("Mon 2026-12-14")


def asked_to_agree(**replies: Reply) -> PaperVersion:
    """Give the agreement of both parents, the child and the heads, with what some of them answered."""
    return paper(
        "agreement",
        *(replace(signature(f"party:{party[1:]}"), reply=reply) for party, reply in replies.items()),
        signers=SIGNERS,
    )


def differing(**replies: Reply) -> Facts:
    return directed(parties=BOTH, papers=(asked_to_agree(**replies),))


def said(on: date, occurrence: str, party: Party = HAMZA, **items: Value) -> View:
    """Let somebody check in: each item from 0 (not at all) to 3 (very much), or a wish to talk."""
    return replace(view("check_in", "", party, on), occurrence=occurrence, items=items)


def checked_in(*views: View, talked_on: date | None = None) -> Facts:
    records = (record("talk_with_child", talked_on),) if talked_on else ()
    return directed(WEEK_3, views=views, records=records)


WELL = said(FIRST_DAY, "d1", adult=3, belong=2)
LOWER = said(WEEK_2, "d2", adult=2, belong=1)
BETTER = said(WEEK_3, "d3", adult=2, belong=2)
TO_TALK = said(FIRST_DAY, "d1", talk_today=["yes"])
LOWEST = said(FIRST_DAY, "d1", adult=0, belong=0)

# Fact, case, occasion, whether it is so, and since when.
TABLE: list[tuple[str, Facts, str, str, date | None]] = [
    ("responsibility_known", facts(), "", "yes", None),
    ("responsibility_known", facts(parties=(HAMZA,)), "", "not_known", None),
    ("responsibility_known", facts(parties=(HAMZA, UNSURE, IMRAN)), "", "not_known", None),
    ("responsibility_known", facts(parties=(HAMZA, WITHOUT)), "", "no", None),
    ("responsibility_known", facts(parties=(HAMZA, WITHOUT, IMRAN)), "", "yes", None),
    ("parent_named", facts(), "", "yes", None),
    ("parent_named", facts(parties=(HAMZA, NOT_ASKED)), "", "no", None),
    ("parent_agrees_to_ask", facts(), "", "not_known", None),
    # Nobody but who listens sees that somebody wants to talk or feels pressed: there is no answer yet.
    ("parent_agrees_to_ask", facts(views=(AGREED, view("ask_schools", ""))), "", "not_known", None),
    # Where a protocol does not keep that to itself, it is an answer, and no yes.
    ("parent_agrees_to_ask", facts(views=(view("ask_schools", "talk"),)), "", "no", None),
    ("parent_agrees_to_ask", facts(views=(view("ask_schools", "yes", IMRAN),)), "", "not_known", None),
    ("parent_agrees_to_ask", facts(views=(AGREED,)), "", "yes", None),
    ("parent_agrees_to_ask", facts(views=(AGREED, view("ask_schools", "no"))), "", "no", None),
    ("parent_refuses_to_ask", facts(views=(AGREED,)), "", "no", None),
    ("parent_refuses_to_ask", facts(views=(view("ask_schools", "no"),)), "", "yes", None),
    ("parent_refuses_to_ask", CASES["parents_differ"], "", "yes", None),
    ("every_parent_answered", facts(parties=(HAMZA,)), "", "no", None),
    ("every_parent_answered", facts(views=(view("ask_schools", "no"),)), "", "yes", None),
    ("every_parent_answered", facts(views=(AGREED, view("ask_schools", ""))), "", "no", None),
    ("every_parent_answered", facts(parties=(SAIRA, IMRAN), views=(AGREED,)), "", "no", None),
    # Parents differ about asking other schools, or about the move; the child's no is the child's.
    ("parents_disagree", facts(), "", "no", None),
    ("parents_disagree", facts(parties=BOTH, views=(AGREED,)), "", "no", None),
    ("parents_disagree", CASES["parents_differ"], "", "yes", None),
    (
        "parents_disagree",
        replace(CASES["parents_differ"], views=(*CASES["parents_differ"].views, view("ask_schools", "no"))),
        "",
        "no",
        None,
    ),
    ("parents_disagree", differing(), "", "no", None),
    ("parents_disagree", differing(p2=Reply.YES, p3=Reply.YES, p1=Reply.NO), "", "no", None),
    ("parents_disagree", differing(p2=Reply.NO, p3=Reply.NO), "", "no", None),
    ("parents_disagree", differing(p2=Reply.YES, p3=Reply.NO), "", "yes", None),
    ("parents_disagree", differing(p2=Reply.YES, p3=Reply.OPEN), "", "no", None),
    ("answers_missing", directed(), "", "no", None),
    ("answers_missing", directed(papers=(everyone_signed("plan"), paper("agreement"))), "", "yes", None),
    ("answers_missing", directed(papers=(everyone_signed("agreement"),)), "", "no", None),
    (
        "answers_missing",
        directed(
            papers=(
                replace(
                    everyone_signed("agreement"),
                    signatures=(
                        *everyone_signed("agreement").signatures,
                        replace(signature("party:2"), reply=Reply.OPEN),
                    ),
                ),
            )
        ),
        "",
        "yes",
        None,
    ),
    ("contact_restricted", facts(parties=BOTH), "", "no", None),
    ("contact_restricted", facts(parties=(HAMZA, SAIRA, NOT_TO_LEARN)), "", "yes", None),
    ("council_should_answer", facts(), "", "no", None),
    ("council_should_answer", facts(answers=answered(looked_after="not_known")), "", "no", None),
    ("council_should_answer", facts(answers=IN_CARE), "", "yes", None),
    ("council_should_answer", facts(answers=IN_CARE, parties=(HAMZA, HARROWMERE)), "", "no", None),
    (
        "council_should_answer",
        facts(answers=IN_CARE, parties=(HAMZA, replace(HARROWMERE, is_asked=False))),
        "",
        "yes",
        None,
    ),
    ("young_person_decides", CASES["after_school_age"], "", "not_known", None),
    ("young_person_decides", facts(answers=answered(sen="plan")), "", "no", None),
    *(
        ("young_person_decides", replace(CASES[case], answers=answered(sen=sen)), "", so, None)
        for case, sen, so in (
            ("last_of_school_age", "plan", "no"),
            ("after_school_age", "plan", "yes"),
            ("after_school_age", "support", "no"),
        )
    ),
    (  # a day younger: sixteen in the school year after
        "young_person_decides",
        replace(
            CASES["after_school_age"],
            pupil=replace(SIXTEEN, born_on=d("2010-09-01")),
            answers=answered(sen="plan"),
        ),
        "",
        "no",
        None,
    ),
    ("child_needs_talk", facts(), "", "no", None),
    ("child_needs_talk", checked_in(WELL), "", "no", None),
    ("child_needs_talk", checked_in(LOWEST), "", "yes", FIRST_DAY),
    ("child_needs_talk", checked_in(WELL, LOWER), "", "yes", WEEK_2),
    ("child_needs_talk", checked_in(WELL, LOWER, BETTER), "", "no", None),
    ("child_needs_talk", checked_in(TO_TALK), "", "yes", FIRST_DAY),
    ("child_needs_talk", checked_in(said(FIRST_DAY, "d1", talk_today=[])), "", "no", None),
    ("child_needs_talk", checked_in(said(FIRST_DAY, "d1", SAIRA, talk_today=["yes"])), "", "no", None),
    ("child_needs_talk", checked_in(TO_TALK, LOWER), "", "yes", FIRST_DAY),
    ("child_needs_talk", checked_in(TO_TALK, talked_on=FIRST_DAY), "", "no", None),
    ("child_needs_talk", checked_in(WELL, LOWER, talked_on=d("Tue 2026-12-08")), "", "yes", WEEK_2),
    ("child_was_heard", checked_in(WELL), "", "yes", None),
    ("child_was_heard", checked_in(TO_TALK), "", "no", None),
    ("child_was_heard", checked_in(TO_TALK, talked_on=TODAY), "", "no", None),
    ("child_was_heard", checked_in(TO_TALK, talked_on=FIRST_DAY), "", "yes", None),
]


@pytest.mark.parametrize(("name", "case", "occasion", "so", "since"), TABLE)
def test_a_fact_about_the_family_is_read_off_the_case(
    name: str, case: Facts, occasion: str, so: str, since: date | None
) -> None:
    assert (holds(case, name, occasion), moment(case, name, occasion)) == (so, since)


def test_the_facts_of_the_family_stand_in_this_table_and_are_known_to_protocols() -> None:
    assert {fact for fact, *_ in TABLE} == {one.name for one in NAMED_HERE}
    assert all(NAMED[one.name] is one for one in NAMED_HERE)


def test_a_child_without_a_case_of_its_own_needs_no_talk() -> None:
    assert holds(facts(parties=(SAIRA,), views=(TO_TALK,)), "child_needs_talk") == "no"
