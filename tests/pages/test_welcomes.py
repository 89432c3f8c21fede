"""Does a child who is about to come read who and what awaits it, and does nobody else?"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from freshstart.actions import contacts, doors, welcomes
from freshstart.actions.messages import live_link
from freshstart.models.people import Membership
from freshstart.models.welcomes import Picture, Welcome
from freshstart.outside.books import protocols as books
from freshstart.outside.pictures import drawn_anew
from freshstart.process.protocols import Protocol, Question
from freshstart.process.vocabulary import Hidden, Post, Relation
from tests.pages.reading import tags, words
from tests.pages.test_pages import signed_in
from tests.stories import move
from tests.world import World

FAMILY = reverse("family_welcome")
SAID = {
    "day": "Starts 8:50, ends 15:10",
    "meals": "Canteen from 12:20\n<b>Free</b> for many",
    "uniform": "Grey jumper",
    "travel": "Use the green door",
    "clubs": "Chess on Mondays",
    "help": "The quiet room is always open",
    "options": "Choose in Year 9",
    "ring": "Ask for Mrs Adeyemi",
}
HEADINGS = (
    "The school day", "Meals", "Uniform", "The way in", "Clubs", "When it gets hard", "Options and exams",
    "Whom to ring",
)  # fmt: skip
MOST_QUERIES = 8  # the session, the coming, four for who listens, the words and the pictures


def with_first_week() -> Protocol:
    """Give the protocol in force, with the first week asked of the school that accepts."""
    book = books()["southwark"]
    asked = Question(id="first_week", kind="lines", text="What is in the first week?")
    steps = (
        one.model_copy(update={"asks": (*one.asks, "first_week")}) if one.id == "accept_place" else one
        for one in book.step
    )
    known = (one for one in book.question if one.id != "first_week")
    changed = book.model_copy(update={"question": (*known, asked), "step": tuple(steps)})
    return Protocol.model_validate_json(changed.text)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def coming(world: World) -> World:
    """Let Hamza be accepted at Kestrel Park."""
    _goes_as_far_as_the_meeting(world)
    move.the_receiving_school_accepts(world)
    return world


def _goes_as_far_as_the_meeting(world: World) -> None:
    world.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    move.schools_are_asked(world)
    move.everyone_meets(world)


def by_link(world: World, relation: Relation) -> Client:
    """Let one of the family come by their link."""
    party, client = world.party(relation), Client()
    link = live_link(party, world.row(), world.now)
    opening = doors.open_link(link_id=link.pk, by=None, at=world.now, device="telephone")
    doors.open_without_code(opening_id=opening.pk, by=None, at=world.now)
    session = client.session
    session["family"] = opening.pk
    session.save()
    return client


def image(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (120, 90, 60)).save(out, kind, **more)
    return out.getvalue()


def puts_up(world: World, name: str, role: str = "", kind: str = "person") -> Picture:
    return welcomes.add_picture(
        by=world.people["host_lead"],
        at=world.now,
        organisation=world.host,
        kind=kind,
        name=name,
        role=role,
        drawn=drawn_anew(image()),
    )


def says(world: World) -> None:
    welcomes.say(by=world.people["host_lead"], at=world.now, organisation=world.host, said=SAID)


def picture_at(number: int) -> str:
    return reverse("family_picture", args=[number])


# What the family reads --------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", [Relation.PUPIL, Relation.MOTHER, Relation.FATHER])
def test_child_and_parents_read_everything_that_the_school_says(coming: World, relation: Relation) -> None:
    says(coming)
    faces = [puts_up(coming, "Joy Adeyemi", "SENCO"), puts_up(coming, "Ground floor", kind="plan")]
    page = by_link(coming, relation).get(FAMILY)
    seen = words(page.content.decode())
    assert page.status_code == 200
    for text in (*SAID.values(), *HEADINGS, "Kestrel Park School", "1 Mill Road, Harrowmere, ZZ1 1AA"):
        assert " ".join(text.split()) in seen, text
    assert [one["alt"] for one in tags(page.content.decode(), "img")] == [
        "Joy Adeyemi, SENCO",
        "Ground floor",
    ]
    assert [one["src"] for one in tags(page.content.decode(), "img")] == [picture_at(one.pk) for one in faces]


def test_what_was_arranged_for_this_child_stands_there(world: World) -> None:
    world.protocol = world.puts_in_force(with_first_week())
    _goes_as_far_as_the_meeting(world)
    world.take(
        "accept_place",
        by="host_head",
        key_adult=world.people["host_key_adult"].pk,
        report_to="Main door, 8:40, Daniel Mensah",
        session_times="8:50 to 10:50, break, 11:10 to 15:10",
        support_there="A mentor twice a week",
        first_week=["Monday: art with Mr Lowe", "Tuesday: a walk round"],
    )
    move.the_board_decides(world, starts_on=move.FIRST_DAY)
    seen = words(by_link(world, Relation.PUPIL).get(FAMILY).content.decode())
    for text in (
        "The first day is Monday 30 November.",
        "Where to go Main door, 8:40, Daniel Mensah",
        "Times 8:50 to 10:50, break, 11:10 to 15:10",
        "Getting there Bus 14, the council pays",
        "Uniform and meals Given",
        "The first week Monday: art with Mr Lowe Tuesday: a walk round",
    ):
        assert text in seen, text


def test_the_key_adult_comes_first_and_once(coming: World) -> None:
    puts_up(coming, "Joy Adeyemi", "SENCO")
    adult = puts_up(coming, "  daniel MENSAH (host) ", "Runs the quiet room")
    page = by_link(coming, Relation.PUPIL).get(FAMILY).content.decode()
    pictures = [one["src"] for one in tags(page, "img")]
    assert pictures[0] == picture_at(adult.pk)
    assert pictures.count(picture_at(adult.pk)) == 1
    assert "Daniel Mensah (host) Key adult" in words(page)


def test_a_key_adult_without_a_picture_is_named(coming: World) -> None:
    page = by_link(coming, Relation.PUPIL).get(FAMILY).content.decode()
    assert "Daniel Mensah (host) Key adult" in words(page)
    assert not tags(page, "img")


def test_the_page_stands_when_nobody_has_written_anything(coming: World) -> None:
    page = by_link(coming, Relation.PUPIL).get(FAMILY)
    seen = words(page.content.decode())
    assert page.status_code == 200
    assert "Kestrel Park School" in seen
    assert "Good to know" not in seen
    assert "People you will meet" not in seen
    assert "Where things are" not in seen


def test_what_a_school_wrote_is_shown_as_words_and_not_as_a_page(coming: World) -> None:
    says(coming)
    assert b"&lt;b&gt;Free&lt;/b&gt;" in by_link(coming, Relation.PUPIL).get(FAMILY).content


def test_the_page_asks_little_however_much_the_school_says(coming: World) -> None:
    counts = []
    for number in (0, 12):
        for person in range(number):
            puts_up(coming, f"Person {person}", "Teacher")
        client = by_link(coming, Relation.PUPIL)
        client.get(FAMILY)
        with CaptureQueriesContext(connection) as found:
            assert client.get(FAMILY).status_code == 200
        counts.append(len(found))
        says(coming)
    assert counts[0] == counts[1] <= MOST_QUERIES, [one["sql"] for one in found.captured_queries]


# Who does not -----------------------------------------------------------------------------------------------


def test_nothing_is_read_before_the_school_has_accepted(world: World) -> None:
    _goes_as_far_as_the_meeting(world)
    says(world)
    face = puts_up(world, "Joy Adeyemi", "SENCO")
    client = by_link(world, Relation.PUPIL)
    assert client.get(FAMILY).status_code == 404
    assert client.get(picture_at(face.pk)).status_code == 404


def test_whoever_must_not_learn_the_school_finds_neither_page_nor_pictures(coming: World) -> None:
    face = puts_up(coming, "Joy Adeyemi", "SENCO")
    for hides, status in (
        ([Hidden.SCHOOL], 404),
        ([Hidden.SCHOOL, Hidden.ADDRESS], 404),
        ([Hidden.ADDRESS], 200),
    ):
        contacts.restrict(
            case_id=coming.case_id(),
            party_id=coming.party(Relation.FATHER).pk,
            by=coming.people["home_safeguarding"],
            at=coming.now,
            hides=hides,
            order="An order of the family court",
        )
        father = by_link(coming, Relation.FATHER)
        assert father.get(FAMILY).status_code == status
        assert father.get(picture_at(face.pk)).status_code == status
    assert by_link(coming, Relation.MOTHER).get(FAMILY).status_code == 200


def test_once_the_school_has_withdrawn_nothing_is_read(coming: World) -> None:
    move.the_board_decides(coming, starts_on=move.FIRST_DAY)
    move.the_plan_is_drawn_up(coming)
    client = by_link(coming, Relation.PUPIL)
    assert client.get(FAMILY).status_code == 200
    coming.go_to(move.FIRST_DAY)
    coming.take(
        "withdraw_place", by="host_head", rung=["Saira Siddiqui at 10:05"], withdraw_reason="No safe room"
    )
    with time_machine.travel(coming.now, tick=False):
        assert by_link(coming, Relation.PUPIL).get(FAMILY).status_code == 404


def test_pictures_of_another_school_and_those_taken_down_are_not_found(coming: World) -> None:
    down = puts_up(coming, "Joy Adeyemi", "SENCO")
    welcomes.remove_picture(by=coming.people["host_lead"], at=coming.now, picture=down)
    elsewhere = puts_up(coming, "Ground floor", kind="plan")
    Picture.objects.filter(pk=elsewhere.pk).update(organisation=coming.other)
    client = by_link(coming, Relation.PUPIL)
    for number in (down.pk, elsewhere.pk, 12_345):
        assert client.get(picture_at(number)).status_code == 404


def test_nobody_comes_without_a_link_and_staff_never_do(coming: World) -> None:
    face = puts_up(coming, "Joy Adeyemi", "SENCO")
    for client in (Client(), signed_in(coming, "home_lead"), signed_in(coming, "host_lead")):
        assert client.get(FAMILY).status_code == 404
        assert client.get(picture_at(face.pk)).status_code == 404


def test_a_picture_is_sent_so_that_nothing_else_can_be_made_of_it(coming: World) -> None:
    face = puts_up(coming, "Joy Adeyemi", "SENCO")
    for client, address in (
        (by_link(coming, Relation.PUPIL), picture_at(face.pk)),
        (signed_in(coming, "host_lead"), reverse("welcome_picture", args=[face.pk])),
    ):
        answer = client.get(address)
        assert answer.content == bytes(face.data)
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == f'inline; filename="picture-{face.pk}.webp"'
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store"


# What staff do ----------------------------------------------------------------------------------------------


def test_somebody_of_one_school_is_led_to_its_words(world: World) -> None:
    client = signed_in(world, "host_key_adult")
    page = client.get(reverse("welcome"), follow=True)
    assert page.redirect_chain == [(reverse("welcome_words", args=[world.host.pk]), 302)]
    assert "Kestrel Park School" in words(page.content.decode())


def test_somebody_of_two_schools_chooses(world: World) -> None:
    Membership.objects.create(user=world.people["host_lead"], organisation=world.other, post=Post.HEAD)
    page = signed_in(world, "host_lead").get(reverse("welcome")).content.decode()
    for school in (world.host, world.other):
        assert reverse("welcome_words", args=[school.pk]) in page


@pytest.mark.parametrize("role", ["host_clerk", "host_nominee", "host_safeguarding", "council_inclusion"])
def test_whoever_writes_for_no_school_is_told_who_does(world: World, role: str) -> None:
    face = puts_up(world, "Joy Adeyemi", "SENCO")
    client = signed_in(world, role)
    refused = client.get(reverse("welcome"))
    assert refused.status_code == 403
    assert "key adults and attendance officer" in refused.content.decode()
    for name, number in (("welcome_words", world.host.pk), ("welcome_pictures", world.host.pk)):
        assert client.get(reverse(name, args=[number])).status_code == 404
        assert client.post(reverse(name, args=[number]), {"meals": "Mine"}).status_code == 404
    assert client.get(reverse("welcome_picture", args=[face.pk])).status_code == 404
    assert client.post(reverse("welcome_picture_remove", args=[face.pk])).status_code == 404


def test_the_words_are_kept_and_stand_there_next_time(world: World) -> None:
    client, address = signed_in(world, "host_senco"), reverse("welcome_words", args=[world.host.pk])
    assert client.get(address).status_code == 200
    kept = client.post(address, SAID, follow=True)
    assert "Kept." in words(kept.content.decode())
    assert Welcome.objects.get().said == SAID
    assert "Chess on Mondays" in client.get(address).content.decode()


def test_words_that_are_too_long_are_said_so_beside_them_and_stay(world: World) -> None:
    client, address = signed_in(world, "host_senco"), reverse("welcome_words", args=[world.host.pk])
    page = client.post(address, {"meals": "Soup. " * 300, "clubs": "Chess on Mondays"}).content.decode()
    assert "Say it in at most 1,500 characters." in page
    assert "Soup. Soup." in page
    assert "Chess on Mondays" in page
    assert not Welcome.objects.exists()


def handed_in(data: bytes, name: str = "face.jpg", **changes: str) -> dict[str, Any]:
    known = {"kind": "person", "name": "Joy Adeyemi", "role": "SENCO", **changes}
    return {**known, "file": SimpleUploadedFile(name, data)}


def hangs(world: World, given: dict[str, Any]) -> str:
    address = reverse("welcome_pictures", args=[world.host.pk])
    page = signed_in(world, "host_lead").post(address, given, follow=True)
    assert page.status_code == 200
    return str(page.content.decode())


@pytest.mark.parametrize(("kind", "width"), [("person", 640), ("plan", 1600)])
def test_a_picture_is_put_up_as_large_as_it_is_shown(world: World, kind: str, width: int) -> None:
    page = hangs(world, handed_in(image("PNG", (2_000, 1_000)), "plan.gif", kind=kind))
    assert "The picture is up." in page
    row = Picture.objects.get()
    assert row.width == width
    assert [one["alt"] for one in tags(page, "img")] == ["Joy Adeyemi, SENCO"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><script>alert(1)</script></html>", "not a picture"),
        (b"\xff\xd8\xff<script>alert(1)</script>", "cannot be read"),
        (b"", "nothing in this file"),
        (image() + b"\0" * 10_500_000, "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_said_so_and_what_was_typed_stays(world: World, data: bytes, said: str) -> None:
    page = hangs(world, handed_in(data))
    assert said in page
    assert 'value="Joy Adeyemi"' in page
    assert 'value="SENCO"' in page
    assert not Picture.objects.exists()


def test_a_person_without_a_role_is_asked_for_it_beside_the_field(world: World) -> None:
    page = hangs(world, handed_in(image(), role=""))
    assert "Write what this person does" in page


def test_one_picture_too_many_is_refused_with_the_way_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcomes, "MOST_PICTURES", 0)
    assert "Take one down" in hangs(world, handed_in(image()))


def test_a_picture_is_taken_down_by_a_press_and_never_by_a_look(world: World) -> None:
    face = puts_up(world, "Joy Adeyemi", "SENCO")
    client, address = signed_in(world, "host_lead"), reverse("welcome_picture_remove", args=[face.pk])
    assert client.get(address).status_code == 405
    page = client.post(address, follow=True)
    assert "is down" in words(page.content.decode())
    assert client.post(address).status_code == 404
    assert client.get(reverse("welcome_picture", args=[face.pk])).status_code == 404
