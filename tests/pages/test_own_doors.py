"""What does a door say to whoever presses, and how do the right people come in?"""

import re

from django.test import Client
from django.urls import reverse

from freshstart.actions import messages
from freshstart.models.messages import Message
from freshstart.process.vocabulary import Relation
from tests.pages.doors import at, undone
from tests.pages.scenes import CODE, HOME, LEAVE, PHONE, TELLING, Scene, comes_in, door

# What they are told -----------------------------------------------------------------------------------------


def said_at(address: str) -> tuple[int, str, str]:
    """Give what a door says to a press, but for its own address and the mark against forged forms."""
    answer = Client().post(address)
    words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, words.replace(address, ""), str(sorted(answer.headers))


def test_unknown_old_closed_and_used_links_are_told_the_same(scene: Scene) -> None:
    link = scene.link()
    unknown = said_at(reverse("door", args=["not-" + messages.token_of(link)]))
    assert unknown[0] == 200
    with undone():
        comes_in(Client(), scene, link)
        scene.lead(messages.revoke_link)
        assert said_at(door(link)) == unknown
    with undone():
        scene.world.row().parties.update(removed_at=scene.world.now)
        assert said_at(door(link)) == unknown
    scene.later(days=7)
    assert said_at(door(link)) == unknown
    scene.link()  # a new one is made, and this one is replaced
    assert said_at(door(link)) == unknown


def test_every_link_looks_alike_before_the_press(scene: Scene) -> None:
    tokens = [messages.token_of(scene.link()), "x" + messages.token_of(scene.link())]
    pages = [Client().get(reverse("door", args=[one])).content.decode().replace(one, "") for one in tokens]
    first, other = (re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one) for one in pages)
    assert first == other
    assert not TELLING.search(first)


# The right person -------------------------------------------------------------------------------------------


def test_a_sheet_is_used_code_by_code_and_each_once(scene: Scene) -> None:
    for number, code in enumerate(scene.sheet[:3], 1):
        his = Client()
        his.post(door(scene.link(Relation.FATHER)))
        assert f"Type code number {number}." in his.get(CODE).content.decode()
        assert his.post(CODE, {"code": code.lower().replace(" ", "-")}).headers["Location"] == HOME


def test_on_a_new_device_the_telephone_is_told(scene: Scene) -> None:
    comes_in(Client(), scene)
    assert not Message.objects.filter(kind="notice").exists()
    comes_in(Client(), scene)
    assert Message.objects.filter(kind="notice", address=PHONE).count() == 1


def test_a_device_that_is_known_is_not_told_of_again(scene: Scene) -> None:
    own = comes_in(Client(), scene)
    own.post(LEAVE)
    comes_in(own, scene)
    assert not Message.objects.filter(kind="notice").exists()


def test_outside_the_demonstration_nobody_comes_in_before_a_way_for_codes_is_known(scene: Scene) -> None:
    scene.world.row().parties.update(code_by="")
    own = Client()
    assert own.post(door(scene.link())).headers["Location"] == CODE
    assert "no way to send you a code yet" in own.get(CODE).content.decode()
    assert own.get(HOME).status_code == 404


def test_a_reader_who_goes_on_reading_stays_in(scene: Scene) -> None:
    own = comes_in(Client(), scene)
    for _ in range(5):
        scene.later(minutes=25)
        assert own.get(HOME).status_code == 200


def test_where_the_mother_came_in_is_hers_to_read(scene: Scene) -> None:
    own = comes_in(Client(), scene)
    assert "You came in" in own.get(reverse("family_done")).content.decode()
    assert at("").get(reverse("family_done")).status_code == 404
