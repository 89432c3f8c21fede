"""Does whoever writes to a family read it once more as the family will, and is what blocks held?"""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from freshstart.models.cases import StepRecord
from tests.pages.test_pages import signed_in
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

THREAT = "If you do not sign, we will permanently exclude Hamza."
BLAME = "Hamza is manipulative and wants a new group."
KIND = "He wants to learn and cannot here, with the group around him."
ANSWERS = {
    "solvable_here": "no",
    "needs_understood": "yes",
    "sanction": "no",
    "persistent_absence": "no",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    built.open_case()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def lead(world: World) -> Client:
    return signed_in(world, "home_lead")


def send(lead: Client, world: World, text: str, **more: str) -> tuple[str, str]:
    """Send the step whose words stand in the head’s letter; give the page and the mark that it carries."""
    address = f"/cases/{world.row().reference}/steps/is_a_move_right/"
    answer = lead.post(address, {**ANSWERS, "best_interests": text, **more}, follow=True)
    html = answer.content.decode()
    mark = html.partition('name="listened" value="')[2].partition('"')[0]
    return html, mark


def is_done(world: World) -> bool:
    return StepRecord.objects.filter(case=world.case_id(), step="is_a_move_right").exists()


def test_kind_words_are_saved_at_once(lead: Client, world: World) -> None:
    send(lead, world, KIND)
    assert is_done(world)


def test_blame_is_said_once_with_a_better_wording_and_may_then_stay(lead: Client, world: World) -> None:
    html, mark = send(lead, world, BLAME)
    assert "Better:" in html
    assert BLAME in html
    assert not is_done(world)
    send(lead, world, BLAME, listened=mark)
    assert is_done(world)


def test_other_words_are_listened_to_anew(lead: Client, world: World) -> None:
    _, mark = send(lead, world, BLAME)
    html, again = send(lead, world, f"{BLAME} He is naughty.", listened=mark)
    assert "Better:" in html
    assert again != mark
    assert not is_done(world)


def test_a_threat_goes_out_only_with_a_named_persons_reason(lead: Client, world: World) -> None:
    _, mark = send(lead, world, THREAT)
    html, _ = send(lead, world, THREAT, listened=mark)
    assert not is_done(world)
    assert "reason__wording" in html
    assert THREAT in html
    send(
        lead,
        world,
        THREAT,
        listened=mark,
        reason__wording="It quotes what was said to them, to take it back.",
    )
    record = StepRecord.objects.get(case=world.case_id(), step="is_a_move_right")
    assert record.taken_by == world.people["home_lead"]
    assert "quotes" in record.reasons["wording"]


def test_a_letter_that_is_owed_the_same_day_is_never_held(world: World) -> None:
    first_day = move.the_rest_up_to_the_first_day(world)
    move.the_child_arrives(world, first_day)
    world.take("withdraw_place", by="host_head", rung=["Saira Siddiqui 9:10"], withdraw_reason=THREAT)
    assert world.letters("place_withdrawn")


def test_what_a_family_would_hear_is_said_while_it_is_typed(lead: Client, world: World) -> None:
    address = f"/cases/{world.row().reference}/wording/best_interests/"
    heard = lead.post(address, {"text": THREAT}).content.decode()
    assert "Better:" in heard
    assert lead.post(address, {"text": KIND}).content.decode().strip() == ""
    assert lead.post(f"/cases/{world.row().reference}/wording/sen/", {"text": THREAT}).status_code == 400


def test_the_childs_own_words_are_left_alone(lead: Client, world: World) -> None:
    address = f"/cases/{world.row().reference}/wording/pupils_views/"
    assert lead.post(address, {"text": "They say I am naughty and on my last chance."}).status_code == 400
