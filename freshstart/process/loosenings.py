"""Where would a protocol loosen the law, or say to a family what nobody should read?

A protocol may tighten the law and never loosen it (law.md, OSD-05 to OSD-19, MM-01, MM-03).
"""

import re

from freshstart.process.faults import Fault, Faults, fault, list_of, nearest
from freshstart.process.origins import brought
from freshstart.process.protocols import LawEdition, Letter, Part, Protocol, Step
from freshstart.process.vocabulary import Effect, PhaseKind, Strand
from freshstart.process.ways import bites, sure_before
from freshstart.process.wordings import filled, names_in, names_of

DIRECTING = {"determine_direction", "give_notice", "confirm_arrival"}
FREE_PAPER = "agreement"  # the one paper that is a free choice
SIGNED = "agreement_signed_by_all"
NOTICE_GOES_TO = {"parents", "council_if_plan"}
NOTICE_SAYS = {"host_address", "report_to", "starts_on", "days", "objectives", "session_times"}
UNKIND = {
    "trial": "Nobody is on trial: write fresh start, off-site direction or managed move.",
    "failed": "No child failed: write that it ended early, and what helped.",
    "last chance": "This frightens: write what the child can count on.",
}
UNKIND_WORDS = re.compile(rf"\b({'|'.join(UNKIND)})", re.IGNORECASE)
FILLED = {
    "step": {"did"},
    "letter": {"title", "paragraphs", "facts", "paragraphs_after"},
    "paper": {"title", "lede", "basis"},
    "clause": {"heading", "text"},
    "family": {"text", "hint", "basis", "points"},
}


# The law ------------------------------------------------------------------------------------------------


def check_rules_bite(protocol: Protocol, law: LawEdition) -> Faults:
    """Find the acts that a rule of the law is about and that no step here does: the rule would sleep."""
    done = {effect for step in protocol.step for effect in step.does}
    for rule in law.rule:
        for effect in set(rule.on) - done:
            what = f"no step does “{effect}”, so this rule of the law stops nothing."
            yield fault(rule, "on", what, "Write it under `does` of the step that brings it about.")


def check_direction(protocol: Protocol) -> Faults:
    """Find a direction without reviews, or one that waits for anybody's signature."""
    for terms in protocol.phase:
        if terms.kind is PhaseKind.OFF_SITE_DIRECTION and not terms.reviews:
            what = "the law wants every off-site direction kept under review."
            yield fault(terms, "reviews", what, "Give the weeks, for example [4, 8, 12].")
    directing = [step for step in protocol.step if DIRECTING & set(step.does)]
    for step in directing:
        if SIGNED in sure_before(protocol, step):
            yield _waits_for_signature(step, "opens")
    for gate in protocol.gate:
        stops = gate.effect is not Effect.WARN and any(bites(gate, step) for step in directing)
        if stops and gate.fact == SIGNED:
            yield _waits_for_signature(gate, "fact")
    for paper in protocol.paper:
        if paper.directed == (paper.id == FREE_PAPER):
            what = "only the agreement is a free choice; every other paper belongs to a direction."
            yield fault(paper, "directed", what, f"Write {str(not paper.directed).lower()}.")


def _waits_for_signature(part: Part, key: str) -> Fault:
    what = "a direction needs nobody’s signature, and must not look as if it did."
    return fault(part, key, what, "Ask for views instead, and let the direction go on without signatures.")


def check_notice(protocol: Protocol) -> Faults:
    """Find a direction that could begin without the notice, or whose notice leaves out what it must say."""
    sent = {fact for step in protocol.step if "give_notice" in step.does for fact in brought(step)}
    notices = [
        letter for letter in protocol.letter if letter.kind == "notice" and f"sent.{letter.id}" in sent
    ]
    for letter in notices:
        for missing in sorted(NOTICE_GOES_TO - set(letter.to)):
            yield fault(letter, "to", f"the notice goes to “{missing}” too.", "Add it.")
        said = {name for _, text in _texts(letter) for name in _used(text) or ()}
        for missing in sorted(NOTICE_SAYS - said):
            yield fault(letter, "facts", f"the notice must say {{{missing}}}.", "Add a line for it.")
    for step in protocol.step:
        before = sure_before(protocol, step)
        if "confirm_arrival" in step.does and not any(f"sent.{one.id}" in before for one in notices):
            what = "the child could arrive before any notice was sent."
            remedy = "Open it with `sent.` and the letter of kind “notice” that goes out with `give_notice`."
            yield fault(step, "opens", what, remedy)


# The words ----------------------------------------------------------------------------------------------


def _texts(part: Part) -> list[tuple[str, str]]:
    """Give every text of an entry with its key; a source may quote."""
    values = part.model_dump(exclude={"id", "source"})
    return [(key, text) for key, value in values.items() for text in _strings(value)]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


def check_words(protocol: Protocol) -> Faults:
    """Find words that no family should read, and {names} that nothing fills where they stand."""
    for name in FILLED.keys() | {"stage", "phase", "question", "gate"}:
        for part in getattr(protocol, name):
            for key, text in _texts(part):
                for word in UNKIND_WORDS.findall(text):
                    yield fault(part, key, f"“{word}” is not for families.", UNKIND[word.lower()])
                if "{" in text or "}" in text:
                    yield from _check_names(protocol, part, key, text)


def _used(text: str) -> frozenset[str] | None:
    """Give the {names} of a text; None where its braces do not fit together."""
    try:
        filled(text, {})
    except (ValueError, LookupError):
        return None
    return names_in(text)


def _check_names(protocol: Protocol, part: Part, key: str, text: str) -> Faults:
    used = _used(text)
    if used is None:
        yield fault(part, key, f"the braces in “{text}” do not fit together.", "Write {child}, for example.")
        return
    allowed = _allowed(protocol, part) if key in FILLED.get(list_of(part), ()) else frozenset()
    for name in sorted(used - allowed):
        what = f"{{{name}}} cannot be filled in here."
        yield fault(part, key, what, nearest(name, allowed, "Say it without, or use another name."))


def _allowed(protocol: Protocol, part: Part) -> frozenset[str]:
    """Give the names that an entry may use: no answer of another occasion, none that only some may read."""
    readable = {one.id for one in protocol.question if one.strand is Strand.PLAN}
    lasting = {one.id for one in protocol.question if not one.occasion}
    if isinstance(part, Step):
        return frozenset({"by"} | (readable & set(part.asks)))
    known = names_of(protocol) - (protocol.questions.keys() - (readable & lasting))
    if isinstance(part, Letter):
        asked = [readable & set(step.asks) for step in protocol.step if f"sent.{part.id}" in brought(step)]
        known |= frozenset.intersection(*map(frozenset, asked)) if asked else frozenset()
    return known
