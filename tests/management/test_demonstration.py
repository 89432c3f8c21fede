from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from freshstart.management.demonstration import stories
from freshstart.management.demonstration.children import read_all
from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import facts_of
from freshstart.models.histories import Event, verify
from freshstart.models.marks import is_demonstration_database
from freshstart.models.messages import Link, Message
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.outside.clocks import LONDON
from freshstart.process.facts import Facts
from freshstart.process.vocabulary import CaseOutcome, Channel, PhaseKind, PhaseOutcome, Post, Relation

A_WEDNESDAY = datetime(2027, 11, 17, 9, 0, tzinfo=LONDON)
TODAY = A_WEDNESDAY.date()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[timedelta]:
    """Load the demonstration once for all tests that only read it, and take it back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stories.load(at=A_WEDNESDAY)
        transaction.set_rollback(True)


def facts(given: str) -> Facts:
    """Gather what is known of a child."""
    return facts_of(Case.objects.get(given=given), TODAY)


def owed(given: str, step: str) -> Deadline:
    """Find what is owed on a child's case."""
    return Deadline.objects.open().get(case__given=given, step=step)


# The area -------------------------------------------------------------------------------------------------


def test_one_council_has_twelve_schools_of_every_kind() -> None:
    phases = Counter(Organisation.objects.filter(kind="school").values_list("phase", flat=True))
    assert phases == {"secondary": 7, "all_through": 1, "primary": 2, "pru": 1, "special": 1}
    council = Organisation.objects.get(kind="council")
    assert council.name == "Harrowmere Council"
    assert council.advice["name"]
    assert council.advice["phone"]
    assert council.advice["complaint"]


def test_every_school_can_be_reached_and_has_its_hours() -> None:
    for school in Organisation.objects.filter(kind="school"):
        assert len(school.address_lines()) == 3
        assert school.phone.startswith("01632 960 ")
        assert set(school.hours) == {"am_start", "break", "pm_end", "report_to"}


def test_some_schools_have_days_of_their_own() -> None:
    council = Organisation.objects.get(kind="council")
    terms = {
        school.name: school.calendar.get("terms") for school in Organisation.objects.filter(kind="school")
    }
    assert terms["Kestrel Park School"] == council.calendar["terms"]
    assert terms["Millbeck High"] not in (None, council.calendar["terms"])
    assert terms["Carrow Hill School"] is None


def test_there_is_somebody_in_every_post() -> None:
    assert set(Membership.objects.values_list("post", flat=True)) == set(Post)


def test_nobody_has_a_password_and_everybody_a_name_of_their_own() -> None:
    people = list(User.objects.all())
    assert not any(person.has_usable_password() for person in people)
    assert all(person.email.endswith("@harrowmere.example") for person in people)
    assert len({person.name for person in people}) == len(people) > 70


def test_the_database_says_that_it_is_a_demonstration() -> None:
    assert is_demonstration_database()


def test_the_system_administrator_sees_no_child() -> None:
    administrator = User.objects.get(memberships__post=Post.ADMINISTRATOR)
    assert not Case.objects.visible_to(administrator).exists()


# The children ---------------------------------------------------------------------------------------------


def test_a_worry_about_callum_was_written_down_yesterday_and_stays_in_the_school() -> None:
    assert [record.step for record in facts("Callum").records] == ["open_case"]
    assert Case.objects.get(given="Callum").opened_on == date(2027, 11, 16)
    roles = Grant.objects.filter(case__given="Callum").values_list("role", flat=True)
    assert all(role == "lead" or role.startswith("home_") for role in roles)


def test_somebody_wrote_why_it_is_right_to_go_on_in_spite_of_a_warning_about_aaliyah() -> None:
    assert set(facts("Aaliyah").records[-1].reasons) == {"absence_is_not_a_reason"}


def test_both_parents_of_oliwia_are_asked_and_one_of_them_by_post() -> None:
    oliwia = facts("Oliwia")
    assert [party.channel for party in oliwia.parents] == [Channel.EMAIL, Channel.POST]
    assert oliwia.done("tell_family")
    assert not oliwia.views


def test_one_school_declined_jayden_and_the_other_still_thinks() -> None:
    assert [one.answer for one in facts("Jayden").approaches] == ["no", ""]
    assert owed("Jayden", "answer_approach").owner_organisation == Organisation.objects.get(
        known_as="Kestrel Park"
    )


def test_everybody_meets_about_ellie_today() -> None:
    assert facts("Ellie").host is not None
    assert owed("Ellie", "first_meeting").due_on == TODAY


def test_the_board_decides_about_tyler_whose_social_worker_takes_part() -> None:
    tyler = facts("Tyler")
    assert {Relation.COUNCIL_PARENT, Relation.SOCIAL_WORKER} <= {party.relation for party in tyler.parties}
    assert not owed("Tyler", "determine_direction").stopped_by


def test_kwame_starts_on_the_next_school_day_and_all_have_read_the_plan() -> None:
    kwame = facts("Kwame")
    assert kwame.phase
    assert kwame.phase.starts_on == date(2027, 11, 18)
    plan = kwame.paper("plan")
    assert plan
    assert len(plan.signatures) == len(plan.signers) == 5


def test_hamza_starts_today_and_nobody_has_confirmed_it() -> None:
    assert owed("Hamza", "confirm_arrival").due_on == TODAY
    assert owed("Hamza", "confirm_arrival").owner == User.objects.get(name="Daniel Mensah")


def test_one_week_of_minh_anhs_attendance_is_missing() -> None:
    late = owed("Minh Anh", "record_week")
    assert late.due_on < TODAY
    assert late.occurrence not in {week.monday.isoformat() for week in facts("Minh Anh").weeks}


def test_everybody_is_invited_to_inayas_review_this_week() -> None:
    review = facts("Inaya").review("d4")
    assert review
    assert review.invited_on
    assert not review.held_on
    assert review.meets_on == date(2027, 11, 19)
    sen = Grant.objects.filter(case__given="Inaya", role="council_sen")
    assert sen.exists()


def test_everybody_has_time_to_think_whether_leo_moves() -> None:
    leo = facts("Leonardo")
    agreement, last = leo.paper("agreement"), leo.review("d12")
    assert last
    assert last.decision == "ask_for_move"
    assert agreement
    assert (len(agreement.signers), agreement.signatures) == (5, ())


def test_amara_is_a_pupil_of_her_new_school_and_settling_in_is_looked_at_this_week() -> None:
    amara = facts("Amara")
    assert amara.phase
    assert amara.phase.kind is PhaseKind.MANAGED_MOVE
    assert owed("Amara", "hold_integration_review").due_on == date(2027, 11, 19)


def test_finlays_place_was_withdrawn_yesterday_and_he_is_expected_back_today() -> None:
    direction = facts("Finlay").placement
    assert direction
    assert direction.outcome is PhaseOutcome.ENDED_EARLY
    assert direction.ended_on == date(2027, 11, 16)
    assert owed("Finlay", "confirm_return").due_on == TODAY


def test_two_cases_are_closed() -> None:
    closed = Case.objects.exclude(outcome="").values_list("given", "outcome")
    assert dict(closed) == {"Yusuf": CaseOutcome.SETTLED, "Bethany": CaseOutcome.NOT_TAKEN_FURTHER}


def test_only_what_is_meant_to_be_late_is_late() -> None:
    late = Deadline.objects.open().filter(due_on__lt=TODAY)
    assert {(one.case.given, one.step) for one in late} == {("Minh Anh", "record_week")}


def test_no_two_children_are_alike() -> None:
    children = read_all()
    assert len(children) == Case.objects.count() == 15
    for word in ("best_interests", "parents_views", "pupils_views", "support_there", "travel"):
        written = [child.answers[word] for child in children if word in child.answers]
        assert len(set(written)) == len(written)
    assert len({(child.birthday, child.family) for child in children}) == len(children)


# What was written down ------------------------------------------------------------------------------------


def test_it_is_whole_and_in_the_order_of_time() -> None:
    assert verify(Event.objects.all()).fault is None
    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= A_WEDNESDAY


def test_mail_went_out_when_it_was_written() -> None:
    mails = Message.objects.filter(channel=Channel.EMAIL)
    assert mails.exists()
    for mail in mails:
        assert mail.sent_at
        assert mail.sent_at - mail.made_at <= timedelta(minutes=1)
        assert mail.address.endswith(".example")


def test_whoever_of_a_family_is_asked_something_has_a_link_that_opens() -> None:
    for given, relation in (("Oliwia", "mother"), ("Leonardo", "father"), ("Inaya", "mother")):
        party = Case.objects.get(given=given).parties.get(relation=relation)
        assert Link.objects.get(party=party, revoked_at=None).expires_at > A_WEDNESDAY
