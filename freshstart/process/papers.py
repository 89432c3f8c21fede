"""What does a plan or an agreement say, and to exactly which text does a signature belong?"""

import hashlib
import json
import unicodedata
from dataclasses import replace

from freshstart.process.facts import Facts
from freshstart.process.predicates import holds
from freshstart.process.protocols import Clause, Protocol
from freshstart.process.tongues import ENGLISH, Tongue
from freshstart.process.values import Values
from freshstart.process.vocabulary import Tri
from freshstart.process.wordings import filled, said_lines, words


def compose(
    protocol: Protocol, facts: Facts, paper: str, tongue: Tongue = ENGLISH, *, easy: bool = False
) -> Values:
    """Compose the text of a paper: title, lede, basis, clauses with heading and lines, statement.

    Everything comes from the protocol's clauses and from what is known; nothing is typed here. For whoever
    wants them the easy words are part of what they read, so that the same hash covers them.
    """
    facts = replace(facts, lead=facts.absent_lead or facts.lead)  # a paper outlasts a week away
    terms, known = protocol.papers[paper], words(protocol, facts, tongue)
    clauses = [
        {
            "id": clause.id,
            "heading": filled(clause.heading, known, tongue),
            "lines": _lines(protocol, facts, clause, known, tongue),
        }
        for clause in protocol.clause
        if clause.paper == paper and (not clause.when or holds(facts, clause.when) is Tri.YES)
    ]
    first = {"easy": [filled(line, known, tongue) for line in terms.easy]} if easy else {}
    return first | {
        "paper": paper,
        "protocol": protocol.digest,
        "language": tongue.code,
        "title": filled(terms.title, known, tongue),
        "lede": filled(terms.lede, known, tongue),
        "basis_title": tongue.say(terms.basis_title),
        "basis": filled(terms.basis, known, tongue),
        "directed": terms.directed,
        "clauses": clauses,
        "statement": tongue.say(terms.statement),
        "refusing": tongue.say(terms.refusing),
    }


def _lines(
    protocol: Protocol, facts: Facts, clause: Clause, known: dict[str, str], tongue: Tongue
) -> list[str]:
    if clause.list_of:
        question = protocol.questions[clause.list_of]
        return list(said_lines(question, facts.value(clause.list_of), facts, tongue))
    return [filled(clause.text, known, tongue)]


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
