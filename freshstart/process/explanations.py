"""How does a protocol or the law read to somebody who has never seen its files?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from freshstart.process.laws import SURE_WORDS
from freshstart.process.predicates import NAMED, words_of
from freshstart.process.protocols import (
    Clause,
    Deadline,
    Gate,
    Item,
    Part,
    Protocol,
    Question,
    Step,
    Within,
)
from freshstart.process.vocabulary import POST_WORDS, Effect, PhaseKind, Post, Strand, Tri
from freshstart.process.wordings import filled, names_in

SIDES = {"home": "home school", "host": "new school", "council": "council", "approached": "school asked"}
PEOPLE = {
    "lead": "The lead",
    "facilitator": "Facilitator",
    "social_worker": "Social worker",
    "pupil": "The pupil",
    "parents": "Parents",
    "family": "Parents and the pupil",
    "council_if_plan": "The council that keeps the plan, where there is one",
}
EFFECT_WORDS: dict[Effect, str] = {
    Effect.BLOCK: "Stops",
    Effect.WARN: "Warns",
    Effect.SIGN_OFF: "Wants somebody’s word",
    Effect.EVIDENCE: "Asks for evidence",
    Effect.DOCUMENT: "A letter",
    Effect.DEADLINE: "A date",
    Effect.TELL: "Only told",
}
EFFECT_MEANS: dict[Effect, str] = {
    Effect.BLOCK: "The step cannot be taken.",
    Effect.WARN: "The step goes on, with a written reason.",
    Effect.SIGN_OFF: "The step waits until somebody named has given their word.",
    Effect.EVIDENCE: "The step asks for a document; without it a named person writes why it goes on.",
    Effect.DOCUMENT: "A letter goes out with the step.",
    Effect.DEADLINE: "It is counted, and stands in the work of whoever owes it.",
    Effect.TELL: "Nothing here stops or counts it: people are told.",
}
TRI_WORDS = {Tri.YES: "this is so", Tri.NO: "this is not so", Tri.NOT_KNOWN: "this is not known"}
READERS = {
    Strand.PLAN: "everyone who works on the plan",
    Strand.DISCLOSURE: "all of these but registers, key adults and clerks",
    Strand.SAFEGUARDING: "the heads, the safeguarding leads and the social worker",
    Strand.LOCATION: "those who must know where the child lives",
}
KINDS = {
    "text": "a line",
    "words": "in words",
    "lines": "a list",
    "yes_no": "yes, no or not known yet",
    "choice": "one of several",
    "choices": "any of several",
    "rating": "red, amber or green",
    "date": "a date",
    "time": "a time",
    "number": "a number",
    "school": "a school",
    "staff": "a person",
    "people": "people",
    "week": "the register of a week",
    "commitments": "of each promise, whether it was kept",
    "promises": "who does what, by when",
    PhaseKind.OFF_SITE_DIRECTION: "off-site direction",
    PhaseKind.TRIAL_MANAGED_MOVE: "some weeks by agreement, with a way back",
    PhaseKind.NAMED_IN_PLAN: "the school that a plan names",
}
# What rules bite on, and steps bring about, where no step of a protocol gives it a name.
ACTS = {
    "propose": "a move is proposed",
    "tell_family": "the family is told",
    "ask_school": "a school is asked",
    "choose_school": "the new school is chosen",
    "accept_place": "the new school accepts",
    "determine_direction": "a direction is decided on",
    "begin_trial": "some weeks by agreement begin",
    "give_notice": "notice of a direction is given",
    "confirm_arrival": "the arrival is confirmed",
    "invite_review": "people are invited to a review",
    "hold_review": "a review is held",
    "decide_review": "it is decided after a review",
    "draw_up:plan": "the plan is drawn up",
    "draw_up:agreement": "the agreement is drawn up",
    "end_placement:ended_early": "a placement is ended early",
    "end_placement:returned": "a planned return is arranged",
    "complete_move": "the move is completed",
    "name_in_plan": "the plan’s school takes the child",
    "cancel_exclusion": "an exclusion is cancelled",
    "record_exclusion": "an exclusion is written down",
}
# Names that letters use and that no question asks for.
GAPS = {
    "child": "the child",
    "child_full": "the child’s full name",
    "lead": "the lead",
    "lead_phone": "the lead’s telephone",
    "council": "the council",
    "home": "the home school",
    "home_address": "the home school’s address",
    "home_phone": "the home school’s telephone",
    "host": "the new school",
    "host_address": "the new school’s address",
    "host_phone": "the new school’s telephone",
    "starts_on": "the first day",
    "ends_on": "the last day stated",
    "days": "the number of school days",
    "review_days": "the days of the reviews",
    "next_review": "the day of the next review",
    "integration_review": "the day of the last look at the help",
    "review_weeks": "the weeks of the reviews",
    "integration_weeks": "the weeks in which the help is looked at",
    "attendance_line": "the attendance so far",
    "next_home_day": "the next school day",
}


def who(role: str) -> str:
    """Name whoever has a role, on any case: Headteacher, home school."""
    side, _, post = role.partition("_")
    if role in PEOPLE or post not in tuple(Post):
        return PEOPLE.get(role, role.replace("_", " ").capitalize())
    return f"{POST_WORDS[Post(post)]}, {SIDES[side]}"


def fact(protocol: Protocol, name: str) -> str:
    """Say what a named fact means, with the names that the protocol gives its steps and questions."""
    head, _, rest = name.partition(".")
    if name in NAMED:
        return words_of(name)
    if head == "done" and rest in protocol.steps:
        return f"“{protocol.steps[rest].name}” is done."
    if head == "sent" and rest in protocol.letters:
        return f"The letter “{readable(protocol, protocol.letters[rest].title)}” is sent."
    question = protocol.questions.get(name) or protocol.questions.get(head) or protocol.questions.get(rest)
    return _answer(question, head, rest) if question else f"{words_of(name).capitalize()}."


def _answer(question: Question, head: str, rest: str) -> str:
    """Say a fact that is read off the answer to a question."""
    if rest in question.options:
        return f"{question.label}: “{question.options[rest]}”."
    written = {"written": f"It is written: {lower(question.label)}.", "day": f"{question.label}."}
    return written.get(head, f"{question.label}: yes.")


def counted(protocol: Protocol, within: Within | Deadline) -> str:
    """Say by when something is wanted: within 5 school days."""
    noun = "school day" if within.unit == "school_days" else "day"
    amount = f"{within.count} {noun}{'' if within.count == 1 else 's'}"
    since = lower(fact(protocol, within.since)).rstrip(".") if within.since else ""
    if not within.count:
        return f"on the day itself: {since}" if since else "the same day"
    if within.before:
        return f"{amount} before: {since}"
    return f"within {amount} of this: {since}" if since else f"within {amount}"


def when_it_bites(protocol: Protocol, gate: Gate) -> str:
    """Say at which answers to its fact a rule bites; nothing where it looks at no fact."""
    if not gate.fact:
        return ""
    given = "".join(f" Only where: {lower(fact(protocol, one))}" for one in gate.given)
    return f"{fact(protocol, gate.fact)} It bites when {listed(TRI_WORDS[one] for one in gate.when)}.{given}"


def letters_of(step: Step) -> tuple[str, ...]:
    """Name the letters that go out with a step."""
    return tuple(one.removeprefix("letter:") for one in step.does if one.startswith("letter:"))


def act(protocol: Protocol, effect: str) -> str:
    """Say what is brought about, or which step a rule is about."""
    letter = protocol.letters.get(effect.removeprefix("letter:"))
    if letter:
        return f"the letter “{readable(protocol, letter.title)}” goes out"
    step = protocol.steps.get(effect)
    return ACTS.get(effect) or (f"“{step.name}”" if step else effect.replace("_", " ").replace(":", ": "))


def readable(protocol: Protocol, text: str) -> str:
    """Fill the {names} of a text with what will stand there, in square brackets."""
    return filled(text, {name: f"[{gap(protocol, name)}]" for name in names_in(text)})


def gap(protocol: Protocol, name: str) -> str:
    """Say what will stand in place of a {name}."""
    if name in protocol.words:
        return protocol.words[name]
    question = protocol.questions.get(name)
    return GAPS.get(name) or (lower(question.label) if question else name.replace("_", " "))


def lower(text: str) -> str:
    """Let a sentence begin within another one; what is written in capitals keeps them."""
    return text if text[:2].isalpha() and text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def listed(texts: Iterable[str]) -> str:
    """Put words in a row: a, b or c."""
    *first, last = texts
    return f"{', '.join(first)} or {last}" if first else last


# One key of an entry, in words -----------------------------------------------------------------------------

KEYS = {
    "actor": "Who acts", "advice": "Says where advice is", "applies": "About", "asks": "Asks",
    "basis": "Basis", "basis_title": "Who decides", "before": "Counted back",
    "calendar": "Whose school days", "clock": "By when", "count": "How many", "decision": "A decision",
    "default": "Filled in at first", "did": "In the history", "directed": "The school decides",
    "does": "Brings about", "easy": "In easy words", "items": "Parts",
    "private": "Heard outside both schools",
    "quoted": "In their own words", "read_by": "Who reads it", "readers": "Readers to choose from",
    "rounds": "Who signs after whom", "scale": "Words of the scale", "sections": "Sections",
    "shown_to": "Shown to", "tells_place": "Tells the place", "thinking": "School days to think",
    "weeks": "In weeks", "each": "Once for each", "effect": "What it does", "fact": "Looks at",
    "facts": "Facts in it", "given": "Only where", "group": "Heading", "heading": "Heading",
    "help": "Help", "hint": "Hint", "kind": "Kind", "lede": "First sentence", "list_of": "Lists",
    "met_by": "Met when", "milestone": "On the picture of the way", "must_say": "Must say", "name": "Name",
    "occasion": "Asked anew each time", "on": "When", "opens": "Opens when", "optional": "Nobody has to",
    "options": "Answers", "owner": "Who owes it", "paper": "Paper", "paragraphs": "Text",
    "paragraphs_after": "Text at the end", "points": "Reminders", "press": "Button", "reason": "Asks why",
    "reason_required": "The reason is needed", "refusing": "A no reads", "repeat": "Can be taken again",
    "required": "Must be answered", "rests_on": "Shows", "review_calendar": "Whose weeks",
    "reviews": "Reviews in weeks", "runs_on_school_days": "School days after the last review",
    "same_day": "Owed the same day",
    "says": "It says", "sender": "From", "short": "Short", "shuts": "Is gone when",
    "sign_off_by": "Whose word", "signers": "Who signs", "since": "Counted from", "source": "Source",
    "stage": "Stage", "statement": "A yes reads", "step": "Done by", "strand": "Read by",
    "sure": "How sure", "text": "Text", "title": "Title", "to": "To", "trigger": "When it comes up",
    "unit": "Counted in", "until": "Until", "way_on": "The way on", "what": "What", "when": "Bites when",
    "who": "Who", "why": "Why", "within": "By when",
}  # fmt: skip
NOT_SAID = {"id", "fixed", "in_force_from", "in_force_until"}
ABOUT = {"direction": "off-site direction", "exclusion": "exclusion", "everything": "everything"}
UNITS = {"school_days": "school days", "calendar_days": "days of the calendar"}

Say = Callable[[Protocol, Any], str]


def _each(say: Callable[[Protocol, str], str], between: str = "; ") -> Say:
    """Say one name, or each of several."""
    return lambda protocol, value: (
        say(protocol, value) if isinstance(value, str) else between.join(say(protocol, one) for one in value)
    )


def _question(protocol: Protocol, name: str) -> str:
    return protocol.questions[name].label if name in protocol.questions else name.replace("_", " ")


def _step(protocol: Protocol, name: str) -> str:
    return protocol.steps[name].name if name in protocol.steps else name


def _whatever(protocol: Protocol, value: Any) -> str:
    """Say a text, a number, a yes, or several of them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(_whatever(protocol, one) for one in value.values())
    if isinstance(value, tuple):
        short = all(isinstance(one, int) for one in value)
        return (", " if short else " ").join(_whatever(protocol, one) for one in value)
    text = str(value)
    return readable(protocol, text) if "{" in text else text


def _items(protocol: Protocol, items: Iterable[Item]) -> str:
    """Say the parts of a question to the family, each with what can be picked."""
    return "; ".join(
        _whatever(protocol, item.text) + (f" ({_whatever(protocol, item.options)})" if item.options else "")
        for item in items
    )


_ROLES = _each(lambda _, role: who(role))
_FACTS, _QUESTIONS = _each(fact, " "), _each(_question)
SAID: dict[str, Say] = {
    **dict.fromkeys(("who", "owner", "actor", "sender", "to", "signers", "sign_off_by"), _ROLES),
    "read_by": _ROLES,
    **dict.fromkeys(("opens", "shuts", "until", "since", "met_by", "given", "fact"), _FACTS),
    **dict.fromkeys(("asks", "rests_on", "list_of", "must_say"), _QUESTIONS),
    **dict.fromkeys(("does", "on"), _each(act)),
    **dict.fromkeys(("default", "each", "stage"), lambda _, value: value.replace("_", " ")),
    "step": _each(_step),
    "items": _items,
    "rounds": lambda _, rounds: "; then ".join(", ".join(map(who, one)) for one in rounds),
    "within": counted,
    "effect": lambda protocol, value: EFFECT_WORDS[value],
    "strand": lambda protocol, value: READERS[value],
    "sure": lambda protocol, value: SURE_WORDS[value],
    "applies": lambda protocol, value: ABOUT.get(value, "managed move"),
    "unit": lambda protocol, value: UNITS[value],
    "calendar": lambda protocol, value: SIDES[value],
    "review_calendar": lambda protocol, value: SIDES[value],
}


def said(protocol: Protocol, part: Part, key: str) -> str:
    """Say in words what stands under one key of an entry; nothing where nothing does."""
    value = getattr(part, key)
    if value in (None, "", (), {}, False):
        return ""
    if key == "when":
        return _when(protocol, part, value)
    if key == "kind":
        return KINDS.get(value, str(value).replace("_", " "))
    return SAID.get(key, _whatever)(protocol, value)


def _when(protocol: Protocol, part: Part, value: Any) -> str:
    """Say when a rule bites, a question is asked, or a clause stands there."""
    if isinstance(part, Gate):
        return listed(TRI_WORDS[one] for one in value)
    return fact(protocol, value) if isinstance(part, Clause) else _FACTS(protocol, value)
