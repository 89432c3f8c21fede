"""How is an area with many cases made for measuring?

One move is run for real, through the actions; the others are copies of its rows under other names, because
ten thousand real moves would take hours and their pages would cost the same.
"""

import secrets
from datetime import timedelta

from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.process import references
from freshstart.process.names import fold
from freshstart.process.vocabulary import GapKind
from tests.stories import move
from tests.world import World

GIVEN = ("Amina", "Bartek", "Chidi", "Daria", "Elif", "Farid", "Grace", "Hana", "Imani", "Jonah")
FAMILY = (
    "Abbott",
    "Byrne",
    "Chaudhry",
    "Dunmore",
    "Eldon",
    "Fofana",
    "Greaves",
    "Haddad",
    "Iqbal",
    "Jelinek",
)
BATCH = 500


def one_real_case() -> World:
    """Run one move up to the third week of its direction."""
    world = World()
    first_day = move.up_to_the_first_day(world, parents=2)
    move.the_child_arrives(world, first_day)
    move.attendance_is_sent_up_to(world, first_day + timedelta(weeks=2, days=4))
    return world


def copies(world: World, count: int) -> None:
    """Copy the case of a world until its school has `count` cases."""
    assert world.case is not None
    case = Case.objects.get(pk=world.case.pk)
    wanted = count - Case.objects.count()
    rows = [_copy(case, number) for number in range(wanted)]
    made = Case.objects.bulk_create(rows, batch_size=BATCH)
    grants = list(Grant.objects.filter(case=case))
    owed = list(Deadline.objects.filter(case=case))
    for start in range(0, len(made), BATCH):
        some = made[start : start + BATCH]
        Grant.objects.bulk_create(_for(one, grant) for one in some for grant in grants)
        Deadline.objects.bulk_create(
            _owed(one, row, number) for number, one in enumerate(some) for row in owed
        )


def _copy(case: Case, number: int) -> Case:
    given, family = GIVEN[number % 10], FAMILY[number // 10 % 10]
    values = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    values |= {
        "id": None,
        "reference": references.make(secrets.token_bytes(references.RANDOM_BYTES)),
        "given": given,
        "family": family,
        "folded": fold(f"{family} {given}"),
        "upn": "",
    }
    if number % 100 == 0:  # of a hundred children one has no confirmed place
        told = dict.fromkeys(("who", "where", "where_more", "called", "host", "lead", "phone"), "Somebody")
        values |= {"gap": GapKind.NOT_BACK, "gap_since": case.opened_on, "gap_days": number // 100 % 9 + 1}
        values["gap_told"] = told | {"sixth_on": f"{case.opened_on}"}
    if case.next_due_on:
        values["next_due_on"] = case.next_due_on + timedelta(days=number % 90)
    return Case(**values)


def _for(case: Case, grant: Grant) -> Grant:
    return Grant(
        case=case,
        role=grant.role,
        due_on=case.next_due_on,
        organisation_id=grant.organisation_id,
        post=grant.post,
        user_id=grant.user_id,
    )


def _owed(case: Case, row: Deadline, number: int) -> Deadline:
    values = {field.attname: getattr(row, field.attname) for field in Deadline._meta.concrete_fields}
    values |= {
        "id": None,
        "case_id": case.pk,
        "due_on": row.due_on + timedelta(days=number % 90),
        "child": case.name,
    }
    return Deadline(**values)
