"""How does each person sign, say no, leave it open, or take a slip back?"""

import hashlib
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from freshstart.actions.concerns import raise_concern
from freshstart.actions.messages import put_in_outbox
from freshstart.actions.networks import was_of_a_school
from freshstart.actions.papers import reading_of, stand_for, version_of
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Party
from freshstart.models.messages import Message
from freshstart.models.papers import Delivery, Paper, Signature
from freshstart.models.people import User
from freshstart.process.papers import compose
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.replies import PaperVersion
from freshstart.process.signings import UNDO, check_signing
from freshstart.process.tongues import told
from freshstart.process.values import Values
from freshstart.process.vocabulary import Heard, Method, Private, Reply

CODES = {Reply.YES: "paper_signed", Reply.NO: "paper_not_signed", Reply.OPEN: "paper_left_open"}


@transaction.atomic
def sign(
    *,
    case_id: int,
    paper_id: int,
    signer: str,
    by: User,
    at: datetime,
    read: str,
    reply: Reply,
    view: str,
    name: str,
) -> None:
    """Sign, or say no, in one's own name. `read` is the digest of the text that was shown.

    Refused: another text, another person's signature, a second answer, one person for both schools.
    """
    standing = stand(case_id=case_id, by=by, at=at)
    version = version_of(standing, paper_id)
    _check(standing, version, signer, read=read, reply=reply)
    if Signature.objects.filter(paper_id=paper_id, user=by).exclude(signer=signer).exists():
        raise NotYours(
            "You have signed for one school already.", next_step="Somebody else signs for the other school."
        )
    _write(standing, version, signer, {"reply": reply, "view": view, "name": name, "method": Method.ACCOUNT})


@transaction.atomic
def sign_by_link(
    *,
    party: Party,
    by: None,
    paper_id: int,
    at: datetime,
    read: str,
    reply: Reply,
    view: str,
    name: str,
    evidence: Values | None = None,
    network: str = "",
) -> None:
    """Sign, or say no, as a person who came by their own link; `by` is nobody with an account.

    `evidence` says how the person was known: the opening, the code, the language. Whoever signs from the
    `network` of a school is rung by who listens, and no school learns of it. Refused besides: a yes while a
    new telephone or address is not yet three days old.
    """
    standing = stand_for(party, by, at)
    version, signer = version_of(standing, paper_id), f"party:{party.pk}"
    _check(standing, version, signer, read=read, reply=reply)
    if reply is Reply.YES:
        check_hold(party, at)
    given = {"reply": reply, "view": view, "name": name, "method": Method.LINK, "evidence": evidence or {}}
    _write(standing, version, signer, given)
    if was_of_a_school(standing.case, network, at):
        why = Heard.SIGNED_AT_SCHOOL
        raise_concern(party=party, by=by, at=at, kind=why, about=f"{why}:{version.paper}", words="")


def check_hold(party: Party, at: datetime) -> None:
    """Refuse a yes (NotNow) while a new telephone or address is not yet three days old."""
    if party.signing_held_until and at < party.signing_held_until:
        raise NotNow(
            told("The way we reach you was changed a short time ago. You can sign three days after that."),
            next_step=told("Ring the school if you did not ask for the change."),
        )


@transaction.atomic
def leave_open(*, party: Party, by: None, paper_id: int, at: datetime, kind: Private, words: str) -> None:
    """Say that one feels pressed or wants to talk. Schools see no answer yet; a yes or no is open again."""
    standing = stand_for(party, by, at)
    version, signer = version_of(standing, paper_id), f"party:{party.pk}"
    raise_concern(party=party, by=by, at=at, kind=Heard(kind), about=version.paper, words=words)
    if version.answer_of(signer):
        given = {"reply": Reply.OPEN, "view": "", "name": party.name, "method": Method.LINK}
        _write(standing, version, signer, given)


@transaction.atomic
def record_signature(
    *,
    case_id: int,
    paper_id: int,
    party_id: int,
    by: User,
    at: datetime,
    reply: Reply,
    view: str,
    name: str,
    witness: str = "",
) -> None:
    """Record what a person without an account signed on paper, before a second adult.

    Refused to whoever does not run the case (NotYours), and without the second adult's name (Incomplete).
    """
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.PAPER_ANSWER_RECORD):
        raise NotYours("Only those who run the case record answers on paper.")
    if not witness.strip() or witness.strip().casefold() == by.name.casefold():
        raise Incomplete({"witness": "Name the second adult who was there: not yourself."})
    version = version_of(standing, paper_id)
    _check_of(standing, version, party_id, reply=reply)
    evidence = {"witness": witness.strip(), "recorded_by": by.name}
    given = {"reply": reply, "view": view, "name": name, "method": Method.PAPER, "evidence": evidence}
    _write(standing, version, f"party:{party_id}", given)


def record_spoken(
    standing: Standing, *, paper_id: int, party: Party, reply: Reply, view: str, evidence: Values
) -> None:
    """Record what a person said by telephone, read out and read back; runs inside `voices.record`."""
    version = version_of(standing, paper_id)
    _check_of(standing, version, party.pk, reply=reply)
    given = {"reply": reply, "view": view, "name": party.name, "method": Method.VOICE, "evidence": evidence}
    _write(standing, version, f"party:{party.pk}", given)


def _check(standing: Standing, version: PaperVersion, signer: str, *, read: str, reply: Reply) -> None:
    roles = standing.actor.roles
    facts, protocol = standing.facts, standing.protocol
    check_signing(protocol, facts, version, signer, roles, at=standing.at, read=read, reply=reply)


def _check_of(standing: Standing, version: PaperVersion, party_id: int, *, reply: Reply) -> None:
    """Check an answer that somebody else writes down for one of the family."""
    signer = f"party:{party_id}"
    read, facts, protocol = version.digest_for(signer), standing.facts, standing.protocol
    roles = frozenset({signer})
    check_signing(protocol, facts, version, signer, roles, at=standing.at, read=read, reply=reply)


def _write(standing: Standing, version: PaperVersion, signer: str, given: Values) -> None:
    """Write one answer under one text; nobody else's is touched."""
    name, reply = given["name"].strip(), given["reply"]
    if not name:
        raise Incomplete({"name": told("Write the name of the person who signs.")})
    paper = Paper.objects.get(pk=version.id)
    text = (paper.readings.get(signer) or {}).get("said") or paper.text
    party = int(signer.removeprefix("party:")) if signer.startswith("party:") else None
    row = Signature.objects.create(
        paper=paper,
        signer=signer,
        party_id=party,
        user=standing.by if party is None else None,
        name=name,
        reply=reply,
        view=given["view"].strip(),
        statement={Reply.YES: text["statement"], Reply.NO: text["refusing"]}.get(reply, ""),
        digest=version.digest_for(signer),
        method=given["method"],
        evidence=given.get("evidence", {}) | {"statement": _hash_of(text["statement"])},
        recorded_by=standing.by if given["method"] in {Method.PAPER, Method.VOICE} else None,
        at=standing.at,
    )
    note_completeness(paper, standing.at)
    if reply is Reply.NO and not paper.text["directed"]:
        _tell_who_signed(standing, paper, signer)
    keep(
        standing,
        code=CODES[reply],
        subject=("paper", str(version.id)),
        detail={"who": name, "paper": paper.paper, "version": paper.version, "digest": row.digest},
        wanted=(signer,),
    )


def _hash_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def note_completeness(paper: Paper, at: datetime) -> None:
    """Note whether nobody's answer is missing: from then on the sheet waits to be sealed."""
    latest = {one.signer: one for one in paper.signatures.filter(undone_at=None).order_by("id")}
    answered = {signer for signer, one in latest.items() if one.reply != Reply.OPEN}
    paper.complete_at = None if set(paper.signers) - answered else at
    paper.save()


def _tell_who_signed(standing: Standing, paper: Paper, signer: str) -> None:
    """Tell those of the family who had said yes that not everybody agrees; not who.

    They are told when the no cannot be a slip any more.
    """
    facts = standing.facts
    version = next(one for one in facts.papers if one.id == paper.pk)
    for party in facts.parties:
        given = version.answer_of(f"party:{party.id}")
        if given and given.signed and f"party:{party.id}" != signer:
            put_in_outbox(
                standing, party, None, not_before=standing.at + UNDO, about=f"declined:{paper.pk}:{signer}"
            )


@transaction.atomic
def undo(*, party: Party, by: None, paper_id: int, at: datetime) -> None:
    """Take a slip back within half an hour, as if nothing had been answered; what stood before counts again.

    Refused later, and once the sheet is sealed (NotNow): the answer may then still be changed.
    """
    standing = stand_for(party, by, at)
    paper = Paper.objects.get(pk=version_of(standing, paper_id).id)
    row = paper.signatures.filter(party=party, undone_at=None).order_by("id").last()
    if row is None or not can_undo(row, paper, at):
        raise NotNow(
            told("This cannot be taken back any more."), next_step=told("You may still give another answer.")
        )
    row.undone_at = at
    row.save()
    about = f"declined:{paper.pk}:party:{party.pk}"
    Message.objects.filter(about=about, sent_at=None, not_before__gt=at).delete()
    note_completeness(paper, at)
    detail = {"who": row.name, "paper": paper.paper, "version": paper.version}
    keep(standing, code="paper_undone", subject=("paper", str(paper.pk)), detail=detail)


def can_undo(row: Signature, paper: Paper, at: datetime) -> bool:
    """Tell whether an answer is so fresh that it can be taken back."""
    return paper.document_id is None and row.method == Method.LINK and at < row.at + UNDO


@transaction.atomic
def note_opened(*, party: Party, by: None, paper_id: int, at: datetime, language: str = "") -> bool:
    """Note that a person has read a paper: it has reached them now, if it had not before.

    Whoever has not answered yet reads, and signs, the text in the language that they have chosen. Tells
    whether there was something to note; then the page is read anew.
    """
    if _was_read(party, paper_id, language or party.language):
        return False
    standing = stand_for(party, by, at)
    version, signer = version_of(standing, paper_id), f"party:{party.pk}"
    if signer not in version.signers:
        return False
    row, _ = Delivery.objects.get_or_create(
        paper_id=version.id, party=party, defaults={"at": at, "how": "opened"}
    )
    is_new = row.opened_at is None
    if is_new:
        row.opened_at = at
        row.save()
    is_turned = _turned(standing, version, party, language or party.language)
    if is_turned or is_new:
        detail = {"who": party.name, "paper": version.paper, "version": version.version}
        keep(standing, code="paper_read", subject=("paper", str(version.id)), detail=detail)
    return is_turned or is_new


def _was_read(party: Party, paper_id: int, language: str) -> bool:
    """Tell, without locking the case, whether a paper was read as it is to be read: most looks end here."""
    if not Delivery.objects.filter(paper_id=paper_id, party=party).exclude(opened_at=None).exists():
        return False
    paper = Paper.objects.only("text", "readings").get(pk=paper_id)
    text = (paper.readings.get(f"party:{party.pk}") or {}).get("said", paper.text)
    return bool(text["language"] == language and ("easy" in text) == party.easy_read)


def _turned(standing: Standing, version: PaperVersion, party: Party, language: str) -> bool:
    """Turn a paper into another language or easy words for one reader; what was answered under stays."""
    paper, signer = Paper.objects.get(pk=version.id), f"party:{party.pk}"
    reader = standing.facts.party(party.pk)
    now = (paper.readings.get(signer) or {}).get("said", paper.text)
    has_answered = paper.signatures.filter(signer=signer).exists()
    if reader is None or has_answered:
        return False
    is_right = now["language"] == language and ("easy" in now) == reader.easy_read
    if is_right or _says_more_today(standing, paper):
        return False
    theirs = replace(reader, language=language)
    if not theirs.reads_otherwise:
        paper.readings.pop(signer)
    else:
        paper.readings[signer] = reading_of(
            standing.case, standing.protocol, standing.facts, paper.paper, theirs
        )
    paper.save()
    return True


def _says_more_today(standing: Standing, paper: Paper) -> bool:
    """Tell whether the text would read otherwise today than when it was drawn up: then it is not turned."""
    return bool(compose(standing.protocol, standing.facts, paper.paper) != paper.text)


@transaction.atomic
def need_no_more_time(*, party: Party, by: None, paper_id: int, at: datetime) -> None:
    """Let one of the family shorten their own time to think; a night always remains."""
    standing = stand_for(party, by, at)
    version = version_of(standing, paper_id)
    row = Delivery.objects.filter(paper_id=version.id, party=party, shortened_at=None).first()
    if row is None:
        raise NotNow(told("This is not waiting for you."))
    row.shortened_at = at
    row.save()
    detail = {"who": party.name, "paper": version.paper, "version": version.version}
    keep(standing, code="time_shortened", subject=("paper", str(version.id)), detail=detail)


@transaction.atomic
def note_handed_over(*, case_id: int, paper_id: int, party_id: int, by: User, at: datetime) -> None:
    """Note that a paper was handed over or posted today; from now on this person has time to think."""
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.PAPER_ANSWER_RECORD):
        raise NotYours("Only those who run the case note this.")
    version, party = version_of(standing, paper_id), standing.facts.party(party_id)
    if party is None or f"party:{party_id}" not in version.signers:
        raise NotNow("This person is not asked to sign it.")
    delivered(paper_id=version.id, party_id=party_id, at=at, how="post")
    Message.objects.filter(paper_id=version.id, party_id=party_id, sent_at=None).update(sent_at=at)
    detail = {"who": party.name, "paper": version.paper, "version": version.version}
    keep(standing, code="paper_handed_over", subject=("paper", str(version.id)), detail=detail)


def delivered(*, paper_id: int, party_id: int, at: datetime, how: str) -> None:
    """Note once when a paper reached a person."""
    Delivery.objects.get_or_create(paper_id=paper_id, party_id=party_id, defaults={"at": at, "how": how})
