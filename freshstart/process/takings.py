"""Which steps does a case written by hand say were taken, and what have they brought about?

What a step brings about is filled in where the file does not say it itself.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from freshstart.process.answers import problem_with
from freshstart.process.assessments import (
    AnswerLines,
    ApproachLines,
    MadeLines,
    PaperLines,
    PhaseLines,
    ReviewLines,
    Sketch,
    TakenLines,
)
from freshstart.process.effects import PREFIX
from freshstart.process.facts import EMPTY, Given, Record, Sent, Value
from freshstart.process.faults import nearest
from freshstart.process.laws import LawEdition
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Protocol, Question, Step
from freshstart.process.vocabulary import TEMPORARY, CaseOutcome, Effect, PhaseKind, PhaseOutcome


MONDAY = 0

def answers(desk: Desk, takings: Sequence[tuple[Step, TakenLines]]) -> dict[str, Given]:
    """Give the answers of the case: those the file holds, and those that steps hold for the case."""
    questions, found = desk.protocol.questions, {}
    for name, lines in desk.sketch.answers.items():
        if not desk.knows(f"answers.{name}", name, questions):
            continue
        if questions[name].occasion:
            where = next((step.id for step in desk.protocol.step if name in step.asks), "a step")
            desk.say(f"answers.{name}", f"it is asked anew each time. Write it in `answers` of done.{where}.")
            continue
        asked = [taking.on for step, taking in takings if name in step.asks and taking.on]
        value = answer(desk, f"answers.{name}", questions[name], lines)
        found[name] = Given(value, lines.reason, max(asked, default=desk.on), desk.sketch.lead)
    for step, taking in takings:
        for name, lines in taking.answers.items():
            if name in step.asks and not questions[name].occasion and name not in found:
                value = answer(desk, f"done.{step.id}.answers.{name}", questions[name], lines)
                found[name] = Given(value, lines.reason, taking.on, desk.sketch.lead)
            elif name in found and name in desk.sketch.answers:
                desk.say(
                    f"done.{step.id}.answers.{name}", "it stands in `answers` too. Take one of them out."
                )
    return {name: given for name, given in found.items() if given.value not in EMPTY}


def taken(desk: Desk) -> Iterator[tuple[Step, TakenLines]]:
    """Give each taking with its day and its occasion, the earliest first."""
    found = []
    for name, takings in desk.sketch.done.items():
        if not desk.knows(f"done.{name}", name, desk.protocol.steps):
            continue
        step = desk.protocol.steps[name]
        if len(takings) > 1 and not (step.each or step.repeat):
            desk.say(f"done.{name}", "this step is taken once. Write it once.")
        for lines in takings:
            lines.on = desk.day(f"done.{name}", lines.on)
            lines.occasion = occasion(desk, f"done.{name}", step.each, lines)
            _check_answers(desk, step, lines)
            found.append((step, lines))
    yield from sorted(found, key=lambda one: one[1].on or desk.on)


def _check_answers(desk: Desk, step: Step, lines: TakenLines) -> None:
    for name in lines.answers:
        desk.knows(f"done.{step.id}.answers.{name}", name, step.asks)
    rules = {gate.id for law in desk.editions for gate in law.rule} | {gate.id for gate in desk.protocol.gate}
    for rule in lines.reasons:
        desk.knows(f"done.{step.id}.reasons.{rule}", rule, rules)


def occasion(desk: Desk, place: str, each: str, lines: MadeLines) -> str:
    """Give the occasion of a step or letter as the rules name it; if there is only one, it is that."""
    if each == "week":
        return _monday(desk, place, lines.occasion)
    known = _occasions(desk, each)
    if not each:
        if lines.occasion:
            desk.say(place, "this belongs to no occasion. Take “occasion” out.")
        return ""
    if not lines.occasion:
        only = set(known.values())
        if len(only) == 1:
            return only.pop()
        there = (
            f"There are: {', '.join(known)}." if known else f"There is no {each} in this file: write it too."
        )
        desk.say(place, f"this is about one {each}. Name it under “occasion”. {there}")
    elif desk.knows(f"{place}.occasion", lines.occasion, known):
        return known[lines.occasion]
    return ""


def _monday(desk: Desk, place: str, written: str) -> str:
    try:
        monday = date.fromisoformat(written).weekday() == MONDAY
    except ValueError:
        monday = False
    if not monday:
        desk.say(place, "this is about one week. Write its Monday under “occasion”, as in 2026-11-30.")
    return written if monday else ""


def _occasions(desk: Desk, each: str) -> Mapping[str, str]:
    """Give the occasions there are, by the names under which a file may write them."""
    sketch = desk.sketch
    match each:
        case "approach":
            return {one.school: str(number) for number, one in enumerate(sketch.approaches, 1)}
        case "review":
            return {number: number for number in (*planned_numbers(desk), *sketch.reviews)}
        case "parent":
            return {name: str(one.id) for name, one in desk.people().items() if one.is_parent}
        case "sign_off":
            gates = [*desk.protocol.gate, *(rule for law in desk.editions for rule in law.rule)]
            return {gate.id: gate.id for gate in gates if gate.effect is Effect.SIGN_OFF}
        case _:
            return {}


def planned_numbers(desk: Desk) -> list[str]:
    """Give the numbers of the reviews that the protocol plans for the placements of the file."""
    terms = {one.kind: one for one in desk.protocol.phase}
    kinds = [phase.kind for phase in desk.sketch.phases if phase.kind in terms]
    return [f"{PREFIX[kind]}{week}" for kind in kinds for week in terms[kind].reviews]


def records(desk: Desk, takings: Sequence[tuple[Step, TakenLines]]) -> tuple[Record, ...]:
    """Give the takings as they would have been kept, with what was answered for their occasions."""
    questions, found = desk.protocol.questions, []
    for step, lines in takings:
        day = lines.on or desk.on
        values = {
            name: answer(desk, f"done.{step.id}.answers.{name}", questions[name], one)
            for name, one in lines.answers.items()
            if name in step.asks and questions[name].occasion
        }
        at = datetime.combine(day, time(12), UTC)
        found.append(
            Record(step.id, lines.occasion, at, day, desk.sketch.lead, values, lines.reasons, lines.before)
        )
    return tuple(found)


# What follows from a step, where the file does not say it itself -------------------------------------------


def follow(desk: Desk, step: Step, lines: TakenLines) -> None:
    """Fill in what a step that was taken has brought about."""
    for effect in step.does:
        name, _, argument = effect.partition(":")
        FOLLOWS.get(name, _nothing)(desk, step, lines, argument)


def _nothing(_desk: Desk, _step: Step, _lines: TakenLines, _argument: str) -> None:
    return None


def _value(lines: TakenLines, question: str) -> Value:
    given = lines.answers.get(question)
    return given.value if given else None


def _letter(desk: Desk, _step: Step, lines: TakenLines, letter: str) -> None:
    if letter not in desk.sketch.letters:
        desk.sent.append(Sent(letter, lines.occasion, lines.on or desk.on))


def _draw_up(desk: Desk, _step: Step, lines: TakenLines, paper: str) -> None:
    if not lines.before:
        written = desk.sketch.papers.setdefault(paper, PaperLines())
        written.drawn = written.drawn or lines.on


def _name(role: str) -> "Follow":
    def name(desk: Desk, _step: Step, lines: TakenLines, _argument: str) -> None:
        desk.sketch.staff.setdefault(role, str(_value(lines, role) or STAFF[role]))

    return name


def _begin(kind: PhaseKind, first_day: str) -> "Follow":
    def begin(desk: Desk, step: Step, lines: TakenLines, _argument: str) -> None:
        mine = [one for one in desk.sketch.phases if one.kind is kind]
        given = desk.sketch.answers.get(first_day) or lines.answers.get(first_day)
        if not mine and given and isinstance(given.value, date):
            mine = [PhaseLines(kind=kind, starts=given.value)]
            desk.sketch.phases += mine
        if mine:
            mine[-1].decided = mine[-1].decided or lines.on
        else:
            desk.say(
                f"done.{step.id}", f"write its placement in `phases`: kind = “{kind}”, and its first day."
            )

    return begin


def _placement(desk: Desk, step: Step) -> PhaseLines | None:
    """Give the placement that a step is about: the latest from which the child can come back, else the last."""
    back = [one for one in desk.sketch.phases if one.kind in TEMPORARY] or desk.sketch.phases
    if not back:
        desk.say(f"done.{step.id}", "write the placement in `phases`: its kind and its first day.")
    return back[-1] if back else None


def _arrive(desk: Desk, step: Step, lines: TakenLines, _argument: str) -> None:
    phase = _placement(desk, step)
    if phase and _value(lines, "arrived_today") in {None, "yes"}:
        phase.arrived = phase.arrived or lines.on


def _end(desk: Desk, step: Step, lines: TakenLines, outcome: str) -> None:
    phase = _placement(desk, step)
    if phase:
        phase.ended, phase.outcome = phase.ended or lines.on, phase.outcome or PhaseOutcome(outcome)


def _review(day: str) -> "Follow":
    def review(desk: Desk, _step: Step, lines: TakenLines, _argument: str) -> None:
        written = desk.sketch.reviews.setdefault(lines.occasion, ReviewLines())
        if getattr(written, day) is None:
            setattr(written, day, lines.on)
        written.meets = written.meets or _day(lines, "review_on")
        written.decision = written.decision or str(_value(lines, "review_decision") or "")

    return review


def _day(lines: TakenLines, question: str) -> date | None:
    value = _value(lines, question)
    return value if isinstance(value, date) else None


def _ask_school(desk: Desk, step: Step, _lines: TakenLines, _argument: str) -> None:
    if not desk.sketch.approaches:
        desk.say(f"done.{step.id}", "write which school was asked, in `approaches` or as `host`.")


def _about_approach(desk: Desk, lines: TakenLines) -> ApproachLines | None:
    return desk.sketch.approaches[int(lines.occasion) - 1] if lines.occasion else None


def _answer_approach(desk: Desk, step: Step, lines: TakenLines, _argument: str) -> None:
    approach, value = _about_approach(desk, lines), _value(lines, "place_answer")
    if approach and value in {"yes", "no"}:
        approach.answer = value
    if approach and not approach.answer:
        desk.say(f"done.{step.id}", f"write what {approach.school} answered, in `approaches`.")


def _choose_school(desk: Desk, _step: Step, lines: TakenLines, _argument: str) -> None:
    approach = _about_approach(desk, lines)
    if approach:
        approach.chosen = True


def _record_week(desk: Desk, _step: Step, lines: TakenLines, _argument: str) -> None:
    if lines.occasion:
        desk.sketch.weeks.append(date.fromisoformat(lines.occasion))


def _ask_review(desk: Desk, step: Step, _lines: TakenLines, _argument: str) -> None:
    if not any(one.asked_by for one in desk.sketch.reviews.values()):
        desk.say(f"done.{step.id}", "write this review: reviews.r1 with `asked_by` and `due`.")


def _close(desk: Desk, _step: Step, _lines: TakenLines, outcome: str) -> None:
    desk.sketch.outcome = desk.sketch.outcome or CaseOutcome(outcome)


Follow: TypeAlias = Callable[[Desk, Step, TakenLines, str], None]
FOLLOWS: dict[str, Follow] = {
    "letter": _letter,
    "draw_up": _draw_up,
    "name_facilitator": _name("facilitator"),
    "name_key_adult": _name("key_adult"),
    "name_social_worker": _name("social_worker"),
    "determine_direction": _begin(PhaseKind.OFF_SITE_DIRECTION, "starts_on"),
    "begin_trial": _begin(PhaseKind.TRIAL_MANAGED_MOVE, "starts_on"),
    "complete_move": _begin(PhaseKind.MANAGED_MOVE, "move_starts_on"),
    "name_in_plan": _begin(PhaseKind.NAMED_IN_PLAN, "move_starts_on"),
    "confirm_arrival": _arrive,
    "end_placement": _end,
    "invite_review": _review("invited"),
    "hold_review": _review("held"),
    "decide_review": _review("decided"),
    "ask_school": _ask_school,
    "answer_approach": _answer_approach,
    "choose_school": _choose_school,
    "record_week": _record_week,
    "ask_review": _ask_review,
    "close": _close,
}
