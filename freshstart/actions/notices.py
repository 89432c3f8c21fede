"""How do heads and governors hear that a decision waits for them?"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from freshstart.models.deadlines import Deadline
from freshstart.models.messages import Notice
from freshstart.models.people import User

SUBJECT = "A decision waits for you"
BODY = (
    "{name}, a decision waits for you on Fresh Start.\n\n{address}\n\n"
    "Sign in, and the link brings you to the page with all you need for it."
)

HEARD = "Somebody would like to be heard"
TO_HEAR = (
    "{name}, somebody of a family would like to be heard by you, and by nobody of a school.\n\n{address}\n\n"
    "Sign in, and ring them by the end of the next working day."
)


def tell_of(rows: Iterable[Deadline], at: datetime) -> None:
    """Put a notice in the queue for whoever is held to each of these debts, once for each person."""
    Notice.objects.bulk_create(
        (
            Notice(
                deadline=row,
                user=user,
                message_id=f"<{secrets.token_hex(16)}@freshstart.invalid>",
                made_at=at,
            )
            for row in rows
            for user in _held_to(row)
        ),
        ignore_conflicts=True,
    )


def _held_to(row: Deadline) -> Iterable[User]:
    if row.owner is not None:
        return (row.owner,)
    return User.objects.filter(
        is_active=True,
        memberships__organisation=row.owner_organisation_id,
        memberships__post=row.owner_post,
        memberships__ended_on=None,
    )


def address_of(notice: Notice) -> str:
    """Give the address that leads, after signing in, to a decision, or to who wants to be heard."""
    return (
        f"{settings.SITE}/decide/{notice.deadline_id}/"
        if notice.deadline_id
        else f"{settings.SITE}/listening/"
    )


@transaction.atomic
def deliver_next_notice(*, at: datetime) -> bool:
    """Send the oldest notice that waits and is still of use, and say whether there was one.

    Safe to run twice, as `messages.deliver_next` is.
    """
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("user", "deadline")
        .filter(sent_at=None, tries__lt=5, deadline__met_at=None)
        .order_by("tries", "id")
        .first()
    )
    if notice is None:
        return False
    notice.tries += 1
    subject, body = (SUBJECT, BODY) if notice.deadline_id else (HEARD, TO_HEAR)
    mail = EmailMessage(
        subject=subject,
        body=body.format(name=notice.user.name, address=address_of(notice)),
        to=[notice.user.email],
        headers={"Message-ID": notice.message_id},
    )
    try:
        mail.send()
        notice.sent_at, notice.problem = at, ""
    except OSError as error:
        notice.problem = str(error)
    notice.save()
    return True
