"""How do messages leave the house, once each, and how does a link reach the person it is for?"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction

from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.cases import Case
from freshstart.models.cases import Party as PartyRow
from freshstart.models.histories import ActorKind, append
from freshstart.models.messages import Link, Message
from freshstart.models.papers import Document
from freshstart.models.people import User
from freshstart.process.facts import Party
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Channel

LINK_LIFE = timedelta(days=7)
SALT = "freshstart.link"
SUBJECT = "Something for you to read"
BODY = (
    "{sender} has sent you something to read on Fresh Start.\n\n{address}\n\n"
    "If you did not expect this, ring the school you know. Nobody will ask you to sign in."
)


def put_in_outbox(standing: Standing, party: Party, document: Document | None) -> None:
    """Put a letter, or only the link, in the outbox for a person without an account.

    Nothing about a child is in the subject or the body; on paper the letter itself goes in the envelope.
    """
    row = PartyRow.objects.get(pk=party.id)
    link = None if party.channel is Channel.POST else live_link(row, standing.case, standing.at)
    Message.objects.create(
        case=standing.case,
        party=row,
        document=document,
        link=link,
        channel=row.channel,
        address={Channel.EMAIL: row.email, Channel.TEXT: row.phone}.get(
            party.channel, "\n".join(row.address)
        ),
        recipient=row.name,
        subject=SUBJECT,
        body=standing.facts.home.name,
        message_id=f"<{secrets.token_hex(16)}@freshstart.invalid>",
        made_at=standing.at,
    )


def live_link(party: PartyRow, case: Case, at: datetime) -> Link:
    """Give the person's link; a link that has run out is replaced, and there is never more than one."""
    link = Link.objects.filter(party=party, revoked_at=None).first()
    if link and link.expires_at > at:
        return link
    Link.objects.filter(party=party, revoked_at=None).update(revoked_at=at)
    return Link.objects.create(
        case=case, party=party, nonce=secrets.token_urlsafe(32), made_at=at, expires_at=at + LINK_LIFE
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
    standing = stand(case_id=case_id, by=by, at=at)
    _must_run(standing, Permission.LINK_SEND)
    party = standing.facts.party(party_id)
    if party is None:
        raise NotYours("This person is not on this case.")
    put_in_outbox(standing, party, None)
    keep(standing, code="link_sent", subject=("party", str(party_id)), detail={"to": party.name})


@transaction.atomic
def revoke_link(*, case_id: int, party_id: int, by: User, at: datetime) -> None:
    """Close a person's link at once; whoever holds it sees what a stranger would see."""
    standing = stand(case_id=case_id, by=by, at=at)
    _must_run(standing, Permission.LINK_SEND)
    party = standing.facts.party(party_id)
    if party is None:
        raise NotYours("This person is not on this case.")
    revoke_links(party_id, at)
    keep(standing, code="link_revoked", subject=("party", str(party_id)), detail={"to": party.name})


def revoke_links(party_id: int, at: datetime) -> None:
    """Close every live link of a person; a message that would bring one is not sent."""
    Message.objects.filter(party_id=party_id, link__isnull=False, sent_at=None).delete()
    Link.objects.filter(party_id=party_id, revoked_at=None).update(revoked_at=at)


def _must_run(standing: Standing, permission: Permission) -> None:
    if not may(standing.actor.roles, permission):
        raise NotYours("Only those who run the case do this.", next_step=f"Ask {standing.facts.lead.name}.")


@transaction.atomic
def deliver_next(*, at: datetime) -> bool:
    """Send the oldest e-mail that waits, and say whether there was one.

    Safe to run twice: a message that was sent is not sent again. A repeat is possible only if the mail server
    had accepted and this process died before the commit; it then has the same Message-ID. Letters and texts
    wait in the outbox for a person who prints or sends them.
    """
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("party", "case")
        .filter(channel=Channel.EMAIL, sent_at=None, tries__lt=5)
        .order_by("tries", "id")
        .first()
    )
    if message is None:
        return False
    message.tries += 1
    try:
        _send(message, at)
        message.sent_at, message.problem = at, ""
    except OSError as error:
        message.problem = str(error)
    message.save()
    return True


def _send(message: Message, at: datetime) -> None:
    """Hand an e-mail to the mail server, with a link that is good now."""
    message.link = live_link(message.party, message.case, at)
    address = f"{settings.SITE}/for-you/{token_of(message.link)}"
    mail = EmailMessage(
        subject=message.subject,
        body=BODY.format(sender=message.body, address=address),
        to=[message.address],
        headers={"Message-ID": message.message_id},
    )
    mail.send()


@transaction.atomic
def open_link(*, link_id: int, by: None, at: datetime) -> None:
    """Note that a link was opened by a press; `by` is nobody with an account."""
    link = Link.objects.select_related("party", "case").get(pk=link_id)
    if link.opened_at is None:
        link.opened_at = at
        link.save()
    append(
        at=at,
        case=link.case,
        actor=by,
        actor_kind=ActorKind.LINK,
        acting_as="family",
        code="link_opened",
        subject_kind="party",
        subject_id=str(link.party_id),
        detail={"who": link.party.name},
    )
