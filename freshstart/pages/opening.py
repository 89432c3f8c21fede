"""How does a pastoral lead open a case?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from freshstart.actions import cases as actions
from freshstart.models.cases import Case
from freshstart.models.organisations import Organisation
from freshstart.models.protocols import ProtocolUse, ProtocolVersion, newest_of_each, protocol_of
from freshstart.outside import clocks
from freshstart.pages.fields import DateField
from freshstart.pages.forms import fields_for, initial, read_value
from freshstart.pages.people import PartyFields
from freshstart.pages.rendering import page, signed_in
from freshstart.process import upns
from freshstart.process.facts import Facts
from freshstart.process.protocols import Question
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values

STEP = "open_case"


class OpeningForm(PartyFields):
    """The child, one person who answers for it, and what the protocol asks at the beginning."""

    school = forms.ModelChoiceField(Organisation.objects.none(), label="School", empty_label=None)
    home_council = forms.ModelChoiceField(
        Organisation.objects.none(), label="Council where the child lives", empty_label=None
    )
    given = forms.CharField(label="Given names", help_text="As the family writes them", required=False)
    family = forms.CharField(label="Family names", required=False)
    known_as = forms.CharField(label="Called", help_text="If it is another name", required=False)
    born_on = DateField(
        label="Date of birth",
        error_messages={
            "required": "Enter the date of birth.",
            "invalid": "Enter a real date, for example 3 3 2014.",
        },
    )
    upn = forms.CharField(
        label="Unique pupil number",
        help_text="13 characters. A temporary number will do, and so will none if it is not known yet",
        required=False,
    )
    school_email = forms.EmailField(
        label="School e-mail",
        help_text="Where the child gets a link to read and to answer. Without it the child answers on paper",
        required=False,
    )
    another_case = forms.BooleanField(
        label="I have looked: this is another move, or another child", required=False
    )

    def __init__(self, schools: QuerySet[Organisation], questions: tuple[Question, ...], **more: Any) -> None:
        super().__init__(**more)
        self.questions = questions
        self._choose("school", schools)
        first = schools.first()
        councils = Organisation.objects.filter(kind="council").order_by("name")
        self._choose("home_council", councils)
        self.fields["home_council"].initial = first.council_id if first else None
        for question in questions:
            self.fields.update(fields_for(question, NO_ROOM, initial(question, NO_ROOM)))

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer rows, fetched now: while the page is drawn nothing is asked of the database."""
        field = self.fields[name]
        choices = [(one.pk, str(one)) for one in rows]
        field.queryset, field.choices = rows, choices  # type: ignore[attr-defined]
        field.initial = choices[0][0] if choices else None

    def clean_upn(self) -> str:
        """Check the number while it is typed in, with what to do if it cannot be right."""
        typed = str(self.cleaned_data["upn"]).strip()
        try:
            return upns.parse(typed).text if typed else ""
        except upns.BadUpn as bad:
            raise forms.ValidationError(str(bad)) from bad

    def new_case(self) -> actions.NewCase:
        """Give the child and its people as the action wants them."""
        data = self.cleaned_data
        return actions.NewCase(
            given=data["given"],
            family=data["family"],
            known_as=data["known_as"],
            born_on=data["born_on"],
            upn=data["upn"],
            home_council=data["home_council"],
            email=data["school_email"],
            parties=(self.party(),),
        )

    def values(self) -> Values:
        """Give the answers to the protocol's questions."""
        read = {one.id: read_value(one, self.cleaned_data, NO_ROOM) for one in self.questions}
        return {name: value for name, value in read.items() if value not in (None, "", [])}

    def show(self, missing: Incomplete) -> None:
        """Show what is missing beside its field."""
        for name, words in missing.errors.items():
            self.add_error(name if name in self.fields else None, words)


class _NoRoom:
    """Stand in for the facts of a case that is not there yet."""

    people = staff = schools = days = ()
    defaults: ClassVar[dict[str, str]] = {}
    facts: Facts | None = None


NO_ROOM: Any = _NoRoom()


def new(request: HttpRequest) -> HttpResponse:
    """Show the opening form, point out a likely duplicate, and open the case."""
    user = signed_in(request)
    schools = actions.schools_to_open_at(user)
    if not schools:
        raise NotYours(
            "You cannot open cases.", next_step="A pastoral lead, SENCO or headteacher of the school does."
        )
    versions = in_force_for(schools, clocks.day_of(clocks.now()))
    version = _chosen(request, versions)
    protocol = protocol_of(version.pk)
    questions = protocol.asked(protocol.steps[STEP])
    if "change" in request.POST:
        return _under_another(request, OpeningForm(schools, questions), version, versions)
    form = OpeningForm(schools, questions, data=request.POST or None)
    duplicate: Case | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        duplicate = actions.likely_same(by=user, new=form.new_case())
        if duplicate is None or data["another_case"]:
            try:
                case = actions.open_case(
                    by=user,
                    at=clocks.now(),
                    home=data["school"],
                    protocol=version,
                    new=form.new_case(),
                    values=form.values(),
                    duplicate_of=duplicate,
                )
            except Incomplete as missing:
                form.show(missing)
            else:
                messages.success(
                    request, "The case is open. Only your school sees it until the family has been told."
                )
                return redirect("case", case.reference)
    context = {"form": form, "duplicate": duplicate, "version": version, "versions": versions}
    return page(request, "pages/opening.jinja", context)


def _under_another(
    request: HttpRequest, form: OpeningForm, version: ProtocolVersion, versions: list[ProtocolVersion]
) -> HttpResponse:
    """Show the form of another protocol, with all that was typed in the one before."""
    form.initial = {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(request.POST, request.FILES, name)
    }
    context = {"form": form, "duplicate": None, "version": version, "versions": versions}
    return page(request, "pages/opening.jinja", context)


def in_force_for(schools: Iterable[Organisation], on: date) -> list[ProtocolVersion]:
    """List the protocols by which cases of these schools begin on a day. Refused where there is none."""
    councils = {school.council for school in schools}
    found = [one for council in councils for one in newest_of_each(ProtocolUse.objects.open_to(council, on))]
    if not found:
        raise NotNow(
            "No protocol is in force in your area yet.", next_step="Ask the council’s inclusion officer."
        )
    return list(dict.fromkeys(found))


def _chosen(request: HttpRequest, versions: list[ProtocolVersion]) -> ProtocolVersion:
    """Give the protocol that was asked for in the address or sent with the form, else the latest."""
    wanted = request.POST.get("protocol") or request.GET.get("protocol")
    return next((one for one in versions if str(one.pk) == wanted), versions[0])
