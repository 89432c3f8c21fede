"""Can a family read all of every protocol in its own language, and what in it is not our words?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from freshstart.outside.books import protocols
from freshstart.outside.translations import tongue_of, untranslated
from freshstart.process.facts import Facts
from freshstart.process.papers import compose
from freshstart.process.protocols import Protocol, Question
from freshstart.process.tellings import TO_FAMILIES, texts_of
from freshstart.process.tongues import Tongue
from freshstart.process.values import Value
from freshstart.process.wordings import filled, letter_words, said, words
from tests.languages import made_up, offer
from tests.process.samples import answered, directed, facts, moved

TYPED: dict[str, Value] = {
    "text": "Bus 14",
    "words": "So\nit is",
    "lines": ["A", "B!"],
    "yes_no": "not_known",
    "rating": "amber",
    "date": "2026-11-30",
    "time": "15:30",
    "number": 3,
    "school": 2,
    "staff": 22,
    "people": ["lead", "party:2", "host_head", "home_clerk"],
    "week": {"2026-11-30": ["/", "I"]},
    "commitments": [{"what": "Rings", "kept": "partly"}, {"what": "Rings", "kept": "met"}],
    "promises": [
        {"who": "home_clerk", "what": "Rings", "by": "Friday"},
        {"who": "host_lead", "what": "Rings"},
    ],
}
APART = re.compile("\u2068[^\u2066-\u2069]*\u2069")


def answer(question: Question) -> Value:
    options = list(question.options)
    return {"choice": options[:1] and options[0], "choices": options[:2]}.get(
        question.kind, TYPED.get(question.kind)
    )


def cases(protocol: Protocol) -> Iterator[Facts]:
    given = answered(**{one.id: answer(one) for one in protocol.question})
    for case in (facts(), directed(), moved()):
        yield from (case, replace(case, answers=given))


def read_by_family(protocol: Protocol, case: Facts, tongue: Tongue) -> Iterator[str]:
    """Give every line that a family could read in a case."""
    known = words(protocol, case, tongue)
    for letter in protocol.letter:
        if TO_FAMILIES & set(letter.to):
            text = letter_words(protocol, case, letter.id, tongue=tongue)
            yield from (text["title"], *text["paragraphs"], *(one for row in text["facts"] for one in row))
    for paper in protocol.papers:
        text = compose(protocol, case, paper, tongue)
        yield from (text["title"], text["lede"], text["basis_title"], text["basis"])
        yield from (text["statement"], text["refusing"])
        yield from (line for one in text["clauses"] for line in (one["heading"], *one["lines"]))
    for asked in protocol.family:
        texts = (
            asked.text,
            asked.hint,
            asked.basis_title,
            asked.basis,
            *asked.points,
            *asked.options.values(),
        )
        yield from (filled(one, known, tongue) for one in texts)


def own_words(line: str) -> str:
    """Take out what runs its own way: names, numbers, and what people typed."""
    while APART.search(line):
        line = APART.sub("", line)
    return line


@pytest.fixture
def arabic(settings: Settings, tmp_path: Path) -> Tongue:
    offer(settings, tmp_path, made_up("ar"))
    return tongue_of("ar")


@pytest.mark.parametrize("name", protocols())
def test_a_family_reads_all_of_a_protocol_in_its_language(arabic: Tongue, name: str) -> None:
    protocol = protocols()[name]
    assert untranslated("ar", texts_of(protocol)) == []
    lines = [line for case in cases(protocol) for line in read_by_family(protocol, case, arabic)]
    assert len(lines) > 200
    assert {line for line in map(own_words, lines) if re.search("[A-Za-z]", line)} == set()


@pytest.mark.parametrize("name", protocols())
def test_what_their_own_page_shows_is_said_too(arabic: Tongue, name: str) -> None:
    protocol = protocols()[name]
    for question in protocol.question:
        if question.shown_to:
            assert arabic.say(question.label) != question.label
            assert said(question, answer(question), directed(), arabic)
