"""Which steps does a case written by hand say were taken, and what have they brought about?

What a step brings about is filled in where the file does not say it itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from freshstart.process.assessments import (
    ApproachLines,
    MadeLines,
    PaperLines,
    PhaseLines,
    ReviewLines,
    TakenLines,
)
from freshstart.process.effects import BEGUN_BY, PREFIX
from freshstart.process.facts import Given, Record, Sent
from freshstart.process.origins import origins
from freshstart.process.protocols import Question, Step
from freshstart.process.sketches import STAFF, Desk, answer
from freshstart.process.values import EMPTY, Value
from freshstart.process.vocabulary import TEMPORARY, CaseOutcome, Effect, PhaseKind, PhaseOutcome
from freshstart.process.ways import sure_before

MONDAY = 0
Taken: TypeAlias = tuple[Step, TakenLines]


def taken(desk: Desk) -> tuple[Taken, ...]:
    """Give each taking on its occasion, the earliest first, with what it brought about filled in."""
    _take_stages(desk)
    found = []
    for name, takings in desk.sketch.done.items():
        if not desk.knows(f"done.{name}", name, desk.protocol.steps):
            continue
        step = desk.protocol.steps[name]
        if len(takings) > 1 and not (step.each or step.repeat):
            desk.say(f"done.{name}", "this step is taken once. Write it once.")
        found += [(desk.day(f"done.{name}", lines.on), step, lines) for lines in takings]
    found.sort(key=lambda one: one[0])
    for _, step, lines in found:
        lines.occasion = occasion(desk, f"done.{step.id}", step.each, lines)
        _check_names(desk, step, lines)
        for effect in step.does:
            act, _, argument = effect.partition(":")
            FOLLOWS.get(act, _nothing)(desk, step, lines, argument)
    return tuple((step, lines) for _, step, lines in found)


def _take_stages(desk: Desk) -> None:
    """Take the steps of the stages that are done as a whole, when the placement was decided."""
    sketch, stages = desk.sketch, [stage.id for stage in desk.protocol.stage]
    wanted = [one for one in sketch.stages_done if desk.knows("stages_done", one, stages)]
    on = min((phase.decided or phase.starts for phase in sketch.phases), default=desk.on)
    for step in desk.protocol.step:
        if step.stage in wanted and step.id not in sketch.done and _lies_on_the_way(desk, step):
            sketch.done[step.id] = [TakenLines(on=min(on, desk.on), before=True)]
    if wanted:
        desk.assumed.append(f"The steps of {' and '.join(wanted)} were taken by {min(on, desk.on)}.")


def _lies_on_the_way(desk: Desk, step: Step) -> bool:
    """Leave out what belongs to an occasion, to another kind of case or placement, or to the end."""
    given, before = desk.sketch.answers, sure_before(desk.protocol, step)
    kind = f"kind.{given['kind'].value}" if "kind" in given else "kind.ordinary"
    begun = {BEGUN_BY[phase.kind] for phase in desk.sketch.phases}
    other = {fact for fact in before if fact.startswith("kind.") and fact != kind}
    other |= {fact for fact in step.shuts if fact == kind} | (set(step.does) & set(BEGUN_BY.values()) - begun)
    begins = {group for fact in step.opens for group in origins(fact) if set(group) & set(BEGUN_BY.values())}
    excluded = "excluded" in before and "excluded_on" not in given
    ends = any(effect.startswith("close:") for effect in step.does)
    too_early = begins and not begun
    return not (step.each or step.optional or other or excluded or ends or too_early)


def _check_names(desk: Desk, step: Step, lines: TakenLines) -> None:
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
        there = f"There are: {', '.join(known)}." if known else "The file holds none: write it too."
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


# What is kept of them -------------------------------------------------------------------------------------


def answers(desk: Desk, takings: Sequence[Taken]) -> dict[str, Given]:
    """Give the answers of the case: those of the file, and those written beside a step that asks for them."""
    found = {name: given for name in desk.sketch.answers if (given := _of_case(desk, takings, name))}
    for step, lines in takings:
        for name, question in _of_step(desk, step, lines, occasion=False):
            place = f"done.{step.id}.answers.{name}"
            if name in desk.sketch.answers:
                desk.say(place, "it stands in `answers` too. Take one of the two out.")
            value = answer(desk, place, question, lines.answers[name])
            found[name] = Given(value, lines.answers[name].reason, lines.on or desk.on, desk.sketch.lead)
    return {name: given for name, given in found.items() if given.value not in EMPTY}


def _of_case(desk: Desk, takings: Sequence[Taken], name: str) -> Given | None:
    """Give an answer of the file, as given on the day of the last step that asks for it."""
    place, questions = f"answers.{name}", desk.protocol.questions
    if not desk.knows(place, name, questions):
        return None
    if questions[name].occasion:
        asking = next((step.id for step in desk.protocol.step if name in step.asks), "its step")
        desk.say(place, f"this is asked anew each time. Write it under done.{asking}, in `answers`.")
        return None
    days = [lines.on for step, lines in takings if name in step.asks and lines.on]
    lines = desk.sketch.answers[name]
    value = answer(desk, place, questions[name], lines)
    return Given(value, lines.reason, max(days, default=desk.on), desk.sketch.lead)


def _of_step(desk: Desk, step: Step, lines: TakenLines, *, occasion: bool) -> Iterator[tuple[str, Question]]:
    """Give the questions answered beside a step: those of its occasion, or those of the case."""
    asked = [(name, desk.protocol.questions[name]) for name in lines.answers if name in step.asks]
    return ((name, question) for name, question in asked if question.occasion is occasion)


def records(desk: Desk, takings: Sequence[Taken]) -> tuple[Record, ...]:
    """Give the takings as they would have been kept, with what was answered for their occasions."""
    return tuple(_record(desk, step, lines) for step, lines in takings)


def _record(desk: Desk, step: Step, lines: TakenLines) -> Record:
    on = lines.on or desk.on
    values = {
        name: answer(desk, f"done.{step.id}.answers.{name}", question, lines.answers[name])
        for name, question in _of_step(desk, step, lines, occasion=True)
    }
    at = datetime.combine(on, time(12), UTC)
    return Record(step.id, lines.occasion, at, on, desk.sketch.lead, values, lines.reasons, lines.before)


# What follows from a step, where the file does not say it itself -------------------------------------------


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
        given = desk.sketch.answers.get(role) or lines.answers.get(role)
        desk.sketch.staff.setdefault(role, str(given.value) if given else STAFF[role])

    return name


def _begin(kind: PhaseKind, first_day: str) -> "Follow":
    def begin(desk: Desk, step: Step, lines: TakenLines, _argument: str) -> None:
        mine = [one for one in desk.sketch.phases if one.kind is kind]
        given = desk.sketch.answers.get(first_day) or lines.answers.get(first_day)
        if not mine and given and isinstance(given.value, date):
            mine = [PhaseLines(kind=kind, starts=given.value)]
            desk.sketch.phases += mine
        if not mine:
            problem = f"write its placement in `phases`: kind = “{kind}”, and its first day."
            desk.say(f"done.{step.id}", problem)
        elif lines.on != mine[-1].starts:  # the first day is taken as usual, and said so
            mine[-1].decided = mine[-1].decided or lines.on

    return begin


def _placement(desk: Desk, step: Step) -> PhaseLines | None:
    """Give the placement that a step is about: the latest with a way back, else the last."""
    back = [one for one in desk.sketch.phases if one.kind in TEMPORARY] or desk.sketch.phases
    if not back:
        desk.say(f"done.{step.id}", "write the placement in `phases`: its kind and its first day.")
    return back[-1] if back else None


def _arrive(desk: Desk, step: Step, lines: TakenLines, _argument: str) -> None:
    phase = _placement(desk, step)
    if phase and _value(lines, "arrived_today") in {None, "yes"}:
        phase.arrived = phase.arrived or lines.on or min(phase.starts, desk.on)


def _end(desk: Desk, step: Step, lines: TakenLines, outcome: str) -> None:
    phase = _placement(desk, step)
    if phase:
        phase.ended = phase.ended or lines.on or desk.on
        phase.outcome = phase.outcome or PhaseOutcome(outcome)


def _review(day: str) -> "Follow":
    def review(desk: Desk, _step: Step, lines: TakenLines, _argument: str) -> None:
        written = desk.sketch.reviews.setdefault(lines.occasion, ReviewLines())
        if getattr(written, day) is None:
            setattr(written, day, lines.on or desk.on)
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
