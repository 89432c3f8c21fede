"""How do staff note the way somebody is reached, the form in which they read, and what is kept from them?"""

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


def _person(case: Opened, party: int) -> Party:
    found = case.facts.party(party)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, case: Opened, form: forms.Form, **words: str) -> HttpResponse:
    """Show a form about a person; `words` are its title, its button (press) and, if need be, help."""
    context = {"case": case.case, "facts": case.facts, "form": form}
    return page(request, "pages/form.jinja", context | words)


def _put(form: forms.Form, missing: Incomplete) -> None:
    for name, words in missing.errors.items():
        form.add_error(name if name in form.fields else None, words)


class NeedsForm(forms.Form):
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
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    person = _person(case, party)
    known = {name: getattr(person, name) for name in ("language", *actions.NEEDS)}
    form = NeedsForm(data=request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.note_needs(
            case_id=case.case.pk, party_id=party, by=user, at=clocks.now(), **form.cleaned_data
        )
        messages.success(request, f"Noted. From now on {person.name} gets everything so.")
        return redirect("case_people", reference)
    return _show(request, case, form, title=f"How {person.name} reads", press="Note this")


class PhoneForm(forms.Form):
    """The telephone to which codes go."""

    phone = forms.CharField(label="Mobile telephone", error_messages={"required": "Write the number."})
    how = forms.ChoiceField(label="How do you know that it is theirs?", choices=HOW, widget=forms.RadioSelect)


def phone(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Note the first telephone for codes."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    person = _person(case, party)
    form = PhoneForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"phone": form.cleaned_data["phone"], "how": Verified(form.cleaned_data["how"])}
        try:
            actions.verify_phone(case_id=case.case.pk, party_id=party, by=user, at=clocks.now(), **given)
        except Incomplete as missing:
            _put(form, missing)
        else:
            messages.success(request, f"Codes for {person.name} go to this number.")
            return redirect("case_people", reference)
    return _show(
        request,
        case,
        form,
        title=f"A telephone for {person.name}’s codes",
        press="Note this number",
        help="A code goes to this number each time they open their link or sign. Nobody at school sees it.",
    )


class ChangeForm(forms.Form):
    """A new way to reach somebody; only what has changed is filled in."""

    channel = forms.ChoiceField(label="Best reached by", choices=CHANNELS, widget=forms.RadioSelect)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Telephone", required=False)
    address = forms.CharField(
        label="Postal address", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    code_phone = forms.CharField(label="New telephone for codes", required=False)

    def new(self) -> dict[str, Any]:
        """Give what has changed."""
        data = self.cleaned_data
        address = [line for line in data["address"].splitlines() if line.strip()]
        changed = {name: data[name] for name in ("email", "phone", "code_phone") if data[name]}
        return {"channel": data["channel"], **changed, **({"address": address} if address else {})}


def change(request: HttpRequest, reference: str, party: int) -> HttpResponse:
    """Write down a new way to reach a person, for a colleague to check."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    person = _person(case, party)
    form = ChangeForm(data=request.POST or None, initial={"channel": person.channel})
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_change(case_id=case.case.pk, party_id=party, by=user, at=clocks.now(), new=form.new())
        except Incomplete as missing:
            _put(form, missing)
        else:
            messages.success(request, "Written down. A colleague speaks to the person and checks it.")
            return redirect("case_people", reference)
    return _show(
        request,
        case,
        form,
        title=f"A new way to reach {person.name}",
        press="Ask a colleague to check",
        help="A colleague must check this with the person. Then the old way is told, and for three days "
        "nothing can be signed.",
    )


class CheckForm(forms.Form):
    """What came of checking a change."""

    is_right = forms.ChoiceField(
        label="Is it right?",
        choices=(("yes", "Yes, the person told me so"), ("no", "No")),
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label="How do you know?", choices=HOW, widget=forms.RadioSelect)


def check(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Check a new way to reach a person."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.PEOPLE_CHANGE)
    row = (
        ContactChange.objects.select_related("party", "asked_by")
        .filter(pk=number, party__case=case.case)
        .first()
    )
    if row is None:
        raise Http404
    form = CheckForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.check_change(
            case_id=case.case.pk,
            change_id=number,
            by=user,
            at=clocks.now(),
            is_right=form.cleaned_data["is_right"] == "yes",
            how=Verified(form.cleaned_data["how"]),
        )
        messages.success(request, "Kept.")
        return redirect("case_people", reference)
    new = "; ".join(", ".join(one) if isinstance(one, list) else str(one) for one in row.new.values())
    return _show(
        request,
        case,
        form,
        title=f"Check the new way to reach {row.party.name}",
        press="Keep what I found",
        help=f"{row.asked_by.name} wrote down: {new}. Speak to {row.party.name} yourself, on the old "
        "number if you can.",
    )


class RestrictForm(forms.Form):
    """What somebody must not learn, and why."""

    hides = forms.MultipleChoiceField(
        label="What must this person not learn?",
        choices=tuple(HIDDEN_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
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
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.RESTRICTION_MAKE)
    person = _person(case, party)
    now = Restriction.objects.filter(party=party, ended_at=None).first()
    known = {"hides": now.hides, "order": now.order} if now else {}
    form = RestrictForm(data=request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        hides = [Hidden(one) for one in form.cleaned_data["hides"]]
        actions.restrict(
            case_id=case.case.pk,
            party_id=party,
            by=user,
            at=clocks.now(),
            hides=hides,
            order=form.cleaned_data["order"],
        )
        messages.success(request, "Kept. From now on nothing that leaves here tells them.")
        return redirect("case_people", reference)
    return _show(
        request,
        case,
        form,
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


class EnquiryForm(forms.Form):
    """The answer to what a family asked."""

    words = forms.CharField(
        label="Your answer",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the answer."},
    )


def enquiry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Answer what one of the family asked."""
    user = signed_in(request)
    case = opened(user, reference)
    case.must(Permission.LINK_SEND)
    row = Enquiry.objects.select_related("party").filter(pk=number, case=case.case).first()
    if row is None:
        raise Http404
    form = EnquiryForm(data=request.POST or None, initial={"words": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            enquiries.answer(
                case_id=case.case.pk,
                enquiry_id=number,
                by=user,
                at=clocks.now(),
                words=form.cleaned_data["words"],
            )
        except Incomplete as missing:
            _put(form, missing)
        else:
            messages.success(request, f"{row.party.name} can read it now.")
            return redirect("case_people", reference)
    return _show(
        request, case, form, title=f"{row.party.name} asks", press="Send the answer", help=f"“{row.words}”"
    )
