"""How is it noted that somebody read what is sensitive?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.standings import acting_as, actor_on
from freshstart.models.cases import Case
from freshstart.models.histories import note_reading
from freshstart.models.people import User
from freshstart.process.vocabulary import Strand


@transaction.atomic
def note(*, case: Case, by: User, at: datetime, strand: Strand) -> None:
    """Note that a person reads a sensitive strand of a case; if it cannot be noted, the page is not shown."""
    note_reading(at=at, case=case, reader=by, acting_as=acting_as(actor_on(case, by)), strand=strand)
