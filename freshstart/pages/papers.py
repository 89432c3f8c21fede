"""How are plans, agreements and letters read and signed by people with an account?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import signings as actions
from freshstart.models.papers import Document, Paper, Signature
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.papers import fingerprint
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Reply, Strand


class SigningForm(forms.Form):
    """An answer under exactly the text that is shown."""

    read = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Choose one", widget=forms.RadioSelect, error_messages={"required": "Choose your answer."}
    )
    view = forms.CharField(label="My view", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    name = forms.CharField(
        label="Your name", error_messages={"required": "Write your name: it stands under the text."}
    )

    def __init__(self, paper: Paper, **more: Any) -> None:
        super().__init__(**more)
        field = self.fields["answer"]
        field.choices = (("yes", paper.text["statement"]), ("no", paper.text["refusing"]))  # type: ignore[attr-defined]
        self.initial["read"] = paper.digest

    def given(self) -> dict[str, Any]:
        """Give the answer as the action wants it."""
        data = self.cleaned_data
        return {"reply": Reply(data["answer"]), "view": data["view"], "name": data["name"]}

    def show(self, missing: Incomplete) -> None:
        """Show what is missing beside its field."""
        for name, words in missing.errors.items():
            self.add_error(name if name in self.fields else None, words)


def index(request: HttpRequest, reference: str) -> HttpResponse:
    """List the plan and the agreement with who has answered."""
    case = opened(request.user, reference)
    _must_read_plan(case)
    rows = Paper.objects.filter(case=case.case).prefetch_related("signatures").order_by("-pk")
    context = _about(case) | {"papers": [_shown(case, row) for row in rows]}
    return page(request, "pages/papers.jinja", context)


def _must_read_plan(case: Opened) -> None:
    if Strand.PLAN not in case.strands:
        case.must(Permission.LETTER_SEE)


def _about(case: Opened) -> dict[str, Any]:
    return {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "band": showing.band(case),
        "sections": showing.sections(case, "case_papers"),
    }


def given_to(row: Paper) -> dict[str, Signature]:
    """Give what each signer answered last; whoever took it back, openly or not, has not answered."""
    last = {
        one.signer: one for one in sorted(row.signatures.all(), key=lambda one: one.pk) if not one.undone_at
    }
    return {signer: one for signer, one in last.items() if one.reply != Reply.OPEN}


def _shown(case: Opened, row: Paper) -> dict[str, Any]:
    current = case.facts.paper(row.paper)
    given = given_to(row)
    counts = current is not None and current.id == row.pk
    return {
        "paper": row,
        "counts": counts,
        "fingerprint": fingerprint(row.digest),
        "signers": [(name, given.get(signer)) for signer, name in row.signers.items()],
        "mine": [s for s in row.signers if counts and s in case.actor.roles],
        "waits": [s for s in row.signers if counts and s in case.actor.roles and s not in given],
        "parties": [
            (int(s.removeprefix("party:")), name, current.delivery_to(s) if current else None)
            for s, name in row.signers.items()
            if s.startswith("party:") and s not in given
        ],
    }


def _paper(case: Opened, number: int) -> Paper:
    row = Paper.objects.filter(case=case.case, pk=number).prefetch_related("signatures").first()
    if row is None:
        raise Http404
    return row


def paper(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show a paper as text, and take the answer of whoever is to sign it."""
    user = signed_in(request)
    case = opened(user, reference)
    _must_read_plan(case)
    row = _paper(case, number)
    shown = _shown(case, row)
    form = SigningForm(row, data=request.POST or None, initial={"name": user.name}) if shown["mine"] else None
    if request.method == "POST" and form and form.is_valid():
        try:
            actions.sign(
                case_id=case.case.pk,
                paper_id=row.pk,
                signer=shown["mine"][0],
                by=user,
                at=clocks.now(),
                read=form.cleaned_data["read"],
                **form.given(),
            )
        except Incomplete as missing:
            form.show(missing)
        else:
            messages.success(request, "Your answer is kept under this text.")
            return redirect("case_papers", reference)
    return page(request, "pages/paper.jinja", _about(case) | shown | {"form": form, "text": row.text})


def on_paper(request: HttpRequest, reference: str, number: int, party: int) -> HttpResponse:
    """Record what a person without an account signed on paper."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PAPER_ANSWER_RECORD)
    row, person = _paper(case, number), case.facts.party(party)
    if person is None:
        raise Http404
    form = SigningForm(row, data=request.POST or None, initial={"name": person.name})
    form.fields["answer"].label = f"What did {person.name} sign?"
    form.fields["view"].label = "What they wrote beside it"
    form.fields["name"].label = "Name under the text"
    form.fields["witness"] = forms.CharField(
        label="Second adult who was there",
        help_text="Not yourself: somebody who saw it signed",
        error_messages={"required": "Name the second adult who was there: not yourself."},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_signature(
                case_id=case.case.pk,
                paper_id=row.pk,
                party_id=party,
                by=user,
                at=clocks.now(),
                witness=form.cleaned_data["witness"],
                **form.given(),
            )
        except Incomplete as missing:
            form.show(missing)
        else:
            messages.success(request, f"Recorded what {person.name} signed.")
            return redirect("case_papers", reference)
    context = {"case": case.case, "facts": case.facts, "form": form}
    words = {"title": f"{person.name} signed on paper", "press": "Record the signature"}
    return page(request, "pages/form.jinja", context | words)


def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """List the letters of a case as they were made."""
    case = opened(request.user, reference)
    case.must(Permission.LETTER_SEE)
    rows = Document.objects.filter(case=case.case, strand__in=case.strands).defer("data").order_by("-pk")
    context = _about(case) | {
        "sections": showing.sections(case, "case_letters"),
        "letters": list(rows),
        "runs": case.may(Permission.PEOPLE_CHANGE),
    }
    return page(request, "pages/letters.jinja", context)


def letter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give a letter or paper as the PDF that was kept. Its file name says nothing about the child."""
    case = opened(request.user, reference)
    case.must(Permission.LETTER_SEE)
    row = Document.objects.filter(case=case.case, pk=number, strand__in=case.strands).first()
    if row is None:
        raise Http404
    return pdf(row)


def pdf(row: Document) -> HttpResponse:
    """Answer with the kept bytes."""
    name = f"{row.kind}-{row.pk}.pdf"
    return HttpResponse(
        bytes(row.data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
