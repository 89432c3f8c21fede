import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.models.histories import Event
from freshstart.models.people import Membership
from freshstart.models.protocols import ProtocolUse, ProtocolVersion, protocol_of
from freshstart.outside.books import protocols
from freshstart.process.vocabulary import Post
from tests.pages.doors import at, signed_in
from tests.world import World

DOORS = ("protocol", "protocol_compare", "protocol_walk")
Read = Callable[..., str]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    protocol_of.cache_clear()
    built = World()
    with time_machine.travel(built.now, tick=False):
        yield built
    protocol_of.cache_clear()


def browser(world: World, role: str) -> Client:
    return at(signed_in(world.people[role]))


@pytest.fixture
def read(world: World) -> Read:
    """Open a page as the home school’s lead, and give its words and marks."""
    client = browser(world, "home_lead")

    def reads(name: str, slug: str = "", **asked: str) -> str:
        answer = client.get(reverse(name, args=[slug] if slug else []), asked)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return reads


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


# Who comes in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOORS)
def test_whoever_is_not_signed_in_is_led_to_sign_in(world: World, name: str) -> None:
    assert Client().get(reverse(name, args=["southwark"])).status_code == 302
    assert Client().get(reverse("protocols")).status_code == 302


@pytest.mark.parametrize("name", DOORS)
def test_a_protocol_that_is_not_there_is_not_found(world: World, name: str) -> None:
    assert browser(world, "home_lead").get(reverse(name, args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("slug", protocols())
@pytest.mark.parametrize("name", DOORS)
def test_every_page_of_every_protocol_is_read(read: Read, name: str, slug: str) -> None:
    words = main(read(name, slug))
    assert protocols()[slug].name in words
    assert "{" not in words
    assert not re.search(r"\sstyle=", words)


# What there is ---------------------------------------------------------------------------------------------


def test_what_is_in_force_where_one_works_comes_first_and_the_past_last(read: Read) -> None:
    page = read("protocols")
    here, other, past = (
        page.index(one) for one in ("In force where you work", "Not in force here", "Of the past")
    )
    assert here < page.index("In force in Harrowmere Council since 24 November 2026") < other
    assert other < page.index(">Manchester: good practice</a>") < past
    assert past < page.index(">Southwark, until 25 July 2026</a>")


def test_for_somebody_who_works_nowhere_nothing_is_in_force(world: World) -> None:
    Membership.objects.filter(user=world.people["home_lead"]).update(ended_on=world.today)
    page = browser(world, "home_lead").get(reverse("protocols")).content.decode()
    assert "In force where you work" not in page
    assert "Put into force" not in page


def test_a_text_that_has_changed_since_is_said_to_be_an_earlier_one(world: World) -> None:
    ProtocolVersion.objects.update(digest="0" * 64)
    page = browser(world, "home_lead").get(reverse("protocols")).content.decode()
    assert "since 24 November 2026, in an earlier text" in page


def test_the_list_asks_as_little_of_three_protocols_in_force_as_of_one(world: World) -> None:
    client = browser(world, "home_lead")
    counts = []
    for slug in ("southwark", "manchester", "leicestershire"):
        world.puts_in_force(protocols()[slug])
        client.get(reverse("help"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("protocols"))
        counts.append(len(found.captured_queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 5


@pytest.mark.parametrize("name", DOORS)
def test_a_protocol_is_read_without_the_database(world: World, name: str) -> None:
    client = browser(world, "home_lead")
    client.get(reverse("help"))
    with CaptureQueriesContext(connection) as found:
        client.get(reverse(name, args=["southwark"]))
    assert len(found.captured_queries) <= 2  # the session and the person


# Into force ------------------------------------------------------------------------------------------------


def put(client: Client, slug: str, on: date, **more: Any) -> Any:
    days = {"from_on-day": str(on.day), "from_on-month": str(on.month), "from_on-year": str(on.year)}
    return client.post(reverse("protocol_put_in_force", args=[slug]), {**days, **more}, follow=True)


def test_an_inclusion_officer_puts_a_protocol_into_force(world: World) -> None:
    client = browser(world, "council_inclusion")
    assert "Put into force" in client.get(reverse("protocols")).content.decode()
    answer = put(client, "manchester", date(2026, 12, 1), council=str(world.council.pk))
    page = unescape(answer.content.decode())
    assert "Manchester: good practice is in force in Harrowmere Council from 1 December 2026 on." in page
    assert "In force in Harrowmere Council from 1 December 2026 on" in page
    use = ProtocolUse.objects.get(protocol__slug="manchester")
    assert (use.council, use.from_on, use.by) == (
        world.council,
        date(2026, 12, 1),
        world.people["council_inclusion"],
    )
    assert Event.objects.filter(code="protocol_put_in_force", subject_id="manchester").count() == 1


def test_an_administrator_of_the_council_puts_a_protocol_into_force(world: World) -> None:
    user = world.people["council_sen"]
    Membership.objects.create(user=user, organisation=world.council, post=Post.ADMINISTRATOR)
    put(at(signed_in(user)), "default", world.today, council=str(world.council.pk))
    assert ProtocolUse.objects.filter(protocol__slug="default", by=user).exists()


@pytest.mark.parametrize("role", ["home_lead", "home_head", "council_sen", "facilitator"])
def test_nobody_else_is_offered_it_or_let_do_it(world: World, role: str) -> None:
    client = browser(world, role)
    assert "Put into force" not in client.get(reverse("protocols")).content.decode()
    address = reverse("protocol_put_in_force", args=["manchester"])
    assert client.get(address).status_code == 403
    answer = put(client, "manchester", world.today, council=str(world.council.pk))
    assert answer.status_code == 403
    assert "What you can do" in answer.content.decode()
    assert ProtocolUse.objects.count() == 1


def test_an_administrator_of_a_school_does_not_decide_for_the_council(world: World) -> None:
    user = world.people["home_senco"]
    Membership.objects.create(user=user, organisation=world.home, post=Post.ADMINISTRATOR)
    assert put(at(signed_in(user)), "manchester", world.today).status_code == 403


@pytest.mark.parametrize(
    ("slug", "on", "words"),
    [
        ("manchester", date(2026, 11, 23), "This day is past. Choose today or a day to come."),
        ("southwark_2023", date(2026, 12, 1), "Southwark, until 25 July 2026 does not hold on that day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_kept(
    world: World, slug: str, on: date, words: str
) -> None:
    client = browser(world, "council_inclusion")
    answer = put(client, slug, on, council=str(world.council.pk))
    page = unescape(answer.content.decode())
    assert words in page
    assert f'value="{on.day}"' in page
    assert ProtocolUse.objects.count() == 1


def test_an_empty_day_and_another_council_are_refused(world: World) -> None:
    client = browser(world, "council_inclusion")
    address = reverse("protocol_put_in_force", args=["manchester"])
    page = client.post(address, {"council": str(world.home.pk)}).content.decode()
    assert "Enter the day from which new cases begin by it." in page
    assert ProtocolUse.objects.count() == 1


# Reading it ------------------------------------------------------------------------------------------------


def test_what_differs_from_the_practice_comes_first_with_the_law_behind_it(read: Read) -> None:
    page = main(read("protocol", "southwark"))
    first = page.index(protocols()["southwark"].difference[0].was)
    assert first < page.index('id="stage-leaving"')
    assert "country=england#mm_01" in page


def test_what_is_left_out_says_why_and_what_is_taken_over_from_whom(read: Read) -> None:
    page = main(read("protocol", "southwark"))
    assert "Southwark’s way always leads over a time" in page
    assert "Inaura: three stages" in page
    assert "Tell the council’s inclusion team early" in page


def test_an_older_practice_says_in_which_protocol_it_goes_on(read: Read) -> None:
    page = main(read("protocol", "southwark_2023"))
    assert "No case begins by this protocol any more" in page
    assert reverse("protocol", args=["southwark"]) in page


def test_a_step_says_who_by_when_what_it_asks_what_stops_it_and_which_letter_goes(read: Read) -> None:
    page = main(read("protocol", "southwark"))
    step = page[page.index('id="step-give_notice"') :]
    step = step[: step.index('id="step-draw_up_plan"')]
    for words in (
        "The same day",
        "Clerk to the governing board, home school",
        "Notice: [the child] is directed to [the new school]",
        "Rules of the law here",
    ):
        assert words in step
    asks = page[page.index('id="step-is_a_move_right"') :]
    assert "Is being absent the main difficulty?" in asks
    assert "This protocol is not meant for children whose main difficulty is absence." in asks


def test_every_letter_paper_rule_and_question_is_there(read: Read) -> None:
    page, book = main(read("protocol", "manchester")), protocols()["manchester"]
    for question in book.question:
        assert question.text in page, question.id
    for gate in book.gate:
        assert gate.way_on in page, gate.id
    for letter in book.letter:
        assert f'id="letter-{letter.id}"' in page
    for paper in book.paper:
        assert paper.statement in page


# Comparing it ----------------------------------------------------------------------------------------------


def test_two_protocols_are_compared_list_by_list(read: Read) -> None:
    page = main(read("protocol_compare", "southwark", **{"with": "manchester"}))
    assert "Southwark, and Manchester: good practice" in page
    assert "Only in Manchester: good practice" in page
    assert "4, 8, 12" in page
    assert "3, 6, 11" in page


def test_a_protocol_is_not_compared_with_itself_or_with_none(read: Read) -> None:
    for other in ("southwark", "nowhere"):
        page = main(read("protocol_compare", "southwark", **{"with": other}))
        assert "Only in" not in page


def test_a_protocol_of_today_is_nowhere_looser_than_todays_law(read: Read) -> None:
    page = main(read("protocol_compare", "southwark", law="2026-11-24"))
    looser = page[page.index("Where it would be looser than the law") :]
    assert "Nowhere." in looser[: looser.index("</section>")]
    assert "Where it is stricter" in page


def test_an_older_protocol_says_what_todays_law_does_not_allow(read: Read) -> None:
    page = main(read("protocol_compare", "southwark_2023", law="2026-11-24"))
    assert "Not lawful" in page
    assert "A managed move is permanent and cannot be tried out." in page


def test_a_day_before_every_law_is_said_in_words(read: Read) -> None:
    page = read("protocol_compare", "southwark", law="1999-01-01")
    assert "The first law of England known here is of 1 September 2010." in page


# Walking through it ----------------------------------------------------------------------------------------


def test_a_walk_begins_today_and_ends_settled(read: Read) -> None:
    page = main(read("protocol_walk", "southwark"))
    assert "Tue 24 Nov 2026" in page
    assert "<b>Settled.</b>" in page


def test_a_walk_goes_the_way_and_begins_on_the_day_that_is_asked_for(read: Read) -> None:
    page = main(read("protocol_walk", "manchester", kind="diversion", way="stands", start="2027-01-11"))
    assert "Mon 11 Jan 2027" in page
    assert "Excluded, with education arranged" in page
    assert "Dates that went by" in page


def test_a_way_that_is_not_there_is_the_first_one(read: Read) -> None:
    page = main(read("protocol_walk", "southwark", kind="none", way="none"))
    assert 'value="ordinary" selected' in page
    assert 'value="direction" selected' in page


def test_a_start_on_which_the_protocol_does_not_hold_is_said_in_words(read: Read) -> None:
    page = read("protocol_walk", "southwark", start="2020-01-06")
    assert "Southwark does not hold on that day: it holds since 26 July 2026." in page
    assert "Tue 24 Nov 2026" in page


def test_a_walk_that_is_stopped_says_by_which_rule(read: Read) -> None:
    page = main(read("protocol_walk", "southwark_2023", kind="provision", way="return"))
    assert "The walk does not come to an end." in page
    assert "The receiving school is not a mainstream school." in page
