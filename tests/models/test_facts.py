"""What do the rows of one case amount to?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import (
    academic_year_of,
    bank_holidays,
    calendar_of,
    facts_of,
    stored_facts,
    year_group_on,
)
from freshstart.models.messages import Link
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.placements import Approach, Phase
from freshstart.process.vocabulary import Post
from tests.process.school_terms import d
from tests.stories import move
from tests.world import LONDON, TERMS, World

NOWHERE = Organisation(name="Netherfold", known_as="")
WITH_TERMS = Organisation(name="Kestrel Park School", known_as="Kestrel Park", calendar=TERMS)


# Years and calendars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "year"), [("2026-08-31", 2025), ("2026-09-01", 2026), ("2027-01-01", 2026)])
def test_a_school_year_begins_in_september(on: str, year: int) -> None:
    assert academic_year_of(d(on)) == year


@pytest.mark.parametrize(
    ("born", "on", "year"),
    [
        ("2014-03-03", "2026-11-24", 8),
        ("2014-08-31", "2026-11-24", 8),
        ("2014-09-01", "2026-11-24", 7),
        ("2014-03-03", "2027-09-01", 9),
    ],
)
def test_the_year_group_follows_from_the_birthday(born: str, on: str, year: int) -> None:
    assert year_group_on(d(born), d(on)) == year


def test_a_school_with_terms_of_its_own_goes_by_them() -> None:
    calendar = calendar_of(WITH_TERMS)
    assert (calendar.name, calendar.provisional) == ("Kestrel Park", False)
    assert calendar.is_school_day(d("Mon 2026-11-30"))
    assert not calendar.is_school_day(d("Mon 2027-01-04"))  # INSET
    assert not calendar.is_school_day(d("Mon 2027-05-03"))  # a bank holiday within the term


def test_without_terms_the_councils_are_used_and_without_those_weekdays() -> None:
    council = Organisation(name="Harrowmere Council", calendar=TERMS)
    assert calendar_of(NOWHERE, council).terms == calendar_of(council).terms
    assert calendar_of(NOWHERE, council).provisional
    weekdays = calendar_of(NOWHERE)
    assert weekdays.provisional
    assert weekdays.is_school_day(d("Tue 2026-12-29"))
    assert not weekdays.is_school_day(d("Fri 2026-12-25"))


def test_the_bank_holidays_are_those_of_england() -> None:
    assert {d("2026-12-25"), d("2027-03-26"), d("2027-05-03")} <= bank_holidays()
    assert d("2027-01-04") not in bank_holidays()  # Scotland's second of January


# The picture ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_picture_of_a_case_can_be_kept_and_seen_on_another_day() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    row = world.row()
    assert stored_facts(row, world.today) == facts_of(row, world.today)
    assert stored_facts(row, date(2027, 9, 1)).today == date(2027, 9, 1)


@pytest.mark.django_db
def test_times_are_told_as_people_in_london_read_them() -> None:
    world = World(now=datetime(2026, 9, 7, 9, 0, tzinfo=LONDON))
    world.open_case()
    (record,) = facts_of(world.row(), world.today).records
    assert f"{record.at:%H:%M}" == "09:00"


@pytest.mark.django_db
def test_who_left_a_post_and_who_left_the_case_are_not_in_the_picture() -> None:
    world = World()
    world.open_case()
    Membership.objects.filter(organisation=world.home, post=Post.HEAD).update(ended_on=world.today)
    world.row().parties.filter(relation="mother").update(removed_at=world.now)
    facts = world.facts()
    assert facts.home.holder(Post.HEAD) is None
    assert [party.name for party in facts.parties] == ["Hamza Siddiqui"]


# Scopes and constraints -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_is_not_signed_in_sees_nothing() -> None:
    world = World()
    world.open_case()
    nobody = AnonymousUser()
    assert not Case.objects.visible_to(nobody).exists()
    assert not Grant.objects.held_by(nobody).exists()
    assert not Deadline.objects.visible_to(nobody).exists()
    assert not Approach.objects.visible_to(nobody).exists()


@pytest.mark.django_db
def test_at_most_one_placement_of_a_case_is_open_and_one_link_of_a_person() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    phase, link = Phase.objects.get(case=world.case), Link.objects.filter(revoked_at=None).first()
    assert link is not None
    for row in (phase, link):
        row.pk, row._state.adding = None, True
    link.nonce = "another"
    for row in (phase, link):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.django_db
def test_a_grant_is_to_a_person_or_to_a_post() -> None:
    world = World()
    case = world.open_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(case=case, role="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(case=case, role="king", user=world.people["home_lead"])


@pytest.mark.django_db
def test_an_address_is_found_however_it_is_typed() -> None:
    user = User.objects.create_user("Rana@Thornley.example", "Rana Okafor")
    assert User.objects.get_by_natural_key("RANA@thornley.EXAMPLE") == user
    assert not user.has_usable_password()


@pytest.mark.django_db
def test_each_row_says_in_a_few_words_what_it_is() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.attendance_is_sent_up_to(world, date(2026, 12, 4))
    case = world.row()
    tables = (
        "answers",
        "records",
        "grants",
        "parties",
        "approaches",
        "phases",
        "reviews",
        "papers",
        "documents",
    )
    rows = [case, case.lead, case.protocol, *Membership.objects.all()[:1]]
    rows += [
        row
        for table in (*tables, "views", "weeks", "links", "messages", "deadlines")
        for row in getattr(case, table).all()
    ]
    rows += [signature for paper in case.papers.all() for signature in paper.signatures.all()]
    assert all(str(row) and " object (" not in str(row) for row in rows)
    assert str(case) == case.reference
    assert case.name == "Hamza Siddiqui"
