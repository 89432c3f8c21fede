"""How does the family answer, each person alone?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.papers import stand_for
from freshstart.actions.reviews import review_asked_by_family
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Party
from freshstart.models.papers import View
from freshstart.models.people import User
from freshstart.process.families import check_answer
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Method


def _write(
    standing: Standing, party_id: int, method: Method, *, question: str, value: str, words: str
) -> None:
    check_answer(standing.protocol, standing.facts, question, party_id, value)
    row = View.objects.create(
        case=standing.case,
        party_id=party_id,
        question=question,
        value=value,
        words=words.strip(),
        method=method,
        recorded_by=standing.by,
        at=standing.at,
    )
    if question == "parent_asks_review":
        review_asked_by_family(standing, row.party.name)
    keep(
        standing,
        code="family_answered",
        subject=("view", str(row.pk)),
        detail={"who": row.party.name, "question": question, "method": str(method)},
    )


@transaction.atomic
def answer_by_link(*, party: Party, by: None, at: datetime, question: str, value: str, words: str) -> None:
    """Answer a question to the family as the person who came by their own link."""
    standing = stand_for(party, by, at)
    _write(standing, party.pk, Method.LINK, question=question, value=value, words=words)


@transaction.atomic
def record_answer(
    *, case_id: int, party_id: int, by: User, at: datetime, question: str, value: str, words: str
) -> None:
    """Record what a person without an account answered on paper; only those who run the case do this."""
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.PAPER_ANSWER_RECORD):
        raise NotYours("Only those who run the case record answers on paper.")
    _write(standing, party_id, Method.PAPER, question=question, value=value, words=words)
