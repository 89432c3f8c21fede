import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.pages import pictures
from freshstart.pages.pictures import Day, Drawing, Journey, Mark, Responsible, Span, StagePicture

# The three stages ----------------------------------------------------------------------------------


def move(
    *stages: tuple[int, int], stopped: int = 0, ended_early: bool = False, name: str = "Hamza"
) -> Journey:
    names = ("Leaving", "Transition", "Integration")
    here = next((n for n, (done, total) in enumerate(stages) if done < total), 3)
    return Journey(
        name,
        [
            StagePicture(each, done, total, stopped=stopped if n == here else 0)
            for n, (each, (done, total)) in enumerate(zip(names, stages, strict=True))
        ],
        start_label="Thornley Vale",
        end_label="Thornley Vale" if ended_early else "Kestrel Park",
        ended_early=ended_early,
    )


def drawn(journey: Journey) -> Drawing:
    return pictures.journey(journey).wide


def the(drawing: Drawing, role: str) -> Mark:
    (mark,) = (mark for mark in drawing.marks if mark.role == role)
    return mark


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d", path)]
    return (numbers[0], numbers[1]), (numbers[-2], numbers[-1])


MOVES = st.builds(
    move,
    *[
        st.integers(0, 15).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
        for _ in range(3)
    ],
    stopped=st.integers(0, 3),
    ended_early=st.booleans(),
)


@given(MOVES)
def test_the_line_does_not_break_at_the_child(journey: Journey) -> None:
    picture = pictures.journey(journey)
    for drawing in (picture.wide, picture.phone):
        start, child, now = the(drawing, "start"), ends(drawing.done)[1], the(drawing, "now")
        assert ends(drawing.done)[0] == (start.x, start.y)
        assert child == (now.x, now.y)
        if drawing.to_come:
            assert ends(drawing.to_come)[0] == child


@given(MOVES)
def test_everything_is_inside_the_picture_and_in_order(journey: Journey) -> None:
    picture = pictures.journey(journey)
    for drawing in (picture.wide, picture.phone):
        places = [mark.x for mark in drawing.marks if mark.role != "now"]
        assert places == sorted(places)
        assert all(0 < mark.x < drawing.width and 0 < mark.y < drawing.height for mark in drawing.marks)


@given(MOVES)
def test_steps_are_drawn_as_many_as_are_said(journey: Journey) -> None:
    roles = [mark.role for mark in drawn(journey).marks]
    said = pictures.journey(journey).stages
    if journey.ended_early:
        assert not {"todo", "stop", "end"} & set(roles)
    else:
        assert roles.count("done") == sum(stage.done for stage in journey.stages)
        total = sum(stage.total for stage in journey.stages)
        assert roles.count("done") + roles.count("todo") + roles.count("stop") == total
        assert ("stop" in roles) == any("stopped" in stage.words for stage in said)


@given(MOVES)
def test_no_two_steps_touch(journey: Journey) -> None:
    picture = pictures.journey(journey)
    for drawing in (picture.wide, picture.phone):
        steps = [mark for mark in drawing.marks if mark.role in {"done", "stop", "todo"}]
        for one, next_one in itertools.pairwise(steps):
            apart = ((next_one.x - one.x) ** 2 + (next_one.y - one.y) ** 2) ** 0.5
            assert apart > one.r + next_one.r


def test_the_child_stands_on_the_hill_between_the_last_step_done_and_the_next() -> None:
    drawing = drawn(move((5, 5), (3, 6), (0, 3)))
    now = the(drawing, "now")
    before = [mark for mark in drawing.marks if mark.role == "done"][-1]
    after = next(mark for mark in drawing.marks if mark.role == "todo")
    assert (now.x, now.y) == (550.0, 44.0)
    assert now.x - before.x == pytest.approx(after.x - now.x, abs=0.2)


def test_the_line_is_flat_in_leaving_and_in_integration() -> None:
    drawing = drawn(move((5, 5), (6, 6), (1, 3)))
    assert {mark.y for mark in drawing.marks if mark.x < 336 or mark.x > 764} == {132.0}


def test_a_stopped_step_is_the_next_one_and_has_a_shape_of_its_own() -> None:
    roles = [mark.role for mark in drawn(move((5, 5), (3, 6), (0, 3), stopped=1)).marks]
    assert roles[:11] == ["start", *["done"] * 8, "stop", "todo"]


def test_a_settled_child_is_inside_the_circle_of_the_new_school() -> None:
    drawing = drawn(move((5, 5), (6, 6), (3, 3)))
    now, end = the(drawing, "now"), the(drawing, "end")
    assert (now.x, now.y) == (end.x, end.y)
    assert end.r > now.r
    assert drawing.to_come == ""
    assert drawing.labels[-1].words == "Hamza is at Kestrel Park"


def test_a_move_that_ended_early_turns_there_and_runs_flat_to_a_square() -> None:
    drawing = drawn(move((5, 5), (2, 6), (0, 3), ended_early=True))
    turn, square = drawing.done.split("L")
    back = the(drawing, "back")
    assert square == f"{back.x} {back.y}"
    assert ends(turn)[1][1] == back.y < 132
    assert drawing.labels[-1].words == "Hamza is at Thornley Vale"


@pytest.mark.parametrize("done", range(6))
def test_the_flag_never_covers_the_name_of_a_school(done: int) -> None:
    long = "St Bartholomew’s Church of England Academy"
    stages = [
        StagePicture("Leaving", done, 6),
        StagePicture("Transition", 0, 6),
        StagePicture("Integration", 0, 3),
    ]
    school, _, flag = drawn(Journey("Hamza", stages, long, "Kestrel Park")).labels
    assert school.y - flag.y > 20
    assert flag.x - 4.4 * len(flag.words) >= 0


def test_a_phone_shows_no_words_in_the_picture_since_they_stand_beneath_it() -> None:
    assert pictures.journey(move((5, 5), (3, 6), (0, 3))).phone.labels == ()


WORDS = [
    (StagePicture("Leaving", 0, 5), "None of five steps done yet."),
    (StagePicture("Leaving", 1, 5), "One of five steps done."),
    (StagePicture("Leaving", 3, 6, stopped=1), "Three of six steps done. One is stopped."),
    (StagePicture("Leaving", 3, 12, stopped=2), "Three of 12 steps done. Two are stopped."),
    (StagePicture("Leaving", 1, 1), "Its one step is done."),
    (StagePicture("Leaving", 2, 2), "Both steps done."),
    (
        StagePicture("Leaving", 5, 5, note="Signed on 20 November."),
        "All five steps done. Signed on 20 November.",
    ),
    (StagePicture("Leaving", 0, 3, note="From 30 November."), "From 30 November."),
    (StagePicture("Leaving", 0, 0), ""),
]


@pytest.mark.parametrize(("stage", "words"), WORDS)
def test_a_stage_says_how_many_steps_are_done(stage: StagePicture, words: str) -> None:
    journey = Journey("Hamza", [stage], "Thornley Vale", "Kestrel Park")
    assert pictures.journey(journey).stages[0].words == words


def test_a_screen_reader_hears_in_which_stage_the_child_is() -> None:
    picture = pictures.journey(move((5, 5), (3, 6), (0, 3), stopped=1))
    assert picture.label == "Where Hamza is in the move"
    assert [stage.is_now for stage in picture.stages] == [False, True, False]
    said = picture.stages[1]
    assert f"{said.name}. {said.aside}{said.words}" == (
        "Transition. Hamza is here. Three of six steps done. One is stopped."
    )


def test_a_move_that_ended_early_says_where_it_ended_and_where_the_child_is() -> None:
    stages = pictures.journey(move((5, 5), (2, 6), (0, 3), ended_early=True)).stages
    assert stages[1].aside + stages[1].words == "Hamza is at Thornley Vale. The move ended here."
    assert stages[2].words == "Not reached."


# The school days -----------------------------------------------------------------------------------

HOME, NEW = Responsible("Thornley Vale", "home"), Responsible("Kestrel Park", "new")
MONDAY = date(2026, 11, 2)


def days(*kinds: pictures.Kind, since: date = MONDAY) -> list[Day]:
    dates = (since + timedelta(days=n) for n in itertools.count())
    weekdays = (each for each in dates if each.weekday() < 5)
    return [Day(on, kind, "as recorded") for on, kind in zip(weekdays, kinds, strict=False)]


def test_the_days_that_have_been_are_counted_and_the_bad_number_stands_alone() -> None:
    kinds: list[pictures.Kind] = [
        "in_school",
        "visit",
        "absent",
        "absent",
        "missing",
        "expected",
        "visit_expected",
    ]
    strip = pictures.strip([Span([HOME], days(*kinds))])
    assert strip.counted == "5 school days so far: 1 in school, 1 visiting, 2 absent with a reason"
    assert strip.alarm == "1 not accounted for"


def test_a_good_week_has_no_alarm() -> None:
    strip = pictures.strip([Span([HOME], days("in_school", "in_school", "in_school"))])
    assert (strip.counted, strip.alarm) == ("3 school days so far: 3 in school", "")


def test_days_to_come_are_not_counted() -> None:
    assert pictures.strip([Span([NEW], days("expected"))]).counted == "No school day told of yet"


def test_days_for_which_nobody_is_responsible_are_an_alarm() -> None:
    strip = pictures.strip([Span([HOME], days("in_school")), Span([], days("missing", "absent"))])
    assert strip.alarm == "1 not accounted for, 2 with nobody responsible"


def test_each_week_stands_under_its_monday_even_if_that_was_a_holiday() -> None:
    span = Span([HOME], days("in_school", "in_school", "in_school", "in_school", since=date(2026, 11, 5)))
    assert [(monday, len(each)) for monday, each in span.weeks] == [
        (date(2026, 11, 2), 2),
        (date(2026, 11, 9), 2),
    ]


def test_the_key_explains_what_is_on_the_strip_and_no_more() -> None:
    strip = pictures.strip([Span([HOME], days("in_school", "missing", "in_school"))])
    assert strip.key == (("in_school-home", "In school"), ("missing", "Not accounted for"))


def test_a_day_at_the_new_school_is_round_and_a_day_not_accounted_for_looks_alike_at_both() -> None:
    assert Day(MONDAY, "in_school", "", shape="new").picture == "in_school-new"
    assert Day(MONDAY, "missing", "", shape="new").picture == "missing"
