"""What does a school tell a child who is about to come: its plan, its people, its day?"""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from freshstart.models.cases import Case
from freshstart.models.constraints import one_of
from freshstart.models.organisations import Organisation, OrganisationKind
from freshstart.models.people import Membership, User
from freshstart.process.welcomes import SPEAKING

PLAN, PERSON = "plan", "person"
PICTURES = [PLAN, PERSON]


def schools_of(user: User | AnonymousUser) -> models.QuerySet[Organisation]:
    """Give the schools for which somebody writes to children who come, by name."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    posts = Membership.objects.filter(user=user, user__is_active=True, post__in=SPEAKING, ended_on=None)
    mine = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, pk__in=posts.values("organisation"))
    return mine.order_by("name")


class Welcomes(models.QuerySet["Welcome"]):
    """Narrow what schools tell to whoever writes it, or to the family that reads it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those of the schools for which somebody writes."""
        return self.filter(organisation__in=schools_of(user))

    def shown_on(self, *, case: Case) -> Self:
        """Keep that of the school to which a child goes."""
        return self.filter(organisation=case.host_id)


class Welcome(models.Model):
    """Keep what a school tells every child who comes; what is for one child stands on that child's case."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="welcome")
    said = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = Welcomes.as_manager()

    def __str__(self) -> str:
        return f"welcome of {self.organisation}"


class Pictures(models.QuerySet["Picture"]):
    """Narrow pictures to those that still hang, for whoever puts them up or for the family that sees them."""

    def hanging(self) -> Self:
        """Keep those that were not taken down, in the order in which they were put up."""
        return self.filter(removed_at=None).order_by("pk")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those of the schools for which somebody writes."""
        return self.hanging().filter(organisation__in=schools_of(user))

    def shown_on(self, *, case: Case) -> Self:
        """Keep those of the school to which a child goes."""
        return self.hanging().filter(organisation=case.host_id)


class Picture(models.Model):
    """Keep a picture of a school or of one of its people, drawn anew: nothing hidden in the file came along.

    What is taken down is gone: only who put it up and who took it down stays known.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=8)
    name = models.TextField()
    role = models.TextField(blank=True)
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Pictures.as_manager()

    class Meta:
        constraints = [one_of("picture", "kind", PICTURES)]

    def __str__(self) -> str:
        return self.name

    @property
    def is_plan(self) -> bool:
        """Tell whether it shows the school and not a person."""
        return self.kind == PLAN

    @property
    def caption(self) -> str:
        """Say what is seen, as it is said to whoever cannot see it."""
        return ", ".join(filter(None, (self.name, self.role)))
