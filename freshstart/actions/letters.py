"""How does a letter come about: filled in for its reader, printed, kept as it is, and put in the outbox?"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import Standing
from freshstart.actions.writers import writes
from freshstart.models.papers import Document
from freshstart.models.protocols import translations_of
from freshstart.outside import pdfs
from freshstart.outside.translations import tongue_of
from freshstart.process.facts import Facts, Party
from freshstart.process.predicates import holds
from freshstart.process.protocols import Letter
from freshstart.process.restrictions import facts_for
from freshstart.process.tongues import ENGLISH, Tongue, told
from freshstart.process.values import Values
from freshstart.process.vocabulary import Tri
from freshstart.process.wordings import filled, role_words, words


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever a letter goes to: a person without an account, or a post in a school or council."""

    name: str
    address: tuple[str, ...]
    party: Party | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader gets a letter: what they may know, in which language, and the words for its {names}."""

    facts: Facts
    tongue: Tongue
    known: dict[str, str]


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


def _sender(facts: Facts, letter: Letter, tongue: Tongue = ENGLISH) -> tuple[str, ...]:
    place = facts.place_of(letter.sender) or facts.home
    lines = (role_words(facts, letter.sender, tongue), place.name, *place.address, place.phone)
    return tuple(line for line in lines if line)


def advice_lines(facts: Facts, tongue: Tongue = ENGLISH) -> tuple[str, ...]:
    """Say where free independent advice is, and how to complain."""
    advice = facts.council.advice
    where = " ".join(filter(None, (advice.get("name"), advice.get("phone"), advice.get("url"))))
    free = tongue.fill(told("Free independent advice: {where}."), where=where) if where else ""
    complaint = advice.get("complaint", "") and tongue.say(
        told("Unhappy with how this was done? Ask the school for its complaints page.")
    )
    if tongue is ENGLISH:
        complaint = advice.get("complaint", "")
    return tuple(line for line in (free, complaint) if line)


def reading_of(standing: Standing, to: Recipient, tongue: Tongue, letter: Letter, occurrence: str) -> Reading:
    """Say what one reader may know, and how: with what the very step that sent the letter has changed."""
    seen = facts_for(standing.protocol, _with_its_step(standing, letter, occurrence), to.party)
    return Reading(seen, tongue, words(standing.protocol, seen, tongue))


def easy_blocks(lines: Iterable[str], tongue: Tongue) -> list[pdfs.Block]:
    """Lay out the easy words, which stand before the whole text."""
    easy = tuple(lines)
    if not easy:
        return []
    first, then = tongue.say(told("In easy words")), tongue.say(told("The whole text"))
    return [pdfs.Heading(first), pdfs.Bullets(easy), pdfs.Heading(then)]


def sheet_of(letter: Letter, to: Recipient, reading: Reading) -> pdfs.Sheet:
    """Lay out one letter for one recipient."""
    facts, tongue, known = reading.facts, reading.tongue, reading.known
    dear = letter.kind == "letter"
    blocks: list[pdfs.Block] = []
    if dear:
        blocks.append(pdfs.Paragraph(tongue.fill(told("Dear {name},"), name=to.name)))
    if to.party and to.party.easy_read:
        blocks += easy_blocks([filled(text, known, tongue) for text in letter.easy], tongue)
    blocks += [pdfs.Paragraph(filled(text, known, tongue)) for text in letter.paragraphs]
    if letter.facts:
        rows = ((filled(key, known, tongue), filled(text, known, tongue)) for key, text in letter.facts)
        blocks.append(pdfs.Facts(tuple(rows)))
    for heading, lines in letter.sections:
        blocks.append(pdfs.Heading(filled(heading, known, tongue)))
        blocks.append(pdfs.Bullets(tuple(filled(line, known, tongue) for line in lines)))
    blocks += [pdfs.Paragraph(filled(text, known, tongue)) for text in letter.paragraphs_after]
    return pdfs.Sheet(
        kind="letter" if letter.kind == "leaflet" else letter.kind,
        title=filled(letter.title, known, tongue),
        language=tongue.code,
        made_on=facts.today,
        sender=_sender(facts, letter, tongue),
        recipient=(to.name, *to.address),
        reference=facts.reference,
        lede="",
        basis=None,
        blocks=tuple(blocks),
        footer=advice_lines(facts, tongue) if letter.advice else (),
        page_words=tongue.say(told("Page {page} of {pages}")),
        large=bool(to.party and to.party.large_print),
    )


def said_by(letter: Letter, reading: Reading) -> Values:
    """Give what stands in a letter, so that it can be read as a page: in the language of its reader."""
    known, tongue = reading.known, reading.tongue

    def fill(text: str) -> str:
        return filled(text, known, tongue)

    return {
        "title": fill(letter.title),
        "paragraphs": [fill(text) for text in letter.paragraphs],
        "facts": [[fill(key), fill(text)] for key, text in letter.facts],
        "sections": [[fill(heading), [fill(line) for line in lines]] for heading, lines in letter.sections],
        "after": [fill(text) for text in letter.paragraphs_after],
        "easy": [fill(text) for text in letter.easy],
    }


@writes("letter_due")
def _letter_due(standing: Standing, values: Values) -> None:
    """Make the letter for each recipient, in English and, where they read another language, in that."""
    now = standing.again()
    letter = now.protocol.letters[values["letter"]]
    for to in recipients(now.facts, letter):
        _bring(now, letter, to, values["occurrence"])


def _bring(now: Standing, letter: Letter, to: Recipient, occurrence: str) -> None:
    documents = [_document(now, letter, to, tongue, occurrence) for tongue in _tongues(now, to)]
    if to.party and _is_sent(letter, to.party):
        by_post = documents if _reads_paper(to.party) else documents[-1:]
        for document in by_post:
            put_in_outbox(now, to.party, document)


def bring_anew(standing: Standing, party_id: int, letter: str, occurrence: str) -> None:
    """Make a letter once more for one person, who may know more or less now or lives elsewhere."""
    now = standing.again()
    party = now.facts.party(party_id)
    old = Document.objects.filter(party_id=party_id, source=letter, occurrence=occurrence, recalled_at=None)
    old.update(recalled_at=now.at)
    if party:
        to = Recipient(party.name, party.address, party)
        _bring(now, now.protocol.letters[letter], to, occurrence)


def _is_sent(letter: Letter, party: Party) -> bool:
    """Tell whether a letter brings a message: a leaflet lies on the page of whoever has one."""
    return letter.kind != "leaflet" or (_reads_paper(party) and bool(party.address))


def _reads_paper(party: Party) -> bool:
    return not party.reads_on_screen or party.on_paper


def _tongues(now: Standing, to: Recipient) -> list[Tongue]:
    """Give the languages of a letter: English, which binds, and that of the reader last if we have it."""
    language = to.party.language if to.party else "en"
    tongue = tongue_of(language, translations_of(now.case.protocol_id, language))
    return [ENGLISH] if tongue is ENGLISH else [ENGLISH, tongue]


def _document(now: Standing, letter: Letter, to: Recipient, tongue: Tongue, occurrence: str) -> Document:
    reading = reading_of(now, to, tongue, letter, occurrence)
    pdf = pdfs.render(sheet_of(letter, to, reading))
    return Document.objects.create(
        case=now.case,
        kind=letter.kind,
        source=letter.id,
        occurrence=occurrence,
        title=filled(letter.title, reading.known, tongue),
        recipient=to.name,
        party_id=to.party.id if to.party else None,
        language=tongue.code,
        said=said_by(letter, reading),
        data=pdf.data,
        digest=hashlib.sha256(pdf.data).hexdigest(),
        standard=pdf.standard,
        warning=pdf.warning,
        made_at=now.at,
        made_by=now.by,
    )


def _with_its_step(standing: Standing, letter: Letter, occurrence: str) -> Facts:
    """Give the facts with what was said when the letter fell due: that belongs to its one occasion."""
    facts, steps = standing.facts, standing.protocol.steps
    sending = {name for name, step in steps.items() if f"letter:{letter.id}" in step.does}
    then = [one for one in facts.records if one.step in sending and one.occurrence == occurrence]
    return facts.assuming(then[-1].values, then[-1].on) if then else facts
