"""What the database lets nobody do to the history, and what is found when somebody does it all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError

from freshstart.models.cases import Case
from freshstart.models.histories import ActorKind, Event, EventDetail, SensitiveReading, append, verify
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolVersion
from freshstart.process.histories import Fault

NINE = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
GUARDS = import_module("freshstart.migrations.0002_history_guards")
COLUMNS = [str(field.column) for field in Event._meta.concrete_fields]
FORGED = [
    {"seq": "9"},
    {"at": "'2026-01-01 09:00:00+00:00'"},
    {"case_id": "NULL"},
    {"actor_id": "(SELECT max(id) FROM freshstart_user)"},
    {"actor_kind": "'link'", "actor_id": "NULL"},
    {"acting_as": "'head'"},
    {"code": "'agreement_declined'"},
    {"subject_kind": "'agreement'"},
    {"subject_id": "'999'"},
    {"commitment": f"'{'f' * 64}'"},
    {"prev": f"'{'f' * 64}'"},
    {"hash": f"'{'f' * 64}'"},
]
EVERY_FORGERY = pytest.mark.parametrize("forged", FORGED, ids=[" and ".join(values) for values in FORGED])

ALL = ", ".join(COLUMNS)
NEXT = ", ".join({"seq": "4", "prev": "hash"}.get(column, column) for column in COLUMNS)
REMOVALS = {
    "sqlite": [
        "DELETE FROM freshstart_event",
        "DELETE FROM freshstart_event WHERE seq = 3",
        f"INSERT OR REPLACE INTO freshstart_event (rowid, {ALL}) "
        f"SELECT 1, {NEXT} FROM freshstart_event WHERE seq = 3",
    ],
    "postgresql": [
        "DELETE FROM freshstart_event",
        "DELETE FROM freshstart_event WHERE seq = 3",
        "TRUNCATE freshstart_event CASCADE",
        "TRUNCATE freshstart_event, freshstart_eventdetail",
    ],
}
REPLACEMENTS = {
    "sqlite": [
        "INSERT OR REPLACE INTO freshstart_event ({all}) SELECT {values} FROM freshstart_event WHERE seq = 2",
    ],
    "postgresql": [],
}
CHANGES = [
    "UPDATE freshstart_event SET {changes} WHERE seq = 2",
    "INSERT INTO freshstart_event ({all}) SELECT {all} FROM freshstart_event WHERE seq = 2 "
    "ON CONFLICT (seq) DO UPDATE SET {changes}",
    *REPLACEMENTS[connection.vendor],
]


def tell(code: str, **others: Any) -> Event:
    told: dict[str, Any] = {
        "at": NINE,
        "case": None,
        "actor": None,
        "actor_kind": ActorKind.SERVICE,
        "acting_as": "service",
        "code": code,
        "subject_kind": "case",
        "subject_id": "1",
        "detail": {"by": "Fresh Start", "words": f"{code} at Thornley Vale"},
    }
    return append(**told | others)


def a_case(lead: User) -> Case:
    council = Organisation.objects.create(kind="council", name="Harrowmere", source="typed")
    home = Organisation.objects.create(kind="school", name="Thornley Vale", source="typed", council=council)
    protocol = ProtocolVersion.objects.create(in_force_from=NINE.date(), loaded_at=NINE)
    return Case.objects.create(
        reference="7K3M9Q2T",
        protocol=protocol,
        opened_at=NINE,
        opened_on=NINE.date(),
        lead=lead,
        born_on=date(2012, 3, 9),
        home=home,
        council=council,
        home_council=council,
    )


def by_hand(statement: str) -> None:
    """Do it as somebody does who has the database open in another program."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def changing(statement: str, forged: dict[str, str]) -> str:
    changes = ", ".join(f"{column} = {value}" for column, value in forged.items())
    values = ", ".join(forged.get(column, column) for column in COLUMNS)
    return statement.format(all=ALL, changes=changes, values=values)


@pytest.fixture
def history(db: None) -> Iterator[list[Event]]:
    """Three acts on one case by Amira Khan, in a database that is then open in another program."""
    amira = User.objects.create_user("amira.khan@thornley-vale.example", "Amira Khan")
    User.objects.create_user("ben.osei@kestrel-park.example", "Ben Osei")
    hers = {"case": a_case(amira), "actor": amira, "actor_kind": ActorKind.ACCOUNT, "acting_as": "lead"}
    days = enumerate(("case_opened", "meeting_held", "agreement_signed"))
    events = [tell(code, at=NINE + timedelta(days=day), **hers) for day, code in days]
    connection.check_constraints()  # PostgreSQL changes no table that has checks outstanding
    if connection.vendor == "sqlite":
        by_hand("PRAGMA recursive_triggers = OFF")  # as in every program but ours
        yield events
        by_hand("PRAGMA recursive_triggers = ON")
    else:
        yield events


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the guards away for a while, as the owner of the database can."""
    with transaction.atomic():
        for statement in GUARDS.LIFT[connection.vendor]:
            by_hand(statement)
        yield
        transaction.set_rollback(True)


def test_an_act_is_told_with_its_details_and_follows_the_act_before(history: list[Event]) -> None:
    first, second, _ = history
    assert (second.seq, second.prev, second.code) == (2, first.hash, "meeting_held")
    assert second.detail.payload == {"by": "Fresh Start", "words": "meeting_held at Thornley Vale"}
    assert verify(Event.objects.all()).fault is None


@pytest.mark.usefixtures("history")
def test_no_name_and_no_word_is_in_the_part_that_stays() -> None:
    stays = str(list(Event.objects.values_list()))
    assert "Thornley Vale" not in stays
    assert "Fresh Start" not in stays


def test_nothing_is_told_outside_the_transaction_of_a_change() -> None:
    with pytest.raises(TransactionManagementError):
        tell("case_opened")


@pytest.mark.usefixtures("history")
def test_what_did_not_happen_is_not_told() -> None:
    def sign_and_fall_over() -> None:
        with transaction.atomic():
            tell("agreement_signed")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        sign_and_fall_over()
    assert tell("meeting_held").seq == 4
    assert verify(Event.objects.all()).count == 4


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("number", [0.5, float("nan"), [1.0], {"x": 1e16}])
def test_numbers_that_a_database_may_alter_are_refused(number: object) -> None:
    with pytest.raises(TypeError):
        tell("meeting_held", detail={"number": number})


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor_kind": ActorKind.ACCOUNT},
        {"actor_kind": "other"},
        {"acting_as": ""},
        {"code": ""},
        {"subject_kind": ""},
        {"subject_id": ""},
    ],
)
@pytest.mark.usefixtures("db")
def test_an_act_without_its_codes_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(**{"code": "case_opened"} | wrong)


def test_every_column_is_among_the_forgeries() -> None:
    assert {column for values in FORGED for column in values} == set(COLUMNS)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("statement", CHANGES)
@EVERY_FORGERY
def test_no_column_of_an_event_can_be_changed(statement: str, forged: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        by_hand(changing(statement, forged))
    assert verify(Event.objects.all()).fault is None


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("statement", REMOVALS[connection.vendor])
def test_no_event_can_be_removed(statement: str) -> None:
    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        by_hand(statement)
    assert verify(Event.objects.all()).count == 3


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("wrong", [{"seq": "5"}, {"seq": "0"}, {"prev": f"'{'f' * 64}'"}])
def test_no_event_can_be_put_in_by_hand_out_of_its_place(wrong: dict[str, str]) -> None:
    right = {"seq": "4", "prev": "hash"}
    values = ", ".join((right | wrong).get(column, column) for column in COLUMNS)
    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        by_hand(f"INSERT INTO freshstart_event ({ALL}) SELECT {values} FROM freshstart_event WHERE seq = 3")


def test_nothing_that_can_be_deleted_takes_the_history_with_it() -> None:
    kept = (Event, EventDetail, SensitiveReading)
    links = [field for model in kept for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    assert {field.remote_field.on_delete for field in links} == {models.PROTECT}


@pytest.mark.usefixtures("history")
@EVERY_FORGERY
def test_a_forgery_is_found_even_where_the_guards_were_taken_away(forged: dict[str, str]) -> None:
    with unguarded():
        by_hand(changing(CHANGES[0], forged))
        verdict = verify(Event.objects.all())
    assert verdict.fault
    assert verdict.fault[0] == 2


@pytest.mark.usefixtures("history")
def test_guards_that_were_taken_away_can_be_laid_again() -> None:
    with unguarded():
        for statement in GUARDS.LAY[connection.vendor]:
            by_hand(statement)
        with pytest.raises(IntegrityError, match="history"):
            by_hand("DELETE FROM freshstart_event WHERE seq = 3")


@pytest.mark.usefixtures("history")
def test_an_event_taken_out_of_the_middle_is_found() -> None:
    with unguarded():
        by_hand("DELETE FROM freshstart_event WHERE seq = 2")
        assert verify(Event.objects.all()).fault == (2, Fault.MISSING)


def test_a_cut_off_end_is_found_by_a_head_noted_outside_and_not_without_it(history: list[Event]) -> None:
    with unguarded():
        by_hand("DELETE FROM freshstart_event WHERE seq = 3")
        assert verify(Event.objects.all()).fault is None
        assert verify(Event.objects.all(), noted=[history[2].hash]).lost == {history[2].hash}


def test_erasing_details_leaves_the_history_unbroken(history: list[Event]) -> None:
    EventDetail.objects.filter(event__in=history[:2]).delete()
    verdict = verify(Event.objects.all())
    assert (verdict.count, verdict.erased, verdict.fault) == (3, 2, None)


def test_details_that_say_something_else_are_found(history: list[Event]) -> None:
    EventDetail.objects.filter(event=history[1]).update(payload={"words": "we never promised that"})
    assert verify(Event.objects.all()).fault == (2, Fault.DETAIL_ALTERED)


def test_a_reading_names_one_of_the_known_strands(history: list[Event]) -> None:
    reading = {"at": NINE, "case": history[0].case, "reader": history[0].actor, "acting_as": "lead"}
    SensitiveReading.objects.create(strand="safeguarding", **reading)
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitiveReading.objects.create(strand="gossip", **reading)


# The command -----------------------------------------------------------------------------------------------


def verified(*arguments: str) -> str:
    said = StringIO()
    call_command("verify_history", *arguments, stdout=said)
    return said.getvalue()


def alarm(*arguments: str) -> str:
    with pytest.raises(CommandError) as raised:
        verified(*arguments)
    assert raised.value.returncode == 1
    return str(raised.value)


def test_the_command_tells_the_length_and_the_head(history: list[Event]) -> None:
    assert verified() == f"3 entries, unbroken, head {history[2].hash}\n"


def test_the_command_tells_how_many_details_were_erased(history: list[Event]) -> None:
    EventDetail.objects.get(event=history[0]).delete()
    assert verified().endswith("1 entry of these without details: they were erased.\n")


def test_the_command_names_the_first_bad_entry(history: list[Event]) -> None:
    EventDetail.objects.filter(event=history[1]).update(payload={})
    assert (
        alarm() == "The history is broken: the details of entry 2 were altered. Whole before that: 1 entry."
    )


def test_the_command_finds_in_a_grown_history_what_it_printed_earlier(
    history: list[Event], tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(verified())
    tell("child_arrived")
    assert verified("--head", str(notes), "--expect", history[1].hash).startswith("4 entries, unbroken")


def test_the_command_finds_a_cut_off_end_only_where_it_is_given_a_head(
    history: list[Event], tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(verified())
    with unguarded():
        by_hand("DELETE FROM freshstart_event WHERE seq = 3")
        assert verified().startswith("2 entries, unbroken")
        assert history[2].hash in alarm("--head", str(notes))
        assert "cut off or written anew" in alarm("--expect", history[2].hash)


@pytest.mark.usefixtures("db")
def test_the_command_says_when_a_file_has_no_head(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    assert "There is no head in" in alarm("--head", str(tmp_path / "notes.txt"))
