"""How does a person without an account come in: by a link, and by a code that comes another way?

The link alone shows nothing about a child. Each coming by it, on each device, needs a code of its own; each
signature, a fresh one. Whoever guesses, forwards, replays or opens for a mail scanner gets nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from freshstart.actions.concerns import raise_concern
from freshstart.actions.messages import new_link, put_text, revoke_links, token_of
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Party
from freshstart.models.histories import ActorKind, Event, append
from freshstart.models.messages import Code, Link, Opening
from freshstart.models.people import User
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.tongues import told
from freshstart.process.values import Values
from freshstart.process.vocabulary import CodeBy, Heard

TEXT_LIFE = timedelta(minutes=10)
SHEET_LIFE = timedelta(days=28)  # of what is printed and posted (docs/adr/0009)
SHEET_CODES = 8
OPEN_FOR = timedelta(hours=4)  # however busy
TRIES = 5
CODES_A_DAY = {"read": 3, "act": 6}
ALPHABET = "ABCDEFGHJKMNPQRTUVWXY346789"  # none that is taken for another one
WRONG_CODE = told("This is not the code. Look again, or ask for a new one.")
LENGTH = 10  # of a printed code: 47 bits


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which code is wanted: one that was sent just now, or the one of that number on the printed sheet."""

    code: int
    number: int = 0


@transaction.atomic
def open_link(*, link_id: int, by: None, at: datetime, device: str) -> Opening:
    """Note that a link was opened by a press on a device; nothing may be read yet. `by` is nobody."""
    link = Link.objects.select_related("party", "case").get(pk=link_id)
    if link.opened_at is None:
        link.opened_at = at
        link.save()
    opening = Opening.objects.create(link=link, device=device, made_at=at)
    _write(opening, "link_opened", by, at)
    return opening


@transaction.atomic
def open_without_code(*, opening_id: int, by: None, at: datetime) -> None:
    """Let a person in without a code: only where everybody is invented (the page asks the settings)."""
    opening = _locked(opening_id)
    opening.verified_at = at
    opening.save()
    _write(opening, "link_entered", by, at)


@transaction.atomic
def want_code(*, opening_id: int, by: None, at: datetime, purpose: str) -> Wanted:
    """Say which code this person is to type, and send it where it comes by text.

    Refused (NotNow): no way for a code is known; the sheet is used up; too many codes for one day.
    """
    opening = _locked(opening_id)
    party = opening.link.party
    waiting = waiting_code(opening, purpose, at)
    if waiting:
        return Wanted(waiting.pk, waiting.number)
    if party.code_by == CodeBy.SHEET:
        raise NotNow(
            told("Your sheet of codes is used up, or too old."),
            next_step=told("Ring the school for a new one."),
        )
    if party.code_by != CodeBy.TEXT:
        raise NotNow(
            told("There is no way to send you a code yet."),
            next_step=told("Ring the school: it is quickly done."),
        )
    today = Code.objects.filter(party=party, purpose=purpose, made_at__gt=at - timedelta(days=1))
    if today.filter(number=0).count() >= CODES_A_DAY[purpose]:
        raise NotNow(
            told("That was too many codes for one day."), next_step=told("Ring the school, or try tomorrow.")
        )
    typed = f"{secrets.randbelow(1_000_000):06}"
    code = Code.objects.create(
        party=party,
        opening=opening,
        purpose=purpose,
        digest=_quick(typed),
        made_at=at,
        expires_at=at + TEXT_LIFE,
    )
    put_text(party=party, at=at, kind="code", body=typed)
    _write(opening, "code_sent", by, at)
    return Wanted(code.pk)


def waiting_code(opening: Opening, purpose: str, at: datetime) -> Code | None:
    """Give the code that this person is to type now: the one that was sent, or the next one on the sheet.

    A code of the sheet is taken by its use alone: whoever only opens a link again and again uses up none.
    """
    rows = Code.objects.filter(used_at=None, expires_at__gt=at, tries__lt=TRIES)
    if opening.link.party.code_by == CodeBy.SHEET:
        return rows.filter(party=opening.link.party, number__gt=0).order_by("made_at", "number").first()
    return rows.filter(opening=opening, purpose=purpose).order_by("-pk").first()


@transaction.atomic
def try_code(*, opening_id: int, by: None, at: datetime, purpose: str, typed: str) -> int | None:
    """Try a code, and give its number where it is right: it works once.

    None for another code, one that is too old, was used, or was tried five times: a wrong try is kept.
    """
    opening = _locked(opening_id)
    found = waiting_code(opening, purpose, at)
    code = Code.objects.select_for_update().filter(pk=found.pk, used_at=None).first() if found else None
    if code is None:
        return None
    if _fits(code, typed):
        code.used_at, code.opening, code.purpose = at, opening, purpose
        code.save()
        if purpose == "read":
            _let_in(opening, by, at)
        return code.pk
    code.tries += 1
    code.save()
    _write(opening, "code_wrong", by, at)
    if code.tries >= TRIES:
        _close_if_guessed(opening, at)
    return None


def _fits(code: Code, typed: str) -> bool:
    plain = "".join(typed.split()).replace("-", "").upper()
    return (
        check_password(plain, code.digest)
        if code.number
        else constant_time_compare(_quick(plain), code.digest)
    )


def _quick(typed: str) -> str:
    """Hash a code that lives ten minutes and is tried five times: guessing it offline is worth nothing."""
    return salted_hmac("freshstart.code", typed, algorithm="sha256").hexdigest()


def _let_in(opening: Opening, by: None, at: datetime) -> None:
    earlier = Opening.objects.filter(link__party=opening.link.party, verified_at__isnull=False)
    known = earlier.filter(device=opening.device).exists() or not earlier.exists()
    opening.verified_at = at
    opening.save()
    _write(opening, "link_entered", by, at)
    if not known and opening.link.party.code_phone:
        put_text(party=opening.link.party, at=at, kind="notice")


def _close_if_guessed(opening: Opening, at: datetime) -> None:
    """Close the link when three codes in a day were tried to their end: somebody is guessing.

    Whoever it belongs to may be the one who cannot come in: who listens rings them.
    """
    party = opening.link.party
    spent = Code.objects.filter(party=party, tries__gte=TRIES, made_at__gt=at - timedelta(days=1))
    if spent.count() >= CODES_A_DAY["read"]:
        revoke_links(party.pk, at)
        _write(opening, "link_guessed", None, at)
        raise_concern(party=party, by=None, at=at, kind=Heard.GUESSED, about=Heard.GUESSED, words="")


@transaction.atomic
def leave(*, opening_id: int, by: None, at: datetime) -> None:
    """End a visit on this device."""
    opening = _locked(opening_id)
    opening.ended_at = at
    opening.save()
    _write(opening, "link_left", by, at)


@transaction.atomic
def print_codes(*, case_id: int, party_id: int, by: User, at: datetime) -> list[str]:
    """Make a new sheet of codes for a person and give it once, to be printed; the old sheet is void.

    Only for whoever listens, outside both schools, and not for whoever printed the link (NotYours).
    """
    standing, party = _to_print(case_id, party_id, by, at, other="link_printed")
    Code.objects.filter(party=party, used_at=None).update(expires_at=at)
    plain = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(SHEET_CODES)]
    Code.objects.bulk_create(
        Code(party=party, number=number, digest=make_password(text), made_at=at, expires_at=at + SHEET_LIFE)
        for number, text in enumerate(plain, 1)
    )
    party.code_by = CodeBy.SHEET
    party.save()
    keep(standing, code="codes_printed", subject=("party", str(party.pk)), detail={"to": party.name})
    return [f"{text[:5]} {text[5:]}" for text in plain]


@transaction.atomic
def print_link(*, case_id: int, party_id: int, by: User, at: datetime) -> str:
    """Make a new link for a person and give the end of its address once, to be printed; the old one closes.

    Only for whoever listens, outside both schools, and not for whoever printed the codes (NotYours).
    """
    standing, party = _to_print(case_id, party_id, by, at, other="codes_printed")
    link = new_link(party, standing.case, at, SHEET_LIFE)
    keep(standing, code="link_printed", subject=("party", str(party.pk)), detail={"to": party.name})
    return token_of(link)


def _to_print(case_id: int, party_id: int, by: User, at: datetime, *, other: str) -> tuple[Standing, Party]:
    """Find the person for whom something is printed. `other` is the act of printing the other half.

    Whoever printed that half does not print this one: nobody has both in their hands.
    """
    standing = stand(case_id=case_id, by=by, at=at)
    if not may(standing.actor.roles, Permission.CODE_PRINT):
        raise NotYours(
            "Links and codes are printed outside both schools.", next_step="Ask the council’s family adviser."
        )
    party = Party.objects.get(pk=party_id, case_id=case_id, removed_at=None)
    printed = Event.objects.filter(case=case_id, code=other, subject_id=str(party.pk), at__gt=at - SHEET_LIFE)
    last = printed.order_by("seq").last()
    if last is not None and last.actor_id == by.pk:
        raise NotYours(
            "You printed the other half: nobody holds a person’s link and codes.",
            next_step="Ask a colleague outside both schools.",
        )
    return standing, party


def _locked(opening_id: int) -> Opening:
    rows = Opening.objects.select_related("link__party", "link__case").select_for_update(of=("self",))
    return rows.get(pk=opening_id)


def _write(opening: Opening, code: str, by: None, at: datetime) -> None:
    append(
        at=at,
        case=opening.link.case,
        actor=by,
        actor_kind=ActorKind.LINK,
        acting_as="family",
        code=code,
        subject_kind="party",
        subject_id=str(opening.link.party_id),
        detail={"who": opening.link.party.name},
    )


def evidence_of(opening: Opening, code: int | None, **more: str) -> Values:
    """Say how a person was known when they signed."""
    return {"opening": opening.pk, "code": code, "code_by": opening.link.party.code_by, **more}


def find_opening(opening_id: int, at: datetime) -> Opening | None:
    """Find a coming that is still good: by a live link, let in by a code, and not four hours old."""
    rows = Opening.objects.select_related("link__party", "link__case").filter(
        pk=opening_id,
        ended_at=None,
        verified_at__gt=at - OPEN_FOR,
        link__revoked_at=None,
        link__expires_at__gt=at,
        link__party__removed_at=None,
    )
    return rows.first()
