"""What does a protocol say, in the order in which somebody reads it?"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from freshstart.outside.books import editions, protocols
from freshstart.process.comparisons import COMPARED, name_of, stopping, taken_over
from freshstart.process.explanations import (
    EFFECT_WORDS,
    KINDS,
    READERS,
    counted,
    fact,
    letters_of,
    lower,
    readable,
    when_it_bites,
    who,
)
from freshstart.process.grounds import rules_for
from freshstart.process.laws import LawEdition, edition_on
from freshstart.process.protocols import (
    Deadline,
    Difference,
    Family,
    Gate,
    Letter,
    Paper,
    PhaseTerms,
    Protocol,
    Question,
    Step,
)
from freshstart.process.vocabulary import Strand

EACH = {
    "approach": "Once for each school that is asked",
    "review": "Once for each review",
    "week": "Once for each week",
    "parent": "Once for each parent",
    "signer": "Once for each who signs",
    "sign_off": "Once for each rule that wants somebody’s word",
}


def contents(book: Protocol, on: date) -> dict[str, Any]:
    """Give everything that a protocol says, in words, with the rules of the law that bite on its steps.

    The law is that of the day; for a protocol of the past, of its last day.
    """
    on = max(book.in_force_from, min(on, book.in_force_until or on))
    law = edition_on(editions(), on, book.jurisdiction)
    href = f"{reverse('law')}?{urlencode({'on': on, 'country': book.jurisdiction})}"
    return {
        "law": {"name": law.name, "href": href},
        "differences": [_difference(one, law, href) for one in book.difference],
        "origin": _origin(book),
        "goes_on": protocols().get(book.today),
        "placements": [_placement(one) for one in book.phase],
        "stages": [_stage(book, law, stage.id) for stage in book.stage],
        "papers": [_paper(book, paper) for paper in book.paper],
        "families": [_family(book, one) for one in book.family],
        "gates": [_gate(book, one) for one in book.gate],
        "deadlines": [_deadline(book, one) for one in book.deadline],
        "letters": [_letter(book, one) for one in book.letter],
    }


# Where it comes from -------------------------------------------------------------------------------------


def _difference(one: Difference, law: LawEdition, href: str) -> dict[str, Any]:
    """Say what was, what is now and why, with the rules of the law that stand behind it."""
    rules = [(name, rule.says if (rule := law.find(name)) else "") for name in one.rules]
    return {"it": one, "rules": [(name, says, f"{href}#{name}") for name, says in rules]}


def _origin(book: Protocol) -> dict[str, Any] | None:
    """Say from which protocol how much is taken over, what is otherwise, what its own, and what left out."""
    parent = protocols().get(book.extends)
    if parent is None:
        return None
    lists = [(COMPARED[one.list], one) for one in taken_over(parent, book)]
    return {
        "parent": parent,
        "same": sum(one.same for _, one in lists),
        "other": [(words, one.other) for words, one in lists if one.other],
        "own": [(words, one.own) for words, one in lists if one.own],
        "removed": [
            (COMPARED[one.list], _name_in(parent, one.list, one.id), one.reason) for one in book.remove
        ],
    }


def _name_in(book: Protocol, name: str, entry: str) -> str:
    named = (readable(book, name_of(one)) for one in getattr(book, name) if one.id == entry)
    return next(named, entry.replace("_", " "))


def _placement(one: PhaseTerms) -> dict[str, Any]:
    *first, last = map(str, one.reviews) if one.reviews else [""]
    weeks = f"weeks {', '.join(first)} and {last}" if first else f"week {last}" if last else "none planned"
    return {"it": one, "reviews": weeks}


# Steps ---------------------------------------------------------------------------------------------------


def _stage(book: Protocol, law: LawEdition, stage: str) -> dict[str, Any]:
    terms = next(one for one in book.stage if one.id == stage)
    steps = [_step(book, law, one) for one in book.step if one.stage == stage]
    leading = Counter(step["who"] for step in steps)
    return {
        "it": terms,
        "steps": steps,
        "milestones": [step["it"].name for step in steps if step["it"].milestone],
        "asked": sum(len(step["asks"]) for step in steps),
        "most": [name for name, _ in leading.most_common(3)],
    }


def _step(book: Protocol, law: LawEdition, step: Step) -> dict[str, Any]:
    rules = stopping(rules_for(book, law), step)
    return {
        "it": step,
        "who": who(step.who[0]),
        "others": others(step.who),
        "when": counted(book, step.within) if step.within else "if it is needed" if step.optional else "",
        "opens": [fact(book, one) for one in step.opens],
        "shuts": [fact(book, one) for one in step.shuts],
        "each": EACH.get(step.each, ""),
        "until": fact(book, step.until) if step.until else "",
        "asks": [_question(one) for one in book.asked(step)],
        "own": [_gate(book, one) for one in stopping(book.gate, step)],
        "law": [(EFFECT_WORDS[one.effect], one) for one in rules],
        "letters": [(name, readable(book, book.letters[name].title)) for name in letters_of(step)],
        "readers": READERS[step.strand] if step.strand is not Strand.PLAN else "",
    }


def others(roles: Sequence[str], word: str = "or") -> str:
    """Name those who may do it beside the first, who is held to it."""
    return f"{word} {'; '.join(lower(who(role)) for role in roles[1:])}" if roles[1:] else ""


def _question(one: Question) -> dict[str, str]:
    answers = "; ".join(one.options.values())
    readers = f"Read by {READERS[one.strand]}." if one.strand is not Strand.PLAN else ""
    return {"text": one.text, "answers": answers or KINDS[one.kind], "readers": readers}


def _gate(book: Protocol, one: Gate) -> dict[str, Any]:
    return {
        "it": one,
        "does": EFFECT_WORDS[one.effect],
        "by": who(one.sign_off_by) if one.sign_off_by else "",
        "bites": when_it_bites(book, one),
        "steps": [step.name for step in book.step if one in stopping((one,), step)],
    }


def _deadline(book: Protocol, one: Deadline) -> dict[str, Any]:
    return {"it": one, "who": who(one.owner), "when": counted(book, one)}


# What goes out, and who is asked -------------------------------------------------------------------------


def _paper(book: Protocol, paper: Paper) -> dict[str, Any]:
    clauses = [
        {
            "heading": readable(book, one.heading),
            "text": readable(book, one.text)
            if one.text
            else f"[{book.questions[one.list_of].label}, as a list]",
            "when": fact(book, one.when) if one.when else "",
        }
        for one in book.clause
        if one.paper == paper.id
    ]
    return {
        "it": paper,
        "title": readable(book, paper.title),
        "lede": readable(book, paper.lede),
        "basis": readable(book, paper.basis),
        "signers": [who(one) for one in paper.signers],
        "clauses": clauses,
    }


def _family(book: Protocol, one: Family) -> dict[str, Any]:
    return {
        "it": one,
        "to": who(one.to),
        "text": readable(book, one.text),
        "hint": readable(book, one.hint),
        "basis": readable(book, one.basis),
        "points": [readable(book, point) for point in one.points],
        "opens": [fact(book, name) for name in one.opens],
    }


def _letter(book: Protocol, one: Letter) -> dict[str, Any]:
    return {
        "it": one,
        "title": readable(book, one.title),
        "to": [who(role) for role in one.to],
        "sender": who(one.sender),
        "paragraphs": [readable(book, text) for text in one.paragraphs],
        "facts": [(readable(book, name), readable(book, text)) for name, text in one.facts],
        "after": [readable(book, text) for text in one.paragraphs_after],
    }
