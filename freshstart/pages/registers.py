"""Who of the children that came to us is here today, and which weeks are to be sent?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from freshstart.actions import registers as actions
from freshstart.models.cases import Case, Grant
from freshstart.models.facts import stored_facts
from freshstart.models.protocols import protocol_of
from freshstart.outside import clocks
from freshstart.outside.sheets import Row, read_sheet
from freshstart.pages import showing
from freshstart.pages.entering import SheetForm
from freshstart.pages.fields import DateField
from freshstart.pages.forms import day_words
from freshstart.pages.rendering import form_page, page, signed_in
from freshstart.pages.scopes import today
from freshstart.pages.work import posts_of
from freshstart.process import registers
from freshstart.process.attendances import ABSENT, CODES
from freshstart.process.days import school_days
from freshstart.process.facts import Facts
from freshstart.process.predicates import weeks_to_record
from freshstart.process.refusals import Incomplete, Refused

UNKNOWN = "N"  # away, the reason not yet known
HEADINGS = {"upn": "UPN", "name": "Name", "date": "Date", "am": "AM", "pm": "PM"}


class MarksForm(SheetForm):
    """A spreadsheet of marks to hand in."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.fields["sheet"].help_text = "Excel, OpenDocument or CSV"


@dataclass(frozen=True, slots=True)
class Child:
    """A child whose days one tells."""

    case: Case
    facts: Facts

    @property
    def weeks(self) -> list[date]:
        """Give the Mondays of the weeks that are over and not sent."""
        sent = {week.monday for week in self.facts.weeks if week.recorded_on}
        return [monday for monday in weeks_to_record(self.facts) if monday not in sent]


def _children(request: HttpRequest) -> list[Child]:
    """Find the children whose register somebody keeps at the receiving school, by name."""
    user = signed_in(request)
    held = Grant.objects.held_by(user, posts_of(user)).filter(
        role__startswith="host_", case__outcome="", case__phases__arrived_on__isnull=False
    )
    roles: dict[int, set[str]] = {}
    for pk, role in held.values_list("case", "role"):
        roles.setdefault(pk, set()).add(role)
    cases = Case.objects.visible_to(user).filter(pk__in=roles).order_by("family", "given", "pk")
    found = []
    for case in cases:
        step = registers.telling(protocol_of(case.protocol_id))
        if step and roles[case.pk] & set(step.who):
            found.append(Child(case, stored_facts(case, today())))
    return found


def index(request: HttpRequest) -> HttpResponse:
    """Show who is due here today, and the weeks to send."""
    return _show(request, _children(request), MarksForm(), [])


def _show(request: HttpRequest, children: list[Child], form: MarksForm, wrong: list[str]) -> HttpResponse:
    on = today()
    context: dict[str, Any] = {
        "here": [_today(one, on) for one in children if registers.is_expected(one.facts, on)],
        "weeks": [
            {
                "value": _value(one, monday),
                "name": one.case.name,
                "week": day_words(monday),
                "told": _told(one.facts, monday),
                "href": showing.step_url(one.case, _step(one), monday.isoformat()),
            }
            for one in children
            for monday in one.weeks
        ],
        "form": form,
        "wrong": wrong,
        "headings": list(HEADINGS.values()),
        "on": on,
    }
    return page(request, "pages/registers.jinja", context)


def _value(one: Child, monday: date) -> str:
    return f"{one.case.pk}:{monday}"


def _step(one: Child) -> str:
    step = registers.telling(protocol_of(one.case.protocol_id))
    return step.id if step else ""


def _today(one: Child, on: date) -> dict[str, Any]:
    day = next((day for day in school_days(one.facts) if day.on == on), None)
    told = day is not None and (day.marks is not None or day.state == "in_school")
    return {
        "reference": one.case.reference,
        "name": one.case.name,
        "words": day.words if day and told else "not yet told",
        "is_told": told,
    }


def _told(facts: Facts, monday: date) -> str:
    """Say which days of a week were told otherwise already."""
    days = [on for on in registers.week_days(facts, monday) if registers.told_on(facts, on.isoformat())]
    return ", ".join(f"{on:%A} {' '.join(registers.told_on(facts, on.isoformat()) or ())}" for on in days)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the weeks that were chosen: there as expected, but for what was told."""
    known = {_value(one, monday): (one.case.pk, monday) for one in _children(request) for monday in one.weeks}
    chosen = [known[one] for one in request.POST.getlist("weeks") if one in known]
    try:
        actions.send_weeks(by=signed_in(request), at=clocks.now(), weeks=dict.fromkeys(chosen))
    except Incomplete as missing:
        messages.warning(request, missing.errors["weeks"])
    else:
        sent = "One week is sent." if len(chosen) == 1 else f"{len(chosen)} weeks are sent."
        messages.success(request, sent)
    return redirect("registers")


class DayForm(forms.Form):
    """The two marks of a day."""

    on = DateField(label="Which day?")
    am = forms.ChoiceField(label="Morning")
    pm = forms.ChoiceField(label="Afternoon")

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        codes = [(code, f"{code}  {known.meaning}") for code, known in CODES.items()]
        first = sorted(codes, key=lambda one: CODES[one[0]].kind not in ABSENT)
        for name in ("am", "pm"):
            self.fields[name].choices = first  # type: ignore[attr-defined]


def day(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell of one day of a child; without a day it is today, and away for a reason not yet known."""
    one = next((one for one in _children(request) if one.case.reference == reference.upper()), None)
    if one is None:
        raise Http404
    if request.method == "POST" and "not_here" in request.POST:
        return _tell(request, one, today(), (UNKNOWN, UNKNOWN))
    form = DayForm(data=request.POST or None, initial={"on": today(), "am": UNKNOWN, "pm": UNKNOWN})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = _tell(request, one, given["on"], (given["am"], given["pm"]))
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name if name == "on" else "am", words)
        else:
            return done
    words = "The other school’s register has D for these sessions: the child was due here."
    title = "Tell of one day"
    return form_page(request, one.case, one.facts, form, title=title, press="Tell this", words=words)


def _tell(request: HttpRequest, one: Child, on: date, marks: tuple[str, str]) -> HttpResponse:
    actions.tell_day(case_id=one.case.pk, by=signed_in(request), at=clocks.now(), on=on, marks=marks)
    words = f"Told of {one.case.name}, {day_words(on)}."
    if set(marks) & {UNKNOWN}:
        words += " Ring home now; the lead sees it on Today."
    messages.success(request, words)
    return redirect("registers")


# From the school’s system -----------------------------------------------------------------------------------


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a spreadsheet of marks: all of it, or none and what is wrong by row."""
    children = _children(request)
    form = MarksForm(data=request.POST, files=request.FILES)
    wrong: list[str] = []
    if form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            found, wrong = _days(read_sheet(sheet.name, sheet.read()), children)
            if not wrong:
                weeks, single = actions.take_in(by=signed_in(request), at=clocks.now(), days=found)
                messages.success(request, f"Weeks sent: {weeks}. Single days told: {single}.")
                return redirect("registers")
        except Incomplete as missing:
            wrong = list(missing.errors.values())
        except Refused as refused:
            form.add_error("sheet", f"{refused.what} {refused.next_step}")
        if wrong:
            form.add_error("sheet", "Nothing was taken in. Mend what stands below, then hand it in again.")
    return _show(request, children, form, wrong)


Found = dict[int, dict[date, tuple[str, str]]]


def _days(rows: list[tuple[int, Row]], children: list[Child]) -> tuple[Found, list[str]]:
    """Give what the rows say by case, and what is wrong in them."""
    found: Found = {}
    wrong: list[str] = []
    for number, row in rows:
        said = {heading.strip().lower(): value for heading, value in row.items()}
        try:
            child, on = _child(said, children), _on(said)
            marks = (str(said.get("am", "")).strip(), str(said.get("pm", "")).strip())
            registers.check_day(child.facts, on, marks)
        except Incomplete as missing:
            wrong += [f"Row {number}: {words}" for words in missing.errors.values()]
        else:
            found.setdefault(child.case.pk, {})[on] = marks
    if not rows:
        wrong.append("There is no row under the headings.")
    return found, wrong


def _child(said: dict[str, Any], children: list[Child]) -> Child:
    upn, name = str(said.get("upn", "")).strip().upper(), str(said.get("name", "")).strip().casefold()
    by_upn = [one for one in children if upn and one.case.upn == upn]
    fitting = by_upn if upn else [one for one in children if name in _names(one)]
    if len(fitting) != 1:
        who = upn or said.get("name", "") or "nobody"
        what = "more than one child" if fitting else "no child"
        raise Incomplete({"name": f"“{who}” is {what} whose days you tell."})
    return fitting[0]


def _names(one: Child) -> Iterator[str]:
    given, family = one.case.given.casefold(), one.case.family.casefold()
    yield from (f"{given} {family}", f"{family}, {given}", f"{family} {given}")


def _on(said: dict[str, Any]) -> date:
    value = said.get("date", "")
    if isinstance(value, date):
        return value
    try:
        parts = [int(part) for part in str(value).replace("/", "-").replace(".", "-").split("-")]
        year, month, number = parts if parts[0] > 31 else reversed(parts)
        return date(year, month, number)
    except (ValueError, IndexError) as no_date:
        raise Incomplete({"date": f"“{value}” is no date. Write it as 30/11/2026."}) from no_date
