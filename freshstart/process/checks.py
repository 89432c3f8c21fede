"""What has to be mended in a protocol before a case can rest on it?"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from freshstart.process.deadlines import LEAD, SIGN
from freshstart.process.effects import BEGUN_BY, EFFECTS
from freshstart.process.families import READERS
from freshstart.process.faults import Fault, Faults, fault, nearest
from freshstart.process.grounds import clocks_for, rules_for
from freshstart.process.laws import STOPS, LawEdition, Rule
from freshstart.process.loosenings import (
    check_direction,
    check_documents,
    check_easy,
    check_rules_bite,
    check_words,
)
from freshstart.process.origins import ANSWERS, NEEDS, brought
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Family, Gate, Part, Protocol, Question, Step
from freshstart.process.vocabulary import CaseOutcome, Effect, PhaseOutcome, Private, Strand
from freshstart.process.ways import OCCASIONS, check_facts, check_ways

LISTS = (
    "stage",
    "phase",
    "question",
    "step",
    "gate",
    "deadline",
    "clause",
    "paper",
    "letter",
    "family",
    "difference",
)
# Steps that the rules ask for by their id: whoever does such a thing bears its name.
KNOWN_BY_NAME = {
    *("accept_place", "give_notice", "withdraw_place", "send_records", "send_safeguarding_file"),
    *("cancel_exclusion", "confirm_back", "record_governors", "arrange_education"),
}
STAGES = ["leaving", "transition", "integration"]
FIRST = "open_case"  # taken in the moment a case is opened, so that nobody waits for it
HELD = ROLES.keys() - {"approached_head", "home_key_adult"}  # those that somebody comes to have on a case
OFFICES = {role for role in ROLES if role.startswith(("home_", "host_", "council_"))}
RECIPIENTS = {"pupil", "parents", "council_if_plan", *OFFICES}
SIGNERS = {"pupil", "parents", "home_head", "host_head"}


def faults_in(protocol: Protocol, editions: Iterable[LawEdition]) -> tuple[Fault, ...]:
    """Find everything to mend in a protocol, under each law edition that is in force while it is."""
    laws = _laws(protocol, editions)
    if not laws:
        what = f"no law of {protocol.jurisdiction} is known for {protocol.in_force_from}."
        return (Fault(protocol.id, "in_force_from", what, "Correct this date, or “jurisdiction”."),)
    found = [one for check in ALONE for one in check(protocol)]
    found += [one for law in laws for check in UNDER_THE_LAW for one in check(protocol, law)]
    return tuple(dict.fromkeys(found))


def _laws(protocol: Protocol, editions: Iterable[LawEdition]) -> list[LawEdition]:
    """Give the editions that hold while a protocol is in force."""
    ours = {one.in_force_from: one for one in editions if one.jurisdiction == protocol.jurisdiction}
    began = max((on for on in ours if on <= protocol.in_force_from), default=date.max)
    return [law for on, law in ours.items() if began <= on <= (protocol.in_force_until or date.max)]


# Names --------------------------------------------------------------------------------------------------


def _check_ids(protocol: Protocol, law: LawEdition) -> Faults:
    """Find two entries with one id; rules and gates share their ids, and so does all that can be due."""
    groups: list[tuple[Iterable[Part], set[str]]] = [(getattr(protocol, name), set()) for name in LISTS]
    groups.append(((*rules_for(protocol, law), *protocol.gate), set()))
    groups.append(((*clocks_for(protocol, law), *protocol.deadline, *protocol.step), {SIGN, LEAD}))
    for parts, seen in groups:
        for part in parts:
            if part.id in seen:
                yield fault(part, "id", f"“{part.id}” is taken already.", "Give this one a name of its own.")
            seen.add(part.id)


def _check_names(protocol: Protocol, law: LawEdition) -> Faults:
    for part, key, names, known in _references(protocol, law):
        for name in names:
            if name not in known:
                yield fault(part, key, f"there is no “{name}” that can stand here.", nearest(name, known))


def _references(
    protocol: Protocol, law: LawEdition
) -> Iterator[tuple[Part, str, Iterable[str], Collection[str]]]:
    """Give each key that names something: the entry, the key, the names, and those that there are."""
    effects, stages = _effects(protocol), {stage.id for stage in protocol.stage}
    for step in protocol.step:
        yield step, "stage", [step.stage], stages
        yield step, "who", step.who, HELD | {"approached_head"} if step.each == "approach" else HELD
        yield step, "asks", step.asks, protocol.questions
        yield step, "rests_on", step.rests_on, protocol.questions
        yield step, "does", step.does, effects
    for gate in (*rules_for(protocol, law), *protocol.gate):
        yield gate, "on", gate.on, _known_acts(gate, effects, protocol)
        yield gate, "sign_off_by", filter(None, [gate.sign_off_by]), HELD
        yield gate, "actor", [gate.actor] if isinstance(gate, Rule) else [], ROLES
    for deadline in (*clocks_for(protocol, law), *protocol.deadline):
        yield deadline, "owner", [deadline.owner], HELD
        yield deadline, "each", filter(None, [deadline.each]), OCCASIONS
        yield deadline, "step", filter(None, [deadline.step]), protocol.steps
    for clause in protocol.clause:
        yield clause, "paper", [clause.paper], protocol.papers
        yield clause, "list_of", filter(None, [clause.list_of]), protocol.questions
    for paper in protocol.paper:
        yield paper, "signers", paper.signers, SIGNERS
    for letter in protocol.letter:
        yield letter, "to", letter.to, RECIPIENTS
        yield letter, "sender", [letter.sender], OFFICES


def _known_acts(gate: Gate, effects: set[str], protocol: Protocol) -> set[str]:
    """Give what a rule may be about: of the law, any effect; of the protocol, its own steps too."""
    if isinstance(gate, Rule):
        return effects | EFFECTS.keys() | {f"draw_up:{paper}" for paper in ("plan", "agreement")}
    return effects | protocol.steps.keys()


def _effects(protocol: Protocol) -> set[str]:
    """Give every effect as `does` may write it, with its argument where it takes one."""
    arguments: dict[str, Iterable[str]] = {
        "letter": protocol.letters,
        "draw_up": protocol.papers,
        "end_placement": (PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED),
        "close": CaseOutcome,
    }
    whole = {f"{effect}:{argument}" for effect, allowed in arguments.items() for argument in allowed}
    return whole | (EFFECTS.keys() - arguments.keys())


# What stands in the lists --------------------------------------------------------------------------------


def _check_shape(protocol: Protocol) -> Faults:
    """Find a stage too many, too few or empty, and a kind of placement without one set of terms."""
    if [stage.id for stage in protocol.stage] != STAGES:
        what = f"a case has three stages: {', '.join(STAGES)}."
        yield Fault("[[stage]]", "id", what, "Give these, in this order.")
    for stage in protocol.stage:
        if not any(step.stage == stage.id for step in protocol.step):
            yield fault(stage, "id", "no step belongs to this stage.", "Write it under `stage` of its steps.")
    done = {effect for step in protocol.step for effect in step.does}
    for kind, effect in BEGUN_BY.items():
        wanted, given = int(effect in done), sum(terms.kind is kind for terms in protocol.phase)
        if wanted != given:
            what = f"there are {given} sets of terms for “{kind}”, and {wanted} steps that do “{effect}”."
            yield Fault("[[phase]]", "kind", what, "Give one set of terms for each kind that can begin here.")
    for terms in protocol.phase:
        if list(terms.reviews) != sorted(set(terms.reviews)):
            remedy = "Write each once, the earliest first."
            yield fault(terms, "reviews", "the weeks are not in order.", remedy)


def _check_steps(protocol: Protocol) -> Faults:
    if FIRST not in protocol.steps:
        yield Fault("[[step]]", "id", f"there is no “{FIRST}”.", "Every case begins with it: add it.")
    for step in protocol.step:
        if not step.who:
            yield fault(step, "who", "nobody can take this step.", "Name the roles; the first is held to it.")
        if not step.within and not step.optional and step.id != FIRST:
            yield fault(step, "within", "nobody is told by when.", "Give it, or write optional = true.")
        if step.within and step.optional:
            yield fault(step, "within", "what is optional is never due.", "Take out one of the two.")
        if step.until and not (step.within and step.repeat):
            what = "this goes on only for a step that is due and can be taken again."
            yield fault(step, "until", what, "Give `within` and repeat = true too, or take it out.")
        for question in _asked_elsewhere(protocol, step):
            what = f"“{question.id}” is answered anew on each occasion, and this step has none."
            yield fault(step, "rests_on", what, "Name another question, or take occasion = true out of it.")
        for effect in set(step.does) & KNOWN_BY_NAME - {step.id}:
            what = f"the rules know the step that does “{effect}” by this name alone."
            yield fault(step, "id", what, f'Write id = "{effect}".')
        for effect in step.does:
            yield from _check_needs(protocol, step, effect.partition(":")[0])


def _asked_elsewhere(protocol: Protocol, step: Step) -> list[Question]:
    """Give the questions of other steps' occasions that a step without occasions says it rests on."""
    named = [protocol.questions[name] for name in step.rests_on if name in protocol.questions]
    return [question for question in named if question.occasion and not step.each]


def _check_needs(protocol: Protocol, step: Step, effect: str) -> Faults:
    """Find what an effect reads and its step does not give."""
    each, wanted = NEEDS.get(effect, ("", {}))
    if each and step.each != each:
        yield fault(step, "each", f"“{effect}” is about one {each}.", f'Write each = "{each}".')
    for name, kind in wanted.items():
        question = protocol.questions.get(name)
        if question is None or name not in step.asks or not question.required or question.kind != kind:
            remedy = f'Ask it here; the question has kind = "{kind}" and required = true.'
            yield fault(step, "asks", f"“{effect}” needs the answer to “{name}”.", remedy)


def _check_questions(protocol: Protocol) -> Faults:
    """Find choices without anything to choose, and answers that would do nothing."""
    for question in protocol.question:
        chosen = question.kind in {"choice", "choices"}
        if chosen and len(question.options) < 2:
            yield fault(question, "options", "there is nothing to choose from.", "Give two or more.")
        if question.options and not chosen:
            remedy = 'Write kind = "choice", or take the options out.'
            yield fault(question, "options", f"“{question.kind}” has none.", remedy)
        known = ANSWERS.get(question.id, set(question.options))
        for option in sorted(question.options.keys() - known):
            what = f"the rules do not know the answer “{option}”."
            yield fault(question, "options", what, nearest(option, known))
    for family in protocol.family:
        yield from _answers_offered(family)


def _answers_offered(family: Family) -> Faults:
    """Find questions to the family that cannot be answered, or whose answers would reach nobody."""
    if not (family.options or family.items):
        yield fault(family, "options", "there is nothing to answer.", "Give the answers to choose from.")
    for name in sorted(set(family.private) - family.options.keys()):
        yield fault(family, "private", f"“{name}” is no answer here.", nearest(name, family.options.keys()))
    for name in sorted(set(family.private) - set(Private)):
        yield fault(family, "private", f"nobody listens to “{name}”.", nearest(name, tuple(Private)))
    for name in sorted(family.readers.keys() - READERS.keys()):
        yield fault(family, "readers", f"there is no reader “{name}”.", nearest(name, READERS.keys()))
    for name in sorted(set(family.read_by) - ROLES.keys()):
        yield fault(family, "read_by", f"there is no role “{name}”.", nearest(name, ROLES.keys()))
    if not (family.readers or family.read_by):
        yield fault(family, "read_by", "nobody would read the answers.", "Name the roles that do.")
    if bool(family.weeks) != (family.each == "week"):
        yield fault(family, "weeks", "weeks go with each week.", 'Write each = "week", and the weeks.')
    yield from _items_offered(family)


def _items_offered(family: Family) -> Faults:
    names = [item.id for item in family.items]
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield fault(family, "items", f"“{name}” stands there twice.", "Give each part a name of its own.")
    kinds = {item.kind for item in family.items}
    if bool(family.scale) != ("scale" in kinds):
        yield fault(
            family, "scale", "a scale goes with items of that kind.", "Give its words, or take it out."
        )
    for item in family.items:
        if bool(item.options) != (item.kind == "picks"):
            yield fault(family, "items", f"“{item.id}”: only picks have options.", "Give some, or none.")
        for name in sorted(item.pictures.keys() - item.options.keys()):
            what = f"“{item.id}” has a picture of “{name}”, which cannot be picked."
            yield fault(family, "items", what, nearest(name, item.options.keys()))


def _check_rounds(protocol: Protocol) -> Faults:
    """Find papers whose signers stand in no round, or in a round though they do not sign."""
    for paper in protocol.paper:
        listed = [one for some in paper.rounds for one in some]
        if paper.rounds and sorted(listed) != sorted(paper.signers):
            what = "the rounds are not those who sign, each once."
            yield fault(paper, "rounds", what, f"Put each of these into one: {', '.join(paper.signers)}.")


def _check_papers(protocol: Protocol) -> Faults:
    """Find clauses that say nothing, or two things, and papers without any."""
    for clause in protocol.clause:
        if bool(clause.text) == bool(clause.list_of):
            yield fault(clause, "text", "a clause has either a text or a list.", "Give one of the two.")
        listed = protocol.questions.get(clause.list_of)
        if listed and (listed.occasion or listed.strand is not Strand.PLAN):
            what = f"“{listed.id}” is not known to everyone on every day."
            yield fault(clause, "list_of", what, "List what belongs to the plan and to no occasion.")
    yield from _check_rounds(protocol)
    for paper in protocol.paper:
        if not any(clause.paper == paper.id for clause in protocol.clause):
            yield fault(
                paper, "id", "no clause belongs to this paper.", "Write it under `paper` of its clauses."
            )


def _check_unused(protocol: Protocol) -> Faults:
    """Find what no case would ever see."""
    given = {one for step in protocol.step for one in brought(step)}
    wanted: list[tuple[Part, str, str]] = [
        *((question, question.id, "asks") for question in protocol.question),
        *((letter, f"letter:{letter.id}", "does") for letter in protocol.letter),
        *((paper, f"draw_up:{paper.id}", "does") for paper in protocol.paper),
    ]
    for part, name, key in wanted:
        if name not in given:
            remedy = f"Write it under `{key}` of a step, or take this out."
            yield fault(part, "id", f"no step {key} “{name}”.", remedy)


def _check_gates(protocol: Protocol, law: LawEdition) -> Faults:
    """Find rules that never bite, and signing off without somebody to do it or without its step."""
    signing = protocol.steps.get("sign_off")
    for gate in (*(rule for rule in law.rule if rule.effect in STOPS), *protocol.gate):
        for key in ("on", "when"):
            if not getattr(gate, key):
                yield fault(gate, key, "this never stops anything.", "Give at least one.")
        if gate.effect not in STOPS:
            remedy = "It is “block”, “warn” or “sign_off”."
            yield fault(gate, "effect", f"only the law can be “{gate.effect}”.", remedy)
        wanted = gate.effect is Effect.SIGN_OFF
        if wanted != bool(gate.sign_off_by):
            remedy = "Name the role that signs off." if wanted else "Take it out."
            yield fault(gate, "sign_off_by", f"the effect is “{gate.effect}”.", remedy)
        if wanted and (signing is None or signing.each != "sign_off"):
            remedy = 'Add a step “sign_off” with each = "sign_off".'
            yield fault(gate, "effect", "there is no step for signing off.", remedy)


ALONE = (
    _check_shape,
    _check_steps,
    _check_questions,
    _check_papers,
    _check_unused,
    check_ways,
    check_words,
    check_easy,
    check_direction,
)
UNDER_THE_LAW = (_check_ids, _check_names, _check_gates, check_facts, check_rules_bite, check_documents)
