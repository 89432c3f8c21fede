"""Who puts a protocol into force, and how does a running case come under another one?"""

from datetime import date, datetime, timedelta

import pytest

from freshstart.actions import protocols as actions
from freshstart.models.histories import Event
from freshstart.models.organisations import Organisation
from freshstart.models.protocols import ProtocolUse, ProtocolVersion, newest_of_each, protocol_of
from freshstart.outside.books import protocols
from freshstart.process.refusals import Incomplete, NotNow, NotYours, ProtocolInvalid
from freshstart.process.vocabulary import CaseOutcome
from tests.stories import move
from tests.stories.runs import Run
from tests.stories.test_every_protocol import OLDER, begun
from tests.world import LONDON, World

pytestmark = pytest.mark.django_db


def use(world: World, name: str, by: str = "council_inclusion", days: int = 0) -> ProtocolUse:
    return actions.put_in_force(
        by=world.people[by],
        at=world.now,
        protocol=protocols()[name],
        council=world.council,
        from_on=world.today + timedelta(days=days),
    )


def in_force(world: World, days: int = 0) -> list[str]:
    uses = ProtocolUse.objects.open_to(world.council, world.today + timedelta(days=days))
    return [version.slug for version in newest_of_each(uses)]


def test_from_its_day_on_new_cases_can_begin_by_it_and_by_the_latest_first() -> None:
    world = World()
    use(world, "default", days=3)
    assert in_force(world) == ["southwark"]
    assert in_force(world, days=3) == ["default", "southwark"]
    assert not ProtocolUse.objects.open_to(
        Organisation.objects.create(kind="council", name="Other", source="typed"), world.today
    )


def test_an_older_practice_ends_with_its_last_day() -> None:
    world = World()
    world.now = datetime(2026, 7, 20, 9, 0, tzinfo=LONDON)
    use(world, "southwark_2023")
    assert "southwark_2023" in in_force(world, days=5)
    assert "southwark_2023" not in in_force(world, days=6)


@pytest.mark.parametrize(
    ("name", "by", "days", "refusal"),
    [
        ("default", "home_head", 0, NotYours),
        ("default", "council_sen", 0, NotYours),
        ("default", "council_inclusion", -1, Incomplete),
        ("southwark_2023", "council_inclusion", 0, Incomplete),
    ],
)
def test_who_may_not_and_what_does_not_hold_is_refused(
    name: str, by: str, days: int, refusal: type[Exception]
) -> None:
    world = World()
    with pytest.raises(refusal):
        use(world, name, by, days)
    assert ProtocolUse.objects.count() == 1


def test_what_frightens_a_family_does_not_come_into_force() -> None:
    world = World()
    plan = protocols()["default"]
    letter = plan.letters["head_proposal"].model_copy(
        update={"paragraphs": ("If you do not sign, we will permanently exclude your child.",)}
    )
    bad = plan.model_copy(update={"letter": (letter, *plan.letter[1:])})
    with pytest.raises(ProtocolInvalid, match="head_proposal"):
        actions.put_in_force(
            by=world.people["council_inclusion"],
            at=world.now,
            protocol=bad,
            council=world.council,
            from_on=world.today,
        )


# A running case --------------------------------------------------------------------------------------------


def change(
    world: World, to: ProtocolVersion, by: str = "home_lead", why: str = "The area has a new one."
) -> None:
    actions.change_protocol(case_id=world.case_id(), by=world.people[by], at=world.now, to=to, why=why)


def test_a_case_goes_over_by_a_recorded_decision_and_what_was_done_stays_done() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    done = {record.step for record in world.facts().records}
    change(world, use(world, "leicestershire").protocol)
    assert protocol_of(world.row().protocol_id).id == "leicestershire"
    assert {record.step for record in world.facts().records} == done
    assert "is_a_move_right:" not in world.owed()
    said = Event.objects.get(case_id=world.case_id(), code="protocol_changed")
    assert said.actor == world.people["home_lead"]


def test_nobody_else_moves_a_case_and_nobody_without_a_reason() -> None:
    world = World()
    world.open_case()
    version = use(world, "default").protocol
    with pytest.raises(NotYours):
        change(world, version, by="home_attendance")
    with pytest.raises(Incomplete):
        change(world, version, why=" ")
    assert protocol_of(world.row().protocol_id).id == "southwark"


def test_a_child_who_is_placed_stays_under_a_protocol_that_has_such_a_placement() -> None:
    world = World()
    move.up_to_the_first_day(world)
    change(world, use(world, "default").protocol)
    with pytest.raises(NotNow) as refused:
        change(world, actions.kept(by=None, at=world.now, protocol=protocols()["older"]))
    assert "has no such placement" in refused.value.next_step


def test_what_was_thought_of_before_july_2026_goes_on_by_the_lawful_way() -> None:
    """An agreed stay that has not begun by 26 July 2026 cannot begin; the case goes over to a direction."""
    run = begun(OLDER["southwark_2023"], CaseOutcome.SETTLED)
    world = run.world
    while not any(owed.startswith("begin_stay") for owed in world.owed()):
        facts = world.facts()
        assert run.family_answers(facts) or run.step(facts) or run.sign(facts) or run.wait(facts)
    world.go_to(date(2026, 9, 7))
    with pytest.raises(NotNow) as refused:
        world.take("begin_stay", by="home_head", starts_on="2026-09-14")
    (reason,) = refused.value.reasons
    assert reason.rule == "mm_01"
    assert "direction" in reason.way_on
    change(world, use(world, "southwark").protocol)
    assert "determine_direction:" in world.owed()


def test_a_new_text_of_a_protocol_never_changes_a_running_case() -> None:
    world = World()
    world.open_case()
    before = (world.owed(), world.row().protocol_id)
    newer = protocols()["southwark"].model_copy(update={"name": "Southwark, revised", "deadline": ()})
    world.puts_in_force(newer)
    assert (world.owed(), world.row().protocol_id) == before
    run = Run(world, CaseOutcome.NOT_TAKEN_FURTHER, wished=("close_not_taken_further",))
    assert run.to_the_end().outcome is CaseOutcome.NOT_TAKEN_FURTHER
