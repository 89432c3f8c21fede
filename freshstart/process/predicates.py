"""Which facts can a protocol or the law name, and what is each on a given case?

A gate, a step and a deadline name facts; they never hold expressions. A rule that needs logic is one entry
of this table. Besides these, `done.<step>` is the taking of a step, `sent.<letter>` a letter that was made,
and the id of any yes-or-no question is its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from freshstart.process.calendars import CalendarEnds, notice_start
from freshstart.process.facts import Facts, PaperVersion, Phase, Review
from freshstart.process.vocabulary import PhaseOutcome, Relation, Tri

Test = Callable[[Facts, str], bool | None]
Moment = Callable[[Facts, str], date | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its words, how it is found out, and since when it is so (None where that says nothing)."""

    name: str
    words: str
    test: Test
    moment: Moment


def _never(facts: Facts, occurrence: str) -> None:
    return None


def _dated(name: str, words: str, moment: Moment) -> Named:
    """Name a fact that is so from its moment on."""
    return Named(name, words, lambda facts, one: moment(facts, one) is not None, moment)


def _plain(name: str, words: str, test: Test) -> Named:
    """Name a fact without a moment of its own."""
    return Named(name, words, test, _never)


def _of_review(read: Callable[[Review], date | None]) -> Moment:
    def moment(facts: Facts, occurrence: str) -> date | None:
        review = facts.review(occurrence)
        return read(review) if review else None

    return moment


def _parents_say(question: str, wanted: str) -> Callable[[Facts], bool]:
    """Tell whether any parent who is asked gave this answer to a question to the family."""

    def told(facts: Facts) -> bool:
        views = facts.views_on(question)
        return any(party.id in views and views[party.id].value == wanted for party in facts.parents)

    return told


def _every_parent_answered(facts: Facts, occurrence: str) -> bool:
    views = facts.views_on("ask_schools")
    return bool(facts.parents) and all(party.id in views for party in facts.parents)


def _approach_answered(facts: Facts, occurrence: str) -> date | None:
    approach = facts.approach(occurrence)
    return approach.answered_on if approach else None


def _said_yes(facts: Facts, occurrence: str) -> date | None:
    return min((one.answered_on for one in facts.approaches if one.answer == "yes" and one.answered_on), default=None)


def _school_chosen(facts: Facts, occurrence: str) -> date | None:
    return next((one.answered_on for one in facts.approaches if one.chosen), None)


def _running(phase: Phase | None) -> bool:
    return phase is not None and phase.outcome is None


def _review_is_next(facts: Facts, occurrence: str) -> bool:
    """Tell whether every earlier review of the same placement has been decided."""
    review = facts.review(occurrence)
    if review is None:
        return False
    earlier = [one for one in facts.reviews if one.phase == review.phase and one.due_on < review.due_on]
    return all(one.decided_on or one.number.startswith("i") and one.held_on for one in earlier)


def _in_direction(facts: Facts, occurrence: str) -> bool:
    review, direction = facts.review(occurrence), facts.direction
    return bool(review and direction and review.phase == direction.id)


def _in_move(facts: Facts, occurrence: str) -> bool:
    review, move = facts.review(occurrence), facts.move
    return bool(review and move and review.phase == move.id)


def _last_review_held(facts: Facts, phase: Phase | None) -> date | None:
    review = facts.last_planned_review(phase)
    return review.held_on if review else None


def _last_decision(facts: Facts) -> str:
    decided = [one for one in facts.reviews_of(facts.direction) if one.decided_on]
    return decided[-1].decision if decided else ""


def _signed_by_all(paper: PaperVersion | None) -> date | None:
    """Give the day on which the last signer signed this version; None while one is missing or refused."""
    if paper is None:
        return None
    given = [paper.answer_of(signer) for signer in paper.signers]
    signed = [one.at.date() for one in given if one is not None and one.signed]
    return max(signed) if len(signed) == len(paper.signers) else None


def _refused(paper: PaperVersion | None) -> date | None:
    given = [paper.answer_of(signer) for signer in paper.signers] if paper else []
    return min((one.at.date() for one in given if one is not None and not one.signed), default=None)


def _signer_answered(facts: Facts, occurrence: str) -> date | None:
    """Read an occasion `paper:signer`: the day this person answered the version that counts."""
    kind, _, signer = occurrence.partition(":")
    paper = facts.paper(kind)
    given = paper.answer_of(signer) if paper else None
    return given.at.date() if given else None


def _paper_drawn(facts: Facts, occurrence: str) -> date | None:
    paper = facts.paper(occurrence.partition(":")[0])
    return paper.drawn_on if paper else None


def _notice_kept(facts: Facts, occurrence: str) -> bool | None:
    """Tell whether notice given today keeps two school days before the first day (law.md, decision 9)."""
    starts_on = _wanted_start(facts)
    if starts_on is None or facts.host is None:
        return None
    try:
        return starts_on >= notice_start(facts.today, facts.calendar("home"), facts.calendar("host"))
    except CalendarEnds:
        return None


def _wanted_start(facts: Facts) -> date | None:
    value = facts.value("starts_on")
    if value is None:
        return facts.direction.starts_on if facts.direction else None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _start_is_school_day(facts: Facts, occurrence: str) -> bool | None:
    starts_on = _wanted_start(facts)
    try:
        return None if starts_on is None else facts.calendar("host").is_school_day(starts_on)
    except CalendarEnds:
        return None


def _start_has_come(facts: Facts, occurrence: str) -> date | None:
    phase = facts.phase
    return phase.starts_on if phase and phase.starts_on <= facts.today else None


def _responsibility_known(facts: Facts, occurrence: str) -> bool | None:
    known = [party.has_responsibility for party in facts.parents]
    return None if not known or None in known else any(known)


def _ended(facts: Facts, *outcomes: PhaseOutcome) -> date | None:
    direction = facts.direction
    return direction.ended_on if direction and direction.outcome in outcomes else None


def _weeks_due(facts: Facts, occurrence: str) -> date | None:
    """Give the last school day of the week that starts on the Monday named by the occasion."""
    monday = date.fromisoformat(occurrence)
    week = [day for _, start, days in _host_weeks(facts) if start == monday for day in days]
    return week[-1] if week else None


def _host_weeks(facts: Facts) -> list[tuple[int, date, tuple[date, ...]]]:
    direction = facts.direction
    if direction is None or direction.arrived_on is None:
        return []
    last = min(direction.ended_on or facts.today, facts.today)
    if last < direction.starts_on:
        return []
    try:
        return [tuple(week) for week in facts.calendar("host").school_weeks(direction.starts_on, last)]
    except CalendarEnds:
        return []  # the record of attendance waits for the term dates; everything else goes on


def weeks_to_record(facts: Facts) -> tuple[date, ...]:
    """Give the Mondays of the school weeks of a direction up to today, recorded or not."""
    return tuple(monday for _, monday, _ in _host_weeks(facts))


def _week_recorded(facts: Facts, occurrence: str) -> date | None:
    return next((week.recorded_on for week in facts.weeks if week.monday.isoformat() == occurrence), None)


def _has_plan(facts: Facts, occurrence: str) -> bool | None:
    value = facts.value("sen")
    return None if value in {None, "not_known"} else bool(value == "plan")


def _nominee_was_there(facts: Facts, occurrence: str) -> bool | None:
    record = facts.done("hold_review", occurrence)
    return None if record is None else "home_nominee" in record.values.get("who_met", ())


def _six_days_ahead(facts: Facts, occurrence: str) -> bool | None:
    value = facts.value("review_on")
    return None if value is None else (date.fromisoformat(str(value)) - facts.today).days >= 6


def _back_at_home(facts: Facts, occurrence: str) -> date | None:
    back = [r for r in facts.records if r.step == "confirm_return" and r.values.get("arrived_today") == "yes"]
    return back[-1].on if back else None


def _host_withdrew(facts: Facts, occurrence: str) -> date | None:
    record = facts.done("withdraw_place")
    direction = facts.direction
    return record.on if record and direction and record.on >= direction.decided_on else None


_TABLE = (
    _dated("case_open", "The case was opened.", lambda f, o: f.opened_on),
    _plain("case_closed", "The case is closed.", lambda f, o: f.outcome is not None),
    _plain("upn_known", "The pupil's UPN is known.", lambda f, o: f.pupil.upn_known),
    _plain("year_11", "The pupil is in Year 11.", lambda f, o: f.pupil.year_group == 11),
    _plain("adult_pupil", "The pupil is 18 or over.", lambda f, o: f.pupil.age_on(f.today) >= 18),
    _plain("responsibility_known", "It is known who has parental responsibility.", _responsibility_known),
    _plain("parent_named", "At least one parent or carer is to be asked.", lambda f, o: bool(f.parents)),
    _plain(
        "parent_agrees_to_ask",
        "A parent agrees that other schools are asked.",
        lambda f, o: _parents_say("ask_schools", "yes")(f) or (False if f.views_on("ask_schools") else None),
    ),
    _plain(
        "parent_refuses_to_ask",
        "A parent does not want other schools asked.",
        lambda f, o: _parents_say("ask_schools", "no")(f),
    ),
    _plain("every_parent_answered", "Every parent who is asked has answered.", _every_parent_answered),
    _plain("parents_views_known", "A parent's views are recorded.", lambda f, o: bool(f.value("parents_views")) or None),
    _plain("pupils_views_known", "The pupil's views are recorded.", lambda f, o: bool(f.value("pupils_views")) or None),
    _plain("school_asked", "A school has been asked.", lambda f, o: bool(f.approaches)),
    _dated("approach_made", "This school has been asked.", lambda f, o: a.asked_on if (a := f.approach(o)) else None),
    _dated("approach_answered", "This school has answered.", _approach_answered),
    _plain("approach_closed", "This approach is closed.", lambda f, o: a.closed if (a := f.approach(o)) else None),
    _dated("school_said_yes", "A school has said yes in principle.", _said_yes),
    _dated("school_chosen", "The receiving school is chosen.", _school_chosen),
    _plain("host_is_mainstream", "The receiving school is a mainstream school.", lambda f, o: f.host.is_mainstream if f.host else None),
    _dated("host_accepted", "The receiving school has accepted.", lambda f, o: r.on if (r := f.done("accept_place")) else None),
    _dated("host_withdrew", "The receiving school has withdrawn its acceptance.", _host_withdrew),
    _dated("direction_determined", "The governing board has determined the direction.", lambda f, o: d.decided_on if (d := f.direction) else None),
    _plain("direction_running", "An off-site direction is running.", lambda f, o: _running(f.direction)),
    _plain("start_is_school_day", "The first day is a school day at the receiving school.", _start_is_school_day),
    _plain("notice_period_kept", "Notice is at least two school days before the first day.", _notice_kept),
    _dated("start_has_come", "The first day has come.", _start_has_come),
    _dated("start_date", "The first day.", lambda f, o: p.starts_on if (p := f.phase) else None),
    _dated("arrived", "The pupil's arrival is confirmed.", lambda f, o: d.arrived_on if (d := f.direction) else None),
    _dated("move_day", "The day from which the child is to be a pupil of the new school.", lambda f, o: date.fromisoformat(str(v)) if (v := f.value("move_starts_on")) else None),
    _dated("stated_end", "The last day of the direction.", lambda f, o: d.ends_on if (d := f.direction) else None),
    _dated("week_ends", "The last school day of this week.", _weeks_due),
    _dated("week_recorded", "The attendance of this week is recorded.", _week_recorded),
    _plain("review_in_direction", "This is a review of the direction.", _in_direction),
    _plain("review_in_move", "This is a review after the move.", _in_move),
    _plain("review_is_next", "This is the next review.", _review_is_next),
    _dated("review_due", "The day by which this review is held.", _of_review(lambda r: r.due_on)),
    _dated("review_meets", "The day of this review.", _of_review(lambda r: r.meets_on or r.due_on)),
    _dated("review_invited", "People are invited to this review.", _of_review(lambda r: r.invited_on)),
    _dated("review_held", "This review was held.", _of_review(lambda r: r.held_on)),
    _dated("review_decided", "The board has decided after this review.", _of_review(lambda r: r.decided_on)),
    _dated("last_review_held", "The last review of the direction was held.", lambda f, o: _last_review_held(f, f.direction)),
    _dated("last_integration_review_held", "The last review after the move was held.", lambda f, o: _last_review_held(f, f.move)),
    _plain("next_is_move", "The board decided to ask everyone about a managed move.", lambda f, o: _last_decision(f) == "ask_for_move"),
    _plain("next_is_return", "The board decided on a planned return.", lambda f, o: _last_decision(f) == "return"),
    _dated("plan_drawn", "The plan is drawn up.", lambda f, o: p.drawn_on if (p := f.paper("plan")) else None),
    _dated("agreement_drawn", "The agreement is drawn up.", lambda f, o: p.drawn_on if (p := f.paper("agreement")) else None),
    _dated("paper_drawn", "This paper is drawn up.", _paper_drawn),
    _dated("signer_answered", "This person has answered the paper.", _signer_answered),
    _dated("agreement_signed_by_all", "Everyone has signed the agreement.", lambda f, o: _signed_by_all(f.paper("agreement"))),
    _dated("agreement_refused", "Somebody has not agreed to the move.", lambda f, o: _refused(f.paper("agreement"))),
    _dated("move_complete", "The managed move is complete.", lambda f, o: m.starts_on if (m := f.move) else None),
    _dated("direction_ended", "The direction has ended.", lambda f, o: d.ended_on if (d := f.direction) else None),
    _dated("ended_early", "The direction was ended early.", lambda f, o: _ended(f, PhaseOutcome.ENDED_EARLY)),
    _dated("going_back", "The direction has ended and the pupil goes back.", lambda f, o: _ended(f, PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED)),
    _plain("ehc_plan", "There is an education, health and care plan.", _has_plan),
    _plain("plan_not_amended", "There is a plan, and it does not name the new school.", lambda f, o: bool(_has_plan(f, o)) and f.value("plan_amended") != "yes"),
    _plain("something_tried", "It is written what was tried before.", lambda f, o: bool(f.value("tried"))),
    _plain("nominee_was_there", "The board's nominee was at the review.", _nominee_was_there),
    _plain("six_days_ahead", "The review is at least six days away.", _six_days_ahead),
    _dated("back_at_home", "The child is back at the home school.", _back_at_home),
    _plain("social_worker_missing", "A looked-after child has no social worker on the case.", lambda f, o: f.value("looked_after") == "yes" and not any(p.relation is Relation.SOCIAL_WORKER for p in f.parties)),
    _plain("social_worker_named", "A social worker is named.", lambda f, o: any(p.relation is Relation.SOCIAL_WORKER for p in f.parties)),
)  # fmt: skip

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
    head, _, rest = name.partition(".")
    if rest:
        return Tri.of(moment(facts, name, occurrence) is not None)
    if name in NAMED:
        return Tri.of(NAMED[name].test(facts, occurrence))
    value = facts.value(name)
    return Tri(value) if value in set(Tri) else Tri.NOT_KNOWN


def moment(facts: Facts, name: str, occurrence: str = "") -> date | None:
    """Say since when a named fact is so; None where it is not, or where no day belongs to it."""
    head, _, rest = name.partition(".")
    if head == "done" and rest:
        record = facts.done(rest, occurrence)
        return record.on if record else None
    if head == "sent" and rest:
        sent = [one.on for one in facts.letters if one.letter == rest and occurrence in {"", one.occurrence}]
        return sent[-1] if sent else None
    if name in NAMED:
        return NAMED[name].moment(facts, occurrence)
    given = facts.answers.get(name)
    return given.on if given else None


def words_of(name: str) -> str:
    """Say in words what a named fact means."""
    return NAMED[name].words if name in NAMED else name.replace(".", " ").replace("_", " ")
