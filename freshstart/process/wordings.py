"""How is what is known said in words, in letters, papers and pages?"""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from itertools import chain
from string import Formatter

from freshstart.process.attendances import rate
from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import EMPTY, Facts, Organisation, Value, Values
from freshstart.process.protocols import Protocol, Question, QuestionKind
from freshstart.process.vocabulary import POST_WORDS, RATINGS, TEMPORARY, PhaseKind, Post

NOT_YET = "to be told"
TRI_WORDS = {"yes": "Yes", "no": "No", "not_known": "Not known yet"}
KEPT = {"met": "Kept", "partly": "Kept in part", "not": "Not kept yet", "changed": "Changed"}


def long_date(on: date) -> str:
    """Say a date as people do: Monday 30 November 2026."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def role_words(facts: Facts, role: str) -> str:
    """Name whoever holds a role on this case: the person where there is one, else the post and the place."""
    if role == "lead":
        return facts.lead.name
    if named := facts.named(role):
        return named.name
    if role.startswith("party:"):
        party = facts.party(int(role.removeprefix("party:")))
        return party.name if party else NOT_YET
    if role.startswith("approached"):
        return "Headteacher of the school asked"
    place, post = facts.place_of(role), role.partition("_")[2]
    if place is None or post not in tuple(Post):
        return role.replace("_", " ").capitalize()
    holder = place.holder(Post(post))
    return holder.name if holder else f"{POST_WORDS[Post(post)]}, {place.known_as}"


def _said_school(_question: Question, value: Value, facts: Facts) -> str:
    return next((one.school.name for one in facts.approaches if one.school.id == value), NOT_YET)


def _said_staff(_question: Question, value: Value, facts: Facts) -> str:
    return next((one.name for one in facts.staff.values() if one.id == value), NOT_YET)


def promise_line(facts: Facts, promise: Mapping[str, str]) -> str:
    """Say one promise: who, what, by when."""
    by = promise.get("by") or ""
    return f"{role_words(facts, promise['who'])}: {promise['what']}" + (f" ({by})" if by else "")


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?")) else f"{line}."


# How the answer to each kind of question is said; any other kind is said as it was typed.
SAYERS: dict[QuestionKind, Callable[[Question, Value, Facts], str]] = {
    "yes_no": lambda question, value, facts: TRI_WORDS.get(value, str(value)),
    "choice": lambda question, value, facts: question.options.get(value, str(value)),
    "rating": lambda question, value, facts: RATINGS.get(value, str(value)),
    "choices": lambda question, value, facts: "; ".join(question.options.get(one, one) for one in value),
    "date": lambda question, value, facts: long_date(date.fromisoformat(value)),
    "people": lambda question, value, facts: ", ".join(role_words(facts, role) for role in value),
    "school": _said_school,
    "staff": _said_staff,
    "week": lambda question, value, facts: sessions_line(chain.from_iterable(value.values())),
}
LINES: dict[QuestionKind, Callable[[Facts, Value], str]] = {
    "promises": promise_line,
    "commitments": lambda facts, one: f"{one['what']}: {KEPT[one['kept']].lower()}",
    "lines": lambda facts, one: _sentence(one),
}


def said(question: Question, value: Value, facts: Facts) -> str:
    """Say the value of an answer in words; lists are joined, choices and people named."""
    if value in EMPTY:
        return NOT_YET
    if question.kind in LINES:
        return " ".join(said_lines(question, value, facts))
    return SAYERS[question.kind](question, value, facts) if question.kind in SAYERS else str(value)


def said_lines(question: Question, value: Value, facts: Facts) -> tuple[str, ...]:
    """Say an answer that is a list as lines, one for each."""
    if question.kind in LINES:
        return tuple(LINES[question.kind](facts, one) for one in value or ())
    return (said(question, value, facts),)


def _next_home_day(facts: Facts) -> str:
    try:
        return long_date(facts.calendar("home").add_school_days(facts.today, 1))
    except CalendarEnds:
        return NOT_YET


def _review_words(facts: Facts) -> dict[str, str]:
    direction = facts.placement
    ahead = [one for one in facts.reviews_of(direction) if not one.held_on]
    planned = [one for one in facts.reviews_of(direction) if not one.asked_by]
    moved = facts.reviews_of(facts.move)
    return {
        "review_days": "; ".join(f"week {one.week}, by {long_date(one.due_on)}" for one in planned)
        or NOT_YET,
        "next_review": long_date(ahead[0].meets_on or ahead[0].due_on) if ahead else "none planned",
        "integration_review": long_date(moved[-1].due_on) if moved else NOT_YET,
    }


def _weeks_of(protocol: Protocol, kinds: Container[PhaseKind]) -> str:
    """Say in which school weeks a protocol looks again at a kind of placement: weeks 3, 6 and 11."""
    weeks = next((terms.reviews for terms in protocol.phase if terms.kind in kinds), ())
    if not weeks:
        return NOT_YET
    *first, last = map(str, weeks)
    return f"weeks {', '.join(first)} and {last}" if first else f"week {last}"


def _place(prefix: str, place: Organisation | None) -> dict[str, str]:
    return {
        prefix: place.name if place else NOT_YET,
        f"{prefix}_address": ", ".join(place.address) if place and place.address else NOT_YET,
        f"{prefix}_phone": (place.phone if place else "") or NOT_YET,
    }


def sessions_line(marks: Iterable[str]) -> str:
    """Say the attendance that marks come to in one line."""
    found = rate(marks)
    if not found.possible:
        return "No session recorded yet"
    return f"{found.attended} of {found.possible} sessions ({found.percent} %)"


def attendance_line(facts: Facts) -> str:
    """Say the attendance of a direction so far in one line."""
    return sessions_line(mark for week in facts.weeks for day in week.marks.values() for mark in day)


# The names that `words` gives beside the questions and the protocol's own words.
FIXED_NAMES = frozenset(
    {"child", "child_full", "lead", "lead_phone", "council", "attendance_line", "next_home_day"}
    | {"home", "home_address", "home_phone", "host", "host_address", "host_phone"}
    | {"starts_on", "ends_on", "days", "review_days", "next_review", "integration_review"}
    | {"review_weeks", "integration_weeks"}
)


def names_of(protocol: Protocol) -> frozenset[str]:
    """Give every name that `words` can give on some case of a protocol."""
    return FIXED_NAMES | protocol.questions.keys() | protocol.words.keys()


def words(protocol: Protocol, facts: Facts) -> dict[str, str]:
    """Give every name that letters and papers may use, in words."""
    direction = facts.placement
    known: dict[str, str] = {
        question.id: said(question, facts.value(question.id), facts) for question in protocol.question
    }
    known |= {
        "child": facts.pupil.called,
        "child_full": facts.pupil.name,
        "lead": facts.lead.name,
        "lead_phone": facts.lead.phone or facts.home.phone or NOT_YET,
        "council": facts.council.name,
        "attendance_line": attendance_line(facts),
        "next_home_day": _next_home_day(facts),
        "review_weeks": _weeks_of(protocol, TEMPORARY),
        "integration_weeks": _weeks_of(protocol, set(PhaseKind) - TEMPORARY),
    }
    known |= _place("home", facts.home) | _place("host", facts.host) | _review_words(facts)
    if direction:
        known["starts_on"] = long_date(direction.starts_on)
        known["ends_on"] = long_date(direction.ends_on) if direction.ends_on else NOT_YET
        known["days"] = str(direction.days or NOT_YET)
    return known | protocol.words


def letter_words(protocol: Protocol, facts: Facts, letter_id: str, *, asked: Iterable[str] = ()) -> Values:
    """Give a letter as it would read now: title, paragraphs, and facts under their names.

    What is being asked just now and has no answer yet reads "…".
    """
    letter, known = protocol.letters[letter_id], words(protocol, facts)
    known |= {name: "…" for name in asked if facts.value(name) in EMPTY}
    return {
        "title": filled(letter.title, known),
        "paragraphs": [filled(text, known) for text in (*letter.paragraphs, *letter.paragraphs_after)],
        "facts": [(filled(name, known), filled(text, known)) for name, text in letter.facts],
    }


def names_in(text: str) -> frozenset[str]:
    """Give the {names} that a text uses."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def filled(text: str, known: Mapping[str, str]) -> str:
    """Fill the {names} of a text; a name that is not known reads "to be told"."""
    return text.format_map({name: known.get(name, NOT_YET) for name in names_in(text)})
