"""Does whoever wants easy words read them first, on every page and paper, and sign what they read?"""

import hashlib

from django.test import Client
from django.urls import reverse

from freshstart.actions import contacts
from freshstart.models.papers import Document, Signature
from freshstart.outside.pdfs import Pdf
from freshstart.process.papers import canonical
from freshstart.process.vocabulary import Relation
from tests.outside.readers import pages_of
from tests.pages.reading import words
from tests.pages.scenes import Scene, comes_in
from tests.pages.signers import answers, at_the_last_review, has_thought, mother_reads, page, paper
from tests.stories import move

EASY, WHOLE = "In easy words", "The whole text"
FREE = "You can say no."
BINDS = "It happens only if everyone named here freely says yes."


def note(scene: Scene, **needs: bool) -> None:
    """Let the lead note how the mother reads."""
    world = scene.world
    contacts.note_needs(
        case_id=world.case_id(),
        party_id=world.party(Relation.MOTHER).pk,
        by=world.people["home_lead"],
        at=world.now,
        language="en",
        **needs,
    )


def in_order(text: str, *parts: str) -> bool:
    """Tell whether some words stand in a text, in this order."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def printed(row: Document) -> str:
    return "".join(pages_of(Pdf(bytes(row.data), "ua-1")))


def squeezed(*texts: str) -> list[str]:
    return [text.replace(" ", "") for text in texts]


def test_the_agreement_says_first_in_easy_words_what_binds(agreement: Scene) -> None:
    note(agreement, easy_read=True)
    shown = words(mother_reads(agreement).get(page(agreement)).content.decode())
    assert in_order(shown, EASY, "Hamza moves to Kestrel Park School for good.", FREE, WHOLE, BINDS)
    assert "The same in English" not in shown  # it is English: nothing stands there twice


def test_she_signs_the_easy_words_and_the_text_that_binds(agreement: Scene) -> None:
    note(agreement, easy_read=True)
    mother = has_thought(agreement)
    answers(mother, agreement, "yes")
    own = paper(agreement).readings[f"party:{agreement.world.party(Relation.MOTHER).pk}"]
    assert own["english"] == paper(agreement).text
    assert FREE in " ".join(own["said"]["easy"])
    read = {"english": own["english"], "said": own["said"]}
    assert own["digest"] == hashlib.sha256(canonical(read)).hexdigest()
    assert Signature.objects.get(paper=paper(agreement)).digest == own["digest"] != paper(agreement).digest


def test_what_was_noted_later_shows_at_the_next_look_and_never_under_an_answer(agreement: Scene) -> None:
    mother = has_thought(agreement)
    shown = words(mother.get(page(agreement)).content.decode())
    assert BINDS in shown
    assert EASY not in shown
    note(agreement, easy_read=True)
    assert EASY in words(mother.get(page(agreement)).content.decode())
    note(agreement)
    assert EASY not in words(mother.get(page(agreement)).content.decode())
    answers(mother, agreement, "yes")
    note(agreement, easy_read=True)
    assert EASY not in words(mother.get(page(agreement)).content.decode())


def test_a_letter_says_it_in_easy_words_first(agreement: Scene) -> None:
    mother = comes_in(Client(), agreement)
    notice = Document.objects.get(source="direction_notice", party__relation="mother")
    address = reverse("family_letter", args=[notice.pk])
    assert EASY not in words(mother.get(address).content.decode())
    note(agreement, easy_read=True)
    shown = words(mother.get(address).content.decode())
    first = "Hamza goes to Kestrel Park School for a time."
    assert in_order(shown, EASY, first, "It is not a punishment.", WHOLE, "section 29A")


def test_on_paper_too(db: None) -> None:
    world = at_the_last_review(language="en", easy_read=True, on_paper=True)
    mother = world.party(Relation.MOTHER)
    blank = Document.objects.get(source="agreement", party=mother)
    assert in_order(printed(blank), *squeezed(EASY, FREE, WHOLE, "Answers"))
    world.everyone_signs("agreement")
    move.both_registers_are_changed(world)
    letter = Document.objects.get(source="move_complete", party=mother)
    assert in_order(printed(letter), *squeezed(EASY, "Hamza stays at", WHOLE, "How we help"))
    sealed = Document.objects.get(source="agreement", party=None)
    assert EASY.replace(" ", "") not in printed(sealed)  # what everybody signed is the text that binds
    his = Document.objects.get(source="move_complete", party=world.party(Relation.FATHER))
    assert EASY.replace(" ", "") not in printed(his)
