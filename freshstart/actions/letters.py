"""How does a letter come about: filled in, printed, kept as it is, and put in the outbox?"""

import hashlib
from dataclasses import dataclass

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import Standing
from freshstart.actions.writers import writes
from freshstart.models.papers import Document
from freshstart.outside import pdfs
from freshstart.process.facts import Facts, Party, Values
from freshstart.process.predicates import holds
from freshstart.process.protocols import Letter
from freshstart.process.vocabulary import Tri
from freshstart.process.wordings import filled, role_words, words


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever a letter goes to: a person without an account, or a post in a school or council."""

    name: str
    address: tuple[str, ...]
    party: Party | None = None
    role: str = ""


def recipients(facts: Facts, letter: Letter) -> tuple[Recipient, ...]:
    """Find who gets a letter now; each parent gets their own."""
    found: list[Recipient] = []
    for wanted in letter.to:
        if wanted == "parents":
            found += [Recipient(party.name, party.address, party) for party in facts.parents]
        elif wanted == "pupil":
            found += [Recipient(facts.pupil.name, (), facts.child)] if facts.child else []
        elif wanted == "council_if_plan":
            if holds(facts, "ehc_plan") is Tri.YES:
                found.append(_office(facts, "council_sen"))
        else:
            found.append(_office(facts, wanted))
    return tuple(found)


def _office(facts: Facts, role: str) -> Recipient:
    place = facts.place_of(role)
    return Recipient(role_words(facts, role), (place.name, *place.address) if place else (), role=role)


def _sender(facts: Facts, letter: Letter) -> tuple[str, ...]:
    place = facts.place_of(letter.sender) or facts.home
    lines = (role_words(facts, letter.sender), place.name, *place.address, place.phone)
    return tuple(line for line in lines if line)


def advice_lines(facts: Facts) -> tuple[str, ...]:
    """Say where free independent advice is, and how to complain."""
    advice = facts.council.advice
    name = " ".join(filter(None, (advice.get("name"), advice.get("phone"), advice.get("url"))))
    lines = (f"Free independent advice: {name}." if name else "", advice.get("complaint", ""))
    return tuple(line for line in lines if line)


def sheet_of(facts: Facts, letter: Letter, to: Recipient, known: dict[str, str]) -> pdfs.Sheet:
    """Lay out one letter for one recipient."""
    blocks: list[pdfs.Block] = [pdfs.Paragraph(f"Dear {to.name},")] if letter.kind == "letter" else []
    blocks += [pdfs.Paragraph(filled(text, known)) for text in letter.paragraphs]
    if letter.facts:
        blocks.append(
            pdfs.Facts(tuple((filled(key, known), filled(text, known)) for key, text in letter.facts))
        )
    blocks += [pdfs.Paragraph(filled(text, known)) for text in letter.paragraphs_after]
    return pdfs.Sheet(
        kind=letter.kind,
        title=filled(letter.title, known),
        language="en",
        made_on=facts.today,
        sender=_sender(facts, letter),
        recipient=(to.name, *to.address),
        reference=facts.reference,
        lede="",
        basis=None,
        blocks=tuple(blocks),
        footer=advice_lines(facts) if letter.advice else (),
    )


@writes("letter_due")
def _letter_due(standing: Standing, values: Values) -> None:
    """Make the letter for each recipient, with what this very step has changed."""
    now = standing.again()
    letter = now.protocol.letters[values["letter"]]
    known = words(now.protocol, now.facts) | _of_this_step(now)
    for to in recipients(now.facts, letter):
        pdf = pdfs.render(sheet_of(now.facts, letter, to, known))
        document = Document.objects.create(
            case=now.case,
            kind=letter.kind,
            source=letter.id,
            occurrence=values["occurrence"],
            title=filled(letter.title, known),
            recipient=to.name,
            party_id=to.party.id if to.party else None,
            data=pdf.data,
            digest=hashlib.sha256(pdf.data).hexdigest(),
            standard=pdf.standard,
            warning=pdf.warning,
            made_at=now.at,
            made_by=now.by,
        )
        if to.party:
            put_in_outbox(now, to.party, document)


def _of_this_step(standing: Standing) -> dict[str, str]:
    """Give the words of the questions that belong to this one occasion: the record was written just now."""
    values = standing.facts.records[-1].values
    asked = words(standing.protocol, standing.facts.assuming(values, standing.today))
    return {name: asked[name] for name in values if name in asked}
