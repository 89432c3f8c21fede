"""How somebody comes to hold a post, and how the post ends."""

import pytest

from freshstart.actions import people
from freshstart.models.cases import Case
from freshstart.models.histories import Event
from freshstart.models.people import Membership, User
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Post
from tests.world import World

pytestmark = pytest.mark.django_db


def appointed(world: World, email: str = "Nia@Thornley.example", name: str = "Nia Ferris") -> User:
    return people.appoint(
        by=None, at=world.now, email=email, name=name, organisation=world.home, post=Post.SENCO
    )


def test_a_new_colleague_gets_an_account_and_reads_the_cases_of_the_post() -> None:
    world = World()
    world.open_case()
    nia = appointed(world)
    assert (nia.email, nia.name, nia.has_usable_password()) == ("nia@thornley.example", "Nia Ferris", False)
    assert Case.objects.visible_to(nia).exists()
    event = Event.objects.latest("seq")
    assert (event.code, event.actor_kind, event.acting_as) == ("appointed", "service", "administrator")


def test_a_colleague_who_has_an_account_keeps_it_and_takes_up_a_post_again() -> None:
    world = World()
    nia = appointed(world)
    people.end_post(by=nia, at=world.now, membership=Membership.objects.get(user=nia))
    assert appointed(world, name="") == nia
    assert Membership.objects.get(user=nia).ended_on is None


def test_whoever_loses_the_post_sees_its_cases_no_longer() -> None:
    world = World()
    world.open_case()
    nia = appointed(world)
    people.end_post(by=world.people["home_head"], at=world.now, membership=Membership.objects.get(user=nia))
    assert not Case.objects.visible_to(nia).exists()
    event = Event.objects.latest("seq")
    assert (event.code, event.actor_kind) == ("post_ended", "account")


@pytest.mark.parametrize(("email", "name"), [("nia", "Nia Ferris"), ("nia@thornley.example", " ")])
def test_without_an_address_or_a_name_there_is_no_account(email: str, name: str) -> None:
    world = World()
    with pytest.raises(Incomplete) as refused:
        appointed(world, email, name)
    assert refused.value.errors.keys() == {"email"}
    assert not User.objects.filter(name="Nia Ferris").exists()
