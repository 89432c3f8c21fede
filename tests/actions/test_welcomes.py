"""Who writes for the children who come to a school, and what is left of what was taken down?"""

from typing import Any

import pytest

from freshstart.actions import people, welcomes
from freshstart.models.histories import Event, verify
from freshstart.models.people import Membership, User
from freshstart.models.welcomes import Picture, Welcome, schools_of
from freshstart.outside.pictures import Drawn
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import Post
from freshstart.process.welcomes import LONGEST, MOST_PICTURES
from tests.world import World

pytestmark = pytest.mark.django_db

DRAWN = Drawn(b"a face", 640, 480)
DANIEL = {"kind": "person", "name": "Daniel Mensah", "role": "Runs the quiet room", "drawn": DRAWN}
SPEAK = ("head", "lead", "senco", "key_adult", "attendance")
SILENT = ("safeguarding", "clerk", "nominee")


@pytest.fixture
def world() -> World:
    return World()


def says(world: World, by: str = "host_lead", **said: str) -> Welcome:
    return welcomes.say(by=world.people[by], at=world.now, organisation=world.host, said=said)


def puts_up(world: World, by: str = "host_lead", **changes: Any) -> Picture:
    known = {"by": world.people[by], "at": world.now, "organisation": world.host, **DANIEL, **changes}
    return welcomes.add_picture(**known)


def last() -> tuple[str, str, str, str, Any]:
    event = Event.objects.select_related("detail").latest("seq")
    return event.code, event.acting_as, event.subject_kind, event.subject_id, event.detail.payload


# What is said -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("post", SPEAK)
def test_whoever_meets_children_writes_for_their_school(world: World, post: str) -> None:
    says(world, f"host_{post}", meals="Canteen from 12:20")
    assert Welcome.objects.get().said == {"meals": "Canteen from 12:20"}
    assert last()[:2] == ("welcome_said", post)


@pytest.mark.parametrize(
    "role", [*(f"host_{post}" for post in SILENT), "home_head", "council_inclusion", "facilitator"]
)
def test_nobody_else_writes_for_it(world: World, role: str) -> None:
    with pytest.raises(NotYours, match="Kestrel Park"):
        says(world, role, meals="Canteen")
    with pytest.raises(NotYours):
        puts_up(world, role)
    assert not Welcome.objects.exists()
    assert not Picture.objects.exists()


def test_whoever_left_or_was_suspended_writes_no_more(world: World) -> None:
    held = Membership.objects.get(user=world.people["host_lead"])
    people.end_post(by=None, at=world.now, membership=held)
    User.objects.filter(pk=world.people["host_head"].pk).update(is_active=False)
    for role in ("host_lead", "host_head"):
        with pytest.raises(NotYours):
            says(world, role, meals="Canteen")


def test_a_post_at_the_council_writes_for_no_school(world: World) -> None:
    user = people.appoint(
        by=None,
        at=world.now,
        email="kit@council.example",
        name="Kit",
        organisation=world.council,
        post=Post.LEAD,
    )
    assert not schools_of(user).exists()


def test_whoever_works_at_two_schools_writes_for_both(world: World) -> None:
    user = world.people["host_lead"]
    Membership.objects.create(user=user, organisation=world.other, post=Post.SENCO)
    assert [one.name for one in schools_of(user)] == ["Carrow Hill School", "Kestrel Park School"]


def test_what_is_said_last_stands_and_what_was_said_before_is_in_the_history(world: World) -> None:
    says(world, meals="Canteen", clubs="Chess")
    welcome = says(world, "host_senco", meals="  Canteen from 12:20  \r\n\r\nPacked lunch too ", clubs=" ")
    assert Welcome.objects.get() == welcome
    assert welcome.said == {"meals": "Canteen from 12:20\n\nPacked lunch too"}
    first, second = Event.objects.filter(code="welcome_said").order_by("seq").select_related("detail")
    assert first.detail.payload["said"] == {"meals": "Canteen", "clubs": "Chess"}
    assert second.actor == world.people["host_senco"]
    assert verify(Event.objects.all()).fault is None


def test_what_is_too_long_for_a_child_is_refused_and_what_stood_stands(world: World) -> None:
    says(world, meals="Canteen")
    with pytest.raises(Incomplete) as refused:
        says(world, meals="x" * (LONGEST + 1), day="8:40")
    assert refused.value.errors == {"meals": "Say it in at most 1,500 characters."}
    assert Welcome.objects.get().said == {"meals": "Canteen"}


def test_what_nobody_asks_for_is_refused(world: World) -> None:
    with pytest.raises(Incomplete) as refused:
        says(world, song="La la")
    assert refused.value.errors.keys() == {"song"}


# Pictures ---------------------------------------------------------------------------------------------------


def test_a_picture_is_put_up_with_its_words(world: World) -> None:
    picture = puts_up(world, name="  Daniel   Mensah ")
    assert (picture.caption, picture.is_plan) == ("Daniel Mensah, Runs the quiet room", False)
    assert (bytes(picture.data), picture.width, picture.height) == (b"a face", 640, 480)
    words = {"name": "Daniel Mensah", "role": "Runs the quiet room"}
    code, acting_as, kind, number, detail = last()
    assert (code, acting_as, kind, number) == ("picture_added", "lead", "picture", str(picture.pk))
    assert detail["picture"] == words
    assert detail["organisation"] == "Kestrel Park School"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"name": " "}, {"name"}),
        ({"role": ""}, {"role"}),
        ({"kind": "pupil"}, {"kind"}),
        ({"kind": "", "name": "", "role": ""}, {"kind", "name"}),
    ],
)
def test_a_picture_without_words_is_refused(world: World, changes: dict[str, str], missing: set[str]) -> None:
    with pytest.raises(Incomplete) as refused:
        puts_up(world, **changes)
    assert refused.value.errors.keys() == missing
    assert not Picture.objects.exists()


def test_a_plan_needs_a_name_and_no_role(world: World) -> None:
    plan = puts_up(world, kind="plan", name="Ground floor", role="")
    assert (plan.caption, plan.is_plan) == ("Ground floor", True)


def test_there_is_room_for_thirty_pictures_and_for_another_once_one_is_down(world: World) -> None:
    hung = [puts_up(world, name=f"Person {number}") for number in range(MOST_PICTURES)]
    with pytest.raises(NotNow, match="30 pictures"):
        puts_up(world)
    welcomes.remove_picture(by=world.people["host_head"], at=world.now, picture=hung[0])
    puts_up(world)


def test_a_picture_that_is_taken_down_is_gone(world: World) -> None:
    picture = puts_up(world)
    welcomes.remove_picture(by=world.people["host_attendance"], at=world.now, picture=picture)
    picture.refresh_from_db()
    assert (bytes(picture.data), picture.removed_at) == (b"", world.now)
    assert not Picture.objects.visible_to(world.people["host_lead"]).exists()
    assert last()[:2] == ("picture_removed", "attendance")
    with pytest.raises(NotNow, match="already"):
        welcomes.remove_picture(by=world.people["host_lead"], at=world.now, picture=picture)


@pytest.mark.parametrize("role", ["home_head", "host_clerk", "council_inclusion"])
def test_nobody_takes_down_the_pictures_of_another_school(world: World, role: str) -> None:
    picture = puts_up(world)
    with pytest.raises(NotYours):
        welcomes.remove_picture(by=world.people[role], at=world.now, picture=picture)
    picture.refresh_from_db()
    assert bytes(picture.data) == b"a face"


def test_everybody_sees_the_pictures_of_their_own_school_alone(world: World) -> None:
    picture = puts_up(world)
    seen = {role for role, user in world.people.items() if picture in Picture.objects.visible_to(user)}
    assert seen == {f"host_{post}" for post in SPEAK}
