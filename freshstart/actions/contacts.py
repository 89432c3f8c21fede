"""How is a person reached, in which form do they read, and what must they not learn?

A new address or telephone takes two members of staff, and holds signing for three days: whoever answers for
a parent must be that parent (security.md, T-02).
"""

from datetime import datetime, timedelta

from django.db import transaction

from freshstart.actions.letters import bring_anew
from freshstart.actions.messages import put_in_outbox, put_text, revoke_links
from freshstart.actions.papers import bring, read_anew
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import ContactChange, Party, Restriction
from freshstart.models.messages import Message
from freshstart.models.papers import Document
from freshstart.models.people import User
from freshstart.outside.translations import LANGUAGES
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Channel, CodeBy, Hidden, Verified

HOLD = timedelta(hours=72)
CONTACT = ("channel", "email", "phone", "address", "code_phone")
SHORTEST = 10  # figures of a number with its area
NEEDS = ("interpreter", "large_print", "easy_read", "on_paper")


def _party(standing: Standing, party_id: int) -> Party:
    row = Party.objects.filter(pk=party_id, case=standing.case, removed_at=None).first()
    if row is None:
        raise NotNow("This person is not on this case.")
    return row


@transaction.atomic
def note_needs(*, case_id: int, party_id: int, by: User, at: datetime, language: str, **needs: bool) -> None:
    """Note the language and form in which a person reads; from now on everything comes so.

    `needs` are interpreter, large_print, easy_read and on_paper. Refused for a language we do not have.
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    party = _party(standing, party_id)
    if language not in LANGUAGES:
        raise Incomplete({"language": "Choose one of the languages."})
    party.language = language
    for name in NEEDS:
        setattr(party, name, needs.get(name, False))
    party.save()
    detail = {"who": party.name, "language": language, **{name: getattr(party, name) for name in NEEDS}}
    keep(standing, code="needs_noted", subject=("party", str(party.pk)), detail=detail)


@transaction.atomic
def verify_phone(*, case_id: int, party_id: int, by: User, at: datetime, phone: str, how: Verified) -> None:
    """Note the first telephone to which codes go, once it is sure that it is this person's own.

    Refused (Incomplete): no number; the number to which the link itself goes; one that somebody else on the
    case has, because each answers alone; and a number where there is one already (NotNow): that is a change.
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    party = _party(standing, party_id)
    if party.code_phone:
        raise NotNow("There is a telephone already.", next_step="Ask for a change: a colleague checks it.")
    _check_phone(party, phone, party.channel, party.phone)
    _set_phone(party, phone, by, at, how)
    detail = {"who": party.name, "how": str(how)}
    keep(standing, code="phone_verified", subject=("party", str(party.pk)), detail=detail)


def _check_phone(party: Party, phone: str, channel: str, own: str) -> None:
    digits = _digits(phone)
    if len(digits) < SHORTEST:
        raise Incomplete({"phone": "Write the whole number of a mobile telephone."})
    if channel == Channel.TEXT and digits == _digits(own):
        raise Incomplete(
            {"phone": "The link goes to this number. The code needs another way, such as a sheet."}
        )
    others = Party.objects.filter(case_id=party.case_id, removed_at=None).exclude(pk=party.pk)
    if any(digits in {_digits(one.code_phone), _digits(one.phone)} for one in others):
        raise Incomplete({"phone": "Somebody else on this case has this number. Each answers alone."})


def _digits(phone: str) -> str:
    plain = "".join(sign for sign in phone if sign.isdigit())
    return "0" + plain.removeprefix("0044").removeprefix("44") if plain.startswith(("44", "0044")) else plain


def _set_phone(party: Party, phone: str, by: User, at: datetime, how: Verified) -> None:
    party.code_by, party.code_phone = CodeBy.TEXT, phone.strip()
    party.verified_at, party.verified_by, party.verified_how = at, by, how
    party.save()


@transaction.atomic
def ask_change(*, case_id: int, party_id: int, by: User, at: datetime, new: Values) -> None:
    """Write down a new way to reach a person; nothing changes until a colleague has checked it."""
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    party = _party(standing, party_id)
    if not set(new) <= set(CONTACT) or not any(new.values()):
        raise Incomplete({"channel": "Write what has changed."})
    if new.get("code_phone"):
        _check_phone(
            party, new["code_phone"], new.get("channel", party.channel), new.get("phone", party.phone)
        )
    ContactChange.objects.filter(party=party, checked_at=None, refused_at=None).update(refused_at=at)
    ContactChange.objects.create(party=party, new=new, asked_by=by, asked_at=at)
    keep(standing, code="contact_asked", subject=("party", str(party.pk)), detail={"who": party.name})


@transaction.atomic
def check_change(
    *, case_id: int, change_id: int, by: User, at: datetime, is_right: bool, how: Verified
) -> None:
    """Confirm, after speaking to the person, that a new way to reach them is theirs; or refuse it.

    The old telephone is told, every link is closed, and nothing can be signed for three days. Refused to
    whoever wrote the change down (NotYours).
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    rows = ContactChange.objects.select_related("party").filter(party__case=standing.case)
    change = rows.filter(pk=change_id, checked_at=None, refused_at=None).first()
    if change is None:
        raise NotNow("This change was dealt with already.")
    if change.asked_by_id == by.pk:
        raise NotYours(
            "You wrote this down yourself.", next_step="A colleague speaks to the person and checks it."
        )
    if is_right:
        _change(standing, change, how)
    else:
        change.refused_at = at
        change.save()
    code = "contact_changed" if is_right else "contact_refused"
    detail = {"who": change.party.name, "how": str(how)}
    keep(standing, code=code, subject=("party", str(change.party_id)), detail=detail)


def _change(standing: Standing, change: ContactChange, how: Verified) -> None:
    party, new, by, at = change.party, dict(change.new), standing.account, standing.at
    if party.code_phone:
        put_text(party=party, at=at, kind="notice", about="contact")
    code_phone = new.pop("code_phone", "")
    for name, value in new.items():
        setattr(party, name, value)
    if code_phone:
        _set_phone(party, code_phone, by, at, how)
    party.signing_held_until = at + HOLD
    party.save()
    _send_anew(standing, party)
    change.checked_by, change.checked_at = by, at
    change.save()


def _send_anew(standing: Standing, party: Party) -> None:
    """Close a person's links, and make anew what has not gone out: the old may tell, or go, too much."""
    waiting = list(
        Message.objects.filter(party=party, kind="link", sent_at=None)
        .select_related("document", "paper")
        .order_by("pk")
    )
    Message.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    Document.objects.filter(pk__in=[one.document_id for one in waiting]).update(recalled_at=standing.at)
    revoke_links(party.pk, standing.at)
    now = standing.again()
    reader = now.facts.party(party.pk)
    letters = [one.document for one in waiting if one.document and not one.paper]
    for source, occurrence in dict.fromkeys((one.source, one.occurrence) for one in letters):
        bring_anew(now, party.pk, source, occurrence)
    for paper in {one.paper_id: one.paper for one in waiting if one.paper}.values():
        if reader and paper:
            bring(now, paper, reader)
    for one in waiting:
        if reader and not (one.document or one.paper):
            put_in_outbox(now, reader, None, about=one.about, not_before=one.not_before)


@transaction.atomic
def restrict(*, case_id: int, party_id: int, by: User, at: datetime, hides: list[Hidden], order: str) -> None:
    """Say what somebody must not learn; from now on nothing that leaves the house tells them.

    `order` says on which ground, for safeguarding eyes. Papers that they were given, and what has not gone
    out to them yet, are made anew. Refused without a ground or without anything to hide (Incomplete).
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.RESTRICTION_MAKE)
    party = _party(standing, party_id)
    if not hides or not order.strip():
        raise Incomplete({"order": "Say what is kept from this person, and on which ground."})
    Restriction.objects.filter(party=party, ended_at=None).update(ended_at=at)
    Restriction.objects.create(
        case=standing.case,
        party=party,
        hides=[str(one) for one in hides],
        order=order.strip(),
        made_at=at,
        made_by=by,
    )
    read_anew(standing, party.pk)
    _send_anew(standing, party)
    keep(standing, code="restricted", subject=("party", str(party.pk)), detail={})


@transaction.atomic
def lift(*, case_id: int, party_id: int, by: User, at: datetime) -> None:
    """Let somebody learn again what was kept from them, from now on."""
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.RESTRICTION_MAKE)
    party = _party(standing, party_id)
    Restriction.objects.filter(party=party, ended_at=None).update(ended_at=at)
    read_anew(standing, party.pk)
    keep(standing, code="restriction_lifted", subject=("party", str(party.pk)), detail={})
