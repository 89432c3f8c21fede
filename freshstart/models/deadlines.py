"""What does whom owe by when, in a form that a work list reads in one go?"""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from freshstart.models.cases import Case
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User


class Deadlines(models.QuerySet["Deadline"]):
    """Narrow deadlines to those of one person."""

    def open(self) -> Self:
        """Keep what is still owed."""
        return self.filter(met_at=None)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what is owed on cases the person may open."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(user))


def owed_by(user: User, posts: Iterable[Membership]) -> list[Q]:
    """Say where to find what a person owes: in their own name, and in each post they hold."""
    return [Q(owner=user), *(Q(owner_organisation=one.organisation_id, owner_post=one.post) for one in posts)]


class Deadline(models.Model):
    """Keep one thing owed on one case. Made from the rules by `actions.standings.refresh`, never typed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    key = models.CharField(max_length=120)
    what = models.TextField()
    step = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60, blank=True)
    owner_role = models.CharField(max_length=24)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deadlines")
    owner_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    owner_post = models.CharField(max_length=16, blank=True)
    owner_name = models.TextField()
    due_on = models.DateField()
    source = models.TextField()
    stopped_by = models.TextField(blank=True)
    waits_for_family = models.BooleanField(default=False)
    # Shown beside it in a list; an approached school reads no name here.
    child = models.TextField()
    about = models.TextField()
    met_at = models.DateTimeField(null=True, blank=True)

    objects = Deadlines.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="deadline_is_one_for_each_debt")]
        indexes = [
            models.Index(
                fields=["owner", "due_on", "id"], condition=Q(met_at=None), name="deadline_of_person"
            ),
            models.Index(
                fields=["owner_organisation", "owner_post", "due_on", "id"],
                condition=Q(met_at=None),
                name="deadline_of_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"
