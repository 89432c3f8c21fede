"""How does a whole case become one PDF for a panel, an inspection, or one of the family?

What stands in it is what its reader may read, and whoever makes it too, and no more.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse

from freshstart.actions import packs as actions
from freshstart.models.cases import Party, Restriction
from freshstart.models.histories import Event
from freshstart.models.papers import Document, Enquiry, Paper
from freshstart.outside import clocks, pdfs
from freshstart.pages import showing
from freshstart.pages.papers import given_to
from freshstart.pages.rendering import form_page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.pages.voices import said_to
from freshstart.process.days import school_days
from freshstart.process.facts import Facts
from freshstart.process.families import may_read, parts_in_words
from freshstart.process.permissions import Permission
from freshstart.process.restrictions import cleared_for, facts_for
from freshstart.process.vocabulary import Reply
from freshstart.process.wordings import long_date

# For whom a pack of the whole case can be, and the role whose reading it then has.
ROLES = {
    "board": ("The governing board, or its panel", "home_nominee"),
    "inspection": ("An inspection", "council_inclusion"),
}
REPLIES = {Reply.YES: "Yes", Reply.NO: "No"}
Blocks = Iterator[pdfs.Block]


class PackForm(forms.Form):
    """For whom the pack is."""

    to = forms.ChoiceField(
        label="For whom is it?",
        help_text="It holds what this reader may read, and you too; nothing that was told to others alone.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for whom it is."},
    )

    def __init__(self, case: Opened, **more: Any) -> None:
        super().__init__(**more)
        family = [one for one in (*case.facts.parents, case.facts.child) if one]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            *((name, words) for name, (words, _) in ROLES.items()),
            *((f"party:{one.id}", f"{one.name}: a complaint, or their own records") for one in family),
        ]


def pack(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the pack of a case for one reader, and write down that it was made."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    form = PackForm(case, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        sheet = _for_family(case, int(to.removeprefix("party:"))) if ":" in to else _for_role(case, to)
        made = pdfs.render(sheet)
        actions.note_made(
            case_id=case.case.pk,
            by=user,
            at=clocks.now(),
            whom=sheet.recipient[0],
            digest=hashlib.sha256(made.data).hexdigest(),
        )
        answer = HttpResponse(made.data, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="case-{case.case.reference}.pdf"'
        return answer
    words = (
        "Papers, letters, answers, school days and everything that happened, in order, with the sealed "
        "papers and letters inside. That it was made, and for whom, stands in the history."
    )
    title = "The whole case as one PDF"
    return form_page(request, case.case, case.facts, form, title=title, press="Make the pack", words=words)


def _sheet(
    facts: Facts, by: str, to: str, blocks: Iterable[pdfs.Block], files: Iterable[Document]
) -> pdfs.Sheet:
    return pdfs.Sheet(
        kind="report",
        title=f"The case of {facts.pupil.name}",
        language="en",
        made_on=facts.today,
        sender=(facts.lead.name, facts.home.name),
        recipient=(to,),
        reference=facts.reference,
        lede=f"Made for: {to}, by {by}. It holds what both may read.",
        basis=None,
        blocks=tuple(blocks),
        footer=(),
        attachments=tuple(_attached(files)),
    )


def _attached(files: Iterable[Document]) -> Iterator[pdfs.Attachment]:
    for row in files:
        day = clocks.day_of(row.made_at)
        to = f" to {row.recipient}" if row.recipient else ""
        name, what = f"{row.kind}-{row.pk}.pdf", f"{row.title}{to}, {day:%-d %B %Y}"
        yield pdfs.Attachment(name, bytes(row.data), "application/pdf", what)


# For a panel or an inspection -------------------------------------------------------------------------------


def _for_role(case: Opened, name: str) -> pdfs.Sheet:
    words, role = ROLES[name]
    reader = replace(case, actor=replace(case.actor, roles=frozenset({role})))
    letters = list(Document.objects.filter(case=case.case, strand__in=reader.strands).order_by("pk"))
    blocks = [
        *_warning(case.facts),
        *_about(case.facts),
        *_answers(reader),
        *_said(case, reader),
        *_papers(list(Paper.objects.filter(case=case.case).prefetch_related("signatures").order_by("pk"))),
        *_letters(letters),
        *_days(case.facts),
        *_history(reader),
    ]
    return _sheet(
        case.facts, case.actor.name, words, blocks, (row for row in letters if row.language == "en")
    )


def _about(facts: Facts) -> Blocks:
    born = facts.pupil.born_on
    rows = [
        ("Pupil", f"{facts.pupil.name}, born {born:%-d %B %Y}, Year {facts.pupil.year_group}"),
        ("Home school", facts.home.name),
        ("Receiving school", facts.host.name if facts.host else "None yet"),
        ("Lead", facts.lead.name),
        ("Opened", long_date(facts.opened_on)),
    ]
    yield pdfs.Heading("The case")
    yield pdfs.Facts(tuple(rows))


def _warning(facts: Facts) -> Blocks:
    if any(party.hides for party in facts.parties):
        yield pdfs.Heading("Somebody on this case must not learn parts of it")
        yield pdfs.Paragraph("Pass this on to nobody of the family. Each has a pack of their own.")


def _answers(reader: Opened) -> Blocks:
    rows = showing.answered(reader, reader.protocol.questions)
    if rows:
        yield pdfs.Heading("What is known")
        yield pdfs.Facts(
            tuple(
                (row["key"], " ".join([*row["lines"], *([f"({row['by']})"] if row["by"] else [])]))
                for row in rows
            )
        )


def _said(case: Opened, reader: Opened) -> Blocks:
    """Give what both the reader and whoever makes the pack, who holds it in their hands, may read."""
    mine = said_to(case)
    said = [one for one in said_to(reader) if one in mine]
    if said:
        yield pdfs.Heading("What the family said")
    for one in said:
        words = [one["answer"], one["words"], *(f"{part}: {what}" for part, what in one["items"])]
        yield pdfs.Heading(f"{one['by']}, {long_date(one['on'])}: {one['question']}", 3)
        yield pdfs.Paragraph(" ".join(filter(None, words)))


def _papers(rows: Iterable[Paper]) -> Blocks:
    for row in rows:
        yield pdfs.Heading(f"{row.text['title']}, version {row.version}")
        yield from _text(row.text)
        answers = tuple(
            (one.name, REPLIES[Reply(one.reply)], one.view, f"{clocks.day_of(one.at):%-d %B %Y}")
            for one in given_to(row).values()
        )
        if answers:
            yield pdfs.Table(("Who", "Answer", "In their words", "When"), answers)


def _text(text: dict[str, Any]) -> Blocks:
    yield pdfs.Paragraph(text["lede"])
    yield pdfs.Paragraph(f"{text['basis_title']}: {text['basis']}")
    for clause in text["clauses"]:
        yield pdfs.Heading(clause["heading"], 3)
        yield (
            pdfs.Bullets(tuple(clause["lines"]))
            if len(clause["lines"]) > 1
            else pdfs.Paragraph("".join(clause["lines"]))
        )


def _letters(rows: Iterable[Document]) -> Blocks:
    for row in rows:
        if row.said and row.language == "en" and row.kind != "leaflet":  # those lie inside
            recalled = f", recalled {clocks.day_of(row.recalled_at):%-d %B %Y}" if row.recalled_at else ""
            yield pdfs.Heading(row.title)
            yield pdfs.Paragraph(f"To {row.recipient}, {clocks.day_of(row.made_at):%-d %B %Y}{recalled}.")
            yield from (pdfs.Paragraph(one) for one in row.said.get("paragraphs", ()))
            if row.said.get("facts"):
                yield pdfs.Facts(tuple((name, words) for name, words in row.said["facts"]))
            for heading, lines in row.said.get("sections", ()):
                yield pdfs.Heading(heading, 3)
                yield pdfs.Bullets(tuple(lines))
            yield from (pdfs.Paragraph(one) for one in row.said.get("after", ()))


def _days(facts: Facts) -> Blocks:
    days = school_days(facts, back=facts.today - facts.opened_on)
    past = [day for day in days if day.on <= facts.today]
    rows = tuple((f"{day.on:%a %-d %b %Y}", " ".join(day.marks or ()), day.words) for day in past)
    if rows:
        yield pdfs.Heading("School days")
        yield pdfs.Table(("Day", "Register", "Told"), rows)


def _history(reader: Opened) -> Blocks:
    rows = Event.objects.filter(case=reader.case).select_related("detail").order_by("seq")
    told = showing.lately(reader, rows, rows.count())
    if told:
        yield pdfs.Heading("What happened, in order")
        yield pdfs.Table(("When", "What"), tuple((one["more"], one["what"]) for one in told))


# For one of the family --------------------------------------------------------------------------------------


def _for_family(case: Opened, party: int) -> pdfs.Sheet:
    """Give one person what was made for them and what they said themselves; nothing kept from them.

    What they let others read alone is not in it: whoever makes the pack holds it in their hands.
    """
    row = Party.objects.get(pk=party, case=case.case)
    reader = next(one for one in case.facts.parties if one.id == party)
    seen = facts_for(case.protocol, case.facts, reader)
    letters = Document.objects.filter(case=case.case, party=row, recalled_at=None, language="en")
    if reader.hides:
        kept = Restriction.objects.filter(party=row, ended_at=None)
        letters = letters.filter(made_at__gte=Subquery(kept.values("made_at")))
    mine = list(letters.order_by("pk"))
    blocks = [*_about(seen), *_own_papers(case, f"party:{party}", hides=bool(reader.hides)), *_letters(mine)]
    return _sheet(seen, case.actor.name, reader.name, [*blocks, *_own_words(case, row), *_days(seen)], mine)


def _own_papers(case: Opened, signer: str, *, hides: bool) -> Blocks:
    for row in Paper.objects.filter(case=case.case).prefetch_related("signatures").order_by("pk"):
        reading = row.readings.get(signer)
        if signer not in row.signers or (hides and not reading):
            continue
        text = reading["english"] if reading else row.text
        yield pdfs.Heading(f"{text['title']}, version {row.version}")
        yield from _text(text)
        if one := given_to(row).get(signer):
            said = f"{REPLIES[Reply(one.reply)]}, {clocks.day_of(one.at):%-d %B %Y}. {one.view}"
            yield pdfs.Paragraph(f"Your answer: {said}".strip())


def _own_words(case: Opened, row: Party) -> Blocks:
    mine = [one for one in case.facts.views if one.party == row.pk]
    views = [one for one in mine if may_read(case.protocol, one, case.actor.roles)]
    if views:
        yield pdfs.Heading("What you answered")
    for view in views:
        family = case.protocol.families[view.question]
        parts = (f"{item.text}: {words}" for item, words in parts_in_words(family, view))
        asked = cleared_for(case.facts, _plain(case, row), showing.asked_words(case, family))
        yield pdfs.Heading(f"{long_date(view.on)}: {asked}", 3)
        yield pdfs.Paragraph(" ".join(filter(None, (family.options.get(view.value, ""), view.words, *parts))))
    asked_us = list(Enquiry.objects.filter(party=row).order_by("pk"))
    if asked_us:
        yield pdfs.Heading("What you asked")
    for one in asked_us:
        answer = cleared_for(case.facts, _plain(case, row), one.answer) or "Not answered yet."
        yield pdfs.Facts(((one.words, answer),))


def _plain(case: Opened, row: Party) -> Any:
    return next(one for one in case.facts.parties if one.id == row.pk)
