"""What does a plan or an agreement say, and to exactly which text does a signature belong?"""

import hashlib
import json
import unicodedata

from freshstart.process.facts import Facts, PaperVersion, Values
from freshstart.process.predicates import holds
from freshstart.process.protocols import Clause, Protocol
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.vocabulary import Tri
from freshstart.process.wordings import filled, said_lines, words


def compose(protocol: Protocol, facts: Facts, paper: str) -> Values:
    """Compose the text of a paper: title, lede, basis, clauses with heading and lines, statement.

    Everything comes from the protocol's clauses and from what is known; nothing is typed here.
    """
    terms, known = protocol.papers[paper], words(protocol, facts)
    clauses = [
        {
            "id": clause.id,
            "heading": filled(clause.heading, known),
            "lines": _lines(protocol, facts, clause, known),
        }
        for clause in protocol.clause
        if clause.paper == paper and (not clause.when or holds(facts, clause.when) is Tri.YES)
    ]
    return {
        "paper": paper,
        "protocol": protocol.digest,
        "language": "en",
        "title": filled(terms.title, known),
        "lede": filled(terms.lede, known),
        "basis_title": terms.basis_title,
        "basis": filled(terms.basis, known),
        "directed": terms.directed,
        "clauses": clauses,
        "statement": terms.statement,
        "refusing": terms.refusing,
    }


def _lines(protocol: Protocol, facts: Facts, clause: Clause, known: dict[str, str]) -> list[str]:
    if clause.list_of:
        question = protocol.questions[clause.list_of]
        return list(said_lines(question, facts.value(clause.list_of), facts))
    return [filled(clause.text, known)]


def canonical(text: Values) -> bytes:
    """Give the one form of a text that is signed: sorted keys, UTF-8 in NFC, no space to spare."""
    plain = json.dumps(text, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", plain).encode()


def digest(text: Values) -> str:
    """Give the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(text)).hexdigest()


def fingerprint(hexadecimal: str) -> str:
    """Show a digest so that people can compare it: its first twelve figures in fours."""
    return " ".join(hexadecimal[at : at + 4] for at in (0, 4, 8))


def signers_of(protocol: Protocol, facts: Facts, paper: str) -> dict[str, str]:
    """Name everyone who is to sign a paper: `home_head`, `host_head`, `party:7` …, each with their name."""
    parties = {"pupil": [facts.child] if facts.child else [], "parents": facts.parents}
    signers: dict[str, str] = {}
    for wanted in protocol.papers[paper].signers:
        if wanted in parties:
            signers |= {f"party:{party.id}": party.name for party in parties[wanted]}
        else:
            place = facts.place_of(wanted)
            signers[wanted] = f"Headteacher, {place.known_as if place else ''}"
    return signers


def check_signing(
    facts: Facts, version: PaperVersion, signer: str, roles: frozenset[str], *, read: str, signed: bool
) -> None:
    """Refuse an answer that is not this person's, that is late, or that belongs to another text.

    `read` is the digest of the text that was shown. An answer may be changed until the move is complete or
    the placement is over: the latest counts. Refused: NotNow, NotYours.
    """
    current = facts.paper(version.paper)
    if current is None or current.id != version.id or read != version.digest:
        raise NotNow("There is a newer text.", next_step="Read the new version, then sign it.")
    if signer not in version.signers or signer not in roles:
        raise NotYours("This is not yours to sign.", next_step="Each person signs in their own name.")
    given = version.answer_of(signer)
    if given and given.signed == signed:
        raise NotNow("You have answered already.", next_step="You may still give another answer.")
    placement_over = facts.placement is not None and facts.placement.outcome is not None
    if facts.outcome or facts.move or placement_over:
        raise NotNow("This paper is no longer in use.", next_step="Ask the lead what comes next.")
