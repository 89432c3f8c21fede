"""No answer of one person changes what another one answered, in whatever order the answers come."""

from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.facts import Party
from freshstart.process.predicates import holds
from freshstart.process.replies import PaperVersion
from tests.process.samples import HAMZA, IMRAN, SAIRA, directed, facts, paper, signature, view

PEOPLE = (SAIRA, IMRAN)
ANSWERS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["yes", "no", "talk"])), max_size=8)
SIGNERS = ("party:1", "party:2", "home_head", "host_head")
SIGNED = st.lists(st.tuples(st.sampled_from(SIGNERS), st.booleans()), max_size=10)


@given(ANSWERS)
def test_each_parents_latest_answer_counts_and_nobody_elses(given_in_order: list[tuple[Party, str]]) -> None:
    views = tuple(view("ask_schools", value, party) for party, value in given_in_order)
    case = facts(parties=(HAMZA, *PEOPLE), views=views)
    own = {party.id: [value for other, value in given_in_order if other == party] for party in PEOPLE}
    seen = {party: one.value for party, one in case.views_on("ask_schools").items()}
    assert seen == {party: values[-1] for party, values in own.items() if values}
    assert (holds(case, "parent_refuses_to_ask") == "yes") is ("no" in seen.values())
    assert (holds(case, "parent_agrees_to_ask") == "yes") is ("yes" in seen.values())
    assert (holds(case, "every_parent_answered") == "yes") is (len(seen) == len(PEOPLE))


@given(SIGNED)
def test_each_signers_latest_answer_counts_and_nobody_elses(given_in_order: list[tuple[str, bool]]) -> None:
    version: PaperVersion = paper("agreement", *(signature(who, signed=yes) for who, yes in given_in_order))
    own = {signer: [yes for who, yes in given_in_order if who == signer] for signer in SIGNERS}
    for signer, answers in own.items():
        latest = version.answer_of(signer)
        assert (latest.signed if latest else None) == (answers[-1] if answers else None)
    latest_of_all = [answers[-1] for answers in own.values() if answers]
    case = directed(papers=(version,))
    everyone = len(latest_of_all) == len(SIGNERS) and all(latest_of_all)
    assert (holds(case, "agreement_signed_by_all") == "yes") is everyone
    assert (holds(case, "agreement_refused") == "yes") is (False in latest_of_all)
