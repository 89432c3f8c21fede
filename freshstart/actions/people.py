"""How does somebody come to hold a post, and how does the post end?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.leads import pass_on_what_is_left
from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.outside.clocks import day_of
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Post


@transaction.atomic
def appoint(
    *, by: User | None, at: datetime, email: str, name: str, organisation: Organisation, post: Post
) -> User:
    """Give a person a post in a school or council, with an account if they have none yet.

    They choose a password by “I have forgotten my password”. Refused: an address or a name that is missing
    (Incomplete).
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if "@" not in address or (user is None and not name.strip()):
        raise Incomplete({"email": "Give the e-mail address and, for a new account, the name."})
    user = user or User.objects.create_user(address, name.strip())
    held, _ = Membership.objects.update_or_create(
        user=user, organisation=organisation, post=post, defaults={"ended_on": None}
    )
    _record(by, at, "appointed", held)
    return user


@transaction.atomic
def end_post(*, by: User | None, at: datetime, membership: Membership) -> None:
    """End a person's post from today on; whatever they saw by it they see no longer.

    What they led passes on. Refused (NotNow) where nobody at the school could lead it.
    """
    membership.ended_on = day_of(at)
    membership.save()
    pass_on_what_is_left(membership.user, membership.organisation_id, at)
    _record(by, at, "post_ended", membership)


def _record(by: User | None, at: datetime, code: str, held: Membership) -> None:
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT if by else ActorKind.SERVICE,
        acting_as="administrator",
        code=code,
        subject_kind="user",
        subject_id=str(held.user_id),
        detail={"name": held.user.name, "organisation": held.organisation.name, "post": held.post},
    )
