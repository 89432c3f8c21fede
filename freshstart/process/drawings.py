"""Which facts does a case amount to that somebody wrote down by hand?

What is not written is taken as usual, and said so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from freshstart.process.answers import applies
from freshstart.process.assessments import (
    PaperLines,
    PhaseLines,
    PlaceLines,
    ReviewLines,
    Sketch,
    SketchInvalid,
)
from freshstart.process.calendars import CalendarEnds
from freshstart.process.effects import placement_terms, planned_reviews
from freshstart.process.facts import Facts, Party, Person, Phase, Review, Sent, Week
from freshstart.process.families import asked_of
from freshstart.process.laws import LawEdition, edition_on
from freshstart.process.predicates import weeks_to_record
from freshstart.process.protocols import Family, Protocol, Question
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.replies import PaperVersion, Signature, View
from freshstart.process.signings import signers_of
from freshstart.process.sketches import (
    STAFF,
    Desk,
    approaches,
    organisation,
    parties,
    pupil,
    receive,
    receiving_school,
)
from freshstart.process.takings import answers, occasion, records, taken
from freshstart.process.values import EMPTY
from freshstart.process.vocabulary import (
    TEMPORARY,
    Method,
    PhaseOutcome,
    Reply,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The facts of a case, what was taken as usual, and what its steps had to ask and is not written."""

    facts: Facts
    assumed: tuple[str, ...]
    unwritten: tuple[Question, ...]


def facts_of(
    sketch: Sketch,
    protocol: Protocol,
    editions: Sequence[LawEdition],
    *,
    on: date,
    holidays: frozenset[date] = frozenset(),
) -> Drawn:
    """Make facts of a case for one day; refuse with every problem at once (SketchInvalid).

    `holidays` are days without school where the file gives no calendar.
    """
    desk = Desk(sketch.model_copy(deep=True), protocol, editions, on, holidays)
    facts = _facts(desk)
    if desk.problems:
        raise SketchInvalid(tuple(dict.fromkeys(desk.problems)))
    return Drawn(facts, tuple(dict.fromkeys(desk.assumed)), tuple(_unwritten(protocol, facts)))


def _unwritten(protocol: Protocol, facts: Facts) -> Iterator[Question]:
    """Give what the steps that were taken here had to ask and the file does not answer."""
    taken_here = [protocol.steps[record.step] for record in facts.records if not record.before]
    for name in dict.fromkeys(name for step in taken_here for name in step.asks):
        question = protocol.questions[name]
        open_still = not question.occasion and facts.value(name) in EMPTY
        if open_still and question.required and applies(question, facts):
            yield question


def _facts(desk: Desk) -> Facts:
    """Put the facts together: who and where, what was done, and what follows from it."""
    sketch = desk.sketch
    desk.parties = tuple(parties(desk))
    receive(desk)
    takings = taken(desk)
    given = answers(desk, takings)
    council = organisation(desk, 3, PlaceLines(name=sketch.council), "council")
    facts = Facts(
        reference="",
        today=desk.on,
        opened_on=desk.day("opened", sketch.opened) if sketch.opened else _first_day(desk),
        lead=Person(1, sketch.lead),
        pupil=pupil(desk),
        home=organisation(desk, 1, sketch.home, "home"),
        council=council,
        home_council=replace(council, id=4, name=sketch.home_council) if sketch.home_council else council,
        parties=desk.parties,
        answers=given,
        records=records(desk, takings),
        staff={role: Person(desk.number_of(name), name) for role, name in _staff(desk)},
        letters=tuple(_letters(desk)),
        outcome=sketch.outcome,
        is_repeated=sketch.repeated,
        entered_on=sketch.entered,
    )
    facts = replace(facts, approaches=tuple(approaches(desk)), host=receiving_school(desk))
    facts = _placed(desk, facts)
    _check_asked(desk, facts)
    weeks = {*sketch.weeks, *(weeks_to_record(facts) if sketch.every_week else ())}
    return replace(
        facts,
        papers=tuple(_papers(desk, facts)),
        views=tuple(_views(desk, facts)),
        weeks=tuple(Week(monday, {}, desk.on) for monday in sorted(weeks)),
    )


def _check_asked(desk: Desk, facts: Facts) -> None:
    """Find answers to what is not asked on such a case."""
    for name in facts.answers:
        question = desk.protocol.questions[name]
        if not applies(question, facts):
            wanted = " and ".join(f"“{one}”" for one in question.when)
            desk.say(
                f"answers.{name}", f"this is asked only where {wanted} is so. Write that, or take it out."
            )


def _first_day(desk: Desk) -> date:
    """Give the first day that stands in the file."""
    kept = {"on", "opened", "pupil", "calendars"}
    return min((*_days_in(desk.sketch.model_dump(exclude=kept)), desk.on))


def _days_in(value: object) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _days_in(one)


def _staff(desk: Desk) -> Iterator[tuple[str, str]]:
    for role, name in desk.sketch.staff.items():
        if desk.knows(f"staff.{role}", role, STAFF):
            yield role, name


def _letters(desk: Desk) -> Iterator[Sent]:
    """Give the letters of the steps that were taken, and those that the file names."""
    yield from desk.sent
    for name, letters in desk.sketch.letters.items():
        if desk.knows(f"letters.{name}", name, desk.protocol.letters):
            each = next((one.each for one in desk.protocol.step if f"letter:{name}" in one.does), "")
            for lines in letters:
                place = f"letters.{name}"
                yield Sent(name, occasion(desk, place, each, lines), desk.day(place, lines.on))


# Placements and reviews -----------------------------------------------------------------------------------


def _placed(desk: Desk, facts: Facts) -> Facts:
    """Add the placements with their reviews, dated as the protocol has them where the file says nothing."""
    phases: list[Phase] = []
    reviews: list[Review] = []
    for number, lines in enumerate(desk.sketch.phases, 1):
        place = f"phases.{number}"
        if desk.knows(f"{place}.kind", lines.kind, [terms.kind for terms in desk.protocol.phase]):
            try:
                phase, planned = _phase(desk, facts, number, lines)
            except CalendarEnds as ends:
                desk.say(place, f"{ends.what} Write them in `calendars`.")
                continue
            phases.append(phase)
            reviews += (_review(desk, phase, *one) for one in planned)
    facts = replace(facts, phases=_followed(desk, phases))
    others = [number for number in desk.sketch.reviews if number not in {one.number for one in reviews}]
    reviews += (one for number in others if (one := _unplanned(desk, facts, number, reviews)))
    return replace(facts, reviews=tuple(sorted(reviews, key=lambda review: review.due_on)))


def _phase(
    desk: Desk, facts: Facts, number: int, lines: PhaseLines
) -> tuple[Phase, tuple[tuple[str, int, date], ...]]:
    """Give a placement, and its reviews as the protocol plans them."""
    place, terms = f"phases.{number}", desk.protocol.terms(lines.kind)
    decided = desk.day(f"{place}.decided", lines.decided or min(lines.starts, desk.on))
    if lines.decided is None:
        desk.assumed.append(f"The placement of {lines.starts} was decided on {decided}: the law of that day.")
    edition = ""
    try:
        edition = edition_on(desk.editions, decided, desk.protocol.jurisdiction).id
    except ProtocolInvalid as invalid:
        desk.say(f"{place}.decided", invalid.problems[0])
    if (lines.ended is None) != (lines.outcome is None):
        desk.say(place, "`ended` and `outcome` belong together. Write both, or neither.")
    ends, days = lines.ends, None
    planned = planned_reviews(terms, facts.calendar(terms.review_calendar), lines.starts)
    if lines.kind in TEMPORARY:
        usual = placement_terms(desk.protocol, facts, lines.kind, lines.starts)
        ends = lines.ends or usual["ends_on"]
        host = facts.calendar("host")
        days = (
            host.school_days_between(lines.starts - timedelta(days=1), ends) if lines.ends else usual["days"]
        )
    arrived = desk.day(f"{place}.arrived", lines.arrived) if lines.arrived else None
    ended = desk.day(f"{place}.ended", lines.ended) if lines.ended else None
    phase = Phase(
        number, lines.kind, edition, decided, lines.starts, ends, days, arrived, ended, lines.outcome
    )
    return phase, planned


def _followed(desk: Desk, phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """End a placement when the next begins or the case is closed; who moved on is there already."""
    found = list(phases)
    for at in range(1, len(found)):
        before, after = found[at - 1], found[at]
        if before.outcome is None:
            found[at - 1] = replace(before, ended_on=after.starts_on, outcome=PhaseOutcome.MANAGED_MOVE)
        if after.kind not in TEMPORARY and after.arrived_on is None:
            found[at] = replace(after, arrived_on=after.starts_on)
    if desk.sketch.outcome and found and found[-1].outcome is None:
        found[-1] = replace(found[-1], ended_on=desk.on, outcome=PhaseOutcome.SETTLED)
    return tuple(found)


def _review(desk: Desk, phase: Phase, number: str, week: int, due_on: date) -> Review:
    """Give a review with what the file says of it."""
    lines, place = desk.sketch.reviews.get(number, ReviewLines()), f"reviews.{number}"
    done = {
        key: desk.day(f"{place}.{key}", on) if (on := getattr(lines, key)) else None
        for key in ("invited", "held", "decided")
    }
    question = desk.protocol.questions.get("review_decision")
    if lines.decision and question:
        desk.knows(f"{place}.decision", lines.decision, question.options)
    if (lines.decided is None) != (not lines.decision):
        desk.say(place, "`decided` and `decision` belong together. Write both, or neither.")
    return Review(
        number,
        phase.id,
        week,
        lines.due or due_on,
        lines.asked_by,
        done["invited"] or done["held"],
        lines.meets,
        done["held"],
        done["decided"],
        lines.decision,
    )


def _unplanned(desk: Desk, facts: Facts, number: str, planned: Sequence[Review]) -> Review | None:
    """Give a review that the protocol did not plan: somebody asked for it, or a placement was made longer."""
    lines, phase = desk.sketch.reviews[number], facts.placement or facts.move
    if lines.due is None or phase is None:
        if lines.asked_by:
            desk.say(
                f"reviews.{number}", "a review that was asked for needs a placement, and a day: write `due`."
            )
        else:
            desk.knows(f"reviews.{number}", number, [one.number for one in planned])
        return None
    calendar = facts.calendar(desk.protocol.terms(phase.kind).review_calendar)
    return _review(desk, phase, number, calendar.week_of(phase.starts_on, lines.due), lines.due)


# What people answered -------------------------------------------------------------------------------------


def _papers(desk: Desk, facts: Facts) -> Iterator[PaperVersion]:
    for number, (name, lines) in enumerate(desk.sketch.papers.items(), 1):
        if desk.knows(f"papers.{name}", name, desk.protocol.papers):
            signers = signers_of(desk.protocol, facts, name)
            phase, drawn = facts.phase, desk.day(f"papers.{name}.drawn", lines.drawn)
            yield PaperVersion(
                number,
                name,
                phase.id if phase else None,
                1,
                "",
                drawn,
                signers,
                tuple(_signatures(desk, f"papers.{name}", signers, lines)),
            )


def _signatures(desk: Desk, place: str, signers: Mapping[str, str], lines: PaperLines) -> Iterator[Signature]:
    people = {name: f"party:{one.id}" for name, one in desk.people().items() if f"party:{one.id}" in signers}
    known = people | {role: role for role in signers if role not in people.values()}
    for key, answered in (("signed", lines.signed), ("refused", lines.refused)):
        for name, day in answered.items():
            if desk.knows(f"{place}.{key}", name, known):
                on, signer = desk.day(f"{place}.{key}.{name}", day), known[name]
                at = datetime.combine(on, time(12), UTC)
                reply = Reply.YES if key == "signed" else Reply.NO
                yield Signature(signer, signers[signer], reply, "", at, on, Method.PAPER)


def _views(desk: Desk, facts: Facts) -> Iterator[View]:
    for name, given in desk.sketch.family.items():
        if not desk.knows(f"family.{name}", name, desk.protocol.families):
            continue
        question = desk.protocol.families[name]
        asked = _asked(desk, facts, question)
        for who, option in given.items():
            place = f"family.{name}.{who}"
            if desk.knows(place, who, asked) and desk.knows(place, option, question.options):
                yield View(name, asked[who].id, option, "", desk.on, Method.PAPER)


def _asked(desk: Desk, facts: Facts, question: Family) -> dict[str, Party]:
    """Give those who are asked a question once it is open, by their names in the file."""
    anyway = question.model_copy(update={"opens": (), "shuts": ()})
    protocol = desk.protocol.model_copy(update={"family": (anyway,)})
    return {who: party for who, party in desk.people().items() if asked_of(protocol, facts, party)}
