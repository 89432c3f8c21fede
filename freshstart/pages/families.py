"""What do parents, pupils and others without an account read and answer by their link?"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import enquiries
from freshstart.actions import views as actions
from freshstart.models.histories import Event
from freshstart.models.papers import Document, Enquiry, Paper, Signature, View
from freshstart.outside import clocks
from freshstart.pages.papers import pdf
from freshstart.pages.picks import PICKS
from freshstart.pages.visits import Visit, for_families, show, visit
from freshstart.process import welcomes
from freshstart.process.days import first_day
from freshstart.process.families import Said
from freshstart.process.progress import promises_of, told_to
from freshstart.process.protocols import Family, Item
from freshstart.process.refusals import Incomplete
from freshstart.process.restrictions import cleared_for
from freshstart.process.tongues import told
from freshstart.process.values import Values

CHOOSE = told("Choose one of the answers.")
ICONS = {"yes": "yes", "no": "no", "talk": "talk", "pressed": "press", "well": "yes", "hard": "again"}
DONE = {
    "link_entered": told("You came in"),
    "link_left": told("You left"),
    "paper_read": told("You opened the paper to sign"),
    "paper_signed": told("You signed"),
    "paper_not_signed": told("You did not agree, or did not sign"),
    "paper_left_open": told("You took your answer back"),
    "paper_undone": told("You took a slip back"),
    "time_shortened": told("You said that you need no more time"),
    "family_answered": told("You answered a question"),
    "answer_undone": told("You took a slip back"),
    "enquiry_made": told("You asked something"),
}


@for_families
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to read and to answer, how it goes, and whom to ring."""
    here = visit(request)
    context = here.frame() | {
        "closed": _closed(here),
        "asked": here.asked(),
        "papers": [(paper, _reading(paper, here), _answer(here, paper.pk)) for paper in here.papers()],
        "letters": here.letters(),
        "promises": promises_of(here.seen, here.tongue),
        "told": told_to(here.protocol, here.facts, here.party, here.tongue),
        "enquiries": [
            (
                row,
                cleared_for(here.facts, here.party, row.answer),
                cleared_for(here.facts, here.party, row.answered_by.name if row.answered_by else ""),
            )
            for row in Enquiry.objects.filter(party=here.row).select_related("answered_by").order_by("-pk")
        ],
        "key_adult": here.seen.named("key_adult"),
        "has_welcome": welcomes.is_open(here.facts, here.party),
        "undo": _undoable(here),
    }
    return show(request, "pages/family/home.jinja", context)


def _closed(here: Visit) -> dict[str, Any] | None:
    """Say that the first day has moved, because the school is closed on the day that was written."""
    phase = here.facts.phase
    if phase is None or phase.arrived_on or here.seen.host is None:
        return None
    now = first_day(here.facts, phase)
    if now == phase.starts_on:
        return None
    return {"school": here.seen.host.known_as, "on": phase.starts_on, "now": now}


def _reading(paper: Paper, here: Visit) -> Values:
    reading = paper.readings.get(here.signer) or {"said": paper.text}
    said: Values = reading["said"]
    return said


def _answer(here: Visit, paper: int) -> Any:
    version = next(one for one in here.facts.papers if one.id == paper)
    return version.answer_of(here.signer)


def _undoable(here: Visit) -> View | None:
    """Find the answer that this person has just given and can still take back."""
    latest = View.objects.filter(party=here.row, undone_at=None).order_by("-id").first()
    return latest if latest and actions.can_undo(latest, clocks.now()) else None


class FamilyForm(forms.Form):
    """One answer, its parts, who may read it, and some words."""

    def __init__(self, family: Family, here: Visit, **more: Any) -> None:
        super().__init__(**more)
        self.family = family
        if family.options:
            choices = [(value, here.fill(text)) for value, text in family.options.items()]
            self.fields["value"] = forms.ChoiceField(
                choices=choices, error_messages={"required": here.tongue.say(CHOOSE)}
            )
        for item in family.items:
            self.fields[f"item-{item.id}"] = _field(family, item, here)
        if family.readers:
            self.fields["readers"] = forms.MultipleChoiceField(
                choices=[(one, here.fill(text)) for one, text in family.readers.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["alone"] = forms.ChoiceField(choices=(("", ""), ("yes", ""), ("no", "")), required=False)
        self.fields["words"] = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def said(self) -> Said:
        """Give the answer as the action wants it."""
        data = self.cleaned_data
        items = {one.id: _plain(one, data[f"item-{one.id}"]) for one in self.family.items}
        return Said(
            question=self.family.id,
            value=data.get("value", ""),
            words=data["words"],
            items={name: value for name, value in items.items() if value not in (None, "", [])},
            readers=tuple(data.get("readers", ())),
            alone={"yes": True, "no": False}.get(data["alone"]),
        )


def _field(family: Family, item: Item, here: Visit) -> forms.Field:
    label = here.fill(item.text)
    if item.kind == "scale":
        choices = [(str(at), here.fill(word)) for at, word in enumerate(family.scale)]
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    if item.kind == "picks":
        choices = [(name, here.fill(text)) for name, text in item.options.items()]
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _plain(item: Item, value: Any) -> Any:
    return (int(value) if value else None) if item.kind == "scale" else value


@for_families
def answer(request: HttpRequest, question: str) -> HttpResponse:
    """Ask one question; an answer that decides something is said back before it counts."""
    here = visit(request)
    asked = next((one for one in here.asked() if one["family"].id == question), None)
    if asked is None:
        raise Http404
    family: Family = asked["family"]
    form = FamilyForm(family, here, data=request.POST or None)
    chosen = ""
    if request.method == "POST" and form.is_valid():
        said = form.said()
        if request.POST.get("sure") or not family.options:
            return _keep(request, here, form, said, asked)
        chosen = here.fill(family.options[said.value])
    return _ask(request, here, form, asked, chosen)


def _keep(
    request: HttpRequest, here: Visit, form: FamilyForm, said: Said, asked: dict[str, Any]
) -> HttpResponse:
    try:
        actions.answer_by_link(party=here.row, by=None, at=clocks.now(), said=said)
    except Incomplete as missing:
        for words in missing.errors.values():
            form.add_error(None, here.tongue.say(words))
        return _ask(request, here, form, asked, "")
    private = said.value in form.family.private
    context = here.frame() | {"kind": said.value if private else "", "family": form.family}
    return show(request, "pages/family/thanks.jinja", context)


def _ask(
    request: HttpRequest, here: Visit, form: FamilyForm, asked: dict[str, Any], chosen: str
) -> HttpResponse:
    family = form.family
    context = asked | {
        "form": form,
        "chosen": chosen,
        "private": form.cleaned_data.get("value", "") in family.private if chosen else False,
        "choices": [
            {"value": value, "icon": ICONS.get(value, "talk"), "text": here.fill(text)}
            for value, text in family.options.items()
        ],
        "basis": {
            "directed": family.directed,
            "heading": here.fill(family.basis_title),
            "words": [here.fill(family.basis)],
        },
        "points": [here.fill(one) for one in family.points],
        "hint": here.fill(family.hint),
        "many": _many,
        "picks": PICKS,
    }
    return show(request, "pages/family/answer.jinja", here.frame() | context)


def _many(value: Any) -> list[Any]:
    """Give the values of a field as a list: those of a choice of several, or the one, or none."""
    return value if isinstance(value, list) else [value] if value else []


@for_families
def undo(request: HttpRequest, question: str) -> HttpResponse:
    """Take back an answer that was a slip."""
    here = visit(request)
    if request.method == "POST":
        actions.undo(party=here.row, by=None, question=question, at=clocks.now())
    return redirect("for_you")


@for_families
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question of the family."""
    here = visit(request)
    problem = ""
    if request.method == "POST":
        try:
            enquiries.ask(party=here.row, by=None, at=clocks.now(), words=request.POST.get("words", ""))
        except Incomplete:
            problem = here.tongue.say(told("Write what you would like to know."))
        else:
            return redirect("for_you")
    return show(request, "pages/family/ask.jinja", here.frame() | {"problem": problem})


@for_families
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Show a letter that was made for this person as a page."""
    here = visit(request)
    row = _mine(here, number)
    if not row.said:  # a paper to sign has a page of its own
        raise Http404
    easy = row.said.get("easy", []) if here.party.easy_read else []
    return show(request, "pages/family/letter.jinja", here.frame() | {"letter": row, "easy": easy})


@for_families
def letter_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give a letter or a sealed paper of this person as a PDF."""
    return pdf(_mine(visit(request), number))


def _mine(here: Visit, number: int) -> Document:
    """Find a document that was made for this person, or a sealed one that they signed and may read whole."""
    own = here.documents().filter(pk=number).first()
    if own is not None:
        return own
    for paper in here.papers():
        if paper.document_id == number and not here.party.hides and paper.document:
            return paper.document
    raise Http404


@for_families
def done(request: HttpRequest) -> HttpResponse:
    """Show this person what was read, answered and signed in their name, and when."""
    here = visit(request)
    mine = {("party", str(here.row.pk))}
    mine |= {("view", str(pk)) for pk in View.objects.filter(party=here.row).values_list("pk", flat=True)}
    mine |= {
        ("enquiry", str(pk)) for pk in Enquiry.objects.filter(party=here.row).values_list("pk", flat=True)
    }
    papers = Signature.objects.filter(party=here.row).values_list("paper_id", flat=True)
    mine |= {("paper", str(pk)) for pk in papers}
    rows = Event.objects.filter(case=here.case, acting_as__in=("family", here.signer), code__in=DONE)
    lines = [
        (row.at, here.tongue.say(DONE[row.code]))
        for row in rows.order_by("-seq")
        if (row.subject_kind, row.subject_id) in mine and _is_by(row, here)
    ]
    return show(request, "pages/family/done.jinja", here.frame() | {"lines": lines})


def _is_by(row: Event, here: Visit) -> bool:
    """Tell whether an act under a shared paper was this person's own; whoever only came in is its subject."""
    return row.acting_as == here.signer or row.subject_kind == "party"
