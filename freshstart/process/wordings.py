"""How is what is known said in words, in letters, papers and pages?"""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from itertools import chain

from freshstart.process import tellings, tongues
from freshstart.process.attendances import rate
from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import Facts, Organisation
from freshstart.process.protocols import Protocol, Question, QuestionKind
from freshstart.process.tongues import ENGLISH, NOT_SHOWN, SOMEWHERE, Tongue, told
from freshstart.process.values import EMPTY, Value, Values
from freshstart.process.vocabulary import POST_WORDS, RATINGS, TEMPORARY, PhaseKind, Post, Side

NOT_YET = told("to be told")
TRI_WORDS = {"yes": told("Yes"), "no": told("No"), "not_known": told("Not known yet")}
KEPT = {
    "met": told("Kept"),
    "partly": told("Kept in part"),
    "not": told("Not kept yet"),
    "changed": told("Changed"),
}
KEPT_LINES = {
    "met": told("{what}: kept"),
    "partly": told("{what}: kept in part"),
    "not": told("{what}: not kept yet"),
    "changed": told("{what}: changed"),
}
COMMA, SEMICOLON = told("{first}, {then}"), told("{first}; {then}")

names_in, long_date = tongues.names_in, tongues.long_date


def role_words(facts: Facts, role: str, tongue: Tongue = ENGLISH) -> str:
    """Name whoever holds a role on this case: the person where there is one, else the post and the place."""
    if role == "lead":
        return facts.lead.name
    if named := facts.named(role):
        return named.name
    if role.startswith("party:"):
        party = facts.party(int(role.removeprefix("party:")))
        return party.name if party else tongue.say(NOT_YET)
    if role.startswith("approached"):
        return tongue.say(told("Headteacher of the school asked"))
    place, post = facts.place_of(role), role.partition("_")[2]
    if place is None or post not in tuple(Post):
        return _role_alone(role, tongue)
    holder = place.holder(Post(post))
    if holder:
        return holder.name
    return tongue.fill(told("{post}, {place}"), post=tongue.say(POST_WORDS[Post(post)]), place=place.known_as)


def _role_alone(role: str, tongue: Tongue) -> str:
    """Name a role of which neither the person nor the place is known yet."""
    if tongue is ENGLISH:
        return role.replace("_", " ").capitalize()
    known = [post for post in Post if role in {post, *(f"{side}_{post}" for side in Side)}]
    return tongue.say(POST_WORDS[known[0]] if known else NOT_YET)


def _said_school(_question: Question, value: Value, facts: Facts, tongue: Tongue) -> str:
    found = (one.school.name for one in facts.approaches if one.school.id == value)
    return next(found, None) or tongue.say(NOT_YET)


def _said_staff(_question: Question, value: Value, facts: Facts, tongue: Tongue) -> str:
    found = (one.name for one in facts.staff.values() if one.id == value)
    return next(found, None) or tongue.say(NOT_YET)


def _said_people(_question: Question, value: Value, facts: Facts, tongue: Tongue) -> str:
    return tongue.listed(COMMA, [role_words(facts, role, tongue) for role in value])


def _said_choice(question: Question, value: Value, _facts: Facts, tongue: Tongue) -> str:
    return tongue.say(question.options[value]) if value in question.options else str(value)


def _said_choices(question: Question, value: Value, facts: Facts, tongue: Tongue) -> str:
    return tongue.listed(SEMICOLON, [_said_choice(question, one, facts, tongue) for one in value])


def _said_from(known: Mapping[str, str], value: Value, tongue: Tongue) -> str:
    return tongue.say(known[value]) if value in known else str(value)


def promise_line(facts: Facts, promise: Mapping[str, str], tongue: Tongue = ENGLISH) -> str:
    """Say one promise: who, what, by when."""
    text = told("{who}: {what} ({by})") if promise.get("by") else told("{who}: {what}")
    who = role_words(facts, promise["who"], tongue)
    return tongue.fill(text, who=who, what=promise["what"], by=promise.get("by") or "")


def _kept_line(_facts: Facts, one: Mapping[str, str], tongue: Tongue) -> str:
    return tongue.fill(KEPT_LINES[one["kept"]], what=one["what"])


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?")) else f"{line}."


# How the answer to each kind of question is said; any other kind is said as it was typed.
SAYERS: dict[QuestionKind, Callable[[Question, Value, Facts, Tongue], str]] = {
    "yes_no": lambda question, value, facts, tongue: _said_from(TRI_WORDS, value, tongue),
    "choice": _said_choice,
    "rating": lambda question, value, facts, tongue: _said_from(RATINGS, value, tongue),
    "choices": _said_choices,
    "date": lambda question, value, facts, tongue: tongue.day(date.fromisoformat(value)),
    "people": _said_people,
    "school": _said_school,
    "staff": _said_staff,
    "week": lambda question, value, facts, tongue: sessions_line(chain.from_iterable(value.values()), tongue),
}
LINES: dict[QuestionKind, Callable[[Facts, Value, Tongue], str]] = {
    "promises": promise_line,
    "commitments": _kept_line,
    "lines": lambda facts, one, tongue: tongue.apart(_sentence(one)),
}


def said(question: Question, value: Value, facts: Facts, tongue: Tongue = ENGLISH) -> str:
    """Say the value of an answer in words; lists are joined, choices and people named."""
    if value in EMPTY:
        return tongue.say(NOT_YET)
    if question.kind in LINES:
        return " ".join(said_lines(question, value, facts, tongue))
    if question.kind in SAYERS:
        return SAYERS[question.kind](question, value, facts, tongue)
    return str(value)


def said_lines(question: Question, value: Value, facts: Facts, tongue: Tongue = ENGLISH) -> tuple[str, ...]:
    """Say an answer that is a list as lines, one for each."""
    if question.kind in LINES:
        return tuple(LINES[question.kind](facts, one, tongue) for one in value or ())
    return (said(question, value, facts, tongue),)


def _next_home_day(facts: Facts, tongue: Tongue) -> str:
    try:
        return tongue.day(facts.calendar("home").add_school_days(facts.today, 1))
    except CalendarEnds:
        return tongue.say(NOT_YET)


def _review_words(facts: Facts, tongue: Tongue) -> dict[str, str]:
    direction, not_yet = facts.placement, tongue.say(NOT_YET)
    ahead = [one for one in facts.reviews_of(direction) if not one.held_on]
    planned = [one for one in facts.reviews_of(direction) if not one.asked_by]
    moved = facts.reviews_of(facts.move)
    weeks = [
        tongue.fill(told("week {week}, by {day}"), week=str(one.week), day=tongue.day(one.due_on))
        for one in planned
    ]
    return {
        "review_days": tongue.listed(SEMICOLON, weeks) or not_yet,
        "next_review": tongue.day(ahead[0].meets_on or ahead[0].due_on)
        if ahead
        else tongue.say(told("none planned")),
        "integration_review": tongue.day(moved[-1].due_on) if moved else not_yet,
    }


def _weeks_of(protocol: Protocol, kinds: Container[PhaseKind], tongue: Tongue) -> str:
    """Say in which school weeks a protocol looks again at a kind of placement: weeks 3, 6 and 11."""
    weeks = next((terms.reviews for terms in protocol.phase if terms.kind in kinds), ())
    if not weeks:
        return tongue.say(NOT_YET)
    *first, last = map(str, weeks)
    if not first:
        return tongue.fill(told("week {last}"), last=last)
    return tongue.say(told("weeks {first} and {last}")).format(first=tongue.listed(COMMA, first), last=last)


def _place(prefix: str, place: Organisation | None, tongue: Tongue) -> dict[str, str]:
    not_yet = tongue.say(NOT_YET)
    return {
        prefix: place.name if place else not_yet,
        f"{prefix}_address": ", ".join(place.address) if place and place.address else not_yet,
        f"{prefix}_phone": (place.phone if place else "") or not_yet,
    }


def sessions_line(marks: Iterable[str], tongue: Tongue = ENGLISH) -> str:
    """Say the attendance that marks come to in one line."""
    found = rate(marks)
    if not found.possible:
        return tongue.say(told("No session recorded yet"))
    counts = {"attended": found.attended, "possible": found.possible, "percent": found.percent}
    text = told("{attended} of {possible} sessions ({percent} %)")
    return tongue.fill(text, **{name: str(count) for name, count in counts.items()})


def attendance_line(facts: Facts, tongue: Tongue = ENGLISH) -> str:
    """Say the attendance of a direction so far in one line."""
    marks = (mark for week in facts.weeks for day in week.marks.values() for mark in day)
    return sessions_line(marks, tongue)


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


def words(protocol: Protocol, facts: Facts, tongue: Tongue = ENGLISH) -> dict[str, str]:
    """Give every name that letters and papers may use, in words.

    What no family reads is said in English whatever the tongue: nobody has translated it.
    """
    of = _tongues(protocol, tongue)
    known = {one.id: said(one, facts.value(one.id), facts, of(one.id)) for one in protocol.question}
    known |= _people(facts, tongue) | _days(facts, tongue) | _review_words(facts, tongue)
    known |= _place("home", facts.home, tongue) | _place("host", facts.host, tongue)
    known |= {
        "attendance_line": attendance_line(facts, tongue),
        "next_home_day": _next_home_day(facts, tongue),
        "review_weeks": _weeks_of(protocol, TEMPORARY, tongue),
        "integration_weeks": _weeks_of(protocol, set(PhaseKind) - TEMPORARY, tongue),
    }
    kept_back = {name: tongue.say(value) for name, value in known.items() if value in {NOT_SHOWN, SOMEWHERE}}
    return known | kept_back | {name: of(name).say(text) for name, text in protocol.words.items()}


def _tongues(protocol: Protocol, tongue: Tongue) -> Callable[[str], Tongue]:
    """Choose in which tongue each question and each word of a protocol is said."""
    if tongue is ENGLISH:
        return lambda name: ENGLISH
    read = tellings.names_read(protocol)
    return lambda name: tongue if name in read else ENGLISH


def _people(facts: Facts, tongue: Tongue) -> dict[str, str]:
    return {
        "child": facts.pupil.called,
        "child_full": facts.pupil.name,
        "lead": facts.lead.name,
        "lead_phone": facts.lead.phone or facts.home.phone or tongue.say(NOT_YET),
        "council": facts.council.name,
    }


def _days(facts: Facts, tongue: Tongue) -> dict[str, str]:
    """Say from when to when a direction runs; without one there is nothing to say."""
    direction = facts.placement
    if direction is None:
        return {}
    return {
        "starts_on": tongue.day(direction.starts_on),
        "ends_on": tongue.day(direction.ends_on) if direction.ends_on else tongue.say(NOT_YET),
        "days": str(direction.days or tongue.say(NOT_YET)),
    }


def letter_words(
    protocol: Protocol,
    facts: Facts,
    letter_id: str,
    *,
    asked: Iterable[str] = (),
    tongue: Tongue = ENGLISH,
) -> Values:
    """Give a letter as it would read now: title, paragraphs, and facts under their names.

    What is being asked just now and has no answer yet reads "…".
    """
    letter, known = protocol.letters[letter_id], words(protocol, facts, tongue)
    known |= {name: "…" for name in asked if facts.value(name) in EMPTY}
    texts = (*letter.paragraphs, *letter.paragraphs_after)
    return {
        "title": filled(letter.title, known, tongue),
        "paragraphs": [filled(text, known, tongue) for text in texts],
        "sections": [
            (filled(heading, known, tongue), [filled(line, known, tongue) for line in lines])
            for heading, lines in letter.sections
        ],
        "facts": [(filled(name, known, tongue), filled(text, known, tongue)) for name, text in letter.facts],
    }


def filled(text: str, known: Mapping[str, str], tongue: Tongue = ENGLISH) -> str:
    """Say a text and fill its {names}; a name that is not known reads "to be told"."""
    return tongue.fill_from(text, lambda name: known[name] if name in known else tongue.say(NOT_YET))
