"""What do parents, pupils and others without an account read and answer by their link?

Opening the address changes nothing and shows nothing about a child, because mail scanners open it too. A
press opens it for this browser. A code by another channel belongs here: until an installation can send one,
links open only in the demonstration, and everybody else answers on paper.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from freshstart.actions import papers as paper_actions
from freshstart.actions import views as view_actions
from freshstart.actions.letters import advice_lines
from freshstart.actions.messages import find_link, open_link
from freshstart.models.cases import Case, Party
from freshstart.models.facts import stored_facts
from freshstart.models.messages import Link
from freshstart.models.papers import Document, Paper
from freshstart.models.protocols import protocol_of
from freshstart.outside import clocks
from freshstart.pages.papers import SigningForm, pdf
from freshstart.pages.scopes import today
from freshstart.process.facts import Facts
from freshstart.process.facts import Party as PlainParty
from freshstart.process.families import asked_of
from freshstart.process.papers import fingerprint
from freshstart.process.protocols import Family, Protocol
from freshstart.process.refusals import Incomplete
from freshstart.process.wordings import filled, words

SESSION = "family"


@login_not_required
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show that a school has sent something, and nothing else; a press opens it for this browser."""
    link = find_link(token, clocks.now())
    if request.method == "POST" and link is not None and settings.DEMONSTRATION:
        logout(request)  # a browser is either a family's or signed in, never both
        open_link(link_id=link.pk, by=None, at=clocks.now())
        request.session[SESSION] = link.pk
        return redirect("for_you")
    signed_in = request.user.name if request.user.is_authenticated else ""
    context = {"can_open": settings.DEMONSTRATION, "signed_in": signed_in}
    return render(request, "pages/family/door.jinja", context)


def _visit(request: HttpRequest) -> "Visit":
    """Find who came by a link that is still live; not found for anybody else, whatever they ask for.

    Nor for whoever is signed in: staff never read or sign in a family's place.
    """
    if request.user.is_authenticated:
        raise Http404
    link = (
        Link.objects.select_related("party", "case")
        .filter(pk=request.session.get(SESSION, 0), revoked_at=None, expires_at__gt=clocks.now())
        .first()
    )
    if link is None or link.party.removed_at is not None:
        raise Http404
    return Visit(link.party, link.case)


class Visit:
    """One person on one case, with what is theirs to read and answer."""

    def __init__(self, party: Party, case: Case) -> None:
        self.row, self.case = party, case
        self.facts: Facts = stored_facts(case, today())
        self.protocol: Protocol = protocol_of(case.protocol_id)
        found = self.facts.party(party.pk)
        if found is None:
            raise Http404
        self.party: PlainParty = found
        self.signer = f"party:{party.pk}"
        self.known = words(self.protocol, self.facts)

    def asked(self) -> list[dict[str, Any]]:
        """Give the questions that are open to this person, with what they answered."""
        given = {view.question: view for view in self.facts.views if view.party == self.party.id}
        return [
            {"family": one, "text": filled(one.text, self.known), "given": given.get(one.id)}
            for one in asked_of(self.protocol, self.facts, self.party)
        ]

    def papers(self) -> list[Paper]:
        """Give the papers that count and that this person is to sign or has signed."""
        current = [self.facts.paper(kind) for kind in self.protocol.papers]
        ids = [one.id for one in current if one is not None and self.signer in one.signers]
        return list(Paper.objects.filter(pk__in=ids).prefetch_related("signatures"))

    def letters(self) -> list[Document]:
        """Give the letters that were made for this person."""
        return list(Document.objects.filter(party=self.row, recalled_at=None).defer("data").order_by("-pk"))

    def frame(self) -> dict[str, Any]:
        """Give what stands on every page of this person."""
        return {
            "child": self.facts.pupil.called,
            "school": self.facts.home.name,
            "reader": self.party.name,
            "advice": advice_lines(self.facts),
            "lead": self.facts.lead.name,
            "phone": self.facts.lead.phone or self.facts.home.phone,
        }


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to read and to answer."""
    visit = _visit(request)
    papers = [(paper, _answer(paper, visit.signer)) for paper in visit.papers()]
    context = visit.frame() | {"asked": visit.asked(), "papers": papers, "letters": visit.letters()}
    return render(request, "pages/family/home.jinja", context)


def _answer(paper: Paper, signer: str) -> Any:
    given = [one for one in paper.signatures.all() if one.signer == signer]
    return max(given, key=lambda one: one.pk, default=None)


class FamilyForm(forms.Form):
    """One answer and, if the person wants, some words."""

    value = forms.ChoiceField(error_messages={"required": "Choose one of the answers."})
    words = forms.CharField(
        label="Anything you want to add", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, family: Family, **more: Any) -> None:
        super().__init__(**more)
        self.fields["value"].choices = tuple(family.options.items())  # type: ignore[attr-defined]


@login_not_required
def answer(request: HttpRequest, question: str) -> HttpResponse:
    """Ask one question; the answer is said back before it counts."""
    visit = _visit(request)
    asked = next((one for one in visit.asked() if one["family"].id == question), None)
    if asked is None:
        raise Http404
    family: Family = asked["family"]
    form = FamilyForm(family, data=request.POST or None)
    chosen = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if request.POST.get("sure"):
            view_actions.answer_by_link(
                party=visit.row,
                by=None,
                at=clocks.now(),
                question=question,
                value=data["value"],
                words=data["words"],
            )
            return redirect("for_you")
        chosen = family.options[data["value"]]
    context = (
        visit.frame()
        | asked
        | {
            "form": form,
            "chosen": chosen,
            "basis": {
                "directed": family.directed,
                "heading": family.basis_title,
                "words": [filled(family.basis, visit.known)],
            },
            "points": [filled(one, visit.known) for one in family.points],
            "hint": filled(family.hint, visit.known),
        }
    )
    return render(request, "pages/family/answer.jinja", context)


@login_not_required
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show a plan or an agreement as a page, and take this person's answer under exactly that text."""
    visit = _visit(request)
    row = next((one for one in visit.papers() if one.pk == number), None)
    if row is None:
        raise Http404
    given = _answer(row, visit.signer)
    form = SigningForm(row, data=request.POST or None, initial={"name": visit.party.name})
    if request.method == "POST" and form.is_valid():
        try:
            paper_actions.sign_by_link(
                party=visit.row,
                by=None,
                paper_id=row.pk,
                at=clocks.now(),
                read=form.cleaned_data["read"],
                **form.given(),
            )
        except Incomplete as missing:
            form.show(missing)
        else:
            return redirect("for_you")
    context = visit.frame() | {
        "paper": row,
        "text": row.text,
        "form": form,
        "given": given,
        "fingerprint": fingerprint(row.digest),
    }
    return render(request, "pages/family/paper.jinja", context)


@login_not_required
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Give a letter that was made for this person."""
    visit = _visit(request)
    row = Document.objects.filter(party=visit.row, pk=number, recalled_at=None).first()
    if row is None:
        raise Http404
    return pdf(row)


@login_not_required
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the link in this browser."""
    if request.method == "POST":
        request.session.flush()
    return render(request, "pages/family/door.jinja", {"can_open": False, "left": True})
