"""What follows from a step that was taken?

A step's `does` names effects; each is one function here from facts and what was typed to happenings.
Actions write happenings down; nothing else is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from freshstart.process.calendars import Calendar
from freshstart.process.facts import Facts, Values
from freshstart.process.protocols import PhaseTerms, Protocol, Step
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that follows from a step; actions write it down."""

    code: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taking:
    """A step being taken: on which case, which occasion, with what, and the argument of the effect."""

    protocol: Protocol
    facts: Facts
    step: Step
    occurrence: str
    values: Values
    argument: str = ""


TEN_WEEKS = timedelta(weeks=10)
SOON = 10  # school days: "as soon as reasonably practicable", as the service reads it

Follow = Callable[[Taking], tuple[Happening, ...]]


def _on(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _named(role: str) -> Follow:
    def follow(taking: Taking) -> tuple[Happening, ...]:
        return (Happening("person_named", {"role": role, "person": taking.values[role]}),)

    return follow


def _plainly(code: str) -> Follow:
    """Let an effect happen with nothing but the occasion."""
    return lambda taking: (Happening(code, {"occurrence": taking.occurrence}),)


def _letter(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("letter_due", {"letter": taking.argument, "occurrence": taking.occurrence}),)


def _ask_school(taking: Taking) -> tuple[Happening, ...]:
    school = taking.values["school_to_ask"]
    if any(one.school.id == school and not one.closed for one in taking.facts.approaches):
        raise Incomplete({"school_to_ask": "This school has been asked already. Choose another one."})
    if school == taking.facts.home.id:
        raise Incomplete({"school_to_ask": "This is the home school. Choose another one."})
    return (Happening("school_asked", {"school": school}),)


def _answer_approach(taking: Taking) -> tuple[Happening, ...]:
    answer = taking.values["place_answer"]
    if answer == "no" and not taking.values.get("place_why"):
        raise Incomplete({"place_why": "Say why in one line: the family’s lead needs to know."})
    values = {"approach": taking.occurrence, "answer": answer, "why": taking.values.get("place_why", "")}
    return (Happening("approach_answered", values),)


def _choose_school(taking: Taking) -> tuple[Happening, ...]:
    approach = taking.facts.approach(taking.occurrence)
    if approach is None or approach.answer != "yes":
        raise NotNow("This school has not said yes.", next_step="Choose a school that has said yes in principle.")
    return (Happening("school_chosen", {"approach": taking.occurrence}),)


def planned_reviews(terms: PhaseTerms, calendar: Calendar, starts_on: date) -> tuple[tuple[str, int, date], ...]:
    """Date the reviews of a placement: number, week, and the last school day of that school week."""
    prefix = "d" if terms.kind is PhaseKind.OFF_SITE_DIRECTION else "i"
    return tuple((f"{prefix}{week}", week, calendar.week_end(starts_on, week)) for week in terms.reviews)


def direction_terms(protocol: Protocol, facts: Facts, starts_on: date) -> Values:
    """Compute a direction from its first day: reviews, last day, and the number of school days stated.

    The days run to the protocol's number of school days after the last review, so that nobody must decide
    in a hurry (design.md, Weeks). Days are counted in the receiving school's calendar.
    """
    terms = protocol.terms(PhaseKind.OFF_SITE_DIRECTION)
    reviews = planned_reviews(terms, facts.calendar(terms.review_calendar), starts_on)
    host = facts.calendar("host")
    ends_on = host.add_school_days(reviews[-1][2], terms.runs_on_school_days)
    days = host.school_days_between(starts_on - timedelta(days=1), ends_on)
    return {"starts_on": starts_on, "ends_on": ends_on, "days": days, "reviews": reviews}


def _determine_direction(taking: Taking) -> tuple[Happening, ...]:
    starts_on = _on(taking.values["starts_on"])
    return (Happening("direction_determined", direction_terms(taking.protocol, taking.facts, starts_on)),)


def _confirm_arrival(taking: Taking) -> tuple[Happening, ...]:
    code = "arrived" if taking.values["arrived_today"] == "yes" else "not_arrived"
    return (Happening(code, {"note": taking.values.get("arrival_note", "")}),)


def _confirm_return(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("returned" if taking.values["arrived_today"] == "yes" else "not_returned"),)


def _record_week(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("week_recorded", {"monday": taking.occurrence, "marks": taking.values["marks"]}),)


def _invite_review(taking: Taking) -> tuple[Happening, ...]:
    values = {
        "review": taking.occurrence,
        "on": _on(taking.values["review_on"]),
        "at": taking.values["review_at"],
    }
    if values["on"] < taking.facts.today:
        raise Incomplete({"review_on": "This day is past. Choose a day to come."})
    return (Happening("review_invited", values),)


def _hold_review(taking: Taking) -> tuple[Happening, ...]:
    held_on = _on(taking.values["met_on"])
    if held_on > taking.facts.today:
        raise Incomplete({"met_on": "This day is still to come. Record the review when it was held."})
    return (Happening("review_held", {"review": taking.occurrence, "on": held_on}),)


def _decide_review(taking: Taking) -> tuple[Happening, ...]:
    decision = taking.values["review_decision"]
    review = taking.facts.review(taking.occurrence)
    values: Values = {"review": taking.occurrence, "decision": decision}
    happenings = [Happening("review_decided", values)]
    if decision == "longer":
        happenings.append(_longer(taking))
    last = taking.facts.last_planned_review(taking.facts.direction)
    if decision == "ask_for_move" and (review is None or last is None or review.number != last.number):
        raise Incomplete({"review_decision": "A managed move is asked about after the last review. Choose another."})
    return tuple(happenings)


def _longer(taking: Taking) -> Happening:
    """Lengthen a direction: a new last day, and one more review ten school days before it."""
    direction = taking.facts.direction
    new_end = taking.values.get("new_end")
    if not new_end or direction is None or (direction.ends_on and _on(new_end) <= direction.ends_on):
        raise Incomplete({"new_end": "Enter a last day later than the one stated now."})
    ends_on = _on(new_end)
    terms = taking.protocol.terms(PhaseKind.OFF_SITE_DIRECTION)
    host = taking.facts.calendar("host")
    due_on = host.add_school_days(ends_on, -terms.runs_on_school_days)
    week = taking.facts.calendar(terms.review_calendar).week_of(direction.starts_on, due_on)
    days = host.school_days_between(direction.starts_on - timedelta(days=1), ends_on)
    return Happening("direction_longer", {"ends_on": ends_on, "days": days, "review": (f"d{week}", week, due_on)})


def review_wanted(facts: Facts, by: str) -> Happening:
    """Take a request for a review: refused only if one was held in the ten weeks before (regulation 4A)."""
    recent = [one.held_on for one in facts.reviews if one.held_on and facts.today - one.held_on < TEN_WEEKS]
    if recent:
        raise NotNow(
            f"A review was held on {max(recent):%-d %B %Y}, less than ten weeks ago.",
            next_step="The board may still hold one; otherwise the next review stands. Tell the parent in writing.",
        )
    number = f"r{1 + sum(one.number.startswith('r') for one in facts.reviews)}"
    due_on = facts.calendar("home").add_school_days(facts.today, SOON)
    return Happening("review_asked", {"review": number, "due_on": due_on, "by": by})


def _ask_review(taking: Taking) -> tuple[Happening, ...]:
    return (review_wanted(taking.facts, taking.values["asked_in"]),)


def _draw_up(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("paper_drawn", {"paper": taking.argument}),)


def _end_direction(taking: Taking) -> tuple[Happening, ...]:
    """End a direction; the child is expected at the home school no later than its next school day."""
    back_on = _on(taking.values["back_on"])
    next_day = taking.facts.calendar("home").add_school_days(taking.facts.today, 1)
    early = taking.argument == PhaseOutcome.ENDED_EARLY
    if early and back_on > next_day:
        raise Incomplete({"back_on": f"The child is expected back on {next_day:%A %-d %B}, the next school day."})
    if back_on < taking.facts.today:
        raise Incomplete({"back_on": "This day is past. Choose today or a day to come."})
    return (Happening("direction_ended", {"outcome": PhaseOutcome(taking.argument), "back_on": back_on}),)


def _complete_move(taking: Taking) -> tuple[Happening, ...]:
    starts_on = _on(taking.values["move_starts_on"])
    if starts_on > taking.facts.today:
        raise Incomplete({"move_starts_on": "This day is still to come. Record the change on the day itself."})
    terms = taking.protocol.terms(PhaseKind.MANAGED_MOVE)
    reviews = planned_reviews(terms, taking.facts.calendar(terms.review_calendar), starts_on)
    return (Happening("move_completed", {"starts_on": starts_on, "reviews": reviews}),)


def _close(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("case_closed", {"outcome": CaseOutcome(taking.argument)}),)


EFFECTS: dict[str, Follow] = {
    "propose": lambda taking: (),
    "name_facilitator": _named("facilitator"),
    "name_key_adult": _named("key_adult"),
    "tell_family": _plainly("family_told"),
    "letter": _letter,
    "ask_school": _ask_school,
    "answer_approach": _answer_approach,
    "choose_school": _choose_school,
    "accept_place": lambda taking: (),
    "determine_direction": _determine_direction,
    "give_notice": lambda taking: (),
    "confirm_arrival": _confirm_arrival,
    "confirm_return": _confirm_return,
    "record_week": _record_week,
    "invite_review": _invite_review,
    "hold_review": _hold_review,
    "decide_review": _decide_review,
    "ask_review": _ask_review,
    "draw_up": _draw_up,
    "end_direction": _end_direction,
    "complete_move": _complete_move,
    "close": _close,
}


def follow(protocol: Protocol, facts: Facts, step: Step, occurrence: str, values: Values) -> tuple[Happening, ...]:
    """Give everything that follows from a step, the taking of it first.

    `facts` already hold the answers typed with it. Refuses with Incomplete or NotNow.
    """
    taken = Happening("step_taken", {"step": step.id, "occurrence": occurrence, "values": values})
    happenings = [taken]
    for effect in step.does:
        name, _, argument = effect.partition(":")
        happenings.extend(EFFECTS[name](Taking(protocol, facts, step, occurrence, values, argument)))
    return tuple(happenings)
