"""What is remembered of one child's move, and who may open it?"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from freshstart.models.constraints import one_of
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.protocols import ProtocolVersion
from freshstart.process.permissions import ROLES
from freshstart.process.vocabulary import CaseOutcome, Channel, CodeBy, GapKind, Relation, Verified


class Cases(models.QuerySet["Case"]):
    """Narrow cases to those that a person may open."""

    def visible_to(self, user: User | AnonymousUser, posts: Iterable[Membership] | None = None) -> Self:
        """Keep the cases on which the person holds a grant that has not ended; nothing by default.

        `posts` are the posts that the person holds, where they have been read already.
        """
        mine = Grant.objects.held_by(user, posts).filter(case=OuterRef("pk"))
        return self.filter(Exists(mine)) if user.is_authenticated else self.none()


class Case(models.Model):
    """Keep one move of one child. The line that lists show is kept true by the actions."""

    reference = models.CharField(max_length=9, unique=True)
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    lead = models.ForeignKey(User, models.PROTECT, related_name="led_cases")
    # Who leads today because the lead is away; kept true by `actions.leads`.
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="covered_cases")
    # The day on which a case that was running already was entered here; its earlier steps were taken before.
    entered_on = models.DateField(null=True, blank=True)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")

    given = models.TextField(blank=True)
    family = models.TextField(blank=True)
    known_as = models.TextField(blank=True)
    folded = models.TextField()
    born_on = models.DateField()
    upn = models.CharField(max_length=13, blank=True)

    home = models.ForeignKey(Organisation, models.PROTECT, related_name="home_cases")
    council = models.ForeignKey(Organisation, models.PROTECT, related_name="school_council_cases")
    home_council = models.ForeignKey(Organisation, models.PROTECT, related_name="home_council_cases")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="host_cases")
    outcome = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    # What lists and the case page show, made from the rows by `actions.standings.refresh`.
    version = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=dict)
    year_group = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20, default="leaving")
    status = models.TextField(blank=True)
    way = models.TextField(blank=True)
    next_what = models.TextField(blank=True)
    next_who = models.TextField(blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    # Why it is not known where the child is taught today, since when, for how many school days, and who acts.
    gap = models.CharField(max_length=20, blank=True)
    gap_since = models.DateField(null=True, blank=True)
    gap_days = models.PositiveSmallIntegerField(null=True, blank=True)
    gap_told = models.JSONField(default=dict, blank=True)
    # A calendar has changed, and what is shown and owed is to be counted anew.
    is_stale = models.BooleanField(default=False)

    objects = Cases.as_manager()

    class Meta:
        constraints = [
            one_of("case", "outcome", CaseOutcome, empty=True),
            one_of("case", "stage", ["leaving", "transition", "integration"]),
            one_of("case", "gap", GapKind, empty=True),
        ]
        indexes = [
            models.Index(fields=["folded"], opclasses=["text_pattern_ops"], name="case_by_name"),
            models.Index(fields=["upn"], condition=~Q(upn=""), name="case_by_upn"),
            models.Index(fields=["id"], condition=Q(is_stale=True), name="case_to_count_anew"),
            models.Index(fields=["gap_since", "id"], condition=~Q(gap=""), name="case_with_gap"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        """Give the child's name as the family writes it."""
        return " ".join(part for part in (self.given, self.family) if part)


def grants_of(user: User, posts: Iterable[Membership]) -> list[Q]:
    """Say where a person's grants are: in their own name, and in each post they hold.

    What is granted to a person as one of a school's staff ends with their last post there.
    """
    held = list(posts)
    places = {one.organisation_id for one in held}
    still = ~Q(role__in=["lead", "host_key_adult"])
    still |= Q(role="lead", case__home__in=places) | Q(role="host_key_adult", case__host__in=places)
    return [Q(user=user) & still, *(Q(organisation=one.organisation_id, post=one.post) for one in held)]


class Grants(models.QuerySet["Grant"]):
    """Narrow grants to those that a person holds."""

    def held_by(self, user: User | AnonymousUser, posts: Iterable[Membership] | None = None) -> Self:
        """Keep what was granted to the person, or to a post that the person holds today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        held = Membership.objects.filter(user=user, ended_on=None) if posts is None else posts
        return self.filter(reduce(or_, grants_of(user, held)), ended_at=None)


LISTED = Q(ended_at=None, due_on__isnull=False)


class Grant(models.Model):
    """Let a person, or whoever holds a post in an organisation, open a case in one role."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    post = models.CharField(max_length=16, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The date of the case's next step, by which lists are read; nothing once the case is closed.
    due_on = models.DateField(null=True, blank=True)

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            one_of("grant", "role", ROLES),
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True, post="")
                | Q(user__isnull=True, organisation__isnull=False) & ~Q(post=""),
                name="grant_is_to_a_person_or_a_post",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "post", "due_on", "case"], condition=LISTED, name="grant_to_post"
            ),
            models.Index(fields=["user", "due_on", "case"], condition=LISTED, name="grant_to_person"),
        ]

    def __str__(self) -> str:
        return f"{self.role} on case {self.case_id}"


class Party(models.Model):
    """Keep a person without an account who takes part: the pupil, a parent, a governor, a provider."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    name = models.TextField()
    relation = models.CharField(max_length=16)
    has_responsibility = models.BooleanField(null=True, blank=True)
    is_asked = models.BooleanField(default=True)
    channel = models.CharField(max_length=8, default=Channel.POST)
    email = models.EmailField(blank=True)
    phone = models.TextField(blank=True)
    address = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=12, default="en")
    interpreter = models.BooleanField(default=False)
    large_print = models.BooleanField(default=False)
    easy_read = models.BooleanField(default=False)
    on_paper = models.BooleanField(default=False)
    # How a code that opens the link arrives: never by the channel of the link itself.
    code_by = models.CharField(max_length=8, blank=True)
    code_phone = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_how = models.CharField(max_length=12, blank=True)
    signing_held_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("party", "relation", Relation),
            one_of("party", "channel", Channel),
            one_of("party", "code_by", [CodeBy.TEXT, CodeBy.SHEET], empty=True),
            one_of("party", "verified_how", Verified, empty=True),
        ]

    def __str__(self) -> str:
        return self.name


class Restriction(models.Model):
    """Keep what one person on a case must not learn; nothing that leaves the house may tell them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="restrictions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="restrictions")
    hides = models.JSONField()
    order = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(ended_at=None), name="restriction_is_one_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk} of party {self.party_id}"


class ContactChange(models.Model):
    """Keep a new way to reach a person: one member of staff writes it down, another has checked it."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="changes")
    new = models.JSONField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("asked_by")),
                name="contact_is_changed_by_two",
            )
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of party {self.party_id}"


class Answer(models.Model):
    """Keep the one answer of a case to a question; earlier answers are in the history."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    given_by = models.ForeignKey(User, models.PROTECT)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "question"], name="answer_is_one_for_each_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} of case {self.case_id}"


BEFORE = "before"  # who acted before the case was kept here is not known


class StepRecord(models.Model):
    """Keep one taking of a step: the occasion, what was written on it, and reasons given for warnings."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="records")
    step = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True)
    acting_as = models.CharField(max_length=24)
    taken_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="record_of_case")]

    def __str__(self) -> str:
        return f"{self.step} of case {self.case_id}"
