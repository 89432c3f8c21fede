"""Which facts can a protocol or the law name, and what is each on a given case?

A gate, a step and a deadline name facts; they never hold expressions. A rule that needs logic is one entry
of this table. Besides these, `done.<step>` is the taking of a step, `sent.<letter>` a letter that was made.
The id of any yes-or-no question is its answer; `<choice>.<option>` is whether that option was chosen,
`written.<question>` whether anything is written, and `day.<question>` the day that was written.
"""

from datetime import date, timedelta

from freshstart.process import exclusions, findings, standpoints
from freshstart.process.calendars import CalendarEnds, SchoolWeek
from freshstart.process.facts import Facts
from freshstart.process.findings import day_of, of_approach, of_review
from freshstart.process.named import dated, each, each_dated, plain
from freshstart.process.protocols import Protocol
from freshstart.process.values import EMPTY
from freshstart.process.vocabulary import PhaseOutcome, Tri

# The weeks of a direction -----------------------------------------------------------------------------------


def _weeks(facts: Facts) -> list[SchoolWeek]:
    """List the school weeks of a direction up to this one; only the first and last may be parts of weeks."""
    direction = facts.placement
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
    dated("case_open", "The case was opened.", lambda f: f.opened_on),
    dated("entered", "The case was running already when it was entered here.", lambda f: f.entered_on),
    plain("case_closed", "The case is closed.", lambda f: f.outcome is not None),
    plain("upn_known", "The pupil's UPN is known.", lambda f: f.pupil.upn_known),
    plain("year_11", "The pupil is in Year 11.", lambda f: f.pupil.year_group == 11),
    plain("adult_pupil", "The pupil is 18 or over.", lambda f: f.pupil.age_on(f.today) >= 18),
    plain("parents_views_known", "A parent's views are recorded.", lambda f: bool(f.value("parents_views"))),
    plain("pupils_views_known", "The pupil's views are recorded.", lambda f: bool(f.value("pupils_views"))),
    plain("school_asked", "A school has been asked.", lambda f: bool(f.approaches)),
    plain("school_considering", "A school that was asked has not said no.", findings.school_considering),
    dated("school_declined", "A school has said no.", findings.school_declined),
    dated("school_said_yes", "A school has said yes in principle.", findings.school_said_yes),
    each_dated("approach_made", "This school has been asked.", of_approach(lambda one: one.asked_on)),
    each_dated("approach_answered", "This school has answered.", of_approach(lambda one: one.answered_on)),
    each(
        "approach_closed", "This approach is closed.", lambda f, o: a.closed if (a := f.approach(o)) else None
    ),
    dated("school_chosen", "The receiving school is chosen.", findings.school_chosen),
    plain(
        "host_is_mainstream",
        "The receiving school is a mainstream school.",
        lambda f: f.host.is_mainstream if f.host else None,
    ),
    dated("host_accepted", "The receiving school has accepted.", lambda f: day_of(f.done("accept_place"))),
    dated("host_withdrew", "The receiving school has withdrawn its acceptance.", findings.host_withdrew),
    dated(
        "placement_decided",
        "The placement has been decided.",
        lambda f: d.decided_on if (d := f.placement) else None,
    ),
    plain(
        "placement_running", "A placement from which the child can come back is running.", findings.running
    ),
    plain(
        "start_is_school_day",
        "The first day is a school day at the receiving school.",
        findings.start_is_school_day,
    ),
    plain(
        "notice_period_kept", "Notice is at least two school days before the first day.", findings.notice_kept
    ),
    dated("start_has_come", "The first day has come.", findings.start_has_come),
    dated("start_date", "The first day.", findings.first_day),
    dated("start_is_sure", "The first day is sure.", findings.start_is_sure),
    dated(
        "arrived",
        "The pupil's arrival is confirmed.",
        lambda f: d.arrived_on if (d := f.placement or f.move) else None,
    ),
    dated(
        "stated_end",
        "The last day stated of the placement.",
        lambda f: d.ends_on if (d := f.placement) else None,
    ),
    each_dated("week_ends", "The last school day of this week.", _week_ends),
    each_dated("week_recorded", "The attendance of this week is recorded.", _week_recorded),
    each(
        "review_in_placement",
        "This is a review of the placement.",
        lambda f, o: findings.in_phase(f, o, f.placement),
    ),
    each("review_in_move", "This is a review after the move.", lambda f, o: findings.in_phase(f, o, f.move)),
    each("review_is_next", "This is the next review.", findings.review_is_next),
    each_dated("review_due", "The day by which this review is held.", of_review(lambda one: one.due_on)),
    each_dated("review_meets", "The day of this review.", of_review(lambda one: one.meets_on or one.due_on)),
    each_dated("review_invited", "People are invited to this review.", of_review(lambda one: one.invited_on)),
    each_dated("review_held", "This review was held.", of_review(lambda one: one.held_on)),
    each_dated(
        "review_decided", "The board has decided after this review.", of_review(lambda one: one.decided_on)
    ),
    dated(
        "last_review_held",
        "The last review of the placement was held.",
        lambda f: findings.last_review_held(f, f.placement),
    ),
    dated(
        "last_looked_at",
        "The last review of the placement was held, or else it began.",
        findings.last_looked_at,
    ),
    plain(
        "first_review_in_six_weeks",
        "The first review is within six school weeks.",
        findings.first_review_in_six_weeks,
    ),
    plain(
        "ends_in_school_year",
        "The last day stated lies in the school year of the first.",
        findings.ends_in_school_year,
    ),
    dated(
        "last_integration_review_held",
        "The last review after the move was held.",
        lambda f: findings.last_review_held(f, f.move),
    ),
    dated(
        "next_is_move",
        "The board decided to ask everyone about a managed move.",
        lambda f: findings.last_decision(f, "ask_for_move"),
    ),
    dated(
        "next_is_return",
        "The board decided on a planned return.",
        lambda f: findings.last_decision(f, "return"),
    ),
    dated(
        "return_can_be_planned",
        "The last review was held, or the board decided on a return.",
        findings.return_can_be_planned,
    ),
    dated("plan_drawn", "The plan is drawn up.", lambda f: findings.drawn(f, "plan")),
    dated("agreement_drawn", "The agreement is drawn up.", lambda f: findings.drawn(f, "agreement")),
    each_dated("paper_drawn", "This paper is drawn up.", lambda f, o: findings.drawn(f, o.partition(":")[0])),
    each_dated("signer_answered", "This person has answered the paper.", findings.signer_answered),
    dated(
        "agreement_signed_by_all",
        "Everyone has signed the agreement.",
        lambda f: findings.signed_by_all(f, "agreement"),
    ),
    dated(
        "agreement_refused",
        "Somebody has not agreed to the move.",
        lambda f: findings.refused(f, "agreement"),
    ),
    dated("move_complete", "The managed move is complete.", lambda f: m.starts_on if (m := f.move) else None),
    dated(
        "placement_ended", "The placement has ended.", lambda f: d.ended_on if (d := f.placement) else None
    ),
    dated(
        "ended_early", "The placement was ended early.", lambda f: findings.ended(f, PhaseOutcome.ENDED_EARLY)
    ),
    dated("going_back", "The placement has ended and the pupil goes back.", findings.going_back),
    plain("ehc_plan", "There is an education, health and care plan.", findings.has_plan),
    plain(
        "plan_not_amended",
        "There is a plan, and it does not name the new school.",
        lambda f: bool(findings.has_plan(f)) and f.value("plan_amended") != "yes",
    ),
    plain("something_tried", "It is written what was tried before.", lambda f: bool(f.value("tried"))),
    each("nominee_was_there", "The board's nominee was at the review.", findings.nominee_was_there),
    plain("six_days_ahead", "The review is at least six days away.", findings.six_days_ahead),
    dated("back_at_home", "The child is back at the home school.", findings.back_at_home),
    plain("way_is_open", "It can be chosen which way to go.", lambda f: f.value("kind") != "reintegration"),
    plain(
        "move_at_once",
        "The way chosen is a managed move at once.",
        lambda f: not findings.direction_is_the_way(f),
    ),
    dated("move_can_be_asked", "Everyone may be asked about a managed move.", findings.move_can_be_asked),
    plain("repeated_move", "There was an earlier case for this child.", lambda f: f.is_repeated),
    plain(
        "rated_red",
        "Something on the checklist is rated red.",
        lambda f: any(one.value == "red" for one in f.answers.values()),
    ),
    plain(
        "home_is_maintained",
        "The home school is maintained by the council.",
        lambda f: f.home.governance == "maintained",
    ),
    plain("home_is_academy", "The home school is an academy.", lambda f: f.home.governance == "academy"),
    plain(
        "host_is_registered_school",
        "The receiving place is a registered school.",
        lambda f: f.host.is_registered_school if f.host else None,
    ),
    dated("records_sent", "The records were sent.", lambda f: day_of(f.done("send_records"))),
    dated(
        "last_records_sent",
        "The rest of the records was sent.",
        lambda f: day_of(f.done("send_last_records")),
    ),
    dated(
        "safeguarding_file_sent",
        "The safeguarding lead has dealt with the file.",
        lambda f: day_of(f.done("send_safeguarding_file")),
    ),
    dated(
        "new_pupil_returned",
        "The new-pupil return was sent.",
        lambda f: day_of(f.done("send_new_pupil_return")),
    ),
    dated(
        "deletion_returned",
        "The deletion return was sent.",
        lambda f: day_of(f.done("send_deletion_return")),
    ),
    dated("excluded", "The child was permanently excluded.", exclusions.excluded),
    plain("exclusion_stands", "The permanent exclusion stands.", exclusions.stands),
    dated("exclusion_cancelled", "The exclusion was cancelled.", exclusions.cancelled),
    dated("exclusion_over", "The exclusion was cancelled, or the board put the child back.", exclusions.over),
    dated(
        "governors_considered",
        "The governing board has considered the exclusion.",
        exclusions.governors_considered,
    ),
    plain("not_yet_back", "The child was excluded and is not back in school.", exclusions.not_yet_back),
    dated("back_after_exclusion", "The child is back after the exclusion.", exclusions.back),
    plain("recent_exclusion", "A permanent exclusion stands or was lately cancelled.", exclusions.recent),
    dated("education_arranged", "It is written where the child is taught.", exclusions.arranged),
    dated(
        "nothing_arranged",
        "The child has left one place, and no next one is arranged.",
        exclusions.nothing_arranged,
    ),
    plain("social_worker_named", "A social worker is named.", findings.social_worker_named),
    plain(
        "social_worker_missing",
        "A looked-after child has no social worker on the case.",
        lambda f: f.value("looked_after") == "yes" and not findings.social_worker_named(f),
    ),
)
NAMED = {named.name: named for named in (*standpoints.TABLE, *_TABLE)}


ASKED = {"written", "day"}  # what stands before the name of a question

# A fact that is read off an answer cannot stop the step that asks for this answer until it is given.
READ_OFF = {
    "notice_period_kept": "starts_on",
    "start_is_school_day": "starts_on",
    "six_days_ahead": "review_on",
    "something_tried": "tried",
    "plan_not_amended": "plan_amended",
}


def asked_by(fact: str) -> str:
    """Name the question off whose answer a fact is read; a fact that is not read off one names itself."""
    head, _, rest = fact.partition(".")
    return READ_OFF.get(fact) or (fact if head in {"done", "sent"} else rest if head in ASKED else head)


def names_for(protocol: Protocol) -> frozenset[str]:
    """Give every fact that a protocol may name: its steps, letters, questions, answers, and the table's."""
    chosen = (f"{one.id}.{option}" for one in protocol.question for option in one.options)
    done = (f"done.{step.id}" for step in protocol.step)
    sent = (f"sent.{letter.id}" for letter in protocol.letter)
    written = (f"written.{question}" for question in protocol.questions)
    days = (f"day.{one.id}" for one in protocol.question if one.kind == "date")
    return frozenset({*NAMED, *protocol.questions, *chosen, *done, *sent, *written, *days})


def holds(facts: Facts, name: str, occurrence: str = "") -> Tri:
    """Say whether a named fact is so: yes, no or not known."""
    head, _, rest = name.partition(".")
    if rest and head in {"done", "sent"}:
        return Tri.of(moment(facts, name, occurrence) is not None)
    if rest:
        return _is_written(facts, rest) if head in ASKED else _is_answered(facts, head, rest)
    if name in NAMED:
        return Tri.of(NAMED[name].test(facts, occurrence))
    value = facts.value(name)
    return Tri(value) if value in tuple(Tri) else Tri.NOT_KNOWN


def _is_written(facts: Facts, question: str) -> Tri:
    """Say whether anything is written in answer to a question; “not known yet” is nothing."""
    return Tri.of(facts.value(question) not in (*EMPTY, Tri.NOT_KNOWN))


def _is_answered(facts: Facts, question: str, option: str) -> Tri:
    """Say whether an option of a choice is the answer, or one of the answers."""
    value = facts.value(question)
    if value in EMPTY:
        return Tri.NOT_KNOWN
    return Tri.of(option in value if isinstance(value, list) else option == value)


def moment(facts: Facts, name: str, occurrence: str = "") -> date | None:
    """Say since when a named fact is so; None where it is not, or where no day belongs to it."""
    head, _, rest = name.partition(".")
    if head == "done" and rest:
        return day_of(facts.done(rest, occurrence))
    if head == "sent" and rest:
        return facts.sent(rest, occurrence)
    if name in NAMED:
        return NAMED[name].moment(facts, occurrence)
    if head == "day" and rest:
        return findings.day_in(facts.value(rest))
    given = facts.answers.get(rest if head in ASKED else head)
    return given.on if given and (not rest or holds(facts, name) is Tri.YES) else None


def words_of(name: str) -> str:
    """Say in words what a named fact means."""
    return NAMED[name].words if name in NAMED else name.replace(".", " ").replace("_", " ")
