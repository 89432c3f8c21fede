"""What follows from a step that was taken?

A step's `does` names effects; each is one function here from facts and what was typed to happenings.
Actions write happenings down; nothing else is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from freshstart.process.calendars import Calendar
from freshstart.process.facts import Facts, Review
from freshstart.process.findings import day_in, has_plan, signed_by_all
from freshstart.process.protocols import PhaseTerms, Protocol, Step
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.signings import after_thinking
from freshstart.process.tongues import long_date
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that follows from a step; actions write it down."""

    code: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taking:
    """A step being taken: on which occasion of which case, as it is with what was typed and as it was."""

    protocol: Protocol
    facts: Facts
    before: Facts
    occurrence: str
    values: Values
    argument: str = ""


TEN_WEEKS = timedelta(weeks=10)
SOON = 10  # school days: "as soon as reasonably practicable", as the service reads it

Follow = Callable[[Taking], tuple[Happening, ...]]


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))


def _nothing(_taking: Taking) -> tuple[Happening, ...]:
    """Let an effect be a name that rules can bite on; the record of the step is all there is to write."""
    return ()


def _name_facilitator(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("person_named", {"role": "facilitator", "person": taking.values["facilitator"]}),)


def _name_social_worker(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("person_named", {"role": "social_worker", "person": taking.values["social_worker"]}),)


def _name_key_adult(taking: Taking) -> tuple[Happening, ...]:
    person, host = taking.values["key_adult"], taking.facts.host
    if host is None or all(person != one.id for people in host.posts.values() for one in people):
        raise Incomplete({"key_adult": "Choose somebody who works at the receiving school."})
    return (Happening("person_named", {"role": "host_key_adult", "person": person}),)


def _tell_family(taking: Taking) -> tuple[Happening, ...]:
    """Open the case to the council and the board: the family knows, or the law has them told at once."""
    return (Happening("family_told", {"has_plan": bool(has_plan(taking.facts))}),)


def _share_with_council(taking: Taking) -> tuple[Happening, ...]:
    """Let the council see what it may see by what is known now, once the family has been told."""
    return _tell_family(taking) if taking.facts.done("tell_family") else ()


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
    return (Happening("school_chosen", {"approach": taking.occurrence}),)


# How the numbers of planned reviews begin: of a direction, a stay by agreement, and after a move.
PREFIX = {
    PhaseKind.OFF_SITE_DIRECTION: "d",
    PhaseKind.TRIAL_MANAGED_MOVE: "t",
    PhaseKind.MANAGED_MOVE: "i",
    PhaseKind.NAMED_IN_PLAN: "i",
}


def planned_reviews(
    terms: PhaseTerms, calendar: Calendar, starts_on: date
) -> tuple[tuple[str, int, date], ...]:
    """Date the reviews of a placement: number, week, and the last school day of that school week."""
    prefix = PREFIX[terms.kind]
    return tuple((f"{prefix}{week}", week, calendar.week_end(starts_on, week)) for week in terms.reviews)


def placement_terms(protocol: Protocol, facts: Facts, kind: PhaseKind, starts_on: date) -> Values:
    """Compute a placement from its first day: reviews, last day, and the number of school days stated.

    The days run to the protocol's number of school days after the last review, so that nobody must decide
    in a hurry (design.md, Weeks). Days are counted in the receiving school's calendar.
    """
    terms = protocol.terms(kind)
    reviews = planned_reviews(terms, facts.calendar(terms.review_calendar), starts_on)
    host = facts.calendar("host")
    ends_on = host.add_school_days(reviews[-1][2], terms.runs_on_school_days)
    days = host.school_days_between(starts_on - timedelta(days=1), ends_on)
    return {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "days": days, "reviews": reviews}


def _begin(kind: PhaseKind) -> Follow:
    """Begin a placement from which the child can come back, on the day typed."""

    def begin(taking: Taking) -> tuple[Happening, ...]:
        starts_on = _day(taking.values["starts_on"])
        return (
            Happening("placement_decided", placement_terms(taking.protocol, taking.facts, kind, starts_on)),
        )

    return begin


def _confirm_arrival(taking: Taking) -> tuple[Happening, ...]:
    here = taking.values["arrived_today"] == "yes"
    return (Happening("arrived", {"on": taking.facts.today}),) if here else ()


def _record_week(taking: Taking) -> tuple[Happening, ...]:
    monday, marks = _day(taking.occurrence), taking.values["marks"]
    sunday = monday + timedelta(days=6)
    if not all(monday <= _day(on) <= sunday for on in marks):
        raise Incomplete({"marks": "Mark the days of this week only."})
    return (Happening("week_recorded", {"monday": taking.occurrence, "marks": marks}),)


def _invite_review(taking: Taking) -> tuple[Happening, ...]:
    values = {
        "review": taking.occurrence,
        "on": _day(taking.values["review_on"]),
        "at": taking.values["review_at"],
    }
    if values["on"] < taking.facts.today:
        raise Incomplete({"review_on": "This day is past. Choose a day to come."})
    return (Happening("review_invited", values),)


def _hold_review(taking: Taking) -> tuple[Happening, ...]:
    held_on = _day(taking.values["met_on"])
    if held_on > taking.facts.today:
        raise Incomplete({"met_on": "This day is still to come. Record the review when it was held."})
    return (Happening("review_held", {"review": taking.occurrence, "on": held_on}),)


def _decide_review(taking: Taking) -> tuple[Happening, ...]:
    decision = taking.values["review_decision"]
    decided = Happening("review_decided", {"review": taking.occurrence, "decision": decision})
    last = taking.facts.last_planned_review(taking.facts.placement)
    if decision == "ask_for_move" and last and last.number != taking.occurrence:
        raise Incomplete(
            {"review_decision": "A managed move is asked about after the last review. Choose another answer."}
        )
    return (decided, _longer(taking)) if decision == "longer" else (decided,)


def _longer(taking: Taking) -> Happening:
    """Lengthen a direction: a new last day, and one more review in good time before it.

    That review is as many school days before the new end as the protocol leaves after the last one, but
    after today and after every review there is. Refused where no school day is left for it (Incomplete).
    """
    facts, new_end = taking.facts, day_in(taking.values.get("new_end"))
    direction = facts.placement
    if new_end is None or direction is None or direction.ends_on is None or new_end <= direction.ends_on:
        raise Incomplete({"new_end": "Enter a last day later than the one stated now."})
    terms, host = taking.protocol.terms(direction.kind), facts.calendar("host")
    latest = max(facts.today, *(one.due_on for one in facts.reviews_of(direction)))
    due_on = max(host.add_school_days(new_end, -terms.runs_on_school_days), host.next_school_day(latest))
    if due_on > new_end:
        raise Incomplete({"new_end": "Enter a later day: everyone looks again before it."})
    days = host.school_days_between(direction.starts_on - timedelta(days=1), new_end)
    review = (_numbered("l", facts.reviews), _week_of(taking.protocol, facts, due_on), due_on)
    return Happening("placement_longer", {"ends_on": new_end, "days": days, "review": review})


def _numbered(prefix: str, reviews: tuple[Review, ...]) -> str:
    """Give the next number of reviews that the protocol did not plan, as in `l1`, `l2`."""
    return f"{prefix}{1 + sum(one.number.startswith(prefix) for one in reviews)}"


def review_wanted(protocol: Protocol, facts: Facts, by: str) -> Happening:
    """Take a request for a review.

    Refused only if one was held in the ten weeks before, or one that was asked for is still to come (NotNow).
    Source: SI 2010/1156, regulation 4A.
    """
    recent = [one.held_on for one in facts.reviews if one.held_on and facts.today - one.held_on < TEN_WEEKS]
    if recent:
        raise NotNow(
            f"A review was held on {max(recent):%-d %B %Y}, less than ten weeks ago.",
            next_step="The board may still hold one, else the next stands. Tell the parent in writing.",
        )
    waiting = [one.due_on for one in facts.reviews if one.asked_by and not one.held_on]
    if waiting:
        raise NotNow(
            f"A review has been asked for already. It is held by {waiting[0]:%-d %B %Y}.",
            next_step="Ring the lead if it cannot wait.",
        )
    due_on = facts.calendar("home").add_school_days(facts.today, SOON)
    review = (_numbered("r", facts.reviews), _week_of(protocol, facts, due_on), due_on)
    return Happening("review_asked", {"review": review, "by": by})


def _week_of(protocol: Protocol, facts: Facts, day: date) -> int:
    """Give the school week of a day in the direction, counted as for its reviews; 0 before it."""
    placement = facts.placement
    if placement is None:
        return 0
    return facts.calendar(protocol.terms(placement.kind).review_calendar).week_of(placement.starts_on, day)


def _ask_review(taking: Taking) -> tuple[Happening, ...]:
    return (review_wanted(taking.protocol, taking.facts, taking.values["asked_in"]),)


def _draw_up(taking: Taking) -> tuple[Happening, ...]:
    """Draw up a paper. Refused (Incomplete): a first day before the family has had its time to think."""
    thinking = taking.protocol.papers[taking.argument].thinking
    wanted = day_in(taking.values.get("move_starts_on"))
    if thinking and wanted and wanted < (earliest := after_thinking(taking.facts, thinking, 1)):
        words = f"The family has {thinking} school days to think. Enter {long_date(earliest)} or later."
        raise Incomplete({"move_starts_on": words})
    return (Happening("paper_drawn", {"paper": taking.argument}),)


def _end_placement(taking: Taking) -> tuple[Happening, ...]:
    """End a direction today; the child is expected at the home school no later than its next school day."""
    back_on = _day(taking.values["back_on"])
    next_day = taking.facts.calendar("home").next_school_day(taking.facts.today)
    if back_on < taking.facts.today:
        raise Incomplete({"back_on": "This day is past. Choose today or a day to come."})
    if back_on > next_day:
        on = f"{next_day:%A %-d %B}"
        early = taking.argument == PhaseOutcome.ENDED_EARLY
        why = "" if early else " For a later return, take this step on the last day at the receiving school."
        raise Incomplete({"back_on": f"The child is expected back on {on}, the next school day.{why}"})
    return (Happening("placement_ended", {"outcome": PhaseOutcome(taking.argument)}),)


def _complete_move(taking: Taking) -> tuple[Happening, ...]:
    """Complete a move on a day that is not before the one agreed to, nor before the last of them agreed."""
    facts, starts_on = taking.facts, _day(taking.values["move_starts_on"])
    agreed_on, wanted = signed_by_all(facts, "agreement"), day_in(taking.before.value("move_starts_on"))
    problems = {
        "This day is still to come. Record the change on the day itself.": starts_on > facts.today,
        "Everyone agreed to a later day. For this one, draw up the agreement again.": (
            wanted is not None and starts_on < wanted
        ),
        "Not everyone had agreed by this day. Choose the day on which the last of you did, or a later one.": (
            agreed_on is None or starts_on < agreed_on
        ),
    }
    if stops := [words for words, so in problems.items() if so]:
        raise Incomplete({"move_starts_on": stops[0]})
    return (_for_good(taking, PhaseKind.MANAGED_MOVE, starts_on),)


def _for_good(taking: Taking, kind: PhaseKind, starts_on: date) -> Happening:
    """Begin a placement that is for good, with its reviews of the help."""
    terms = taking.protocol.terms(kind)
    reviews = planned_reviews(terms, taking.facts.calendar(terms.review_calendar), starts_on)
    return Happening("move_completed", {"kind": kind, "starts_on": starts_on, "reviews": reviews})


def _name_in_plan(taking: Taking) -> tuple[Happening, ...]:
    """Begin at the school that the council has named in the child's plan; refused before the day itself."""
    starts_on = _day(taking.values["move_starts_on"])
    if starts_on > taking.facts.today:
        words = "This day is still to come. Record the change on the day itself."
        raise Incomplete({"move_starts_on": words})
    return (_for_good(taking, PhaseKind.NAMED_IN_PLAN, starts_on),)


def _record_exclusion(taking: Taking) -> tuple[Happening, ...]:
    if _day(taking.values["excluded_on"]) > taking.facts.today:
        raise Incomplete({"excluded_on": "This day is still to come. Enter the first day of the exclusion."})
    return ()


def _cancel_exclusion(taking: Taking) -> tuple[Happening, ...]:
    """Take down the cancelling; the child is expected back no later than the next school day."""
    back_on = _day(taking.values["back_on"])
    next_day = taking.facts.calendar("home").next_school_day(taking.facts.today)
    if not taking.facts.today <= back_on <= next_day:
        words = f"The child is expected back by {next_day:%A %-d %B}, the next school day."
        raise Incomplete({"back_on": words})
    return ()


def _close(taking: Taking) -> tuple[Happening, ...]:
    return (Happening("case_closed", {"outcome": CaseOutcome(taking.argument)}),)


# The effect that begins each kind of placement.
BEGUN_BY = {
    PhaseKind.OFF_SITE_DIRECTION: "determine_direction",
    PhaseKind.TRIAL_MANAGED_MOVE: "begin_trial",
    PhaseKind.MANAGED_MOVE: "complete_move",
    PhaseKind.NAMED_IN_PLAN: "name_in_plan",
}

EFFECTS: dict[str, Follow] = {
    "propose": _nothing,
    "name_facilitator": _name_facilitator,
    "name_key_adult": _name_key_adult,
    "name_social_worker": _name_social_worker,
    "tell_family": _tell_family,
    "share_with_council": _share_with_council,
    "tell_council": _tell_family,
    "letter": _letter,
    "ask_school": _ask_school,
    "answer_approach": _answer_approach,
    "choose_school": _choose_school,
    "accept_place": _nothing,
    "determine_direction": _begin(PhaseKind.OFF_SITE_DIRECTION),
    "begin_trial": _begin(PhaseKind.TRIAL_MANAGED_MOVE),
    "give_notice": _nothing,
    "confirm_arrival": _confirm_arrival,
    "confirm_return": _nothing,
    "record_week": _record_week,
    "invite_review": _invite_review,
    "hold_review": _hold_review,
    "decide_review": _decide_review,
    "ask_review": _ask_review,
    "draw_up": _draw_up,
    "end_placement": _end_placement,
    "complete_move": _complete_move,
    "name_in_plan": _name_in_plan,
    "send_records": _nothing,
    "send_safeguarding_file": _nothing,
    "new_pupil_return": _nothing,
    "deletion_return": _nothing,
    "withdraw_place": _nothing,
    "record_exclusion": _record_exclusion,
    "cancel_exclusion": _cancel_exclusion,
    "confirm_back": _nothing,
    "record_governors": _nothing,
    "arrange_education": _nothing,
    "close": _close,
}


def follow(
    protocol: Protocol, before: Facts, step: Step, occurrence: str, values: Values
) -> tuple[Happening, ...]:
    """Give everything that follows from a step, the taking of it first.

    `before` are the facts without what was typed with it. Refuses with Incomplete or NotNow.
    """
    facts = before.assuming(values, before.today)
    happenings = [Happening("step_taken", {"step": step.id, "occurrence": occurrence, "values": values})]
    for effect in step.does:
        name, _, argument = effect.partition(":")
        happenings += EFFECTS[name](Taking(protocol, facts, before, occurrence, values, argument))
    return tuple(happenings)
