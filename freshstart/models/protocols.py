"""Which text of a protocol did a case begin with, and by which do new cases begin?"""

from datetime import date
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import Q

from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.process.protocols import Protocol


class ProtocolVersion(models.Model):
    """Keep the resolved text of a protocol once, by its hash; a running case never sees another one."""

    slug = models.CharField(max_length=60)
    name = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    # What families read of it in other languages, as it stood when the text was put down.
    translations = models.JSONField(default=dict)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, from {self.in_force_from}"


class ProtocolUses(models.QuerySet["ProtocolUse"]):
    """Narrow what was put into force to what new cases of a school begin by."""

    def open_to(self, council: Organisation | None, on: date) -> Self:
        """Keep what is in force in a council's area on a day, the latest first."""
        still = Q(protocol__in_force_until=None) | Q(protocol__in_force_until__gte=on)
        return self.filter(still, council=council, from_on__lte=on).order_by("-from_on", "-id")


class ProtocolUse(models.Model):
    """Keep that somebody put a protocol into force in a council's area, from a day."""

    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="uses")
    council = models.ForeignKey(Organisation, models.PROTECT, related_name="protocol_uses")
    from_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ProtocolUses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protocol", "council", "from_on"], name="protocol_use_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.protocol} in {self.council} from {self.from_on}"


def newest_of_each(uses: "models.QuerySet[ProtocolUse]") -> list[ProtocolVersion]:
    """Give the protocols of these uses, of each one its latest version only, in their order."""
    found: dict[str, ProtocolVersion] = {}
    for use in uses.select_related("protocol").defer("protocol__text"):
        found.setdefault(use.protocol.slug, use.protocol)
    return list(found.values())


@lru_cache(maxsize=64)
def protocol_of(version_id: int) -> Protocol:
    """Read the protocol of a version; texts never change, so one reading serves all."""
    text = ProtocolVersion.objects.values_list("text", flat=True).get(pk=version_id)
    return Protocol.model_validate_json(text)


@lru_cache(maxsize=64)
def _translations(version_id: int) -> dict[str, dict[str, str]]:
    return dict(ProtocolVersion.objects.values_list("translations", flat=True).get(pk=version_id))


def translations_of(version_id: int, language: str) -> dict[str, str]:
    """Give the translations of a protocol as they stood when its text was put down."""
    return _translations(version_id).get(language, {})
