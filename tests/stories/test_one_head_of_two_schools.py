"""One person is head of both schools: they may sign for one of them only."""

import pytest

from freshstart.models.people import Membership
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Post
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_one_person_does_not_agree_with_themselves() -> None:
    world = World()
    head = world.people["home_head"]
    Membership.objects.create(user=head, organisation=world.host, post=Post.HEAD)
    move.up_to_the_first_day(world, sign=False)
    world.staff_signs("plan", "home_head")

    world.people["host_head"], other = head, world.people["host_head"]
    with pytest.raises(NotYours) as refused:
        world.staff_signs("plan", "host_head")
    assert refused.value.what == "You have signed for one school already."
    assert refused.value.next_step == "Somebody else signs for the other school."

    world.people["host_head"] = other
    world.staff_signs("plan", "host_head")
    answers = {one.signer for one in world.paper("plan").signatures.all()}
    assert answers == {"home_head", "host_head"}
