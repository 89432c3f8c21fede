from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from freshstart.actions import organisations
from freshstart.actions.organisations import RegisterUpdate, update_register
from freshstart.models.cases import Case
from freshstart.models.histories import Event
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolVersion
from freshstart.outside import registers
from freshstart.outside.registers import SchoolEntry, StrangeRow, read_register
from freshstart.process.refusals import Refused

SAMPLES = Path(__file__).parents[1] / "outside" / "register"
DOWNLOAD = SAMPLES / "download_camden.csv"
VARIED = SAMPLES / "download_varied.csv"
EXTRACT = SAMPLES / "extract.csv"

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)

KESTREL = SchoolEntry(
    urn=900001,
    la_code="202",
    establishment_number="4901",
    name="Kestrel Park",
    type_name="Academy converter",
    phase_name="Secondary",
    status_name=registers.OPEN,
    opened_on=date(2014, 9, 1),
    closed_on=None,
    low_age=11,
    high_age=18,
    street="1 Kestrel Way",
    locality="",
    town="Harrowmere",
    postcode="ZZ1 1AA",
    phone="",
    trust_name="Tidewell Trust",
)

pytestmark = pytest.mark.django_db


def schools(count: int) -> list[SchoolEntry]:
    """Make entries enough that one more or less is no large drop."""
    return [KESTREL, *(replace(KESTREL, urn=900001 + n, name=f"School {n}") for n in range(1, count))]


def run(
    entries: Iterable[SchoolEntry | StrangeRow],
    at: datetime = MONDAY,
    *,
    partial: bool = False,
    rehearsal: bool = False,
) -> RegisterUpdate:
    return update_register(by=None, at=at, entries=entries, partial=partial, rehearsal=rehearsal)


def command(*arguments: object) -> str:
    written = StringIO()
    call_command("import_schools", *map(str, arguments), stdout=written)
    return written.getvalue()


def counts(update: RegisterUpdate) -> dict[str, int]:
    return {str(change): count for change, count in update.counts.items() if count}


def kestrel() -> Organisation:
    return Organisation.objects.get(urn=900001)


def running_case(home: Organisation) -> Case:
    council = Organisation.objects.get(kind="council", la_code="202")
    protocol = ProtocolVersion.objects.create(
        slug="harrowmere",
        name="Harrowmere",
        digest="",
        text="",
        in_force_from=date(2026, 9, 1),
        loaded_at=MONDAY,
    )
    return Case.objects.create(
        reference="7K3M9Q2T",
        protocol=protocol,
        opened_at=MONDAY,
        opened_on=MONDAY.date(),
        lead=User.objects.create_user("lead@kestrel.example", "Dana Okafor"),
        folded="",
        born_on=date(2012, 3, 4),
        home=home,
        council=council,
        home_council=council,
    )


def test_a_school_of_the_register_becomes_ours_with_its_council() -> None:
    assert counts(run([KESTREL])) == {"new": 1}
    school = kestrel()
    assert str(school) == "Kestrel Park"
    assert school.address_lines() == ["1 Kestrel Way", "Harrowmere", "ZZ1 1AA"]
    assert (school.kind, school.phase, school.governance) == ("school", "secondary", "academy")
    assert (school.is_mainstream, school.is_registered_school) == (True, True)
    assert (school.status, school.source, school.register_seen_on) == ("open", "register", MONDAY.date())
    assert str(school.council) == "Camden"


@pytest.mark.parametrize(
    ("type_name", "phase_name", "expected"),
    [
        ("Community school", "Primary", ("school", "primary", "maintained", True, True)),
        ("Voluntary aided school", "All-through", ("school", "all_through", "maintained", True, True)),
        ("Foundation school", "Middle deemed secondary", ("school", "secondary", "maintained", True, True)),
        ("Free schools", "Middle deemed primary", ("school", "primary", "academy", True, True)),
        ("University technical college", "Secondary", ("school", "secondary", "academy", True, True)),
        ("Local authority nursery school", "Nursery", ("school", "nursery", "maintained", False, True)),
        ("Community special school", "Not applicable", ("school", "special", "maintained", False, True)),
        ("Free schools special", "Not applicable", ("school", "special", "academy", False, True)),
        ("Non-maintained special school", "Not applicable", ("school", "special", "other", False, True)),
        ("Pupil referral unit", "Not applicable", ("school", "pru", "pru", False, True)),
        (
            "Academy alternative provision converter",
            "Not applicable",
            ("school", "alternative_provision", "academy", False, True),
        ),
        ("Other independent school", "Not applicable", ("school", "other", "independent", False, True)),
        ("City technology college", "Not applicable", ("school", "other", "independent", False, True)),
        ("Academy 16-19 converter", "16 plus", ("provider", "post16", "academy", False, False)),
        ("Further education", "16 plus", ("provider", "post16", "other", False, False)),
        ("Secure units", "Not applicable", ("provider", "other", "other", False, False)),
        ("A type of next year", "Secondary", ("school", "secondary", "other", False, True)),
    ],
)
def test_only_a_state_school_that_is_not_special_is_mainstream(
    type_name: str, phase_name: str, expected: tuple[str, str, str, bool, bool]
) -> None:
    run([replace(KESTREL, type_name=type_name, phase_name=phase_name)])
    school = kestrel()
    assert expected == (
        school.kind,
        school.phase,
        school.governance,
        school.is_mainstream,
        school.is_registered_school,
    )


def test_a_type_that_is_not_known_here_is_reported() -> None:
    update = run([replace(KESTREL, type_name="A type of next year")])
    assert update.unknown_types == {"A type of next year": 1}


def test_every_type_of_the_real_samples_is_known() -> None:
    for sample in (DOWNLOAD, VARIED, EXTRACT):
        unknown = run(read_register(sample), partial=True).unknown_types
        assert set(unknown) <= {""}


def test_every_council_of_england_is_made_once() -> None:
    run([KESTREL])
    run([KESTREL], TUESDAY)
    assert Organisation.objects.filter(kind="council").count() == 153


def test_a_council_that_was_typed_before_is_kept_and_used() -> None:
    typed = Organisation.objects.create(kind="council", la_code="202", name="Camden Council", source="typed")
    run([KESTREL])
    assert kestrel().council == typed
    assert str(kestrel().council) == "Camden Council"


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    entries = list(read_register(DOWNLOAD))
    run(entries)
    before = list(Organisation.objects.order_by("id").values())
    assert counts(run(entries, TUESDAY)) == {"unchanged": 41}
    assert list(Organisation.objects.order_by("id").values()) == before


def test_a_change_is_taken_and_what_is_ours_stays() -> None:
    run([KESTREL])
    ours = {"known_as": "Kestrel", "hours": {"am_start": "8:40"}, "calendar": {"terms": [], "closed": []}}
    Organisation.objects.filter(urn=900001).update(**ours)
    identity = kestrel().pk

    assert counts(run([replace(KESTREL, name="Kestrel Park Academy")], TUESDAY)) == {"changed": 1}
    school = kestrel()
    assert (school.pk, school.name, school.register_seen_on) == (
        identity,
        "Kestrel Park Academy",
        TUESDAY.date(),
    )
    assert {column: getattr(school, column) for column in ours} == ours
    assert str(school) == "Kestrel"


def test_a_school_that_the_register_marks_as_closed_is_closed_on_that_day() -> None:
    run(schools(40))
    gone = replace(KESTREL, status_name=registers.CLOSED, closed_on=date(2026, 8, 31))
    assert counts(run([gone, *schools(40)[1:]], TUESDAY)) == {"closed": 1, "unchanged": 39}
    assert (kestrel().status, kestrel().closed_on) == ("closed", date(2026, 8, 31))


def test_a_school_that_the_register_leaves_out_is_closed_and_never_deleted() -> None:
    run(schools(40))
    assert counts(run(schools(40)[1:], TUESDAY)) == {"closed": 1, "unchanged": 39}
    assert kestrel().status == "closed"


def test_a_closed_school_stays_closed_without_being_counted_again() -> None:
    run(schools(40))
    run(schools(40)[1:], TUESDAY)
    assert counts(run(schools(40)[1:], TUESDAY)) == {"unchanged": 39}


def test_a_school_that_comes_back_is_reopened() -> None:
    run(schools(40))
    run(schools(40)[1:], TUESDAY)
    assert counts(run(schools(40), TUESDAY)) == {"reopened": 1, "unchanged": 39}
    assert kestrel().status == "open"


def test_a_proposal_to_close_keeps_a_school_open() -> None:
    run([KESTREL])
    assert counts(run([replace(KESTREL, status_name=registers.CLOSING)])) == {"changed": 1}
    assert kestrel().status == "closing"


def test_a_proposal_to_open_that_is_dropped_is_closed() -> None:
    planned = replace(KESTREL, urn=900099, status_name=registers.PROPOSED)
    run([KESTREL, planned])
    assert counts(run([KESTREL])) == {"closed": 1, "unchanged": 1}


def test_a_part_of_the_register_closes_nobody_for_being_left_out() -> None:
    run(schools(40))
    assert counts(run([KESTREL], TUESDAY, partial=True)) == {"unchanged": 1}
    assert not Organisation.objects.filter(status="closed").exists()


def test_a_file_that_would_close_many_schools_is_refused_and_changes_nothing() -> None:
    run(schools(40))
    with pytest.raises(Refused, match="3 of 40 open schools are missing or closed") as refused:
        run([replace(KESTREL, name="Renamed"), *schools(40)[4:]], TUESDAY)
    assert "--partial" in refused.value.next_step
    assert kestrel().name == "Kestrel Park"
    assert Event.objects.count() == 1


def test_a_file_that_marks_many_schools_as_closed_is_refused_too() -> None:
    run(schools(40))
    with pytest.raises(Refused, match="40 of 40"):
        run([replace(entry, status_name=registers.CLOSED) for entry in schools(40)], TUESDAY)


def test_nothing_is_kept_of_a_file_that_turns_out_unsound_at_its_end(tmp_path: Path) -> None:
    cut = tmp_path / "register.csv"
    cut.write_bytes(DOWNLOAD.read_bytes()[:-30])
    with pytest.raises(Refused, match="cut short"):
        run(read_register(cut))
    assert not Organisation.objects.exists()


def test_a_strange_row_leaves_its_school_as_it_was() -> None:
    run(schools(40))
    strange = StrangeRow(2, 900001, "it has no name")
    update = run([strange, *schools(40)[1:]], TUESDAY)
    assert counts(update) == {"unchanged": 39}
    assert update.passed_over == (strange,)
    assert kestrel().status == "open"


def test_schools_outside_england_are_counted_and_not_taken() -> None:
    update = run(read_register(VARIED))
    assert (update.outside_england, counts(update)) == (1, {"new": 7})
    assert not Organisation.objects.filter(urn=150516).exists()


def test_a_school_that_somebody_typed_is_taken_over_by_the_register() -> None:
    Organisation.objects.create(kind="school", urn=900001, name="Kestrel", source="typed")
    assert counts(run([KESTREL])) == {"changed": 1}
    assert (kestrel().name, kestrel().source) == ("Kestrel Park", "register")


@pytest.mark.parametrize("source", ["demonstration", "typed"])
def test_the_register_closes_no_school_that_did_not_come_from_it(source: str) -> None:
    Organisation.objects.create(kind="school", urn=900777, name="Carrow Hill", source=source)
    run([KESTREL])
    assert Organisation.objects.get(urn=900777).status == "open"


def test_a_school_that_closes_with_a_running_case_is_named() -> None:
    run(schools(40))
    case = running_case(home=kestrel())
    assert run(schools(40)[1:], TUESDAY).closed_with_cases == ("Kestrel Park (900001)",)

    run(schools(40), TUESDAY)
    Case.objects.filter(pk=case.pk).update(outcome="settled")
    assert run(schools(40)[1:], TUESDAY).closed_with_cases == ()


def test_a_rehearsal_counts_and_changes_nothing() -> None:
    assert counts(run(schools(40), rehearsal=True)) == {"new": 40}
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()


def test_an_import_is_recorded_with_its_counts_and_who_ran_it() -> None:
    run([KESTREL, StrangeRow(3, None, "its URN “x” is not a number of six digits")])
    officer = User.objects.create_user("registers@harrowmere.example", "Ada Fernlow")
    update_register(by=officer, at=TUESDAY, entries=[KESTREL])

    first, second = Event.objects.order_by("seq")
    assert (first.code, first.subject_kind, first.subject_id) == (
        "register_updated",
        "register",
        "2026-11-23",
    )
    assert (first.actor, first.actor_kind) == (None, "service")
    assert first.detail.payload["new"] == 1
    assert first.detail.payload["passed_over"] == 1
    assert (second.actor, second.actor_kind, second.acting_as) == (officer, "account", "administrator")


def test_anybody_signed_in_sees_organisations_and_nobody_else() -> None:
    run([KESTREL])
    officer = User.objects.create_user("registers@harrowmere.example", "Ada Fernlow")
    assert kestrel() in Organisation.objects.visible_to(officer)
    assert not Organisation.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("column", ["kind", "phase", "governance", "status", "source"])
def test_a_word_that_is_not_in_the_vocabulary_is_never_kept(column: str) -> None:
    run([KESTREL])
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(urn=900001).update(**{column: "odd"})


def test_the_command_reads_a_real_sample_and_says_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("freshstart.management.commands.import_schools.STRIDE", 20)
    said = command(DOWNLOAD)
    assert "20 rows read …\n40 rows read …\n41 rows read. Comparing and writing …" in said
    assert "New                   41\n" in said
    assert said.endswith("Done.\n")
    assert Organisation.objects.filter(kind="school").count() == 41


def test_the_command_lists_what_it_passed_over_and_what_it_does_not_know(tmp_path: Path) -> None:
    odd = tmp_path / "register.csv"
    odd.write_text(
        DOWNLOAD.read_text().replace("Heath School", "").replace("Community school", "New sort", 1)
    )
    said = command(odd)
    assert "Rows passed over:\n  row 8: it has no name\n" in said
    assert "  New sort: 1\n" in said


def test_the_command_takes_a_second_file_as_a_part_and_closes_nobody() -> None:
    command(DOWNLOAD)
    assert "Closed                 0" in command(EXTRACT, "--partial")
    assert Organisation.objects.filter(urn__lte=100040, status="open").count() == 33


def test_the_command_can_rehearse() -> None:
    said = command(DOWNLOAD, "--dry-run")
    assert said.endswith("Dry run: nothing was changed.\n")
    assert not Organisation.objects.exists()


def test_the_command_refuses_another_file_and_says_what_to_do(tmp_path: Path) -> None:
    wrong = tmp_path / "pupils.csv"
    wrong.write_text("UPN,Forename\n")
    with pytest.raises(
        CommandError, match=r"(?s)not the register.*Download .*Nothing was changed"
    ) as refused:
        command(wrong)
    assert refused.value.returncode == 1


def test_the_command_says_so_when_the_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        command(tmp_path / "nothing.csv")


def test_every_column_that_the_import_writes_is_a_column_of_the_table() -> None:
    columns = {field.attname for field in Organisation._meta.concrete_fields}
    written = {*organisations.KEPT, *organisations.JUDGED, "register_seen_on", "register_digest"}
    assert columns - written == {"id", "known_as", "calendar", "advice", "hours"}
    assert written <= columns
