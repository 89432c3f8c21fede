"""Does the pack of a case hold everything its reader may read, in order, and nothing else?"""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.urls import reverse

from freshstart.actions import signings, views
from freshstart.models.papers import Document
from freshstart.outside.pdfs import Pdf
from freshstart.pages import packs
from freshstart.process.families import Said
from freshstart.process.permissions import ROLES, Permission
from freshstart.process.vocabulary import Private, Relation
from tests.outside.readers import pages_of
from tests.pages.doors import at, signed_in
from tests.pages.test_kept_from import KEPT, keep_from_father
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.once


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Go to the first review of Hamza’s direction, with both parents."""
    built = World()
    built.open_case(parents=2)
    move.the_child_arrives(built, move.the_rest_up_to_the_first_day(built))
    move.a_review_is_held(built, "d4", "continue")
    built.family_says("view_before_review", "well", words="He sings in the morning.")
    with time_machine.travel(built.now, tick=False):
        yield built


def made(world: World, to: str, *, by: str = "home_lead") -> bytes:
    client = at(signed_in(world.people[by]))
    answer = client.post(reverse("case_pack", args=[world.row().reference]), {"to": to})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def for_parent(world: World, relation: Relation) -> bytes:
    return made(world, f"party:{world.party(relation).pk}")


def text(data: bytes) -> str:
    return "".join(pages_of(Pdf(data, "ua-1")))


def inside(data: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}


def squeezed(words: str) -> str:
    return words.replace(" ", "")


def test_a_panel_reads_the_whole_case_in_order(world: World) -> None:
    said = text(made(world, "board"))
    parts = (
        "The case of Hamza Siddiqui",
        "What is known",
        "What the family said",
        "Plan for Hamza at Kestrel Park School",
        "Notice: Hamza is directed to",
        "School days",
        "What happened, in order",
    )
    places = [said.find(squeezed(part)) for part in parts]
    assert -1 not in places
    assert places[1:] == sorted(places[1:])
    assert squeezed("He wants to learn and cannot here") in said
    assert squeezed("He sings in the morning.") in said
    assert squeezed("May we ask other schools") not in said  # the board is no reader of that answer


def test_sealed_papers_and_letters_lie_inside_and_the_history_has_its_hash(world: World) -> None:
    kept = {
        f"{row.kind}-{row.pk}.pdf": bytes(row.data)
        for row in Document.objects.filter(case=world.case, strand="plan", language="en")
    }
    data = made(world, "board")
    assert inside(data) == kept
    assert any(name.startswith("plan-") for name in kept)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
    (event,) = world.row().events.filter(code="pack_made")
    assert event.detail.payload["whom"] == "The governing board, or its panel"
    assert event.detail.payload["digest"] == hashlib.sha256(data).hexdigest()


def test_a_parent_gets_what_was_made_for_them_and_what_they_said(world: World) -> None:
    hers, his = text(for_parent(world, Relation.MOTHER)), text(for_parent(world, Relation.FATHER))
    assert squeezed("Youranswer: Yes") in hers
    assert squeezed("May we ask other schools") in hers
    assert squeezed("May we ask other schools") not in his  # only the mother has answered that
    own = Document.objects.filter(party=world.party(Relation.MOTHER))
    names = {f"{row.kind}-{row.pk}.pdf" for row in own}
    assert inside(for_parent(world, Relation.MOTHER)).keys() == names
    assert squeezed("Two years of the same group") not in hers  # what the schools wrote among themselves


def test_whoever_must_not_learn_of_the_school_finds_it_nowhere_in_theirs(world: World) -> None:
    keep_from_father(world)
    data = for_parent(world, Relation.FATHER)
    with pikepdf.open(BytesIO(data)) as pdf:
        about = str(pdf.docinfo) + " ".join(pdf.attachments)
    files = " ".join(text(one) for one in inside(data).values())
    assert not KEPT.search(text(data) + about + files)
    assert squeezed("Pass this on to nobody of the family.") in text(made(world, "board"))


def test_only_whoever_runs_the_case_makes_one(world: World) -> None:
    address = reverse("case_pack", args=[world.row().reference])
    for role, status in (("home_senco", 403), ("host_head", 403), ("other_head", 404)):
        assert at(signed_in(world.people[role])).post(address, {"to": "board"}).status_code == status
    client = at(signed_in(world.people["home_lead"]))
    assert "Choose for whom it is." in client.post(address, {}).content.decode()
    assert client.post(address, {"to": "party:999999"}).status_code == 200  # nobody of this case: asked again


def test_what_the_child_lets_others_read_alone_is_in_no_pack_that_somebody_else_holds(world: World) -> None:
    child = world.party(Relation.PUPIL)
    said = Said("my_words", items={"fears": "I am scared of the bus."}, readers=("key_adult",))
    views.answer_by_link(party=child, by=None, at=world.now, said=said)
    adult = at(signed_in(world.people["host_key_adult"]))
    assert (
        "scared of the bus" in adult.get(reverse("case_words", args=[world.row().reference])).content.decode()
    )
    for data in (made(world, "board"), made(world, "inspection"), for_parent(world, Relation.PUPIL)):
        assert squeezed("scared of the bus") not in text(data)


def test_a_yes_that_is_open_again_reads_as_no_answer_yet(world: World) -> None:
    paper, mother = world.paper("plan"), world.party(Relation.MOTHER)
    assert "SairaSiddiquiYes" in text(made(world, "board"))
    signings.leave_open(
        party=mother, by=None, paper_id=paper.pk, at=world.now, kind=Private.PRESSED, words="They insist."
    )
    said = text(made(world, "board"))
    assert "ImranSiddiquiYes" in said
    assert "SairaSiddiquiYes" not in said
    for data in (said, text(for_parent(world, Relation.MOTHER))):
        assert not re.search("Takenback|insist|pressed,", data)


def test_whoever_may_make_a_pack_may_read_all_that_a_panel_reads() -> None:
    for name, role in ROLES.items():
        if Permission.PEOPLE_CHANGE in role.permissions:
            for _, reader in packs.ROLES.values():
                assert ROLES[reader].strands <= role.strands, name
