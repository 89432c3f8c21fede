"""How does a school write down its terms, and say in one press that it is closed?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from freshstart.actions import calendars as actions
from freshstart.models.organisations import Organisation, OrganisationKind
from freshstart.outside import clocks
from freshstart.outside.termdates import lines_of
from freshstart.pages.fields import DateField
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import today
from freshstart.process import terms
from freshstart.process.refusals import Incomplete, NotYours, Refused
from freshstart.process.terms import Dates
from freshstart.process.wordings import long_date


class DatesForm(forms.Form):
    """Term dates as lines that can be read, pasted and mended."""

    dates = forms.CharField(
        label="Terms, holidays within them, and days on which school is closed",
        help_text="One thing in each line. You can paste what stands on your website. "
        "Bank holidays are known already.",
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Write at least one term."},
    )


class FileForm(forms.Form):
    """A file with term dates, to be looked through before they are kept."""

    file = forms.FileField(
        label="Or hand in a file",
        help_text="A spreadsheet, or the calendar file (.ics) of your website. You see the lines first.",
        error_messages={"required": "Choose the file.", "empty": "There is nothing in this file."},
    )


class ClosedForm(forms.Form):
    """A day on which school is closed, and why."""

    on = DateField(label="Closed on")
    why = forms.CharField(label="Why, in a word", help_text="Snow, heating, flood", max_length=80)


def _places(request: HttpRequest) -> list[Organisation]:
    places = list(actions.may_keep_dates(signed_in(request)))
    if not places:
        raise NotYours(
            "A school’s own staff, and the council’s officers, enter its term dates.",
            next_step="Ask the school’s office.",
        )
    return places


def _mine(request: HttpRequest, number: int) -> Organisation:
    found = next((one for one in _places(request) if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def index(request: HttpRequest) -> HttpResponse:
    """List the places whose term dates one keeps; where it is one, it is shown at once."""
    places = _places(request)
    if len(places) == 1:
        return redirect("school_days", places[0].pk)
    rows = [{"place": one, "known": _known(one)} for one in places]
    return page(request, "pages/calendars.jinja", {"rows": rows})


def _known(place: Organisation) -> str:
    """Say until when school days are known, and whose dates they are."""
    own = place.calendar.get("terms", [])
    if own:
        return f"Known until {long_date(date.fromisoformat(own[-1][1]))}."
    council = place.council.calendar.get("terms", []) if place.council else []
    if council:
        last = long_date(date.fromisoformat(council[-1][1]))
        return f"Not entered. The council’s dates are used, until {last}: an academy may differ."
    return "Not entered. Every weekday but bank holidays counts as a school day: dates can be wrong."


def school_days(request: HttpRequest, number: int) -> HttpResponse:
    """Show the dates of one place, and keep what is written."""
    place = _mine(request, number)
    form, sheet = DatesForm(initial={"dates": _lines(place)}), FileForm()
    if request.method == "POST" and "dates" in request.POST:
        form = DatesForm(data=request.POST)
        if form.is_valid() and _kept(request, place, form):
            return redirect("school_days", place.pk)
    elif request.method == "POST":
        sheet = FileForm(data=request.POST, files=request.FILES)
        if sheet.is_valid():
            form = _from_file(sheet) or form
    return _show(request, place, form, sheet, ClosedForm(initial={"on": today()}))


def _lines(place: Organisation) -> str:
    spans = place.calendar.get("terms", [])
    days = place.calendar.get("closed", [])
    dates = Dates(
        tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans),
        frozenset(map(date.fromisoformat, days)),
    )
    return terms.written(dates)


def _kept(request: HttpRequest, place: Organisation, form: DatesForm) -> bool:
    try:
        dates = terms.read(form.cleaned_data["dates"])
        actions.set_dates(by=signed_in(request), at=clocks.now(), place=place.pk, dates=dates)
    except Incomplete as missing:
        form.add_error("dates", missing.errors["dates"])
        return False
    messages.success(request, "The term dates are kept, and what is due is counted by them.")
    return True


def _from_file(sheet: FileForm) -> DatesForm | None:
    """Give the lines of a file to be looked through; what cannot be read is said beside the file."""
    file = sheet.cleaned_data["file"]
    try:
        return DatesForm(initial={"dates": lines_of(file.name, file.read())})
    except Refused as refused:
        sheet.add_error("file", f"{refused.what} {refused.next_step}")
    return None


def _show(
    request: HttpRequest, place: Organisation, form: DatesForm, sheet: FileForm, closed: ClosedForm
) -> HttpResponse:
    closures = {date.fromisoformat(day): why for day, why in place.calendar.get("closures", {}).items()}
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "sheet": sheet,
        "closed": closed,
        "known": _known(place),
        "was_read": sheet.is_bound and not sheet.errors,
        "closes": place.kind == OrganisationKind.SCHOOL,
        "ahead": sorted((day, why) for day, why in closures.items() if day >= today()),
    }
    return page(request, "pages/school_days.jinja", context)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a school for a day."""
    place = _mine(request, number)
    form = ClosedForm(data=request.POST)
    if form.is_valid():
        on, why = form.cleaned_data["on"], form.cleaned_data["why"]
        try:
            told = actions.close(by=signed_in(request), at=clocks.now(), place=place.pk, on=on, why=why)
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, f"{place} is closed on {long_date(on)}. {_who(told)}")
            return redirect("school_days", place.pk)
    return _show(request, place, DatesForm(initial={"dates": _lines(place)}), FileForm(), form)


def _who(told: actions.Told) -> str:
    """Say which families with a first day are told, and whom to ring."""
    if not told.told and not told.to_ring:
        return "No child has a first day then."
    parts = [f"A message goes to {', '.join(told.told)}."] if told.told else []
    parts += [f"Ring {', '.join(told.to_ring)}: they are reached by post only."] if told.to_ring else []
    return " ".join(parts)


@require_POST
def reopen(request: HttpRequest, number: int, on: str) -> HttpResponse:
    """Take a closure back."""
    place = _mine(request, number)
    try:
        day = date.fromisoformat(on)
    except ValueError as no_day:
        raise Http404 from no_day
    told = actions.reopen(by=signed_in(request), at=clocks.now(), place=place.pk, on=day)
    messages.success(request, f"{place} is open on {long_date(day)}. {_who(told)}")
    return redirect("school_days", place.pk)
