"""How do tests sign for a mother and a father of the family: read, think, answer, and look what was kept?"""

from typing import Any

from django.test import Client
from django.urls import reverse

from freshstart.actions import contacts
from freshstart.models.papers import Paper, Signature
from freshstart.process.vocabulary import Relation
from tests.pages.reading import tags, words
from tests.pages.scenes import CODE, HOME, Scene, comes_in, door
from tests.stories import move
from tests.world import World

NAME = "Saira Siddiqui"


def at_the_last_review(**needs: Any) -> World:
    """Go to the day on which everybody is asked whether Hamza stays for good."""
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world, parents=2))
    move.every_review_is_held(world, "ask_for_move")
    if needs:
        party = world.party(Relation.MOTHER).pk
        lead = world.people["home_lead"]
        contacts.note_needs(case_id=world.case_id(), party_id=party, by=lead, at=world.now, **needs)
    move.the_agreement_is_drawn_up(world)
    return world


def paper(scene: Scene) -> Paper:
    return scene.world.paper("agreement")


def page(scene: Scene) -> str:
    return reverse("family_paper", args=[paper(scene).pk])


def answer_page(scene: Scene, reply: str) -> str:
    return reverse("family_sign", args=[paper(scene).pk, reply])


def mother_reads(scene: Scene) -> Client:
    """Let the mother come in and open the agreement."""
    mother = comes_in(Client(), scene)
    assert mother.get(page(scene)).status_code == 200
    return mother


def has_thought(scene: Scene) -> Client:
    """Let the mother read, and come again when the time to think is over."""
    mother_reads(scene)
    scene.later(days=7)
    return comes_in(Client(), scene)


def read_of(shown: Any) -> str:
    """Give the digest of what is said back on a page."""
    return next(str(one["value"]) for one in tags(shown.content.decode(), "input") if one["name"] == "read")


def asks(who: Client, scene: Scene, reply: str) -> Any:
    """Press an answer, which has the code sent, and read what is said back."""
    return who.post(answer_page(scene, reply), follow=True)


def answers(who: Client, scene: Scene, reply: str, **changes: str) -> Any:
    """Press an answer, and give it once it is said back, with the code that came."""
    shown = asks(who, scene, reply)
    given = {"read": read_of(shown), "name": NAME, "view": "", "code": scene.code()}
    return who.post(answer_page(scene, reply), given | changes)


def replies() -> list[str]:
    """Give what was answered to the agreement and not taken back."""
    rows = Signature.objects.filter(paper__paper="agreement", undone_at=None)
    return list(rows.order_by("pk").values_list("reply", flat=True))


def his_code(scene: Scene, shown: Any) -> str:
    """Look up on the father's sheet the code that a page asks for."""
    number = words(shown.content.decode()).partition("Type code number ")[2].partition(".")[0]
    return scene.sheet[int(number) - 1]


def father_comes_in(scene: Scene) -> Client:
    father = Client()
    father.post(door(scene.link(Relation.FATHER)))
    father.post(CODE, {"code": his_code(scene, father.get(CODE))})
    assert father.get(HOME).status_code == 200
    return father
