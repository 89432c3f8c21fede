"""Who takes part in a case, how are they reached, and how is what they answered on paper recorded?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from freshstart.actions import cases as actions
from freshstart.actions import messages as posting
from freshstart.actions import views
from freshstart.models.cases import ContactChange, Party
from freshstart.models.messages import Link
from freshstart.models.papers import Enquiry
from freshstart.outside import clocks
from freshstart.outside.translations import LANGUAGES
from freshstart.pages import showing
from freshstart.pages.rendering import form_page, page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.facts import Party as PlainParty
from freshstart.process.families import Said, asked_of, may_read
from freshstart.process.permissions import Permission
from freshstart.process.protocols import Family
from freshstart.process.refusals import NotNow
from freshstart.process.vocabulary import RELATION_WORDS, Channel, Relation

CHANNELS = ((Channel.EMAIL, "E-mail"), (Channel.TEXT, "Text message"), (Channel.POST, "Letter by post"))
RESPONSIBILITY = (("yes", "Yes"), ("no", "No"), ("not_known", "Not known yet"))
KNOWN = {"yes": True, "no": False, "not_known": None}


class PartyFields(forms.Form):
    """A person without an account: who they are to the child, and how they are reached."""

    person_name = forms.CharField(label="Name", error_messages={"required": "Write the person’s name."})
    relation = forms.ChoiceField(
        label="Who they are to the child",
        choices=[(one.value, words) for one, words in RELATION_WORDS.items() if one is not Relation.PUPIL],
    )
    responsibility = forms.ChoiceField(
        label="Has parental responsibility",
        choices=RESPONSIBILITY,
        widget=forms.RadioSelect,
        initial="not_known",
    )
    channel = forms.ChoiceField(
        label="Best reached by", choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.EMAIL
    )
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Telephone", required=False)
    address = forms.CharField(
        label="Postal address", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    interpreter = forms.BooleanField(label="Needs an interpreter", required=False)

    def clean(self) -> dict[str, Any]:
        """Want the address of the way that was chosen."""
        data = super().clean() or {}
        wanted = {Channel.EMAIL: "email", Channel.TEXT: "phone", Channel.POST: "address"}.get(
            Channel(data.get("channel", Channel.POST)), "address"
        )
        if wanted not in self.errors and not data.get(wanted):
            self.add_error(wanted, "Fill this in, or choose another way to reach them.")
        return data

    def party(self) -> actions.NewParty:
        """Give the person as the action wants them."""
        data = self.cleaned_data
        return actions.NewParty(
            name=data["person_name"],
            relation=Relation(data["relation"]),
            has_responsibility=KNOWN[data["responsibility"]],
            channel=Channel(data["channel"]),
            email=data["email"],
            phone=data["phone"],
            address=tuple(data["address"].splitlines()),
            interpreter=data["interpreter"],
        )


def index(request: HttpRequest, reference: str) -> HttpResponse:
    """Show everyone who takes part, their links, and what is waiting for their answer."""
    case = opened(request.user, reference)
    if not case.may(Permission.VOICE_RECORD):
        case.must(Permission.HISTORY_SEE)
    runs = case.may(Permission.LINK_SEND)
    context = {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "band": showing.band(case),
        "sections": showing.sections(case, "case_people"),
        "parties": [_party(case, party, row) for party, row in _rows(case)],
        "staff": showing.staff(case.facts),
        "runs": runs,
        "voices": case.may(Permission.VOICE_RECORD),
        "restricts": case.may(Permission.RESTRICTION_MAKE),
        "enquiries": _enquiries(case) if runs else [],
        "changes": _changes(case) if runs else [],
    }
    return page(request, "pages/people.jinja", context)


def _rows(case: Opened) -> list[tuple[PlainParty, Party]]:
    """Give each person as the rules know them, with their row and their live link."""
    live = Prefetch("links", Link.objects.filter(case=case.case, revoked_at=None), to_attr="live")
    rows = {row.pk: row for row in Party.objects.filter(case=case.case).prefetch_related(live)}
    return [(party, rows[party.id]) for party in case.facts.parties]


def _enquiries(case: Opened) -> list[Enquiry]:
    return list(Enquiry.objects.filter(case=case.case).select_related("party").order_by("answered_at", "-pk"))


def _changes(case: Opened) -> list[ContactChange]:
    waiting = ContactChange.objects.filter(party__case=case.case, checked_at=None, refused_at=None)
    return list(waiting.select_related("party", "asked_by"))


def _party(case: Opened, party: PlainParty, row: Party) -> dict[str, Any]:
    """Describe a person; what somebody answered is shown only to those who may read it."""
    asked = asked_of(case.protocol, case.facts, party)
    latest = {view.question: view for view in case.facts.views if view.party == party.id}
    given = {
        question: view
        for question, view in latest.items()
        if view.value and may_read(case.protocol, view, case.actor.roles)
    }
    papers = [
        paper
        for kind in case.protocol.papers
        if (paper := case.facts.paper(kind)) and f"party:{party.id}" in paper.signers
    ]
    answered = [(one, showing.asked_words(case, one), given.get(one.id)) for one in asked if one.options]
    return {
        "party": party,
        "row": row,
        "words": RELATION_WORDS[party.relation],
        "language": LANGUAGES[party.language].english if party.language in LANGUAGES else "",
        "link": bool(getattr(row, "live", ())),
        "asked": answered,
        "papers": [(paper, paper.answer_of(f"party:{party.id}")) for paper in papers],
    }


def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a person to the case."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    form = PartyFields(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_person(case_id=case.case.pk, by=user, at=clocks.now(), new=form.party())
        messages.success(request, "Added.")
        return redirect("case_people", reference)
    words = {"title": "Add a person", "press": "Add this person"}
    return form_page(request, case.case, case.facts, form, **words, template="pages/person.jinja")


@require_POST
def send_link(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Send a person their link once more."""
    user = signed_in(request)
    case = opened(user, reference)
    posting.send_link(case_id=case.case.pk, party_id=party, by=user, at=clocks.now())
    messages.success(request, "The link is on its way.")
    return redirect("case_people", reference)


@require_POST
def revoke_link(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Close a person's link."""
    user = signed_in(request)
    case = opened(user, reference)
    posting.revoke_link(case_id=case.case.pk, party_id=party, by=user, at=clocks.now())
    messages.success(request, "The link is closed.")
    return redirect("case_people", reference)


class AnswerForm(forms.Form):
    """What a person answered on paper."""

    value = forms.ChoiceField(
        label="", widget=forms.RadioSelect, error_messages={"required": "Choose the answer."}
    )
    words = forms.CharField(label="In their words", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, family: Family, text: str, *, everything: bool = False, **more: Any) -> None:
        super().__init__(**more)
        field = self.fields["value"]
        field.label = text
        private = () if everything else family.private
        choices = ((value, words) for value, words in family.options.items() if value not in private)
        field.choices = tuple(choices)  # type: ignore[attr-defined]


def on_paper(request: HttpRequest, reference: str, party: int, question: str) -> HttpResponse:
    """Record what a person answered on paper or by telephone."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PAPER_ANSWER_RECORD)
    person = case.facts.party(party)
    family = case.protocol.families.get(question)
    if person is None or family is None or family not in asked_of(case.protocol, case.facts, person):
        raise NotNow("This is not being asked now.")
    text = showing.asked_words(case, family)
    form = AnswerForm(family, text, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        views.record_answer(
            case_id=case.case.pk,
            party_id=party,
            by=user,
            at=clocks.now(),
            said=Said(question, data["value"], data["words"]),
        )
        messages.success(request, f"Recorded what {person.name} answered.")
        return redirect("case_people", reference)
    words = {"title": f"{person.name} answered on paper", "press": "Record the answer"}
    return form_page(request, case.case, case.facts, form, **words)
