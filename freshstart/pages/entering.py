"""How does a case come in that was running before: typed in five minutes, or from a spreadsheet?"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import entries
from freshstart.actions.cases import NewCase, NewParty, likely_same, schools_to_open_at
from freshstart.models.cases import Case
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.outside import books, clocks
from freshstart.outside.sheets import Row, read_sheet
from freshstart.pages.fields import DateField
from freshstart.pages.opening import OpeningForm
from freshstart.pages.rendering import page, signed_in
from freshstart.process.entries import read_running
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Incomplete, NotNow, NotYours, Refused
from freshstart.process.rosters import CHOICES, HEADINGS, STANDS, Read, read_row
from freshstart.process.vocabulary import Channel, PhaseKind, Relation

ASKED = ("sen", "looked_after", "child_protection_plan", "entered_because")
DATES = ("decided_on", "starts_on", "ends_on", "next_review_on")
NOTHING = "Nothing was entered. Put right what is listed below, then hand the file in again."
Wrong: TypeAlias = dict[int, dict[str, str]]  # by row and column
NOT_PLACED = "told"
PLACEMENTS = {
    PhaseKind.OFF_SITE_DIRECTION: "Directed off-site by the governing board",
    PhaseKind.TRIAL_MANAGED_MOVE: "There by agreement, with a way back (agreed before 26 July 2026)",
    PhaseKind.MANAGED_MOVE: "Moved for good, and settling in",
    NOT_PLACED: "Not placed yet: the family has been told, and it is being talked about",
}


def _date(label: str, hint: str = "") -> DateField:
    return DateField(
        label=label,
        help_text=hint,
        required=False,
        error_messages={"invalid": "Enter a real date, for example 30 11 2026."},
    )


class EnteringForm(OpeningForm):
    """The child and its people, where the case stands with its true dates, and what must be known at once."""

    placement = forms.ChoiceField(
        label="Where does it stand?",
        choices=tuple(PLACEMENTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Say where it stands."},
    )
    protocol = forms.ChoiceField(label="By which protocol?", help_text="The one by which it was begun")
    host = forms.ModelChoiceField(
        Organisation.objects.none(), label="The new school", required=False, empty_label="Choose"
    )
    decided_on = _date("Decided or agreed on", "By this day the law is chosen")
    starts_on = _date("First day there")
    ends_on = _date("Last day that was stated", "Only where the child can come back")
    next_review_on = _date("Next review")

    def __init__(
        self, schools: QuerySet[Organisation], protocols: dict[str, Protocol], chosen: Protocol, **more: Any
    ) -> None:
        super().__init__(schools, chosen.asked(chosen.steps[entries.STEP]), **more)
        self.protocols = protocols
        names = sorted((one.name, one.id) for one in protocols.values())
        self.fields["protocol"].choices = [(key, name) for name, key in names]  # type: ignore[attr-defined]
        self.fields["protocol"].initial = chosen.id
        councils = {school.council_id for school in schools}
        others = Organisation.objects.filter(kind="school", council__in=councils).exclude(status="closed")
        self._choose("host", others.order_by("name"))
        self.fields["host"].choices = [("", "Choose"), *self.fields["host"].choices]  # type: ignore[attr-defined]
        self.fields["host"].initial = None

    def entry(self) -> entries.Entry:
        """Give the case as the action wants it."""
        data = self.cleaned_data
        kind = None if data["placement"] == NOT_PLACED else PhaseKind(data["placement"])
        dates = {name: data[name] for name in DATES}
        running = read_running(kind, dates, clocks.day_of(clocks.now()))
        protocol = self.protocols[data["protocol"]]
        return entries.Entry(data["school"], data["host"], protocol, self.new_case(), running, self.values())


def enter(request: HttpRequest) -> HttpResponse:
    """Show the form for a case that is running already, and enter it."""
    user = signed_in(request)
    schools = schools_to_open_at(user)
    if not schools:
        raise NotYours(
            "You cannot enter cases.", next_step="A pastoral lead, SENCO or headteacher of the school does."
        )
    known = books.protocols()
    chosen = known.get(request.POST.get("protocol", ""), known["default"])
    form = EnteringForm(schools, known, chosen, data=request.POST or None)
    duplicate: Case | None = None
    refusal: NotNow | None = None
    if request.method == "POST" and form.is_valid():
        duplicate = likely_same(by=user, new=form.new_case())
        if duplicate is None or form.cleaned_data["another_case"]:
            try:
                case = entries.enter(by=user, at=clocks.now(), entry=form.entry())
            except Incomplete as missing:
                form.show(missing)
            except NotNow as stopped:
                refusal = stopped
            else:
                messages.success(
                    request, "The case is here. What was done before reads “before Fresh Start”."
                )
                return redirect("case", case.reference)
    context = {"form": form, "duplicate": duplicate, "refusal": refusal}
    return page(request, "pages/entering.jinja", context, status=409 if refusal else 200)


# From a spreadsheet -----------------------------------------------------------------------------------------


class SheetForm(forms.Form):
    """A spreadsheet to hand in."""

    sheet = forms.FileField(
        label="Spreadsheet",
        help_text="Excel, OpenDocument or CSV, one child a row",
        error_messages={"required": "Choose the file.", "empty": "There is nothing in this file."},
    )


def enter_many(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet of running cases: all of them come in, or none and what is wrong by row."""
    user = _who_enters(request)
    form = SheetForm(data=request.POST or None, files=request.FILES or None)
    wrong: Wrong = {}
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            rows = read_sheet(sheet.name, sheet.read())
            found, wrong = _entries(rows, Places(list(schools_to_open_at(user))))
            if rows and not wrong:
                entries.enter_all(by=user, at=clocks.now(), rows=found)
                messages.success(request, f"{len(rows)} cases are here, each as of its true dates.")
                return redirect("cases")
        except Incomplete as refused:
            wrong = {int(number): {"": words} for number, words in refused.errors.items()}
        except Refused as refused:
            form.add_error("sheet", f"{refused.what} {refused.next_step}")
        if not form.errors:
            form.add_error("sheet", NOTHING)
    context = {"form": form, "wrong": wrong, "headings": HEADINGS, "choices": CHOICES}
    return page(request, "pages/entering_many.jinja", context)


def _who_enters(request: HttpRequest) -> User:
    user = signed_in(request)
    if not entries.may_enter(user):
        raise NotYours("You cannot enter cases.", next_step="A pastoral lead or the council’s officer does.")
    return user


def headings(request: HttpRequest) -> HttpResponse:
    """Give an empty spreadsheet with the headings."""
    _who_enters(request)
    response = HttpResponse(
        "\ufeff" + ",".join(f'"{one}"' for one in HEADINGS.values()) + "\r\n", content_type="text/csv"
    )
    response["Content-Disposition"] = 'attachment; filename="running-cases.csv"'
    return response


def _entries(rows: list[tuple[int, Row]], places: "Places") -> tuple[dict[int, entries.Entry], Wrong]:
    """Give what each row says as the action wants it, and what is wrong with the others."""
    found: dict[int, entries.Entry] = {}
    wrong: Wrong = {}
    for number, row in rows:
        read = read_row(row)
        try:
            if not read.errors:
                found[number] = places.entry(read)
        except Incomplete as missing:
            read.errors.update(missing.errors)
        if read.errors:
            wrong[number] = read.errors
    return found, wrong


class Places:
    """Find the schools, people and protocols that rows name; each is fetched once."""

    def __init__(self, own: Sequence[Organisation]) -> None:
        self.own = own
        self.protocols = {
            key.lower(): one for p in books.protocols().values() for key, one in ((p.id, p), (p.name, p))
        }

    def entry(self, read: Read) -> entries.Entry:
        """Give a row as an entry. Refused for a school or protocol that is not here."""
        texts, kind = read.texts, STANDS[read.texts["placement"]]
        home = self._school(texts.get("school"), "School (URN)") or (
            self.own[0] if len(self.own) == 1 else None
        )
        if home is None:
            raise Incomplete({"School (URN)": "Say at which school the child is."})
        protocol = self.protocols.get(texts["protocol"].lower())
        if protocol is None:
            raise Incomplete(
                {"Protocol": f"There is none. There are: {', '.join(sorted(books.protocols()))}."}
            )
        running = read_running(kind, read.dates, clocks.day_of(clocks.now()))
        values = {name: texts[name] for name in ASKED}
        host = self._school(texts.get("host"), "New school (URN)") if kind else None
        return entries.Entry(home, host, protocol, _child(read, home), running, values, texts.get("lead", ""))

    @staticmethod
    def _school(urn: str | None, heading: str) -> Organisation | None:
        if not urn:
            return None
        found = Organisation.objects.filter(kind="school", urn=urn).first() if urn.isdigit() else None
        if found is None:
            raise Incomplete({heading: f"The register has no school {urn}."})
        return found


def _child(read: Read, home: Organisation) -> NewCase:
    texts = read.texts
    if home.council is None:
        raise Incomplete(
            {"School (URN)": "The register names no council for this school. Type this case in."}
        )
    reached = Channel.EMAIL if "email" in texts else Channel.TEXT if "phone" in texts else Channel.POST
    parent = NewParty(
        texts["parent"],
        Relation(texts["relation"]),
        None,
        reached,
        texts.get("email", ""),
        texts.get("phone", ""),
    )
    return NewCase(
        given=texts["given"],
        family=texts["family"],
        known_as="",
        born_on=read.dates["born_on"],
        upn=texts.get("upn", ""),
        home_council=home.council,
        parties=(parent,),
    )
