"""A child's way up to the first day between two schools of the national register."""

from pathlib import Path

import pytest
from django.core.management import call_command

from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership
from freshstart.outside.books import protocols
from freshstart.process.vocabulary import Post
from tests.stories import move
from tests.world import World

REGISTER = Path(__file__).parents[1] / "outside" / "register" / "extract.csv"
CATMOSE, CASTERTON = 136530, 137340


@pytest.mark.django_db
def test_a_child_starts_at_another_school_of_the_register() -> None:
    world = World()
    call_command("import_schools", str(REGISTER), partial=True, verbosity=0)
    for side, urn in (("home", CATMOSE), ("host", CASTERTON)):
        real = Organisation.objects.get(urn=urn)
        Membership.objects.filter(organisation=getattr(world, side)).update(organisation=real)
        setattr(world, side, real)
    assert world.home.council
    world.council = world.home.council
    officer = world.people["council_inclusion"]
    Membership.objects.create(user=officer, organisation=world.council, post=Post.INCLUSION)
    world.puts_in_force(protocols()["southwark"])
    first_day = move.up_to_the_first_day(world)
    move.the_child_arrives(world, first_day)
    facts = world.facts()
    assert facts.home.id == world.home.pk
    assert facts.host
    assert facts.host.address
    assert facts.placement
    assert facts.placement.arrived_on == first_day
