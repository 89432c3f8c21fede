"""How does a school say what a child who comes should know, and how does it put up and take down pictures?"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.welcomes import PERSON, PICTURES, Picture, Welcome, schools_of
from freshstart.outside.pictures import Drawn
from freshstart.process.histories import Payload
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.welcomes import LONGEST, MOST_PICTURES, SPEAKING, TEXTS


@transaction.atomic
def say(*, by: User, at: datetime, organisation: Organisation, said: Mapping[str, str]) -> Welcome:
    """Let a school say what every child who comes reads; an empty text is not there at all.

    Earlier words stay in the history. Refused: by whom it is not (NotYours); a text that is not among those
    asked for, or longer than a child reads (Incomplete).
    """
    school = _locked(by, organisation)
    texts = {name: "\n".join(map(str.rstrip, text.strip().splitlines())) for name, text in said.items()}
    wrong = dict.fromkeys(texts.keys() - {*TEXTS}, "This is not asked for.")
    long = (name for name, text in texts.items() if len(text) > LONGEST)
    wrong |= dict.fromkeys(long, f"Say it in at most {LONGEST:,} characters.")
    if wrong:
        raise Incomplete(wrong)
    kept = {name: text for name, text in texts.items() if text}
    changed = {"said": kept, "changed_at": at, "changed_by": by}
    welcome, _ = Welcome.objects.update_or_create(organisation=school, defaults=changed)
    _record(by, at, "welcome_said", welcome, {"said": kept})
    return welcome


@transaction.atomic
def add_picture(
    *, by: User, at: datetime, organisation: Organisation, kind: str, name: str, role: str, drawn: Drawn
) -> Picture:
    """Put up a picture of a school or of one of its people, as `outside.pictures` has drawn it anew.

    Refused: by whom it is not (NotYours); without a name, or for a person without a role (Incomplete); when
    30 pictures hang already (NotNow).
    """
    school = _locked(by, organisation)
    words = {"name": " ".join(name.split()), "role": " ".join(role.split())}
    _check(kind, words)
    if Picture.objects.hanging().filter(organisation=school).count() >= MOST_PICTURES:
        raise NotNow(
            f"There are {MOST_PICTURES} pictures already.", next_step="Take one down, then put up this one."
        )
    shown = {"data": drawn.data, "width": drawn.width, "height": drawn.height}
    picture = Picture.objects.create(organisation=school, kind=kind, **words, **shown, made_at=at, made_by=by)
    _record(by, at, "picture_added", picture, {"kind": kind, "picture": words})
    return picture


def _check(kind: str, words: Mapping[str, str]) -> None:
    missing = {}
    if kind not in PICTURES:
        missing["kind"] = "Say what the picture shows."
    if not words["name"]:
        missing["name"] = "Write what or whom it shows: whoever cannot see the picture hears this."
    if kind == PERSON and not words["role"]:
        missing["role"] = "Write what this person does, in words that a child knows."
    if missing:
        raise Incomplete(missing)


@transaction.atomic
def remove_picture(*, by: User, at: datetime, picture: Picture) -> None:
    """Take a picture down for good: nothing of what it showed is kept.

    Refused: by whom it is not (NotYours), and when it was taken down already (NotNow).
    """
    school = _locked(by, picture.organisation)
    row = Picture.objects.hanging().filter(organisation=school, pk=picture.pk).first()
    if row is None:
        raise NotNow("This picture was taken down already.")
    row.data, row.removed_at = b"", at
    row.save()
    words = {"name": row.name, "role": row.role}
    _record(by, at, "picture_removed", row, {"kind": row.kind, "picture": words})


def _locked(by: User, organisation: Organisation) -> Organisation:
    """Lock a school until what is written for it is whole. Refused for anybody without a post there."""
    school = schools_of(by).select_for_update(no_key=True).filter(pk=organisation.pk).first()
    if school is None:
        raise NotYours(
            f"You cannot write for {organisation.name}.",
            next_step="Its headteacher, pastoral lead, SENCO, key adults and attendance officer can.",
        )
    return school


def _record(by: User, at: datetime, code: str, about: Welcome | Picture, detail: Payload) -> None:
    place = about.organisation
    held = Membership.objects.filter(user=by, organisation=place, post__in=SPEAKING, ended_on=None)
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT,
        acting_as=held.order_by("pk").values_list("post", flat=True)[0],
        code=code,
        subject_kind="picture" if isinstance(about, Picture) else "welcome",
        subject_id=str(about.pk),
        detail={"name": by.name, "organisation": place.name, **detail},
    )
