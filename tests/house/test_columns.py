"""Does the database itself know which words may stand in a column?

Every short text column is either held to a vocabulary by a CHECK, or named here with what else it holds: a
new column without either is a breach.
"""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from freshstart.models.cases import Party

ID = "an id out of a protocol or a law edition"
CODE = "a code given elsewhere, by the register or the state"
HASH = "a hash, a nonce or a reference"
TYPED = "typed by a person"
CHAINED = "a code bound by the chain of the history"
FREE = {
    ID: {
        "Answer.question", "Deadline.key", "Deadline.occurrence", "Deadline.step", "Document.occurrence",
        "Document.source", "Paper.paper", "Phase.law_edition", "ProtocolVersion.slug", "Review.decision",
        "Review.number", "StepRecord.occurrence", "StepRecord.step", "View.question", "View.value",
        "View.occurrence", "Concern.about", "Message.about",
    },
    CODE: {
        "Organisation.establishment_number", "Organisation.la_code", "Document.standard", "Party.language",
        "Document.language",
    },
    HASH: {
        "Case.reference", "Document.digest", "Link.nonce", "Message.message_id", "Notice.message_id",
        "Organisation.register_digest", "Paper.digest", "ProtocolVersion.digest",
        "Signature.digest", "User.password", "Code.digest", "Opening.device", "Document.seal",
        "StaffNetwork.mark",
    },
    TYPED: {"Case.upn", "Party.email", "Review.meets_at", "User.email"},
    CHAINED: {
        "Event.acting_as", "Event.code", "Event.commitment", "Event.hash", "Event.prev", "Event.subject_id",
        "Event.subject_kind", "SensitiveReading.acting_as",
    },
    "a role or a party of the case": {
        "Deadline.owner_role", "Deadline.owner_post", "Grant.post", "Signature.signer",
        "StepRecord.acting_as",
    },
    "the name of a mark": {"Mark.name"},
}  # fmt: skip


def unchecked(tables: Iterable[type[models.Model]]) -> set[str]:
    """Name the short text columns of which the database does not know what may stand in them."""
    found = set()
    for table in tables:
        checks = [one for one in table._meta.constraints if isinstance(one, models.CheckConstraint)]
        held = {name for one in checks for name in _held(one.condition)}
        columns = [one for one in table._meta.concrete_fields if isinstance(one, models.CharField)]
        found |= {f"{table.__name__}.{one.name}" for one in columns if one.name not in held}
    return found


def _held(condition: object) -> set[str]:
    """Name the columns that a condition holds to a list of values."""
    if not isinstance(condition, models.Q):
        return set()
    named = (one for one in condition.children if isinstance(one, tuple))
    inner = (_held(one) for one in condition.children if not isinstance(one, tuple))
    return {name.removesuffix("__in") for name, _ in named if name.endswith("__in")}.union(*inner)


def test_every_column_with_a_vocabulary_is_held_to_it() -> None:
    known = set().union(*FREE.values())
    assert unchecked(apps.get_app_config("freshstart").get_models()) == known


def test_a_column_without_a_check_is_found() -> None:
    class Planted(models.Model):  # noqa: DJ008 - no table, and nobody prints it
        colour = models.CharField(max_length=8)

        class Meta:
            app_label = "planted"

    assert unchecked([Planted]) == {"Planted.colour"}
    del apps.all_models["planted"]["planted"]


@pytest.mark.django_db
def test_the_database_refuses_a_word_that_is_none() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(case_id=1, name="Nobody", relation="neighbour", channel="post")
