"""What does whoever listens to families, outside both schools, see and do?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from freshstart.actions import concerns as actions
from freshstart.actions import doors, voices
from freshstart.models.papers import Concern, Paper
from freshstart.models.people import User
from freshstart.models.protocols import translations_of
from freshstart.outside import clocks
from freshstart.outside.clocks import day_of
from freshstart.outside.squares import square
from freshstart.outside.translations import tongue_of
from freshstart.pages import showing
from freshstart.pages.people import AnswerForm
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened, today
from freshstart.pages.visits import LANGUAGE
from freshstart.process.facts import Party
from freshstart.process.families import Said, asked_of
from freshstart.process.listening import heard_by
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete
from freshstart.process.tongues import ENGLISH, Tongue, told
from freshstart.process.vocabulary import Heard, Reply

SHOWN = 100
CODES_SAY = (
    told("Your codes"),
    told("Your own page asks for one of these by its number. Each works once, within four weeks."),
    told("Tell them to nobody, not to the school either."),
)
LINK_SAYS = (
    told("Something for you to read"),
    told("Scan this square with a telephone. It opens your own page. This address opens it, too."),
    told("Then type a code from your sheet of codes. It comes in another envelope."),
    told("The address works for four weeks. Give it to nobody, not to the school either."),
)
WHY = {
    Heard.SIGNED_AT_SCHOOL: "A school’s staff had been at work from there in the two hours before. "
    "Ask whether they signed themselves, and whether they felt free.",
    Heard.GUESSED: "Ask whether they tried. If so, see that they get a new link and new codes tomorrow; "
    "if not, somebody else has their link.",
}
WORDS = {
    Heard.PRESSED: "feels pressed",
    Heard.TALK: "wants to talk",
    Heard.SIGNED_AT_SCHOOL: "signed from a school’s network",
    Heard.GUESSED: "may not get in: wrong codes closed the link",
}


def index(request: HttpRequest) -> HttpResponse:
    """List who wants to be heard, those first who have waited longest."""
    user = signed_in(request)
    rows = Concern.objects.visible_to(user).select_related("party", "case", "taken_by")
    context = {
        "waiting": waiting(user),
        "settled": list(rows.exclude(settled_at=None).order_by("-settled_at")[:SHOWN]),
    }
    return page(request, "pages/listening.jinja", context)


def waiting(user: User) -> list[dict[str, Any]]:
    """Give a row for each person who waits to be heard: by when, who, and who has said that they ring."""
    days = actions.days_to_hear()
    rows = Concern.objects.visible_to(user).filter(settled_at=None).select_related("party", "taken_by")
    return [
        {
            "when": showing.when(heard_by(day_of(one.at), days), today(), days, "working day"),
            "what": {
                "text": f"{one.party.name} {WORDS[Heard(one.kind)]}",
                "href": reverse("concern", args=[one.pk]),
            },
            "who": f"{one.taken_by.name} rings" if one.taken_by else "",
        }
        for one in rows.order_by("at")[:SHOWN]
    ]


class OutcomeForm(forms.Form):
    """What came of listening."""

    outcome = forms.CharField(
        label="What was said, and what happens next?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what was said and what happens next."},
    )


def concern(request: HttpRequest, number: int) -> HttpResponse:
    """Show what one person said, take it on, and write what came of it."""
    user = signed_in(request)
    row = (
        Concern.objects.visible_to(user).select_related("party", "case", "taken_by").filter(pk=number).first()
    )
    if row is None:
        raise Http404
    form = OutcomeForm(data=request.POST if "outcome" in request.POST else None)
    if request.method == "POST" and "take" in request.POST:
        actions.take_on(concern_id=number, by=user, at=clocks.now())
        return redirect("concern", number)
    if form.is_bound and form.is_valid():
        actions.settle(concern_id=number, by=user, at=clocks.now(), outcome=form.cleaned_data["outcome"])
        messages.success(request, "Kept. The person can still answer as they like.")
        return redirect("listening")
    why = WHY.get(Heard(row.kind), "Nothing was written beside it.")
    context = {"concern": row, "words": WORDS[Heard(row.kind)], "why": why, "form": form}
    return page(request, "pages/concern.jinja", context)


def _case(
    request: HttpRequest, reference: str, party: int, permission: Permission = Permission.VOICE_RECORD
) -> tuple[Opened, Party]:
    case = opened(request.user, reference)
    case.must(permission)
    person = case.facts.party(party)
    if person is None:
        raise Http404
    return case, person


class SpokenForm(AnswerForm):
    """What a person said by telephone, read out and read back."""

    interpreter = forms.CharField(label="Interpreter, if there was one", required=False)
    read_back = forms.BooleanField(
        label="I read the answer back, and it was right",
        error_messages={"required": "Read the answer back first. If it was right, say so here."},
    )


def spoken(request: HttpRequest, reference: str, party: int, question: str) -> HttpResponse:
    """Record what a person said to a question."""
    user = signed_in(request)
    case, person = _case(request, reference, party)
    family = case.protocol.families.get(question)
    if family is None or family not in asked_of(case.protocol, case.facts, person):
        raise Http404
    form = SpokenForm(family, showing.asked_words(case, family), everything=True, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        voices.record_answer(
            case_id=case.case.pk,
            party_id=party,
            by=user,
            at=clocks.now(),
            said=Said(question, data["value"], data["words"]),
            interpreter=data["interpreter"],
            read_back=data["read_back"],
        )
        messages.success(
            request, f"Recorded. {person.name} gets a message with their answer and how to change it."
        )
        return redirect("listening")
    context = {"case": case.case, "facts": case.facts, "form": form}
    return page(request, "pages/form.jinja", context | _title(person))


def _title(person: Party) -> dict[str, Any]:
    language = f" {person.name} reads {person.language}." if person.language != "en" else ""
    return {
        "title": f"{person.name} answers by telephone",
        "press": "Record what was said",
        "help": f"Read the question and every answer out as they stand.{language} Write their own words, "
        "then read back.",
    }


class SpokenPaperForm(forms.Form):
    """What a person said to a paper."""

    reply = forms.ChoiceField(label="What did they say?", widget=forms.RadioSelect)
    view = forms.CharField(label="In their words", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    interpreter = forms.CharField(label="Interpreter, if there was one", required=False)
    read_back = forms.BooleanField(
        label="I read the whole paper out, and the answer back, and it was right",
        error_messages={"required": "Read the answer back first. If it was right, say so here."},
    )

    def __init__(self, paper: Paper, **more: Any) -> None:
        super().__init__(**more)
        choices = ((Reply.YES, paper.text["statement"]), (Reply.NO, paper.text["refusing"]))
        self.fields["reply"].choices = choices  # type: ignore[attr-defined]


def spoken_paper(request: HttpRequest, reference: str, party: int, number: int) -> HttpResponse:
    """Record what a person said to a paper that was read out to them."""
    user = signed_in(request)
    case, person = _case(request, reference, party)
    row = Paper.objects.filter(case=case.case, pk=number).first()
    if row is None or f"party:{party}" not in row.signers:
        raise Http404
    form = SpokenPaperForm(row, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            voices.record_signature(
                case_id=case.case.pk,
                paper_id=number,
                party_id=party,
                by=user,
                at=clocks.now(),
                reply=Reply(data["reply"]),
                view=data["view"],
                interpreter=data["interpreter"],
                read_back=data["read_back"],
            )
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, f"Recorded. {person.name} gets a message with their answer.")
            return redirect("listening")
    reading = row.readings.get(f"party:{party}") or {}
    context = {
        "case": case.case,
        "facts": case.facts,
        "form": form,
        "text": reading.get("english") or row.text,
    }
    return page(request, "pages/spoken_paper.jinja", context | _title(person))


def codes(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Make a sheet of codes for a person and show it once, to be printed."""
    case, person = _case(request, reference, party, Permission.CODE_PRINT)
    context: dict[str, Any] = {"case": case.case, "party": person}
    if request.method == "POST":
        by = signed_in(request)
        made = doors.print_codes(case_id=case.case.pk, party_id=party, by=by, at=clocks.now())
        context |= {"codes": made, "said": _said(_tongue(case, person), CODES_SAY)}
    return page(request, "pages/codes.jinja", context)


def printed_link(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Make a new link for a person and show it once, to be printed and posted."""
    case, person = _case(request, reference, party, Permission.CODE_PRINT)
    context: dict[str, Any] = {"case": case.case, "party": person}
    if request.method == "POST":
        by, tongue = signed_in(request), _tongue(case, person)
        token = doors.print_link(case_id=case.case.pk, party_id=party, by=by, at=clocks.now())
        chosen = "" if tongue is ENGLISH else f"?{LANGUAGE}={tongue.code}"
        address = f"{settings.SITE}{reverse('door', args=[token])}{chosen}"
        context |= {"address": address, "square": square(address), "said": _said(tongue, LINK_SAYS)}
    return page(request, "pages/printed_link.jinja", context)


def _tongue(case: Opened, person: Party) -> Tongue:
    return tongue_of(person.language, translations_of(case.case.protocol_id, person.language))


def _said(tongue: Tongue, texts: Iterable[str]) -> list[tuple[Tongue, list[str]]]:
    """Say on paper what goes with it, in the reader's language and in English."""
    return [(one, [one.say(text) for text in texts]) for one in dict.fromkeys((tongue, ENGLISH))]
