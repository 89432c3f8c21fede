"""Did one of a family sign where staff of a school had just been at work?"""

from datetime import datetime, timedelta

from django.db.models import Q

from freshstart.models.cases import Case
from freshstart.models.people import StaffNetwork, User

LATELY = timedelta(hours=2)
KEPT = timedelta(days=1)


def note_staff(*, user: User, mark: str, at: datetime) -> None:
    """Note from where a person with an account comes, and forget what is older than a day."""
    StaffNetwork.objects.update_or_create(user=user, mark=mark, defaults={"seen_at": at})
    StaffNetwork.objects.filter(seen_at__lt=at - KEPT).delete()


def was_of_a_school(case: Case, mark: str, at: datetime) -> bool:
    """Tell whether somebody of either school of a case came from the same network in the last two hours."""
    if not mark:
        return False
    held = Q(user__memberships__ended_on=None)
    here = Q(user__memberships__organisation__in=[one for one in (case.home_id, case.host_id) if one])
    return StaffNetwork.objects.filter(held & here, mark=mark, seen_at__gt=at - LATELY).exists()
