"""How a paper is drawn up, signed in one's own name, and kept."""

from itertools import product
from typing import Any

import pytest

from freshstart.actions import signings
from freshstart.models.papers import Document, Paper, Signature
from freshstart.process.papers import digest
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import Method, Relation, Reply
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def planned() -> World:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    return world


def on_paper(world: World, relation: Relation, **more: Any) -> None:
    given = {
        "by": world.people["home_lead"],
        "reply": Reply.YES,
        "view": "",
        "name": "Saira Siddiqui",
        "witness": "Joy Adeyemi",
        **more,
    }
    signings.record_signature(
        case_id=world.case_id(),
        paper_id=world.paper("plan").pk,
        party_id=world.party(relation).pk,
        at=world.now,
        **given,
    )


def redraw(world: World, **changes: Any) -> None:
    facts = world.facts()
    answers = {name: facts.value(name) for name in ("targets", "promises", "support_there")}
    world.take("draw_up_plan", by="home_lead", **{**answers, **changes})


def test_a_changed_text_is_a_new_version_and_voids_what_was_signed() -> None:
    world = planned()
    world.family_signs("plan", Relation.MOTHER)
    redraw(world, support_there="A mentor each day")
    new = world.paper("plan")
    assert (new.version, new.signatures.count()) == (2, 0)
    old = Paper.objects.get(case=world.case, version=1)
    with pytest.raises(NotNow, match="newer text"):
        signings.sign_by_link(
            party=world.party(Relation.PUPIL),
            by=None,
            paper_id=old.pk,
            at=world.now,
            read=old.digest,
            reply=Reply.YES,
            view="",
            name="Hamza",
        )


def test_an_unchanged_text_is_no_new_version_and_the_signatures_stand() -> None:
    world = planned()
    world.family_signs("plan", Relation.MOTHER)
    redraw(world)
    assert (world.paper("plan").version, world.paper("plan").signatures.count()) == (1, 1)


def test_what_is_signed_is_exactly_what_was_drawn_up() -> None:
    world = planned()
    paper = world.paper("plan")
    assert digest(paper.text) == paper.digest
    world.family_signs("plan", Relation.MOTHER)
    signature = Signature.objects.get(paper=paper)
    assert (signature.digest, signature.statement) == (paper.digest, paper.text["statement"])
    assert (signature.method, signature.user, signature.recorded_by) == (Method.LINK, None, None)


def test_the_paper_is_kept_as_pdf_when_nobody_is_missing_and_says_who_answered_how() -> None:
    world = planned()
    assert not Document.objects.filter(case=world.case, source="plan", occurrence="1").exists()
    on_paper(world, Relation.MOTHER)
    world.family_signs("plan", Relation.PUPIL, signed=False, view="I do not want to go.")
    world.staff_signs("plan", "home_head")
    world.staff_signs("plan", "host_head")
    world.seal()
    kept = world.paper("plan").document
    assert kept is not None
    assert bytes(kept.data).startswith(b"%PDF")
    assert kept.standard


def test_whoever_thinks_again_after_it_was_sealed_changes_their_answer_and_not_the_sheet() -> None:
    world = planned()
    world.everyone_signs("plan")
    first = world.paper("plan").document
    world.family_signs("plan", Relation.PUPIL, signed=False, view="I would rather not.")
    world.seal()
    assert world.paper("plan").document == first
    assert Document.objects.filter(case=world.case, source="plan", occurrence="1").count() == 1
    pupil = world.facts().papers[-1].answer_of(f"party:{world.party(Relation.PUPIL).pk}")
    assert pupil is not None
    assert pupil.reply is Reply.NO


def test_no_signature_of_one_person_changes_anothers() -> None:
    world = planned()
    for number, (pupil, mother) in enumerate(product([True, False], repeat=2)):
        redraw(world, support_there=f"A mentor, {number} times a week")
        world.family_signs("plan", Relation.PUPIL, signed=pupil, view="My view")
        world.family_signs("plan", Relation.MOTHER, signed=mother, view="Mine")
        given = dict(world.paper("plan").signatures.values_list("party__relation", "reply"))
        replies = {True: Reply.YES, False: Reply.NO}
        assert given == {Relation.PUPIL: replies[pupil], Relation.MOTHER: replies[mother]}


def test_a_paper_signature_is_recorded_by_those_who_run_the_case_in_the_name_of_who_signed() -> None:
    world = planned()
    on_paper(world, Relation.MOTHER)
    signature = Signature.objects.get(paper=world.paper("plan"))
    assert (signature.method, signature.recorded_by) == (Method.PAPER, world.people["home_lead"])
    assert signature.party == world.party(Relation.MOTHER)
    with pytest.raises(NotYours, match="Only those who run the case"):
        on_paper(world, Relation.PUPIL, by=world.people["host_lead"])


def test_nobody_signs_without_a_name_or_by_pen_without_a_second_adult() -> None:
    world = planned()
    with pytest.raises(Incomplete) as refused:
        on_paper(world, Relation.MOTHER, name=" ")
    assert refused.value.errors.keys() == {"name"}
    with pytest.raises(Incomplete) as refused:
        on_paper(world, Relation.MOTHER, witness="Rana Okafor (home)")
    assert refused.value.errors.keys() == {"witness"}
    assert not Signature.objects.exists()


def test_a_paper_of_another_case_is_not_signed_here() -> None:
    world = planned()
    with pytest.raises(NotNow, match="no such paper"):
        signings.sign(
            case_id=world.case_id(),
            paper_id=10**6,
            signer="home_head",
            by=world.people["home_head"],
            at=world.now,
            read="",
            reply=Reply.YES,
            view="",
            name="Colin Bright",
        )


def test_no_answer_is_not_a_yes() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    world.family_signs("agreement", Relation.PUPIL)
    with pytest.raises(NotNow, match="Saira Siddiqui answers first"):
        world.staff_signs("agreement", "home_head")
    with pytest.raises(NotNow):
        move.both_registers_are_changed(world)
