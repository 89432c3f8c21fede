"""Which schools, councils and other providers are there, and what do we know of each?

One table for all three. What stands in the national register is written by `actions.organisations`; the
calendar, the hours of the day and the council's advice are our own, and no import touches them.
"""

from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from freshstart.models.constraints import one_of


class OrganisationKind(models.TextChoices):
    """Say what it is; a provider is a place of education that is not a registered school."""

    SCHOOL = "school"
    COUNCIL = "council"
    PROVIDER = "provider"


class SchoolPhase(models.TextChoices):
    """Say whom it teaches. A middle school has the phase that the law deems it to have."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    POST16 = "post16"
    SPECIAL = "special"
    PRU = "pru"
    ALTERNATIVE_PROVISION = "alternative_provision"
    OTHER = "other"


class Governance(models.TextChoices):
    """Say who runs it, and so who may direct a pupil off-site."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    PRU = "pru"
    INDEPENDENT = "independent"
    OTHER = "other"


class OrganisationStatus(models.TextChoices):
    """Say whether it is open; `closing` is open, with a proposal to close."""

    OPEN = "open"
    CLOSING = "closing"
    PROPOSED = "proposed"
    CLOSED = "closed"


class OrganisationSource(models.TextChoices):
    """Say who vouches for the entry; the import closes only what came from the register."""

    REGISTER = "register"
    DEMONSTRATION = "demonstration"
    TYPED = "typed"


class Organisations(models.QuerySet["Organisation"]):
    """Narrow organisations to those that somebody may see."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Keep all for anybody who is signed in: organisations are public facts (security.md, P0)."""
        return self.all() if user.is_authenticated else self.none()


class Organisation(models.Model):
    """Keep one school, council or other provider. A closed one stays, because cases point to it."""

    kind = models.CharField(max_length=8)
    urn = models.PositiveIntegerField(null=True, blank=True, unique=True)
    la_code = models.CharField(max_length=3, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    name = models.TextField()
    known_as = models.TextField(blank=True)
    type_name = models.TextField(blank=True)
    phase = models.CharField(max_length=21, default=SchoolPhase.OTHER)
    governance = models.CharField(max_length=11, default=Governance.OTHER)
    is_mainstream = models.BooleanField(default=False)
    is_registered_school = models.BooleanField(default=False)
    council = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="schools")
    trust_name = models.TextField(blank=True)
    street = models.TextField(blank=True)
    locality = models.TextField(blank=True)
    town = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=8, default=OrganisationStatus.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=13)
    # The day on which the register last told us something new of this entry, and a hash of what it told.
    register_seen_on = models.DateField(null=True, blank=True)
    register_digest = models.CharField(max_length=16, blank=True)
    # As in {"terms": [["2026-09-03", "2026-10-23"], …], "closed": ["2026-11-27", …]}. Empty is not known:
    # then the council's calendar is used, marked provisional.
    calendar = models.JSONField(default=dict, blank=True)
    # Of a council: its independent advice service (name, phone, url) and its route of complaint.
    advice = models.JSONField(default=dict, blank=True)
    # As in {"am_start": "8:40", "break": "10:45", "pm_end": "15:10", "report_to": "Main reception"}.
    hours = models.JSONField(default=dict, blank=True)

    objects = Organisations.as_manager()

    class Meta:
        constraints = [
            one_of("organisation", "kind", OrganisationKind),
            one_of("organisation", "phase", SchoolPhase),
            one_of("organisation", "governance", Governance),
            one_of("organisation", "status", OrganisationStatus),
            one_of("organisation", "source", OrganisationSource),
            models.UniqueConstraint(
                fields=["la_code"], condition=Q(kind="council"), name="organisation_one_council_per_la_code"
            ),
        ]
        indexes = [
            # PostgreSQL finds a prefix by an index only with this operator class.
            models.Index(fields=["name"], opclasses=["text_pattern_ops"], name="organisation_by_name"),
            models.Index(fields=["la_code", "name"], name="organisation_by_la_code"),
        ]

    def __str__(self) -> str:
        return self.known_as or self.name

    def address_lines(self) -> list[str]:
        """Give the lines of the postal address, without those that are not known."""
        return [line for line in (self.street, self.locality, self.town, self.postcode) if line]
