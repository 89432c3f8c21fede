"""What was this database made for?"""

from django.db import models

DEMONSTRATION = "demonstration"


class Mark(models.Model):
    """Keep one thing that was settled when the database was made, and never changes."""

    name = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.name


def is_demonstration_database() -> bool:
    """Tell whether this database was made for the demonstration, so that no real child is in it."""
    return Mark.objects.filter(name=DEMONSTRATION).exists()
