"""Does a school see nothing of it when one of the family feels pressed, or wants to talk?

Every page of everybody at the schools is kept byte for byte, before and after, and a day later too: a parent
who says so, one who asks to talk and one who says nothing look the same.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from freshstart.actions import days, messages
from freshstart.models.cases import Grant
from freshstart.models.histories import Event
from freshstart.models.messages import Notice
from freshstart.models.papers import Concern, View
from freshstart.models.people import Membership, User
from freshstart.process.refusals import NotNow
from freshstart.process.vocabulary import SCHOOL_POSTS, Post, Private, Relation
from tests.pages.doors import at, by_link, signed_in, undone
from tests.stories import move
from tests.world import World

WORDS = "The office wants it signed by Friday, or else"
SAYS = {"nothing": None, "pressed": Private.PRESSED, "talk": Private.TALK}
SCHOOLS = tuple(f"{side}_{post}" for side in ("home", "host", "other") for post in SCHOOL_POSTS)
PAGES = (
    "case", "case_plan", "case_words", "case_attendance", "case_history", "case_print", "case_letters",
    "case_papers", "case_people",
)  # fmt: skip
LISTS = ("work", "work_waiting", "cases", "listening")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Let Hamza's family be told, and be asked whether schools may be asked."""
    built = World()
    built.people["adviser"] = User.objects.create_user("nell@harrowmere.example", "Nell Abara")
    Membership.objects.create(user=built.people["adviser"], organisation=built.council, post=Post.ADVISER)
    built.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(built)
    built.take("tell_family", by="home_head")
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def planned(world: World) -> World:
    """Let the plan lie before the mother, and a good deal of history with it."""
    world.family_says("ask_schools", "yes")
    world.take(
        "talk_options", by="facilitator", told_on=world.today.isoformat(), alternatives=["stay"],
        parents_views="Near enough to walk.", pupils_views="One teacher who knows me.",
    )  # fmt: skip
    move.schools_are_asked(world)
    move.everyone_meets(world)
    move.the_receiving_school_accepts(world)
    move.the_board_decides(world, starts_on=move.FIRST_DAY)
    move.the_plan_is_drawn_up(world)
    assert Event.objects.filter(case=world.case).count() < 25  # a page of it; what comes then spills over
    for _ in range(25):
        _sends_the_link(world)
    return world


def _sends_the_link(world: World) -> None:
    messages.send_link(
        case_id=world.case_id(),
        party_id=world.party(Relation.FATHER).pk,
        by=world.people["home_lead"],
        at=world.now,
    )


def mother(world: World) -> Client:
    """Let the mother come by her link."""
    party = world.party(Relation.MOTHER)
    return at(by_link(messages.live_link(party, world.row(), world.now)))


def seen_by_schools(world: World, *roles: str) -> dict[tuple[str, str], bytes]:
    """Read every page of the case and every list, as everybody of the schools."""
    found = {}
    for role in roles or SCHOOLS:
        client = at(signed_in(world.people[role]))
        pages = [reverse(name, args=[world.row().reference]) for name in PAGES]
        papers = [reverse("paper", args=[world.row().reference, one.pk]) for one in world.row().papers.all()]
        todo = [*pages, *papers, *(reverse(name) for name in LISTS)]
        while todo:
            address = todo.pop()
            page = client.get(address).content
            found[role, address] = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)
            earlier = re.findall(r'href="(\?up_to=\d+)"', page.decode())
            todo += [address.partition("?")[0] + one for one in earlier]
    return found


def says(client: Client, address: str, what: str) -> None:
    """Say it on a page of questions, and on one of papers."""
    if what == "nothing":
        return
    question = "/answer/" in address
    sent = {"value": what, "sure": "1", "words": WORDS} if question else {"words": WORDS}
    answer = client.post(address if question else f"{address}{what}/", sent)
    assert "The schools do not see what you said." in answer.content.decode()


def a_day_goes_by(world: World) -> None:
    """Let something else happen on the case, and a night pass over it."""
    _sends_the_link(world)
    days.turn_day(at=world.now + timedelta(days=1))


def check_that_schools_see_no_difference(world: World, address: str) -> set[str]:
    """Compare whoever says nothing, feels pressed and wants to talk; give what was read a day later."""
    later: dict[str, dict[tuple[str, str], bytes]] = {}
    client = mother(world)
    assert client.get(address).status_code == 200
    before, version = seen_by_schools(world), world.row().version
    assert any(WORDS.encode() not in one for one in before.values())
    for what in SAYS:
        with undone():
            says(client, address, what)
            assert Concern.objects.count() == (what != "nothing")
            assert [one for one, page in seen_by_schools(world).items() if page != before[one]] == []
            assert world.row().version == version
            told = {notice.user for notice in Notice.objects.filter(deadline=None)}
            assert told == ({world.people["adviser"]} if what != "nothing" else set())
            a_day_goes_by(world)
            with time_machine.travel(world.now + timedelta(days=1), tick=False):
                later[what] = seen_by_schools(world, "home_lead", "home_head", "host_head")
    assert later["pressed"] == later["talk"] == later["nothing"]
    assert later["nothing"] != {one: before.get(one) for one in later["nothing"]}
    return {one for _role, one in later["nothing"]}


def test_a_question_left_open_looks_to_schools_like_no_answer(world: World) -> None:
    check_that_schools_see_no_difference(world, reverse("family_answer", args=["ask_schools"]))


def test_a_paper_left_open_looks_to_schools_like_no_answer(planned: World) -> None:
    address = reverse("family_paper", args=[planned.paper("plan").pk])
    read = check_that_schools_see_no_difference(planned, address)
    assert any("?up_to=" in one for one in read)  # and the numbers of acts have no gap there


def test_an_answer_that_is_opened_again_does_not_say_why(planned: World) -> None:
    paper, seen = planned.paper("plan"), {}
    planned.family_signs("plan", Relation.MOTHER, view="She may go.")
    address, client = reverse("family_paper", args=[paper.pk]), mother(planned)
    for what in Private:
        with undone():
            says(client, address, what)
            seen[what] = seen_by_schools(planned)
    assert seen[Private.PRESSED] == seen[Private.TALK]
    everything = b"".join(seen[Private.TALK].values())
    assert WORDS.encode() not in everything
    assert not re.search(rb"[Pp]ressed|to talk first", everything)


def test_a_yes_to_a_question_that_is_opened_again_stands_nowhere(world: World) -> None:
    world.family_says("ask_schools", "yes", words="If it must be")
    says(mother(world), reverse("family_answer", args=["ask_schools"]), "pressed")
    said = at(signed_in(world.people["home_lead"])).get(reverse("case_words", args=[world.row().reference]))
    assert "If it must be" not in said.content.decode()
    assert "May we ask other schools" not in said.content.decode()
    people = at(signed_in(world.people["home_lead"])).get(
        reverse("case_people", args=[world.row().reference])
    )
    assert people.content.decode().count("No answer yet") == 2
    with pytest.raises(NotNow):
        world.take("ask_school", by="home_lead", school_to_ask=world.other.pk)


# Who hears it -----------------------------------------------------------------------------------------------


def heard(world: World) -> Concern:
    says(mother(world), reverse("family_answer", args=["ask_schools"]), "pressed")
    return Concern.objects.get()


def hears(world: World, role: str, concern: Concern) -> bool:
    """Tell whether somebody reads the words, on the page and named in the list."""
    client = at(signed_in(world.people[role]))
    page, listed = client.get(reverse("concern", args=[concern.pk])), client.get(reverse("listening"))
    reads = page.status_code == 200 and WORDS in page.content.decode()
    assert reads == ("Saira Siddiqui feels pressed" in listed.content.decode())
    assert reads or page.status_code == 404
    return reads


def test_the_familys_adviser_alone_hears_it(world: World) -> None:
    concern = heard(world)
    assert [role for role in world.people if hears(world, role, concern)] == ["adviser"]


def test_where_there_is_no_adviser_the_inclusion_officer_hears_it(world: World) -> None:
    Membership.objects.filter(user=world.people["adviser"]).update(ended_on=world.today)
    concern = heard(world)
    assert [role for role in world.people if hears(world, role, concern)] == ["council_inclusion"]


def test_nobody_hears_it_who_has_a_part_in_the_case_or_works_at_one_of_its_schools(world: World) -> None:
    concern, adviser = heard(world), world.people["adviser"]
    with undone():
        Grant.objects.create(case=world.row(), role="facilitator", user=adviser)
        assert not hears(world, "adviser", concern)
    Membership.objects.create(user=adviser, organisation=world.home, post=Post.CLERK)
    assert not hears(world, "adviser", concern)


def test_what_came_of_it_is_kept_and_the_mother_may_still_answer(world: World) -> None:
    concern, listener = heard(world), at(signed_in(world.people["adviser"]))
    address = reverse("concern", args=[concern.pk])
    listener.post(address, {"take": "1"})
    assert "Nell Abara rings" in listener.get(reverse("listening")).content.decode()
    assert "Write what was said" in listener.post(address, {"outcome": " "}).content.decode()
    listener.post(address, {"outcome": "She wants another week."})
    assert "Nobody is waiting to be heard." in listener.get(reverse("listening")).content.decode()
    mother(world).post(reverse("family_answer", args=["ask_schools"]), {"value": "no", "sure": "1"})
    assert View.objects.get().value == "no"


def test_where_the_adviser_has_a_part_in_the_case_the_inclusion_officer_hears_it(world: World) -> None:
    Grant.objects.create(case=world.row(), role="facilitator", user=world.people["adviser"])
    concern = heard(world)
    assert [role for role in world.people if hears(world, role, concern)] == ["council_inclusion"]


def test_where_the_adviser_works_at_one_of_the_schools_the_inclusion_officer_hears_it(world: World) -> None:
    Membership.objects.create(user=world.people["adviser"], organisation=world.home, post=Post.CLERK)
    concern = heard(world)
    assert [role for role in world.people if hears(world, role, concern)] == ["council_inclusion"]


def reminded(world: World, *, days_later: int) -> list[User]:
    """Let a day begin, twice as two workers would, and give who is asked to hear somebody."""
    for _ in range(2):
        days.turn_day(at=world.now + timedelta(days=days_later))
    rows = Notice.objects.filter(deadline=None, made_at=world.now + timedelta(days=days_later))
    return [one.user for one in rows]


def test_who_has_waited_too_long_is_late_in_the_advisers_work_who_is_reminded_each_working_day(
    world: World,
) -> None:
    heard(world)  # on a Tuesday
    adviser = world.people["adviser"]
    assert [one.user for one in Notice.objects.filter(deadline=None)] == [adviser]
    later = {ahead: reminded(world, days_later=ahead) for ahead in (1, 2, 3, 4, 6)}
    assert later == {1: [], 2: [adviser], 3: [adviser], 4: [], 6: [adviser]}  # 4 is a Saturday
    for ahead, words in ((0, "Tomorrow"), (1, "Today"), (3, "2 working days late")):
        with time_machine.travel(world.now + timedelta(days=ahead), tick=False):
            shown = at(signed_in(adviser)).get(reverse("work")).content.decode()
        assert "Saira Siddiqui feels pressed" in shown
        assert words in shown
    lead = at(signed_in(world.people["home_lead"])).get(reverse("work")).content.decode()
    assert "feels pressed" not in lead
    says_outcome(world)
    assert reminded(world, days_later=7) == []


def says_outcome(world: World) -> None:
    """Let the adviser write down what came of it."""
    listener = at(signed_in(world.people["adviser"]))
    listener.post(reverse("concern", args=[Concern.objects.get().pk]), {"outcome": "She has another week."})


def test_staff_cannot_write_down_that_somebody_feels_pressed(world: World) -> None:
    party = world.party(Relation.MOTHER)
    address = reverse("answer_on_paper", args=[world.row().reference, party.pk, "ask_schools"])
    shown = at(signed_in(world.people["home_lead"])).post(address, {"value": "pressed"})
    assert shown.status_code == 200
    assert "I feel pressed" not in shown.content.decode()
    assert not View.objects.exists()
    assert not Concern.objects.exists()
