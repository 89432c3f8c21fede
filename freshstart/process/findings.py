"""What do the rows of a case amount to, where a named fact takes more than one look?

Functions of one argument read the whole case; those of two read one occasion: an approach, a review, a week,
or a signer as `paper:signer`. Each gives a day where the fact has one, else a truth (None is not known).
"""

from collections.abc import Callable
from datetime import date

from freshstart.process.calendars import CalendarEnds, notice_start
from freshstart.process.facts import Approach, Facts, Phase, Record, Review
from freshstart.process.replies import Signature
from freshstart.process.values import Value
from freshstart.process.vocabulary import PhaseKind, PhaseOutcome, Relation, Tri

AUGUST = 8  # the school year ends with it
SIX_WEEKS = 6  # in which a first review is looked for (law.md, OSD-15: Fresh Start’s own measure)
SIX_DAYS = 6  # between an invitation and its review (SI 2010/1156, regulation 5)


def day_in(answer: Value) -> date | None:
    """Read the day in an answer; None where there is no answer."""
    return date.fromisoformat(str(answer)) if answer else None


def day_of(record: Record | None) -> date | None:
    """Give the day on which a step was taken."""
    return record.on if record else None


# What the family answered ---------------------------------------------------------------------------------


def _answers_of_parents(facts: Facts) -> list[str | None]:
    """Give what each parent who is asked answered to asking other schools; None for no answer now."""
    views = facts.views_on("ask_schools")
    return [(views[party.id].value or None) if party.id in views else None for party in facts.parents]


def parent_agrees_to_ask(facts: Facts) -> bool | None:
    """Tell whether a parent said yes; not known while nobody answered at all."""
    given = _answers_of_parents(facts)
    return True if "yes" in given else False if any(given) else None


def parent_refuses_to_ask(facts: Facts) -> bool:
    """Tell whether a parent said no, whatever another one said."""
    return "no" in _answers_of_parents(facts)


def every_parent_answered(facts: Facts) -> bool:
    """Tell whether nobody's answer is missing."""
    given = _answers_of_parents(facts)
    return bool(given) and None not in given


def responsibility_known(facts: Facts) -> bool | None:
    """Tell whether a parent who is asked has parental responsibility; not known if it is not of each."""
    known = [party.has_responsibility for party in facts.parents]
    return None if not known or None in known else any(known)


# The schools that were asked --------------------------------------------------------------------------------


def of_approach(read: Callable[[Approach], date | None]) -> Callable[[Facts, str], date | None]:
    """Read a day off the approach of an occasion."""
    return lambda facts, occasion: read(found) if (found := facts.approach(occasion)) else None


def said_yes(approach: Approach) -> date | None:
    """Give the day on which a school said yes in principle; a closed approach says nothing any more."""
    return approach.answered_on if approach.answer == "yes" and not approach.closed else None


def school_said_yes(facts: Facts) -> date | None:
    """Give the day of the first yes that still stands."""
    return min(filter(None, map(said_yes, facts.approaches)), default=None)


def school_declined(facts: Facts) -> date | None:
    """Give the day of the latest no."""
    return max(
        (one.answered_on for one in facts.approaches if one.answer == "no" and one.answered_on), default=None
    )


def school_considering(facts: Facts) -> bool:
    """Tell whether a school that was asked has neither said no nor been let go."""
    return any(one.answer != "no" and not one.closed for one in facts.approaches)


def school_chosen(facts: Facts) -> date | None:
    """Give the day on which the school that was chosen had said yes."""
    return next((one.answered_on for one in facts.approaches if one.chosen), None)


# The first day ----------------------------------------------------------------------------------------------


def _wanted_start(facts: Facts) -> date | None:
    wanted = day_in(facts.value("starts_on"))
    return facts.placement.starts_on if wanted is None and facts.placement else wanted


def notice_kept(facts: Facts) -> bool | None:
    """Tell whether notice given today keeps two school days before the first day (law.md, decision 9)."""
    starts_on = _wanted_start(facts)
    if starts_on is None or facts.host is None:
        return None
    try:
        return starts_on >= notice_start(facts.today, facts.calendar("home"), facts.calendar("host"))
    except CalendarEnds:
        return None


def start_is_school_day(facts: Facts) -> bool | None:
    """Tell whether the receiving school is open on the first day."""
    starts_on = _wanted_start(facts)
    try:
        return None if starts_on is None else facts.calendar("host").is_school_day(starts_on)
    except CalendarEnds:
        return None


def start_has_come(facts: Facts) -> date | None:
    """Give the first day once it is here."""
    phase = facts.phase
    return phase.starts_on if phase and phase.starts_on <= facts.today else None


# Reviews ----------------------------------------------------------------------------------------------------


def of_review(read: Callable[[Review], date | None]) -> Callable[[Facts, str], date | None]:
    """Read a day off the review of an occasion."""
    return lambda facts, occasion: read(found) if (found := facts.review(occasion)) else None


def in_phase(facts: Facts, occasion: str, phase: Phase | None) -> bool:
    """Tell whether the review of an occasion belongs to a placement."""
    review = facts.review(occasion)
    return bool(review and phase and review.phase == phase.id)


def review_is_next(facts: Facts, occasion: str) -> bool:
    """Tell whether every earlier review of the same placement is over."""
    review = facts.review(occasion)
    return review is not None and all(
        _is_over(facts, one)
        for one in facts.reviews
        if one.phase == review.phase and one.due_on < review.due_on
    )


def _is_over(facts: Facts, review: Review) -> bool:
    """Tell whether nothing is left to do: the board decides on a direction; after a move all only meet."""
    over = review.held_on if in_phase(facts, review.number, facts.move) else review.decided_on
    return over is not None


def last_review_held(facts: Facts, phase: Phase | None) -> date | None:
    """Give the day of the last planned review of a placement; None while it is to come."""
    review = facts.last_planned_review(phase)
    return review.held_on if review else None


def last_looked_at(facts: Facts) -> date | None:
    """Give the day of the last review held of a placement, else its first day."""
    placement = facts.placement
    held = [one.held_on for one in facts.reviews_of(placement) if one.held_on]
    return max(held) if held else placement.starts_on if placement else None


def first_review_in_six_weeks(facts: Facts) -> bool | None:
    """Tell whether the first review of a placement comes in its first six school weeks."""
    reviews = facts.reviews_of(facts.placement)
    return reviews[0].week <= SIX_WEEKS if reviews else None


def ends_in_school_year(facts: Facts) -> bool | None:
    """Tell whether a placement ends by 31 August after its first day."""
    placement = facts.placement
    if placement is None or placement.ends_on is None:
        return None
    year = placement.starts_on.year + (placement.starts_on.month > AUGUST)
    return placement.ends_on <= date(year, AUGUST, 31)


def last_decision(facts: Facts, decision: str) -> date | None:
    """Give the day of the board's latest decision, if it was this one."""
    decided = [one for one in facts.reviews_of(facts.placement) if one.decided_on]
    return decided[-1].decided_on if decided and decided[-1].decision == decision else None


def return_can_be_planned(facts: Facts) -> date | None:
    """Give the day since which a return can be planned: after the last review, or as the board decided.

    Once the last day stated has come it can be planned in any case: nobody stays on a direction that is over.
    """
    direction = facts.placement
    over = direction.ends_on if direction and direction.ends_on and direction.ends_on <= facts.today else None
    days = (last_decision(facts, "return"), last_review_held(facts, direction), over)
    return min(filter(None, days), default=None)


def direction_is_the_way(facts: Facts) -> bool:
    """Tell whether the way chosen leads over a time from which the child can come back; also if none was."""
    return facts.value("way") in {None, "", "direction"}


def move_can_be_asked(facts: Facts) -> date | None:
    """Give the day since which everyone may be asked about a managed move.

    After a direction: when the last review was held and the board decided to ask. Where a move at once is
    the way: when the receiving school has accepted and everybody has met.
    """
    if facts.placement is None:
        days = day_of(facts.done("accept_place")), day_of(facts.done("first_meeting"))
        wanted = not direction_is_the_way(facts)
    else:
        days = last_decision(facts, "ask_for_move"), last_review_held(facts, facts.placement)
        wanted = running(facts)
    known = [day for day in days if day]
    return max(known) if wanted and len(known) == len(days) else None


def start_is_sure(facts: Facts) -> date | None:
    """Give the day since which a first day is sure: by notice, by everyone’s yes, or by the plan."""
    placement = facts.placement
    if placement is not None:
        needs_no_notice = placement.kind is not PhaseKind.OFF_SITE_DIRECTION
        return placement.decided_on if needs_no_notice else day_of(facts.done("give_notice"))
    if facts.move is not None:
        return facts.move.decided_on
    if facts.value("kind") == "reintegration":
        return facts.answers["plan_amended"].on if facts.value("plan_amended") == "yes" else None
    return None if direction_is_the_way(facts) else signed_by_all(facts, "agreement")


def first_day(facts: Facts) -> date | None:
    """Give the first day at the new place, as decided or as everyone agreed."""
    if facts.phase:
        return facts.phase.starts_on
    return day_in(facts.value("move_starts_on")) if start_is_sure(facts) else None


def nominee_was_there(facts: Facts, occasion: str) -> bool | None:
    """Tell whether the board's nominee was at the review; not known before it was held."""
    record = facts.done("hold_review", occasion)
    return None if record is None else "home_nominee" in record.values.get("who_met", ())


def six_days_ahead(facts: Facts) -> bool | None:
    """Tell whether the review that is being called is at least six days away."""
    meets_on = day_in(facts.value("review_on"))
    return None if meets_on is None else (meets_on - facts.today).days >= SIX_DAYS


# Papers -----------------------------------------------------------------------------------------------------


def _given(facts: Facts, kind: str) -> list[Signature | None]:
    """Give what each signer of the version that counts answered last; None for no answer."""
    paper = facts.paper(kind)
    return [paper.answer_of(signer) for signer in paper.signers] if paper else []


def signed_by_all(facts: Facts, kind: str) -> date | None:
    """Give the day on which the last signer signed the version that counts; None while one has not.

    What was agreed before the case was kept here counts as signed then.
    """
    earlier = facts.done(f"draw_up_{kind}")
    if earlier and earlier.before and facts.paper(kind) is None:
        return earlier.on
    given = _given(facts, kind)
    signed = [one.on for one in given if one and one.signed]
    return max(signed) if signed and len(signed) == len(given) else None


def refused(facts: Facts, kind: str) -> date | None:
    """Give the day on which somebody first said no to the version that counts, and left it at that."""
    return min((one.on for one in _given(facts, kind) if one and not one.signed), default=None)


def answers_missing(facts: Facts) -> bool:
    """Tell whether the agreement that counts waits for somebody."""
    return None in _given(facts, "agreement")


def drawn(facts: Facts, kind: str) -> date | None:
    """Give the day on which the version of a paper that counts was drawn up."""
    paper = facts.paper(kind)
    return paper.drawn_on if paper else None


def signer_answered(facts: Facts, occasion: str) -> date | None:
    """Give the day on which this person answered the version that counts."""
    kind, _, signer = occasion.partition(":")
    paper = facts.paper(kind)
    given = paper.answer_of(signer) if paper else None
    return given.on if given else None


# The end of a direction, and what the law asks beside it ----------------------------------------------------


def ended(facts: Facts, *outcomes: PhaseOutcome) -> date | None:
    """Give the day on which the direction ended in one of these ways."""
    direction = facts.placement
    return direction.ended_on if direction and direction.outcome in outcomes else None


def going_back(facts: Facts) -> date | None:
    """Give the day on which a placement ended so that the child goes back."""
    return ended(facts, PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED)


def running(facts: Facts) -> bool:
    """Tell whether a placement from which the child can come back is open."""
    return facts.placement is not None and facts.placement.outcome is None


def host_withdrew(facts: Facts) -> date | None:
    """Give the day on which the receiving school withdrew from the direction."""
    return day_of(facts.done("withdraw_place"))


def back_at_home(facts: Facts) -> date | None:
    """Give the day on which the home school told that the child is there again."""
    told = facts.done("confirm_return")
    return told.on if told and told.values.get("arrived_today", "yes") == "yes" else None


def has_plan(facts: Facts) -> bool | None:
    """Tell whether there is an education, health and care plan."""
    value = facts.value("sen")
    return None if value in {None, Tri.NOT_KNOWN} else bool(value == "plan")


def social_worker_named(facts: Facts) -> bool:
    """Tell whether a social worker is on the case, with an account or without."""
    relations = {party.relation for party in facts.parties}
    return "social_worker" in facts.staff or Relation.SOCIAL_WORKER in relations
