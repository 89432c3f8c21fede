"""Which facts can a protocol or the law name, and what is each on a given case?

A gate, a step and a deadline name facts; they never hold expressions. A rule that needs logic is one entry
of this table. Besides these, `done.<step>` is the taking of a step, `sent.<letter>` a letter that was made,
and the id of any yes-or-no question is its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from freshstart.process import findings
from freshstart.process.calendars import CalendarEnds, SchoolWeek
from freshstart.process.facts import Facts
from freshstart.process.findings import day_of, of_approach, of_review
from freshstart.process.vocabulary import PhaseOutcome, Tri

Test = Callable[[Facts, str], bool | None]
Moment = Callable[[Facts, str], date | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its words, how it is found out, and since when it is so (None where that says nothing)."""

    name: str
    words: str
    test: Test
    moment: Moment


def _never(_facts: Facts, _occasion: str) -> None:
    return None


def _each_dated(name: str, words: str, moment: Moment) -> Named:
    """Name a fact of one occasion that is so from its moment on."""
    return Named(name, words, lambda facts, occasion: moment(facts, occasion) is not None, moment)


def _dated(name: str, words: str, moment: Callable[[Facts], date | None]) -> Named:
    """Name a fact of the whole case that is so from its moment on."""
    return _each_dated(name, words, lambda facts, _: moment(facts))


def _each(name: str, words: str, test: Test) -> Named:
    """Name a fact of one occasion without a moment of its own."""
    return Named(name, words, test, _never)


def _plain(name: str, words: str, test: Callable[[Facts], bool | None]) -> Named:
    """Name a fact of the whole case without a moment of its own."""
    return _each(name, words, lambda facts, _: test(facts))


# The weeks of a direction -----------------------------------------------------------------------------------


def _weeks(facts: Facts) -> list[SchoolWeek]:
    """List the school weeks of a direction up to this one; only the first and last may be parts of weeks."""
    direction = facts.direction
    if direction is None or direction.arrived_on is None:
        return []
    sunday = facts.today + timedelta(days=6 - facts.today.weekday())
    last = min(direction.ended_on or sunday, sunday)
    try:
        return facts.calendar("host").school_weeks(direction.starts_on, last)
    except CalendarEnds:
        return []  # the record of attendance waits for the term dates; everything else goes on


def weeks_to_record(facts: Facts) -> tuple[date, ...]:
    """Give the Mondays of the school weeks of a direction that are over, recorded or not."""
    return tuple(week.monday for week in _weeks(facts) if week.days[-1] <= facts.today)


def _week_ends(facts: Facts, occasion: str) -> date | None:
    return next((week.days[-1] for week in _weeks(facts) if week.monday.isoformat() == occasion), None)


def _week_recorded(facts: Facts, occasion: str) -> date | None:
    return next((week.recorded_on for week in facts.weeks if week.monday.isoformat() == occasion), None)


# The table --------------------------------------------------------------------------------------------------

_TABLE = (
    _dated("case_open", "The case was opened.", lambda f: f.opened_on),
    _plain("case_closed", "The case is closed.", lambda f: f.outcome is not None),
    _plain("upn_known", "The pupil's UPN is known.", lambda f: f.pupil.upn_known),
    _plain("year_11", "The pupil is in Year 11.", lambda f: f.pupil.year_group == 11),
    _plain("adult_pupil", "The pupil is 18 or over.", lambda f: f.pupil.age_on(f.today) >= 18),
    _plain(
        "responsibility_known", "It is known who has parental responsibility.", findings.responsibility_known
    ),
    _plain("parent_named", "At least one parent or carer is to be asked.", lambda f: bool(f.parents)),
    _plain(
        "parent_agrees_to_ask", "A parent agrees that other schools are asked.", findings.parent_agrees_to_ask
    ),
    _plain(
        "parent_refuses_to_ask", "A parent does not want other schools asked.", findings.parent_refuses_to_ask
    ),
    _plain(
        "every_parent_answered", "Every parent who is asked has answered.", findings.every_parent_answered
    ),
    _plain("parents_views_known", "A parent's views are recorded.", lambda f: bool(f.value("parents_views"))),
    _plain("pupils_views_known", "The pupil's views are recorded.", lambda f: bool(f.value("pupils_views"))),
    _plain("school_asked", "A school has been asked.", lambda f: bool(f.approaches)),
    _plain("school_considering", "A school that was asked has not said no.", findings.school_considering),
    _dated("school_declined", "A school has said no.", findings.school_declined),
    _dated("school_said_yes", "A school has said yes in principle.", findings.school_said_yes),
    _each_dated("approach_made", "This school has been asked.", of_approach(lambda one: one.asked_on)),
    _each_dated("approach_answered", "This school has answered.", of_approach(lambda one: one.answered_on)),
    _each(
        "approach_closed", "This approach is closed.", lambda f, o: a.closed if (a := f.approach(o)) else None
    ),
    _dated("school_chosen", "The receiving school is chosen.", findings.school_chosen),
    _plain(
        "host_is_mainstream",
        "The receiving school is a mainstream school.",
        lambda f: f.host.is_mainstream if f.host else None,
    ),
    _dated("host_accepted", "The receiving school has accepted.", lambda f: day_of(f.done("accept_place"))),
    _dated("host_withdrew", "The receiving school has withdrawn its acceptance.", findings.host_withdrew),
    _dated(
        "direction_determined",
        "The governing board has determined the direction.",
        lambda f: d.decided_on if (d := f.direction) else None,
    ),
    _plain("direction_running", "An off-site direction is running.", findings.running),
    _plain(
        "start_is_school_day",
        "The first day is a school day at the receiving school.",
        findings.start_is_school_day,
    ),
    _plain(
        "notice_period_kept", "Notice is at least two school days before the first day.", findings.notice_kept
    ),
    _dated("start_has_come", "The first day has come.", findings.start_has_come),
    _dated("start_date", "The first day.", lambda f: p.starts_on if (p := f.phase) else None),
    _dated(
        "arrived", "The pupil's arrival is confirmed.", lambda f: d.arrived_on if (d := f.direction) else None
    ),
    _dated(
        "move_day",
        "The day from which the child is to be a pupil of the new school.",
        lambda f: findings.day_in(f.value("move_starts_on")),
    ),
    _dated(
        "stated_end", "The last day of the direction.", lambda f: d.ends_on if (d := f.direction) else None
    ),
    _each_dated("week_ends", "The last school day of this week.", _week_ends),
    _each_dated("week_recorded", "The attendance of this week is recorded.", _week_recorded),
    _each(
        "review_in_direction",
        "This is a review of the direction.",
        lambda f, o: findings.in_phase(f, o, f.direction),
    ),
    _each("review_in_move", "This is a review after the move.", lambda f, o: findings.in_phase(f, o, f.move)),
    _each("review_is_next", "This is the next review.", findings.review_is_next),
    _each_dated("review_due", "The day by which this review is held.", of_review(lambda one: one.due_on)),
    _each_dated("review_meets", "The day of this review.", of_review(lambda one: one.meets_on or one.due_on)),
    _each_dated(
        "review_invited", "People are invited to this review.", of_review(lambda one: one.invited_on)
    ),
    _each_dated("review_held", "This review was held.", of_review(lambda one: one.held_on)),
    _each_dated(
        "review_decided", "The board has decided after this review.", of_review(lambda one: one.decided_on)
    ),
    _dated(
        "last_review_held",
        "The last review of the direction was held.",
        lambda f: findings.last_review_held(f, f.direction),
    ),
    _dated(
        "last_integration_review_held",
        "The last review after the move was held.",
        lambda f: findings.last_review_held(f, f.move),
    ),
    _dated(
        "next_is_move",
        "The board decided to ask everyone about a managed move.",
        lambda f: findings.last_decision(f, "ask_for_move"),
    ),
    _dated(
        "next_is_return",
        "The board decided on a planned return.",
        lambda f: findings.last_decision(f, "return"),
    ),
    _dated(
        "return_can_be_planned",
        "The last review was held, or the board decided on a return.",
        findings.return_can_be_planned,
    ),
    _dated("plan_drawn", "The plan is drawn up.", lambda f: findings.drawn(f, "plan")),
    _dated("agreement_drawn", "The agreement is drawn up.", lambda f: findings.drawn(f, "agreement")),
    _each_dated(
        "paper_drawn", "This paper is drawn up.", lambda f, o: findings.drawn(f, o.partition(":")[0])
    ),
    _each_dated("signer_answered", "This person has answered the paper.", findings.signer_answered),
    _dated(
        "agreement_signed_by_all",
        "Everyone has signed the agreement.",
        lambda f: findings.signed_by_all(f, "agreement"),
    ),
    _dated(
        "agreement_refused",
        "Somebody has not agreed to the move.",
        lambda f: findings.refused(f, "agreement"),
    ),
    _dated(
        "move_complete", "The managed move is complete.", lambda f: m.starts_on if (m := f.move) else None
    ),
    _dated(
        "direction_ended", "The direction has ended.", lambda f: d.ended_on if (d := f.direction) else None
    ),
    _dated(
        "ended_early", "The direction was ended early.", lambda f: findings.ended(f, PhaseOutcome.ENDED_EARLY)
    ),
    _dated(
        "going_back",
        "The direction has ended and the pupil goes back.",
        lambda f: findings.ended(f, PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED),
    ),
    _plain("ehc_plan", "There is an education, health and care plan.", findings.has_plan),
    _plain(
        "plan_not_amended",
        "There is a plan, and it does not name the new school.",
        lambda f: bool(findings.has_plan(f)) and f.value("plan_amended") != "yes",
    ),
    _plain("something_tried", "It is written what was tried before.", lambda f: bool(f.value("tried"))),
    _each("nominee_was_there", "The board's nominee was at the review.", findings.nominee_was_there),
    _plain("six_days_ahead", "The review is at least six days away.", findings.six_days_ahead),
    _dated("back_at_home", "The child is back at the home school.", findings.back_at_home),
    _plain("social_worker_named", "A social worker is named.", findings.social_worker_named),
    _plain(
        "social_worker_missing",
        "A looked-after child has no social worker on the case.",
        lambda f: f.value("looked_after") == "yes" and not findings.social_worker_named(f),
    ),
)
NAMED = {named.name: named for named in _TABLE}

# A fact that is read off an answer cannot stop the step that asks for this answer until it is given.
READ_OFF = {
    "notice_period_kept": "starts_on",
    "start_is_school_day": "starts_on",
    "six_days_ahead": "review_on",
    "something_tried": "tried",
    "plan_not_amended": "plan_amended",
}


def is_known_name(name: str, *, steps: set[str], questions: set[str], letters: set[str]) -> bool:
    """Tell whether a protocol with these steps, questions and letters may name this fact."""
    head, _, rest = name.partition(".")
    if rest:
        return rest in {"done": steps, "sent": letters}.get(head, set())
    return name in NAMED or name in questions


def holds(facts: Facts, name: str, occurrence: str = "") -> Tri:
    """Say whether a named fact is so: yes, no or not known."""
    if "." in name:
        return Tri.of(moment(facts, name, occurrence) is not None)
    if name in NAMED:
        return Tri.of(NAMED[name].test(facts, occurrence))
    value = facts.value(name)
    return Tri(value) if value in tuple(Tri) else Tri.NOT_KNOWN


def moment(facts: Facts, name: str, occurrence: str = "") -> date | None:
    """Say since when a named fact is so; None where it is not, or where no day belongs to it."""
    head, _, rest = name.partition(".")
    if head == "done" and rest:
        return day_of(facts.done(rest, occurrence))
    if head == "sent" and rest:
        return facts.sent(rest, occurrence)
    if name in NAMED:
        return NAMED[name].moment(facts, occurrence)
    given = facts.answers.get(name)
    return given.on if given else None


def words_of(name: str) -> str:
    """Say in words what a named fact means."""
    return NAMED[name].words if name in NAMED else name.replace(".", " ").replace("_", " ")
