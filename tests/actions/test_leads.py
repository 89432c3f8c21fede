"""How the lead of a case passes on: never without a lead, never with two, and never unasked."""

from datetime import date, timedelta

import pytest

from freshstart.actions import days, leads, people
from freshstart.actions.standings import actor_on
from freshstart.models.cases import Grant
from freshstart.models.leads import LeadOffer
from freshstart.models.messages import Notice
from freshstart.models.people import Membership, User
from freshstart.pages.leads import Load, loads
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import Post
from tests.world import World

pytestmark = pytest.mark.django_db
RANA, JOY = "Rana Okafor (home)", "Joy Adeyemi (home)"


@pytest.fixture
def world() -> World:
    world = World()
    world.open_case()
    return world


def offer(world: World, to: User, *, by: str = "home_lead") -> None:
    leads.offer(case_ids=[world.case_id()], by=world.people[by], at=world.now, to=to)


def accept(world: World, role: str) -> None:
    leads.accept(case_id=world.case_id(), by=world.people[role], at=world.now)


def holders(world: World) -> set[User]:
    rows = Grant.objects.filter(case=world.case, role="lead", ended_at=None).select_related("user")
    return {row.user for row in rows if row.user}


def told(world: World, code: str) -> list[dict[str, object]]:
    rows = world.row().events.filter(code=code).order_by("seq")
    return [dict(row.detail.payload) for row in rows]


# Asked, and accepted ----------------------------------------------------------------------------------------


def test_the_lead_stays_who_it_was_until_the_new_one_has_accepted(world: World) -> None:
    joy, rana = world.people["home_senco"], world.people["home_lead"]
    offer(world, joy)
    assert (world.row().lead, holders(world)) == (rana, {rana})
    debt = world.row().deadlines.open().get(step="lead")
    assert (debt.owner, debt.due_on) == (joy, world.facts().calendar("home").add_school_days(world.today, 2))
    assert Notice.objects.filter(user=joy, deadline=debt).count() == 1

    accept(world, "home_senco")
    assert (world.row().lead, holders(world)) == (joy, {joy})
    assert world.row().next_who == JOY
    assert not world.row().deadlines.open().filter(step="lead").exists()
    assert [(one["from"], one["to"]) for one in told(world, "lead_changed")] == [(RANA, JOY)]
    assert LeadOffer.objects.get().is_accepted


def test_whoever_cannot_says_so_and_nothing_changes(world: World) -> None:
    offer(world, world.people["home_senco"])
    leads.decline(
        case_id=world.case_id(), by=world.people["home_senco"], at=world.now, why="I lead twelve already."
    )
    assert world.row().lead == world.people["home_lead"]
    assert told(world, "lead_declined")[0]["why"] == ": I lead twelve already."
    with pytest.raises(NotNow):
        accept(world, "home_senco")


def test_only_whoever_is_asked_may_accept_and_the_last_one_asked(world: World) -> None:
    offer(world, world.people["home_senco"])
    for role in ("home_head", "home_attendance"):
        with pytest.raises(NotNow):
            accept(world, role)
    offer(world, world.people["home_head"])
    with pytest.raises(NotNow):
        accept(world, "home_senco")
    accept(world, "home_head")
    assert holders(world) == {world.people["home_head"]}


def test_whoever_takes_it_over_leads_at_once(world: World) -> None:
    offer(world, world.people["home_head"], by="home_head")
    assert world.row().lead == world.people["home_head"]


def test_whoever_could_not_open_a_case_cannot_lead_one(world: World) -> None:
    for role in ("home_attendance", "host_lead"):
        with pytest.raises(Incomplete) as refused:
            offer(world, world.people[role])
        assert refused.value.errors.keys() == {"to"}
    with pytest.raises(NotYours):
        offer(world, world.people["home_senco"], by="home_attendance")
    with pytest.raises(Incomplete):
        leads.offer(case_ids=[], by=world.people["home_lead"], at=world.now, to=world.people["home_head"])


def test_many_are_asked_for_at_once_or_none(world: World) -> None:
    first = world.case_id()
    second = world.open_case(given="Lena", family="Novak").pk
    leads.offer(
        case_ids=[first, second],
        by=world.people["home_lead"],
        at=world.now,
        to=world.people["home_senco"],
    )
    assert LeadOffer.objects.filter(answered_at=None).count() == 2
    with pytest.raises(NotYours):
        leads.offer(
            case_ids=[first, second],
            by=world.people["home_attendance"],
            at=world.now,
            to=world.people["home_head"],
        )
    assert set(LeadOffer.objects.filter(answered_at=None).values_list("to__name", flat=True)) == {JOY}


# Away -------------------------------------------------------------------------------------------------------


def away(
    world: World, first: int = 0, last: int = 4, *, by: str = "home_lead", stand_in: str = "home_senco"
) -> None:
    leads.arrange_cover(
        by=world.people[by],
        at=world.now,
        away=world.people["home_lead"],
        stand_in=world.people[stand_in],
        from_on=world.today + timedelta(days=first),
        until_on=world.today + timedelta(days=last),
    )


def test_while_the_lead_is_away_somebody_else_owes_and_may_do_what_the_lead_does(world: World) -> None:
    away(world)
    joy, rana = world.people["home_senco"], world.people["home_lead"]
    assert (world.row().lead, world.row().stand_in, holders(world)) == (rana, joy, {rana, joy})
    assert world.row().next_who == JOY
    assert world.facts().lead.name == JOY
    assert may(actor_on(world.row(), joy).roles, Permission.CASE_CORRECT)  # a SENCO alone may not
    (said,) = told(world, "cover_arranged")
    assert (said["away"], said["stand_in"]) == (RANA, JOY)


def test_a_cover_begins_and_ends_with_its_days(world: World) -> None:
    away(world, 2, 3)
    joy = world.people["home_senco"]
    for day, stand_in in enumerate([None, None, joy, joy, None]):
        days.turn_day(at=world.now)
        days.turn_day(at=world.now)  # safe to run twice
        assert world.row().stand_in == stand_in, day
        assert (joy in holders(world)) == (stand_in == joy)
        world.later()


def test_a_case_that_comes_to_somebody_away_is_led_by_whoever_stands_in(world: World) -> None:
    offer(world, world.people["home_head"], by="home_head")
    away(world)
    offer(world, world.people["home_lead"], by="home_head")
    accept(world, "home_lead")
    assert (world.row().lead, world.row().stand_in) == (
        world.people["home_lead"],
        world.people["home_senco"],
    )


def test_whoever_comes_back_early_leads_again_at_once(world: World) -> None:
    away(world)
    cover = world.people["home_lead"].covers.get()
    with pytest.raises(NotYours):
        leads.end_cover(cover_id=cover.pk, by=world.people["host_head"], at=world.now)
    leads.end_cover(cover_id=cover.pk, by=world.people["home_lead"], at=world.now)
    assert world.row().stand_in is None
    assert holders(world) == {world.people["home_lead"]}
    with pytest.raises(NotNow):
        leads.end_cover(cover_id=cover.pk, by=world.people["home_lead"], at=world.now)


def test_only_colleagues_arrange_it_with_days_and_people_that_can_be(world: World) -> None:
    with pytest.raises(NotYours):
        away(world, by="host_head")
    for first, last, stand_in, wrong in (
        (4, 0, "home_senco", "until_on"),
        (-9, -2, "home_senco", "until_on"),
        (0, 4, "host_head", "stand_in"),
        (0, 4, "home_lead", "stand_in"),
    ):
        with pytest.raises(Incomplete) as refused:
            away(world, first, last, stand_in=stand_in)
        assert refused.value.errors.keys() == {wrong}


# Leaving ----------------------------------------------------------------------------------------------------


def post_of(world: World, role: str) -> Membership:
    return Membership.objects.get(user=world.people[role], ended_on=None)


def test_whoever_leaves_unasked_leaves_their_cases_to_the_head(world: World) -> None:
    people.end_post(by=None, at=world.now, membership=post_of(world, "home_lead"))
    assert holders(world) == {world.people["home_head"]}
    assert world.row().lead == world.people["home_head"]


def test_whoever_stands_in_and_leaves_stands_in_no_more(world: World) -> None:
    away(world)
    people.end_post(by=None, at=world.now, membership=post_of(world, "home_senco"))
    assert world.row().stand_in is None
    assert holders(world) == {world.people["home_lead"]}


def test_the_last_one_who_could_lead_does_not_leave_before_somebody_else_can(world: World) -> None:
    for role in ("home_senco", "home_head"):
        people.end_post(by=None, at=world.now, membership=post_of(world, role))
    with pytest.raises(NotNow, match="nobody else could lead"):
        people.end_post(by=None, at=world.now, membership=post_of(world, "home_lead"))


def test_another_post_at_the_school_keeps_their_cases_with_them(world: World) -> None:
    Membership.objects.create(user=world.people["home_lead"], organisation=world.home, post=Post.SENCO)
    people.end_post(
        by=None, at=world.now, membership=Membership.objects.get(user=world.people["home_lead"], post="lead")
    )
    assert world.row().lead == world.people["home_lead"]


def test_whoever_was_asked_and_leaves_is_asked_no_more(world: World) -> None:
    offer(world, world.people["home_senco"])
    Membership.objects.create(user=world.people["home_senco"], organisation=world.home, post=Post.ATTENDANCE)
    held = Membership.objects.get(user=world.people["home_senco"], post=Post.SENCO)
    Membership.objects.filter(pk=held.pk).update(ended_on=world.today)
    with pytest.raises(NotYours):
        accept(world, "home_senco")
    people.end_post(by=None, at=world.now, membership=held)
    assert not LeadOffer.objects.filter(answered_at=None).exists()
    assert not world.row().deadlines.open().filter(step="lead").exists()


# What each has in hand --------------------------------------------------------------------------------------


def test_who_stands_in_has_the_load_and_not_who_is_away(world: World) -> None:
    joy, rana = world.people["home_senco"].pk, world.people["home_lead"].pk
    assert loads([joy, rana], world.today) == {joy: Load(), rana: Load(1)}
    away(world)
    assert loads([joy, rana], date(2030, 1, 1))[joy].cases == 1
    assert loads([joy, rana], date(2030, 1, 1))[joy].late > 0
    assert loads([joy, rana], world.today)[rana] == Load()
