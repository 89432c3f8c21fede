"""How does the family answer, each person alone?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.concerns import raise_concern
from freshstart.actions.papers import stand_for
from freshstart.actions.reviews import review_asked_by_family
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Party
from freshstart.models.papers import View
from freshstart.models.people import User
from freshstart.process.families import Said, check_answer, occasion_of
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.signings import UNDO
from freshstart.process.tongues import told
from freshstart.process.values import Values
from freshstart.process.vocabulary import Heard, Method, Private


def write(
    standing: Standing, party: Party, method: Method, said: Said, evidence: Values | None = None
) -> None:
    """Write what one person answered; what is private goes to who listens, and leaves no trace here."""
    family = check_answer(standing.protocol, standing.facts, party.pk, said)
    before = standing.facts.views_on(said.question).get(party.pk)
    if said.value in family.private:
        kind = Heard(Private(said.value))
        raise_concern(party=party, by=None, at=standing.at, kind=kind, about=said.question, words=said.words)
        if before is None or not before.value:
            return
        said = Said(said.question)
    row = View.objects.create(
        case=standing.case,
        party=party,
        question=said.question,
        occurrence=occasion_of(standing.facts, family),
        value=said.value,
        items=said.items,
        words=said.words.strip(),
        readers=list(said.readers),
        alone=said.alone,
        method=method,
        evidence=evidence or {},
        recorded_by=standing.by,
        at=standing.at,
    )
    if said.question == "parent_asks_review":
        review_asked_by_family(standing, party.name)
    keep(
        standing,
        code="family_answered",
        subject=("view", str(row.pk)),
        detail={"who": party.name, "question": said.question, "method": str(method)},
    )


@transaction.atomic
def answer_by_link(
    *, party: Party, by: None, at: datetime, said: Said, evidence: Values | None = None
) -> None:
    """Answer a question to the family as the person who came by their own link."""
    write(stand_for(party, by, at), party, Method.LINK, said, evidence)


@transaction.atomic
def record_answer(*, case_id: int, party_id: int, by: User, at: datetime, said: Said) -> None:
    """Record what a person without an account answered on paper; only those who run the case do this.

    What only somebody outside both schools may hear cannot be recorded here (NotNow).
    """
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.PAPER_ANSWER_RECORD):
        raise NotYours("Only those who run the case record answers on paper.")
    family = standing.protocol.families.get(said.question)
    if family and said.value in family.private:
        raise NotNow(
            "This is for somebody outside both schools to hear.",
            next_step="Give the family the telephone number of the adviser, and write nothing down.",
        )
    write(standing, Party.objects.get(pk=party_id, case_id=case_id), Method.PAPER, said)


@transaction.atomic
def undo(*, party: Party, by: None, question: str, at: datetime) -> None:
    """Take a slip back within half an hour; what was answered before counts again. Refused later (NotNow)."""
    standing = stand_for(party, by, at)
    row = View.objects.filter(party=party, question=question, undone_at=None).order_by("id").last()
    if row is None or not can_undo(row, at):
        raise NotNow(
            told("This cannot be taken back any more."), next_step=told("You may still give another answer.")
        )
    row.undone_at = at
    row.save()
    detail = {"who": party.name, "question": question}
    keep(standing, code="answer_undone", subject=("view", str(row.pk)), detail=detail)


def can_undo(row: View, at: datetime) -> bool:
    """Tell whether an answer is so fresh that it can be taken back; a request for a review has gone out."""
    return row.method == Method.LINK and row.question != "parent_asks_review" and at < row.at + UNDO
