"""Do people come to hold posts, and lose sight when a post ends?"""

import pytest
from django.core.management import CommandError, call_command

from freshstart.models.cases import Case
from freshstart.models.histories import Event
from freshstart.models.people import Membership, User
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_head_gets_an_account_and_a_post_and_loses_sight_when_it_ends() -> None:
    world = World()
    world.home.urn = 900123
    world.home.save()
    world.open_case()
    call_command("staff", "Ana.Ng@School.example", "head", "900123", name="Ana Ng")
    ana = User.objects.get(email="ana.ng@school.example")
    assert Case.objects.visible_to(ana).exists()
    call_command("staff", "ana.ng@school.example", "head", "900123", end=True)
    assert not Case.objects.visible_to(ana).exists()
    assert [*Event.objects.order_by("-seq").values_list("code", flat=True)[:2]] == ["post_ended", "appointed"]


def test_a_council_goes_by_its_code() -> None:
    world = World()
    call_command("staff", "lee@council.example", "inclusion", "999", name="Lee Park")
    assert Membership.objects.filter(organisation=world.council, user__name="Lee Park").exists()


@pytest.mark.parametrize(
    ("email", "place", "name"),
    [("no address", "999", "X"), ("a@b.example", "999", ""), ("a@b.example", "1", "X")],
)
def test_what_cannot_be_is_refused_in_words(email: str, place: str, name: str) -> None:
    World()
    with pytest.raises(CommandError):
        call_command("staff", email, "head", place, name=name)


def test_a_post_that_nobody_holds_cannot_end() -> None:
    World()
    with pytest.raises(CommandError):
        call_command("staff", "a@b.example", "head", "999", end=True)
