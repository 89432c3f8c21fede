"""Where would a protocol loosen the law, or say to a family what nobody should read?

A protocol may tighten the law and never loosen it (law.md, OSD-05 to OSD-19, MM-01, MM-03).
"""

import re
from collections.abc import Sequence

from freshstart.process.faults import Fault, Faults, fault, list_of, nearest, texts_of
from freshstart.process.grounds import ABOUT, bites, rules_for
from freshstart.process.laws import ALWAYS, LawEdition, Rule
from freshstart.process.origins import brought
from freshstart.process.protocols import Letter, Paper, Part, Protocol, Step
from freshstart.process.tellings import TO_FAMILIES
from freshstart.process.vocabulary import Effect, PhaseKind, Strand
from freshstart.process.ways import sure_before
from freshstart.process.wordings import FIXED_NAMES, filled, names_in, names_of

DIRECTING = {"determine_direction", "give_notice", "confirm_arrival"}
FREE_PAPER = "agreement"  # the one paper that is a free choice
SIGNED = "agreement_signed_by_all"
UNKIND = {
    "trial": "Nobody is on trial: write fresh start, off-site direction or managed move.",
    "failed": "No child failed: write that it ended early, and what helped.",
    "last chance": "This frightens: write what the child can count on.",
}
UNKIND_WORDS = re.compile(rf"\b({'|'.join(UNKIND)})", re.IGNORECASE)
SENTENCE_ENDS = re.compile(r"(?<=[.?!:]) ")
EASY_WORDS = 12  # in a sentence; guides to easy read ask for 10 to 15 at most
FILLED = {
    "step": {"did"},
    "letter": {"title", "paragraphs", "facts", "paragraphs_after", "sections", "easy"},
    "paper": {"title", "lede", "basis", "points", "easy"},
    "clause": {"heading", "text"},
    "family": {"text", "hint", "basis", "points", "items", "options", "readers"},
}


# The law ------------------------------------------------------------------------------------------------


def check_rules_bite(protocol: Protocol, law: LawEdition) -> Faults:
    """Find the acts that a rule of the law is about and that no step here does: the rule would sleep.

    A rule about something a protocol does not have, such as a direction, does not sleep: it is not wanted.
    """
    done = {effect for step in protocol.step for effect in step.does}
    for rule in rules_for(protocol, law):
        if rule.effect is Effect.BLOCK and rule.fact == ALWAYS and set(rule.on) & done:
            what = f"by {rule.id} nothing here may ever do “{rule.on[0]}”: {rule.why}"
            yield fault(rule, "on", what, rule.way_on)
        if rule.on and not set(rule.on) & done and rule.applies in ABOUT:
            what = f"no step does “{rule.on[0]}”, so this rule of the law stops nothing."
            yield fault(rule, "on", what, "Write it under `does` of the step that brings it about.")


def check_documents(protocol: Protocol, law: LawEdition) -> Faults:
    """Find letters of the law that are not sent, go to too few, or leave out what they must say."""
    for rule in rules_for(protocol, law):
        if rule.effect is Effect.DOCUMENT:
            yield from _check_document(protocol, rule)


def _check_document(protocol: Protocol, rule: Rule) -> Faults:
    for step in protocol.step:
        if not set(rule.on) & set(step.does):
            continue
        letters = [one for one in protocol.letter if f"letter:{one.id}" in step.does]
        if not letters:
            what = f"the law wants a letter with “{rule.on[0]}”: {rule.says}"
            yield fault(step, "does", what, "Write the letter, and add “letter:” with its id here.")
            continue
        for to in rule.to:
            yield from _check_recipient(rule, to, letters)
    if "give_notice" in rule.on:
        yield from _check_arrival(protocol)


def _check_recipient(rule: Rule, to: str, letters: Sequence[Letter]) -> Faults:
    """Find what one recipient would not be told, in any of the letters that go out together."""
    theirs = [letter for letter in letters if to in letter.to]
    if not theirs:
        yield fault(letters[0], "to", f"by {rule.id} it goes to “{to}” too.", "Add it.")
        return
    whole = [text for letter in theirs for key, text in texts_of(letter) if key != "easy"]  # some read that
    said = {name for text in whole for name in _used(text) or ()}
    for one in sorted(set(rule.must_say) - said):
        yield fault(theirs[0], "facts", f"by {rule.id} it must say {{{one}}}.", "Add a line for it.")


def _check_arrival(protocol: Protocol) -> Faults:
    """Find an arrival at a direction that could come before its notice was sent."""
    giving = [step for step in protocol.step if "give_notice" in step.does]
    sent = {fact for step in giving for fact in brought(step) if fact.startswith("sent.")}
    for step in protocol.step:
        before = sure_before(protocol, step)
        if "confirm_arrival" in step.does and not (sent | {"start_is_sure"}) & before:
            what = "the child could arrive before any notice was sent."
            remedy = "Open it with “start_is_sure”."
            yield fault(step, "opens", what, remedy)


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


# The words ----------------------------------------------------------------------------------------------


def check_words(protocol: Protocol) -> Faults:
    """Find words that no family should read, and {names} that nothing fills where they stand."""
    for name in FILLED.keys() | {"stage", "phase", "question", "gate"}:
        for part in getattr(protocol, name):
            for key, text in texts_of(part):
                for word in UNKIND_WORDS.findall(text):
                    yield fault(part, key, f"“{word}” is not for families.", UNKIND[word.lower()])
                if "{" in text or "}" in text:
                    yield from _check_names(protocol, part, key, text)


def check_easy(protocol: Protocol) -> Faults:
    """Find what a family reads that has no easy words for whoever asked for them."""
    read: list[tuple[Letter | Paper, tuple[str, ...]]] = [(one, one.to) for one in protocol.letter]
    read += [(one, one.signers) for one in protocol.paper]
    for part, to in read:
        if TO_FAMILIES & set(to) and not part.easy:
            what = "a family reads this, and it has no easy words."
            yield fault(part, "easy", what, "Say the same in short sentences, one thought in each.")
        for sentence in (one for line in part.easy for one in SENTENCE_ENDS.split(line)):
            if len(sentence.split()) > EASY_WORDS:
                what = f"“{sentence}” has more than {EASY_WORDS} words."
                yield fault(part, "easy", what, "Make two sentences of it.")


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
    is_filled = key in FILLED.get(list_of(part), ())
    if is_filled and not isinstance(part, Step) and used <= FIXED_NAMES:
        return
    allowed = _allowed(protocol, part) if is_filled else frozenset()
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
