"""How do messages leave the house, once each, and how does a link reach the person it is for?"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Case
from freshstart.models.cases import Party as PartyRow
from freshstart.models.messages import Link, Message
from freshstart.models.papers import Delivery, Document, Paper
from freshstart.models.people import User
from freshstart.outside import texts
from freshstart.outside.translations import tongue_of
from freshstart.process.facts import Party
from freshstart.process.permissions import Permission
from freshstart.process.refusals import NotYours
from freshstart.process.tongues import told
from freshstart.process.vocabulary import Channel

LINK_LIFE = timedelta(days=7)
SALT = "freshstart.link"
SUBJECT = "Something for you to read"
BODY = told(
    "{sender} has sent you something to read on Fresh Start.\n\n{address}\n\n"
    "If you did not expect this, ring the school you know. Nobody will ask you to sign in."
)
SHORT = told("{sender} has sent you something to read: {address}")
CODE = told("Your code for Fresh Start: {code}. Tell it to nobody, not to the school either.")
NEW_WAY = told("The way we reach you was changed. If you did not ask for it, ring the school you know.")
NEW_DEVICE = told("Your link was opened on another device. If that was not you, ring the school you know.")


def put_in_outbox(
    standing: Standing,
    party: Party,
    document: Document | None,
    *,
    paper: Paper | None = None,
    about: str = "",
    not_before: datetime | None = None,
) -> None:
    """Put a letter, or only the link, in the outbox for a person without an account.

    Nothing about a child is in the subject or the body; on paper the letter itself goes in the envelope, and
    so it does for whoever wants it on paper as well.
    """
    row = PartyRow.objects.get(pk=party.id)
    channels = {party.channel, *([Channel.POST] if party.on_paper and document else [])}
    for channel in sorted(channels):
        by_post = channel is Channel.POST
        Message.objects.create(
            case=standing.case,
            party=row,
            document=document,
            link=None if by_post else live_link(row, standing.case, standing.at),
            paper=paper,
            about=about,
            not_before=not_before,
            channel=channel,
            address=_address(row, channel),
            recipient=row.name,
            subject=SUBJECT,
            body=standing.facts.home.name,
            message_id=_message_id(),
            made_at=standing.at,
        )


def put_text(*, party: PartyRow, at: datetime, kind: str, body: str = "", about: str = "") -> None:
    """Put a text message in the outbox for the telephone that was verified: a code, or a notice."""
    Message.objects.create(
        case=party.case,
        party=party,
        kind=kind,
        about=about,
        channel=Channel.TEXT,
        address=party.code_phone,
        recipient=party.name,
        subject=SUBJECT,
        body=body,
        message_id=_message_id(),
        made_at=at,
    )


def _address(row: PartyRow, channel: Channel) -> str:
    return {Channel.EMAIL: row.email, Channel.TEXT: row.phone}.get(channel, "\n".join(row.address))


def _message_id() -> str:
    return f"<{secrets.token_hex(16)}@freshstart.invalid>"


def live_link(party: PartyRow, case: Case, at: datetime) -> Link:
    """Give the person's link; a link that has run out is replaced, and there is never more than one."""
    link = Link.objects.filter(party=party, revoked_at=None).first()
    return link if link and link.expires_at > at else new_link(party, case, at, LINK_LIFE)


def new_link(party: PartyRow, case: Case, at: datetime, life: timedelta) -> Link:
    """Make a link in the stead of the one that the person has."""
    Link.objects.filter(party=party, revoked_at=None).update(revoked_at=at)
    return Link.objects.create(
        case=case, party=party, nonce=secrets.token_urlsafe(32), made_at=at, expires_at=at + life
    )


def token_of(link: Link) -> str:
    """Sign a link's secret; the result is the end of its address and is kept nowhere."""
    return signing.Signer(salt=SALT).sign(link.nonce)


def find_link(token: str, at: datetime) -> Link | None:
    """Find the live link of an address; unknown, forged, expired and revoked all give None alike."""
    try:
        nonce = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    rows = Link.objects.select_related("party", "case").filter(nonce=nonce, revoked_at=None)
    return rows.filter(expires_at__gt=at).first()


@transaction.atomic
def send_link(*, case_id: int, party_id: int, by: User, at: datetime) -> None:
    """Send a person their link once more; refused to whoever does not run the case (NotYours)."""
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.LINK_SEND)
    party = standing.facts.party(party_id)
    if party is None:
        raise NotYours("This person is not on this case.")
    put_in_outbox(standing, party, None)
    keep(standing, code="link_sent", subject=("party", str(party_id)), detail={"to": party.name})


@transaction.atomic
def revoke_link(*, case_id: int, party_id: int, by: User, at: datetime) -> None:
    """Close a person's link at once; whoever holds it sees what a stranger would see."""
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.LINK_SEND)
    party = standing.facts.party(party_id)
    if party is None:
        raise NotYours("This person is not on this case.")
    revoke_links(party_id, at)
    keep(standing, code="link_revoked", subject=("party", str(party_id)), detail={"to": party.name})


def revoke_links(party_id: int, at: datetime) -> None:
    """Close every live link of a person; a message that would bring one is not sent."""
    Message.objects.filter(party_id=party_id, link__isnull=False, sent_at=None).delete()
    Link.objects.filter(party_id=party_id, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def deliver_next(*, at: datetime) -> bool:
    """Send the oldest message that waits, and say whether there was one.

    Safe to run twice: a message that was sent is not sent again. A repeat is possible only if the server
    had accepted and this process died before the commit; it then has the same Message-ID. Letters wait in the
    outbox for a person who prints them, and texts where no gateway is set up.
    """
    ways = [Channel.EMAIL, *([Channel.TEXT] if texts.can_send() else [])]
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("party", "case")
        .filter(channel__in=ways, sent_at=None, tries__lt=5)
        .filter(Q(not_before=None) | Q(not_before__lte=at))
        .order_by("tries", "id")
        .first()
    )
    if message is None:
        return False
    message.tries += 1
    try:
        _send(message, at)
        message.sent_at, message.problem = at, ""
        _note_sent(message, at)
    except OSError as error:
        message.problem = str(error)
    message.save()
    return True


def _note_sent(message: Message, at: datetime) -> None:
    """Note that a paper has reached its reader, and forget a code that has gone out."""
    if message.paper_id:
        Delivery.objects.get_or_create(
            paper_id=message.paper_id, party_id=message.party_id, defaults={"at": at, "how": message.channel}
        )
    if message.kind == "code":
        message.body = ""


def _send(message: Message, at: datetime) -> None:
    """Hand a message to the mail server or the text gateway, with a link that is good now."""
    words = words_of(message, at)
    if message.channel == Channel.TEXT:
        texts.send(message.address, words, reference=message.message_id)
        return
    mail = EmailMessage(
        subject=message.subject,
        body=words,
        to=[message.address],
        headers={"Message-ID": message.message_id},
    )
    mail.send()


def words_of(message: Message, at: datetime) -> str:
    """Say what a message says, in the reader's language first: nothing about a child, and no name."""
    if message.kind == "code":
        return _in_both(message, CODE, code=message.body)
    if message.kind == "notice":
        return _in_both(message, NEW_WAY if message.about == "contact" else NEW_DEVICE)
    message.link = live_link(message.party, message.case, at)
    language = "" if message.party.language == "en" else f"?language={message.party.language}"
    address = f"{settings.SITE}/for-you/{token_of(message.link)}/{language}"
    pattern = BODY if message.channel == Channel.EMAIL else SHORT
    return _in_both(message, pattern, sender=message.body, address=address)


def _in_both(message: Message, pattern: str, **known: str) -> str:
    """Fill a pattern in the reader's language, and in English below; once where they are the same."""
    said = tongue_of(message.party.language).say(pattern).format(**known)
    english = pattern.format(**known)
    return said if said == english else f"{said}\n\n{english}"
