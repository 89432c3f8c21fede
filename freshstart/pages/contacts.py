"""How do staff note the way somebody is reached, the form in which they read, and what is kept from them?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from freshstart.actions import contacts as actions
from freshstart.actions import enquiries, signings
from freshstart.models.cases import ContactChange, Restriction
from freshstart.models.papers import Enquiry
from freshstart.outside import clocks
from freshstart.outside.translations import offered
from freshstart.pages.people import CHANNELS
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.facts import Party
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import HIDDEN_WORDS, Hidden, Verified

HOW = (
    (Verified.IN_PERSON, "I met the person"),
    (Verified.CALL_BACK, "I rang the number, and the person answered"),
)


def _about(request: HttpRequest, reference: str, party: int, permission: Permission) -> tuple[Opened, Party]:
    """Open a case for whoever may do this, and find the person whom it is about."""
    case = opened(signed_in(request), reference)
    case.must(permission)
    found = case.facts.party(party)
    if found is None:
        raise Http404
    return case, found


def _ask(
    request: HttpRequest,
    case: Opened,
    form: Any,
    act: Callable[..., object],
    *,
    done: str,
    **words: str,
) -> HttpResponse:
    """Show a form about a person until the action takes what was typed; `done` says that it did.

    The action is called with the case, who acts, when, and the form's fields. `words` are the form's title,
    its button (press) and, if need be, help.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(case_id=case.case.pk, by=signed_in(request), at=clocks.now(), **form.given())
        except Incomplete as missing:
            for name, error in missing.errors.items():
                form.add_error(name if name in form.fields else None, error)
        else:
            messages.success(request, done)
            return redirect("case_people", case.case.reference)
    context = {"case": case.case, "facts": case.facts, "form": form}
    return page(request, "pages/form.jinja", context | words)


class ContactForm(forms.Form):
    """A form about one person of a case."""

    def given(self) -> dict[str, Any]:
        """Give what was typed as the action takes it."""
        return self.cleaned_data


class NeedsForm(ContactForm):
    """In which language and form somebody reads."""

    language = forms.ChoiceField(label="Reads best in")
    interpreter = forms.BooleanField(label="Needs an interpreter", required=False)
    large_print = forms.BooleanField(label="Needs large print", required=False)
    easy_read = forms.BooleanField(label="Needs easy words", required=False)
    on_paper = forms.BooleanField(label="Wants everything on paper as well", required=False)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        choices = [(one.code, f"{one.english} ({one.name})") for one in offered()]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


def needs(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Note how a person reads."""
    case, person = _about(request, reference, party, Permission.PEOPLE_CHANGE)
    known = {name: getattr(person, name) for name in ("language", *actions.NEEDS)}
    return _ask(
        request,
        case,
        NeedsForm(data=request.POST or None, initial=known),
        partial(actions.note_needs, party_id=party),
        done=f"Noted. From now on {person.name} gets everything so.",
        title=f"How {person.name} reads",
        press="Note this",
    )


class PhoneForm(ContactForm):
    """The telephone to which codes go."""

    phone = forms.CharField(label="Mobile telephone", error_messages={"required": "Write the number."})
    how = forms.TypedChoiceField(
        label="How do you know that it is theirs?", choices=HOW, widget=forms.RadioSelect, coerce=Verified
    )


def phone(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Note the first telephone for codes."""
    case, person = _about(request, reference, party, Permission.PEOPLE_CHANGE)
    return _ask(
        request,
        case,
        PhoneForm(data=request.POST or None),
        partial(actions.verify_phone, party_id=party),
        done=f"Codes for {person.name} go to this number.",
        title=f"A telephone for {person.name}’s codes",
        press="Note this number",
        help="A code goes to this number each time they open their link or sign. Nobody at school sees it.",
    )


class ChangeForm(ContactForm):
    """A new way to reach somebody; only what has changed is filled in."""

    channel = forms.ChoiceField(label="Best reached by", choices=CHANNELS, widget=forms.RadioSelect)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Telephone", required=False)
    address = forms.CharField(
        label="Postal address", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    code_phone = forms.CharField(label="New telephone for codes", required=False)

    def given(self) -> dict[str, Any]:
        """Give what has changed."""
        data = self.cleaned_data
        address = [line for line in data["address"].splitlines() if line.strip()]
        changed = {name: data[name] for name in ("email", "phone", "code_phone") if data[name]}
        new = {"channel": data["channel"], **changed, **({"address": address} if address else {})}
        return {"new": new}


def change(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Write down a new way to reach a person, for a colleague to check."""
    case, person = _about(request, reference, party, Permission.PEOPLE_CHANGE)
    return _ask(
        request,
        case,
        ChangeForm(data=request.POST or None, initial={"channel": person.channel}),
        partial(actions.ask_change, party_id=party),
        done="Written down. A colleague speaks to the person and checks it.",
        title=f"A new way to reach {person.name}",
        press="Ask a colleague to check",
        help="A colleague must check this with the person. Then the old way is told, and for three days "
        "nothing can be signed.",
    )


class CheckForm(ContactForm):
    """What came of checking a change."""

    is_right = forms.TypedChoiceField(
        label="Is it right?",
        choices=(("yes", "Yes, the person told me so"), ("no", "No")),
        widget=forms.RadioSelect,
        coerce=lambda said: said == "yes",
    )
    how = forms.TypedChoiceField(
        label="How do you know?", choices=HOW, widget=forms.RadioSelect, coerce=Verified
    )


def check(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Check a new way to reach a person."""
    case = opened(signed_in(request), reference)
    case.must(Permission.PEOPLE_CHANGE)
    row = (
        ContactChange.objects.select_related("party", "asked_by")
        .filter(pk=number, party__case=case.case)
        .first()
    )
    if row is None:
        raise Http404
    new = "; ".join(", ".join(one) if isinstance(one, list) else str(one) for one in row.new.values())
    return _ask(
        request,
        case,
        CheckForm(data=request.POST or None),
        partial(actions.check_change, change_id=number),
        done="Kept.",
        title=f"Check the new way to reach {row.party.name}",
        press="Keep what I found",
        help=f"{row.asked_by.name} wrote down: {new}. Speak to {row.party.name} yourself, on the old "
        "number if you can.",
    )


class RestrictForm(ContactForm):
    """What somebody must not learn, and why."""

    hides = forms.TypedMultipleChoiceField(
        label="What must this person not learn?",
        choices=tuple(HIDDEN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        coerce=Hidden,
        error_messages={"required": "Choose what is kept from this person."},
    )
    order = forms.CharField(
        label="On which ground?",
        help_text="The order, its date and the court, or what the safeguarding lead decided and why",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say on which ground."},
    )


def restrict(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Say what somebody must not learn."""
    case, person = _about(request, reference, party, Permission.RESTRICTION_MAKE)
    now = Restriction.objects.filter(party=party, ended_at=None).first()
    known = {"hides": now.hides, "order": now.order} if now else {}
    return _ask(
        request,
        case,
        RestrictForm(data=request.POST or None, initial=known),
        partial(actions.restrict, party_id=party),
        done="Kept. From now on nothing that leaves here tells them.",
        title=f"What {person.name} must not learn",
        press="Keep this from them",
        help="Letters, papers, pages and messages for this person leave it out from now on. Their links are "
        "closed at once.",
    )


@require_POST
def lift(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """End what was kept from somebody."""
    user = signed_in(request)
    case = opened(user, reference)
    actions.lift(case_id=case.case.pk, party_id=party, by=user, at=clocks.now())
    messages.success(request, "Ended.")
    return redirect("case_people", reference)


@require_POST
def handed_over(request: HttpRequest, reference: str, number: int, party: int) -> HttpResponse:
    """Note that a paper was handed over or posted today."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PAPER_ANSWER_RECORD)
    signings.note_handed_over(case_id=case.case.pk, paper_id=number, party_id=party, by=user, at=clocks.now())
    messages.success(request, "Noted. The time to think begins today.")
    return redirect("case_papers", reference)


class EnquiryForm(ContactForm):
    """The answer to what a family asked."""

    words = forms.CharField(
        label="Your answer",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the answer."},
    )


def enquiry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Answer what one of the family asked."""
    case = opened(signed_in(request), reference)
    case.must(Permission.LINK_SEND)
    row = Enquiry.objects.select_related("party").filter(pk=number, case=case.case).first()
    if row is None:
        raise Http404
    return _ask(
        request,
        case,
        EnquiryForm(data=request.POST or None, initial={"words": row.answer}),
        partial(enquiries.answer, enquiry_id=number),
        done=f"{row.party.name} can read it now.",
        title=f"{row.party.name} asks",
        press="Send the answer",
        help=f"“{row.words}”",
    )
