"""Which words of a protocol are to be translated, and does nobody forget a new key?"""

import pytest
from pydantic import BaseModel

from freshstart.process.protocols import Clause, Family, Item, Letter, Paper, Protocol, Question
from freshstart.process.tellings import READ, names_read, texts_of, told_by
from tests.process.samples import southwark

# The keys of each entry that are for the service alone; every other is read by families.
FOR_THE_SERVICE = {
    Letter: {"to", "sender", "kind", "advice", "same_day"},
    Paper: {"directed", "signers", "thinking", "rounds"},
    Clause: {"paper", "list_of", "when"},
    Family: {"to", "each", "weeks", "private", "read_by", "opens", "shuts", "directed"},
    Item: {"kind", "pictures"},
}


@pytest.mark.parametrize("part", FOR_THE_SERVICE)
def test_of_every_key_it_is_said_whether_a_family_reads_it(part: type[BaseModel]) -> None:
    unread = FOR_THE_SERVICE[part] | {"id", "fixed", "source"}
    assert set(READ[part]) | unread >= part.model_fields.keys()
    assert not set(READ[part]) & unread


def part_of(protocol: Protocol, **lists: object) -> Protocol:
    empty = dict.fromkeys(("letter", "paper", "clause", "family", "question"), ())
    return protocol.model_copy(update=empty | {name: (one,) for name, one in lists.items()})


def letter(**more: object) -> Letter:
    told = {
        "id": "one",
        "title": "About {child}",
        "to": ("parents",),
        "sender": "home_head",
        "paragraphs": ("{home}", "We ask: {why_now}"),
        "facts": (("Where", "{host}"),),
        "source": "Advice page",
    }
    return Letter.model_validate(told | more)


def test_a_letter_is_read_where_it_goes_to_a_family_and_names_alone_are_no_words() -> None:
    assert texts_of(part_of(southwark(), letter=letter())) == ("About {child}", "We ask: {why_now}", "Where")
    assert texts_of(part_of(southwark(), letter=letter(to=("home_head", "council_inclusion")))) == ()
    assert "Why:" in texts_of(part_of(southwark(), letter=letter(to=("pupil",), easy=("Why:",))))


def test_what_can_be_answered_is_read_where_a_text_names_the_answer() -> None:
    why = Question(id="why_now", text="Why?", kind="choice", options={"a": "Needs", "b": "Safety"})
    protocol = part_of(southwark(), letter=letter(), question=why)
    assert texts_of(protocol)[-2:] == ("Needs", "Safety")
    assert "why_now" in names_read(protocol)
    unnamed = part_of(southwark(), letter=letter(paragraphs=("Hello",)), question=why)
    assert "Needs" not in texts_of(unnamed)


def test_what_the_page_of_a_family_shows_is_read_with_its_question() -> None:
    shown = Question(id="pen", text="What do you like?", short="I like", kind="words", shown_to="pupil")
    assert texts_of(part_of(southwark(), question=shown)) == ("I like",)


def test_a_list_in_a_paper_is_read() -> None:
    rows = Question(id="rows", text="Which?", kind="choices", options={"a": "Needs"})
    clause = Clause(id="one", paper="plan", heading="What", list_of="rows")
    assert texts_of(part_of(southwark(), clause=clause, question=rows)) == ("What", "Needs")


def test_the_parts_of_a_question_to_the_family_are_read() -> None:
    item = Item(id="calm", text="I feel calm", kind="picks", options={"a": "At break"}, pictures={"a": "yes"})
    asked = (
        southwark()
        .family[0]
        .model_copy(update={"items": (item,), "scale": ("Never", "Always"), "readers": {"lead": "My lead"}})
    )
    found = texts_of(part_of(southwark(), family=asked))
    assert {"I feel calm", "At break", "Never", "Always", "My lead", asked.text, *asked.points} <= set(found)
    assert not {"yes", "calm", "lead", asked.source} & set(found)


def test_the_words_of_an_area_are_read_where_a_text_uses_them() -> None:
    protocol = southwark().model_copy(update={"words": {"panel": "the panel", "desk": "the desk"}})
    used = part_of(protocol, letter=letter(paragraphs=("Ask {panel}.",)))
    assert "the panel" in texts_of(used)
    assert "the desk" not in texts_of(used)


def test_it_is_told_where_a_text_stands() -> None:
    assert ("letter one, facts", "Where") in list(told_by(part_of(southwark(), letter=letter())))
