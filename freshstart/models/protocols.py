"""Which text of a protocol did a case begin with?"""

from functools import lru_cache

from django.db import models

from freshstart.process.protocols import Protocol


class ProtocolVersion(models.Model):
    """Keep the resolved text of a protocol once, by its hash; a running case never sees another one."""

    slug = models.CharField(max_length=60)
    name = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    in_force_from = models.DateField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, from {self.in_force_from}"


@lru_cache(maxsize=64)
def protocol_of(version_id: int) -> Protocol:
    """Read the protocol of a version; texts never change, so one reading serves all."""
    text = ProtocolVersion.objects.values_list("text", flat=True).get(pk=version_id)
    return Protocol.model_validate_json(text)
