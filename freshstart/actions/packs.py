"""How is it kept for whom a pack of a whole case was made?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.standings import keep, stand
from freshstart.models.people import User
from freshstart.process.permissions import Permission


@transaction.atomic
def note_made(*, case_id: int, by: User, at: datetime, whom: str, digest: str) -> None:
    """Write down that a pack was made, for whom, and by which SHA-256 it can be known again."""
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    detail = {"whom": whom, "digest": digest}
    keep(standing, code="pack_made", subject=("case", standing.case.reference), detail=detail)
