"""Which schools were asked, where is the child placed, and how do reviews and attendance go there?"""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from freshstart.models.cases import Case
from freshstart.models.constraints import one_of
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.process.vocabulary import PhaseKind, PhaseOutcome, Post


class Approaches(models.QuerySet["Approach"]):
    """Narrow approaches to those that a school that was asked may read."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what the person's own school was asked and has not declined; nothing once it is closed."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            organisation__memberships__user=user,
            organisation__memberships__post__in=[Post.HEAD, Post.LEAD],
            organisation__memberships__ended_on=None,
            closed_at=None,
        ).exclude(answer="no")


class Approach(models.Model):
    """Keep that a school was asked, with the least it needs to answer, and what it answered."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="approaches")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="approaches")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    shown = models.JSONField(default=dict)
    answer = models.CharField(max_length=4, blank=True)
    why = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Approaches.as_manager()

    class Meta:
        constraints = [one_of("approach", "answer", ["yes", "no"], empty=True)]

    def __str__(self) -> str:
        return f"{self.organisation} asked for case {self.case_id}"


class Phase(models.Model):
    """Keep one placement with its own legal basis; at most one is open in a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="phases")
    law_edition = models.CharField(max_length=60)
    decided_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001 - null is open

    class Meta:
        constraints = [
            one_of("phase", "kind", PhaseKind),
            models.CheckConstraint(
                condition=Q(outcome=None) | Q(outcome__in=[str(one) for one in PhaseOutcome]),
                name="phase_outcome_is_known",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome=None), name="phase_is_open_once_in_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class Review(models.Model):
    """Keep one review meeting of a placement and the board's decision after it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reviews")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="reviews")
    number = models.CharField(max_length=8)
    week = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked_by = models.TextField(blank=True)
    invited_on = models.DateField(null=True, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    meets_at = models.CharField(max_length=5, blank=True)
    held_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="review_number_is_one")]

    def __str__(self) -> str:
        return f"review {self.number} of case {self.case_id}"


class Week(models.Model):
    """Keep the weekly attendance record that the receiving school sends: two marks a day.

    Before it was sent whole it holds what was told of single days.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="weeks")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="weeks")
    monday = models.DateField()
    marks = models.JSONField()
    recorded_by = models.ForeignKey(User, models.PROTECT)
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "monday"], name="week_is_recorded_once")]

    def __str__(self) -> str:
        return f"week of {self.monday} in case {self.case_id}"
