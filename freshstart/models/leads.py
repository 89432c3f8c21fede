"""Who was asked to lead a case, and who stands in for somebody who is away?"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from freshstart.models.cases import Case
from freshstart.models.people import User


class LeadOffer(models.Model):
    """Keep that somebody was asked to lead a case; the lead stays who it was until they have accepted."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="lead_offers")
    to = models.ForeignKey(User, models.PROTECT, related_name="lead_offers")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None), name="lead_is_offered_to_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"lead of case {self.case_id} offered to {self.to_id}"


class Covers(models.QuerySet["Cover"]):
    """Narrow covers to those that count."""

    def on(self, day: date) -> Self:
        """Keep what runs on a day; the latest arrangement last."""
        return self.filter(from_on__lte=day, until_on__gte=day, ended_at=None).order_by("id")


class Cover(models.Model):
    """Keep who leads instead of somebody who is away, from one day to another, both included."""

    away = models.ForeignKey(User, models.PROTECT, related_name="covers")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Covers.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="cover_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(away=F("stand_in")), name="cover_is_by_somebody_else"),
        ]
        indexes = [models.Index(fields=["until_on"], condition=Q(ended_at=None), name="cover_that_may_run")]

    def __str__(self) -> str:
        return f"cover {self.pk} for {self.away_id}"
