"""How is a mistake put right?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import corrections as actions
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.fields import DateField
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete


class WhyForm(forms.Form):
    """Every correction wants a reason, which stays in the history."""

    why = forms.CharField(
        label="What was wrong?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what was wrong."},
    )

    def __init__(self, case: Opened, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def more(self) -> dict[str, Any]:
        """Give what this correction wants beside the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


class ChildForm(WhyForm):
    """How the child is written down."""

    field_order = ("given", "family", "known_as", "born_on", "upn", "why")
    given = forms.CharField(label="Given names", required=False)
    family = forms.CharField(label="Family names", required=False)
    known_as = forms.CharField(label="Called", required=False)
    born_on = DateField(
        label="Date of birth", error_messages={"invalid": "Enter a real date, for example 3 3 2014."}
    )
    upn = forms.CharField(label="Unique pupil number", required=False)

    def __init__(self, case: Opened, **more: Any) -> None:
        super().__init__(case, **more)
        row = case.case
        self.initial = {
            name: getattr(row, name) for name in ("given", "family", "known_as", "born_on", "upn")
        }


class StartForm(WhyForm):
    """Another first day of a direction."""

    field_order = ("starts_on", "why")
    starts_on = DateField(
        label="What is the right first day?",
        error_messages={"invalid": "Enter a real date, for example 30 11 2026."},
    )


class RecipientForm(WhyForm):
    """A person who should never have been on the case."""

    field_order = ("party_id", "why")
    party_id = forms.TypedChoiceField(
        label="Who should not be on this case?", coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, case: Opened, **more: Any) -> None:
        super().__init__(case, **more)
        parties = [party for party in case.facts.parties if party != case.facts.child]
        self.fields["party_id"].choices = [(party.id, party.name) for party in parties]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of correction: its words, its form and its act."""

    title: str
    help: str
    press: str
    form: type[WhyForm]
    act: Callable[..., None]


KINDS = {
    "child": Kind(
        "The child is written down wrongly",
        "Name, birthday or pupil number. Another birthday closes the family’s links.",
        "Correct this",
        ChildForm,
        actions.correct_child,
    ),
    "start": Kind(
        "The first day is wrong",
        "Reviews and the last day are dated anew; the notice is recalled and owed again.",
        "Move the first day",
        StartForm,
        actions.correct_start,
    ),
    "school": Kind(
        "The receiving school is wrong",
        "That school sees no more of this case at once.",
        "Take the school back",
        WhyForm,
        actions.correct_school,
    ),
    "recipient": Kind(
        "The wrong person is on this case",
        "Their link closes at once, and nothing more is sent to them.",
        "Take this person off",
        RecipientForm,
        actions.correct_recipient,
    ),
    "case": Kind(
        "This is the wrong child",
        "The case closes as opened in error. Nobody outside your school sees it any more.",
        "Close this case",
        WhyForm,
        actions.opened_in_error,
    ),
}


def index(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the kinds of correction."""
    case = opened(request.user, reference)
    case.must(Permission.CASE_CORRECT)
    context = {"case": case.case, "facts": case.facts, "kinds": KINDS, "band": showing.band(case)}
    return page(request, "pages/corrections.jinja", context)


def correct(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Put one mistake right."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.CASE_CORRECT)
    if kind not in KINDS:
        raise Http404
    terms = KINDS[kind]
    form = terms.form(case, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            terms.act(
                case_id=case.case.pk, by=user, at=clocks.now(), why=form.cleaned_data["why"], **form.more()
            )
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            messages.success(request, "Put right. What was there before stays in the history.")
            return redirect("case", reference)
    context = {
        "case": case.case,
        "facts": case.facts,
        "form": form,
        "title": terms.title,
        "press": terms.press,
        "help": terms.help,
    }
    return page(request, "pages/form.jinja", context)
