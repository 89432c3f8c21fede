"""Who signs what, in which order, after how much time to think, and where do the answers stand?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freshstart.process.facts import Facts
from freshstart.process.refusals import NotNow, NotYours, Refused
from freshstart.process.replies import Delivery, PaperVersion, Signature
from freshstart.process.signings import (
    FEWEST_HOURS,
    State,
    answers_to,
    check_signing,
    has_time_to_think,
    may_sign_from,
    signers_of,
    turn_of,
    waits_for,
)
from freshstart.process.values import Value
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome, Reply
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    IMRAN,
    SAIRA,
    TODAY,
    at,
    changed,
    directed,
    everyone_signed,
    facts,
    moved,
    paper,
    signature,
    southwark,
)
from tests.process.school_terms import d

LONDON = ZoneInfo("Europe/London")
FAMILY = (HAMZA, SAIRA, IMRAN)
HEADS = ("home_head", "host_head")
SIGNERS = {**{f"party:{party.id}": party.name for party in FAMILY}, **dict.fromkeys(HEADS, "Headteacher")}
CAME = datetime(2026, 11, 24, 16, 20, tzinfo=LONDON)
READY = datetime(2026, 12, 2, 16, 20, tzinfo=LONDON)  # five school days later: Friday was an INSET day


def given_by(signer: str, reply: Reply = Reply.YES) -> Signature:
    return replace(signature(signer), reply=reply)


def agreement(*signatures: Signature, **more: Value) -> PaperVersion:
    """Give the agreement of the child, both parents and both heads, as it came to all of the family."""
    came = tuple(Delivery(f"party:{party.id}", CAME) for party in FAMILY)
    return paper("agreement", *signatures, **{"signers": SIGNERS, "deliveries": came, **more})


def all_of_family(*but: str) -> list[Signature]:
    return [given_by(one) for one in SIGNERS if one not in {*HEADS, *but}]


def with_it(version: PaperVersion, **more: Value) -> Facts:
    return directed(**{"parties": FAMILY, "papers": (version,), **more})


def sign(version: PaperVersion, signer: str = "party:2", reply: Reply = Reply.YES, **more: Value) -> None:
    """Give an answer in one's own name, when the time to think is over and under the text that was shown."""
    case = more.pop("case", None) or with_it(version)
    known: dict[str, Value] = {"at": READY, "read": version.digest_for(signer), **more}
    roles = known.pop("roles", frozenset({signer}))
    check_signing(southwark(), case, version, signer, roles, reply=reply, **known)


# Who signs ------------------------------------------------------------------------------------------------


def test_the_child_each_parent_who_is_asked_and_both_heads_sign() -> None:
    case = directed(parties=(HAMZA, SAIRA, replace(IMRAN, is_asked=False), GRACE))
    assert signers_of(southwark(), case, "plan") == {
        "party:1": "Hamza Siddiqui",
        "party:2": "Saira Siddiqui",
        "home_head": "Headteacher, Thornley Vale",
        "host_head": "Headteacher, Kestrel Park",
    }


def test_a_case_without_a_pupil_or_a_school_still_names_who_signs() -> None:
    assert signers_of(southwark(), facts(parties=()), "plan") == {
        "home_head": "Headteacher, Thornley Vale",
        "host_head": "Headteacher, ",
    }


@pytest.mark.parametrize("signer", SIGNERS)
def test_whoever_is_asked_may_sign_the_text_they_read(signer: str) -> None:
    sign(agreement(*all_of_family(signer)), signer)
    sign(agreement(*all_of_family(signer), given_by(signer)), signer, Reply.NO)


@pytest.mark.parametrize("signer", ["host_head", "home_lead", "party:3"])
def test_nobody_signs_for_another(signer: str) -> None:
    with pytest.raises(NotYours) as refused:
        sign(paper("plan"), signer, roles=frozenset({"home_head", "party:1", "party:2", signer[1:]}))
    assert refused.value.next_step == "Each person signs in their own name."


@pytest.mark.parametrize("before", [Reply.YES, Reply.NO])
def test_whoever_answered_may_answer_otherwise_but_not_the_same_twice(before: Reply) -> None:
    version = agreement(given_by("party:2", before))
    sign(version, reply=Reply.NO if before is Reply.YES else Reply.YES)
    sign(version, reply=Reply.OPEN)
    with pytest.raises(NotNow, match="answered already"):
        sign(version, reply=before)
    sign(agreement(given_by("party:2", before), given_by("party:2", Reply.OPEN)), reply=before)


def test_a_signature_under_another_text_is_refused() -> None:
    old, new = paper("plan"), paper("plan", id=6, version=2)
    for version, case, read in (
        (old, directed(papers=(old, new)), old.digest),
        (new, directed(papers=(old, new)), "e" * 64),
        (new, directed(), new.digest),
    ):
        with pytest.raises(NotNow, match="newer text"):
            sign(version, "home_head", case=case, read=read)


def test_whoever_reads_a_text_of_their_own_signs_that_and_not_the_whole() -> None:
    reading = {"party:3": "f" * 64}
    version = agreement(readings=reading)
    assert (version.digest_for("party:3"), version.digest_for("party:2")) == ("f" * 64, version.digest)
    sign(version, "party:3")
    with pytest.raises(NotNow, match="newer text"):
        sign(version, "party:3", read=version.digest)
    with pytest.raises(NotNow, match="newer text"):
        sign(version, "party:2", read="f" * 64)


@pytest.mark.parametrize(
    "case",
    [
        facts(papers=(agreement(),), parties=FAMILY, outcome=CaseOutcome.NOT_TAKEN_FURTHER),
        with_it(agreement(), phase={"ended_on": FIRST_DAY, "outcome": PhaseOutcome.RETURNED}),
        moved(papers=(agreement(),), parties=FAMILY),
    ],
)
@pytest.mark.parametrize("reply", Reply)
def test_nothing_is_signed_nor_taken_back_once_it_is_over(case: Facts, reply: Reply) -> None:
    with pytest.raises(NotNow, match="no longer in use"):
        sign(agreement(), reply=reply, case=case)


# Time to think --------------------------------------------------------------------------------------------


def test_the_family_has_five_school_days_from_the_hour_of_delivery() -> None:
    case = with_it(agreement())
    assert may_sign_from(southwark(), case, agreement(), "party:2") == READY
    sign(agreement(), at=READY)
    with pytest.raises(NotNow) as refused:
        sign(agreement(), at=READY - timedelta(seconds=1))
    assert refused.value.what == "There is time to think until Wednesday 2 December, 16:20."
    assert "A no can be said at any time" in refused.value.next_step


@pytest.mark.parametrize(
    ("came", "ready"),
    [
        ("2026-11-27 10:00", "2026-12-04 10:00"),  # on a day without school
        ("2026-11-28 23:59", "2026-12-04 23:59"),  # on a Saturday, late
        ("2026-12-17 08:30", "2027-01-08 08:30"),  # before the holidays
        ("2026-10-23 15:00", "2026-11-06 15:00"),  # over half-term, and by the clock after it is put back
    ],
)
def test_the_days_are_school_days_of_the_home_school_and_the_hour_is_that_of_the_clock(
    came: str, ready: str
) -> None:
    arrived, over = (datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in (came, ready))
    version = agreement(deliveries=(Delivery("party:2", arrived),))
    assert may_sign_from(southwark(), with_it(version), version, "party:2") == over


@pytest.mark.parametrize("reply", [Reply.NO, Reply.OPEN])
def test_a_no_or_an_open_answer_needs_no_time_and_waits_for_nobody(reply: Reply) -> None:
    version = agreement(deliveries=())
    for signer in SIGNERS:
        sign(version, signer, reply, at=CAME)


def test_no_yes_is_taken_before_it_is_known_that_the_paper_arrived() -> None:
    version = agreement(deliveries=(Delivery("party:3", CAME),))
    assert may_sign_from(southwark(), with_it(version), version, "party:2") is None
    with pytest.raises(NotNow, match="not known that this has arrived"):
        sign(version, at=READY + timedelta(days=99))
    sign(version, "party:3")  # what reached one of them is nothing to the other


def test_the_family_may_shorten_its_time_but_not_to_less_than_a_day() -> None:
    soon = CAME + timedelta(minutes=5)
    mine = (Delivery("party:2", CAME, shortened_at=soon), Delivery("party:3", CAME))
    version = agreement(deliveries=mine)
    sign(version, at=CAME + FEWEST_HOURS)
    with pytest.raises(NotNow, match=r"until Wednesday 25 November, 16:20\."):
        sign(version, at=CAME + FEWEST_HOURS - timedelta(seconds=1))
    with pytest.raises(NotNow, match=r"until Wednesday 2 December, 16:20\."):
        sign(version, "party:3", at=READY - timedelta(hours=1))  # nobody shortens another's


@pytest.mark.parametrize("came", ["2027-03-27 12:00", "2026-10-24 12:00", "2026-11-24 12:00"])
def test_a_day_has_24_hours_on_the_night_on_which_the_clocks_change_too(came: str) -> None:
    arrived = datetime.fromisoformat(came).replace(tzinfo=LONDON)
    version = agreement(deliveries=(Delivery("party:2", arrived, shortened_at=arrived),))
    ready = may_sign_from(southwark(), with_it(version), version, "party:2")
    assert ready is not None
    assert ready.astimezone(UTC) - arrived.astimezone(UTC) >= timedelta(hours=24)


def test_heads_and_whoever_reads_a_plan_are_given_no_time_to_wait() -> None:
    version, plan = agreement(), paper("plan")
    asked = {one: has_time_to_think(southwark(), with_it(version), version, one) for one in SIGNERS}
    assert asked == {one: one.startswith("party:") for one in SIGNERS}
    assert not has_time_to_think(southwark(), with_it(plan), plan, "party:2")
    sign(plan, at=at(TODAY))


# In which order -------------------------------------------------------------------------------------------


def test_the_heads_wait_for_the_yes_of_each_of_the_family() -> None:
    version = agreement(given_by("party:1"), given_by("party:2", Reply.NO))
    for head in HEADS:
        assert waits_for(southwark(), with_it(version), version, head) == (SAIRA.name, IMRAN.name)
        with pytest.raises(NotNow) as refused:
            sign(version, head)
        assert refused.value.what == "Saira Siddiqui, Imran Siddiqui answer first."
        assert refused.value.next_step == "We tell you when it is your turn."
        sign(agreement(*all_of_family()), head)
    with pytest.raises(NotNow, match=r"^Imran Siddiqui answers first\.$"):
        sign(agreement(*all_of_family("party:3")), "home_head")
    opened = agreement(*all_of_family(), given_by("party:1", Reply.OPEN))
    assert waits_for(southwark(), with_it(opened), opened, "home_head") == (HAMZA.name,)


def test_nobody_of_the_family_waits_for_another() -> None:
    version = agreement()
    for party in FAMILY:
        assert waits_for(southwark(), with_it(version), version, f"party:{party.id}") == ()


def test_where_there_are_no_rounds_all_sign_side_by_side() -> None:
    plan = paper("plan")
    assert {waits_for(southwark(), with_it(plan), plan, one) for one in plan.signers} == {()}
    for head in HEADS:
        sign(plan, head)


def test_a_signer_is_asked_after_the_time_to_think_or_when_the_earlier_ones_said_yes() -> None:
    version = agreement()
    asked = {one: turn_of(southwark(), with_it(version), version, one) for one in SIGNERS}
    assert asked == {one: None if one in HEADS else READY.date() for one in SIGNERS}
    later = [replace(one, on=d("2026-12-03")) for one in all_of_family()]
    signed = agreement(*later)
    assert turn_of(southwark(), with_it(signed), signed, "home_head") == d("2026-12-03")
    plan = paper("plan", signature("home_head", on=d("2026-11-26")))
    assert turn_of(southwark(), with_it(plan), plan, "party:2") == TODAY
    assert turn_of(southwark(), with_it(plan), plan, "host_head") == TODAY


def test_a_protocol_may_put_every_signer_into_a_round_of_their_own() -> None:
    terms = (
        southwark()
        .papers["agreement"]
        .model_copy(update={"rounds": (("host_head",), ("home_head",), ("parents",), ("pupil",))})
    )
    protocol = changed(southwark(), paper=(terms,))
    version = agreement(given_by("host_head"), given_by("party:2"))
    case = with_it(version)
    waiting = {one: len(waits_for(protocol, case, version, one)) for one in SIGNERS}
    assert waiting == {"host_head": 0, "home_head": 0, "party:2": 1, "party:3": 1, "party:1": 2}


# Where the answers stand ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ({}, State.WAITING),
        ({"party:1": Reply.YES, "party:2": Reply.YES}, State.WAITING),
        ({"party:2": Reply.OPEN}, State.WAITING),
        (dict.fromkeys(SIGNERS, Reply.YES), State.AGREED),
        ({**dict.fromkeys(SIGNERS, Reply.YES), "party:1": Reply.OPEN}, State.WAITING),
        ({"party:1": Reply.NO}, State.REFUSED),
        ({"home_head": Reply.NO, "party:2": Reply.YES, "party:3": Reply.YES}, State.REFUSED),
        ({"party:2": Reply.NO, "party:3": Reply.NO}, State.REFUSED),
        ({**dict.fromkeys(SIGNERS, Reply.YES), "party:1": Reply.NO}, State.REFUSED),
        ({"party:2": Reply.YES, "party:3": Reply.NO}, State.DISAGREE),
        ({**dict.fromkeys(SIGNERS, Reply.NO), "party:3": Reply.YES}, State.DISAGREE),
    ],
)
def test_a_disagreement_is_a_state_of_its_own(replies: dict[str, Reply], state: State) -> None:
    version = agreement(*(given_by(signer, reply) for signer, reply in replies.items()))
    assert answers_to(with_it(version), version).state is state


def test_it_is_known_who_said_what_and_whose_answer_is_missing() -> None:
    version = agreement(given_by("party:1"), given_by("party:3", Reply.NO), given_by("party:2", Reply.OPEN))
    found = answers_to(with_it(version), version)
    assert (found.yes, found.no, found.missing) == (("party:1",), ("party:3",), ("party:2", *HEADS))


def test_a_paper_that_all_have_signed_is_agreed() -> None:
    version = everyone_signed("agreement")
    assert answers_to(directed(papers=(version,)), version).state is State.AGREED


# Each person alone, in whatever order ---------------------------------------------------------------------

REPLIES = st.lists(st.tuples(st.sampled_from([*SIGNERS]), st.sampled_from(Reply)), max_size=14)


def latest(told: list[tuple[str, Reply]]) -> dict[str, Reply | None]:
    """Give each person's own latest answer; one that is open again is none."""
    own: dict[str, Reply | None] = {**dict.fromkeys(SIGNERS), **dict(told)}
    return {signer: None if reply is Reply.OPEN else reply for signer, reply in own.items()}


def read_off(version: PaperVersion) -> dict[str, Reply | None]:
    found = {signer: version.answer_of(signer) for signer in SIGNERS}
    return {signer: answer.reply if answer else None for signer, answer in found.items()}


def expected(own: dict[str, Reply | None]) -> State:
    parents = {own["party:2"], own["party:3"]}
    if {Reply.YES, Reply.NO} <= parents:
        return State.DISAGREE
    if Reply.NO in own.values():
        return State.REFUSED
    return State.AGREED if set(own.values()) == {Reply.YES} else State.WAITING


@given(REPLIES)
def test_each_persons_latest_answer_counts_and_only_the_yes_of_everybody_is_an_agreement(
    told: list[tuple[str, Reply]],
) -> None:
    version = agreement(*(given_by(signer, reply) for signer, reply in told))
    assert read_off(version) == latest(told)
    found = answers_to(with_it(version), version)
    assert found.state is expected(latest(told))
    assert (found.state is State.AGREED) is all(one is Reply.YES for one in latest(told).values())
    assert sorted((*found.yes, *found.no, *found.missing)) == sorted(SIGNERS)


@given(REPLIES, st.sampled_from([*SIGNERS]), st.lists(st.sampled_from(Reply), max_size=4), st.randoms())
def test_what_one_person_answers_never_changes_nor_erases_what_another_did(
    told: list[tuple[str, Reply]], who: str, instead: list[Reply], random: Random
) -> None:
    """All of one person's answers are taken out, and others put in anywhere; everybody else's stay."""
    other = [one for one in told if one[0] != who]
    for reply in instead:
        other.insert(random.randint(0, len(other)), (who, reply))
    before, after = (agreement(*(given_by(signer, reply) for signer, reply in one)) for one in (told, other))
    unchanged = {signer: reply for signer, reply in read_off(before).items() if signer != who}
    assert {signer: reply for signer, reply in read_off(after).items() if signer != who} == unchanged
    for signer in unchanged:
        given_before = [one for one in before.signatures if one.signer == signer]
        assert [one for one in after.signatures if one.signer == signer] == given_before


@settings(max_examples=200)
@given(REPLIES)
def test_whatever_is_tried_in_whatever_order_only_a_free_yes_of_each_becomes_an_agreement(
    tried: list[tuple[str, Reply]],
) -> None:
    """A no and an open answer are always taken; a head's yes only once each of the family has said yes."""
    version = agreement()
    for signer, reply in tried:
        own = read_off(version)
        family_agrees = {own[f"party:{party.id}"] for party in FAMILY} == {Reply.YES}
        is_refused = own[signer] is reply or (reply is Reply.YES and signer in HEADS and not family_agrees)
        try:
            sign(version, signer, reply)
        except Refused:
            assert is_refused
        else:
            assert not is_refused
            version = replace(version, signatures=(*version.signatures, given_by(signer, reply)))
            assert read_off(version) == {**own, signer: None if reply is Reply.OPEN else reply}
    assert answers_to(with_it(version), version).state is expected(read_off(version))
