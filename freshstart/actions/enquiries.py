"""How does one of the family ask something, and get an answer?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.papers import stand_for
from freshstart.actions.standings import keep, stand
from freshstart.models.cases import Party
from freshstart.models.papers import Enquiry
from freshstart.models.people import User
from freshstart.outside.tongues import tones
from freshstart.process.hearings import in_words
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.tones import blocking, heard


@transaction.atomic
def ask(*, party: Party, by: None, at: datetime, words: str) -> None:
    """Ask something, in any words and any language. Refused without words (Incomplete)."""
    standing = stand_for(party, by, at)
    if not words.strip():
        raise Incomplete({"words": "Write what you would like to know."})
    row = Enquiry.objects.create(case=standing.case, party=party, words=words.strip(), at=at)
    keep(standing, code="enquiry_made", subject=("enquiry", str(row.pk)), detail={"who": party.name})


@transaction.atomic
def answer(*, case_id: int, enquiry_id: int, by: User, at: datetime, words: str) -> None:
    """Answer what was asked; the person gets their link, and reads it there.

    Refused without words, or with words that threaten or are not true (Incomplete); to whoever does not run
    the case (NotYours).
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.LINK_SEND)
    row = Enquiry.objects.select_related("party").filter(pk=enquiry_id, case=standing.case).first()
    if row is None:
        raise NotNow("Nothing like this was asked.")
    if not words.strip():
        raise Incomplete({"words": "Write the answer."})
    found = heard(words, tones(), audience="pupil" if row.party.relation == "pupil" else "parents")
    if blocking(found):
        raise Incomplete({"words": in_words(found)})
    row.answer, row.answered_by, row.answered_at = words.strip(), by, at
    row.save()
    plain = standing.facts.party(row.party_id)
    if plain:
        put_in_outbox(standing, plain, None, about="enquiry")
    keep(standing, code="enquiry_answered", subject=("enquiry", str(row.pk)), detail={"who": row.party.name})
