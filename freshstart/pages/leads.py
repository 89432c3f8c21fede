"""Who leads which children, who could take one more, and who leads while somebody is away?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from freshstart.actions import leads as actions
from freshstart.actions.cases import MAY_OPEN
from freshstart.models.cases import Case
from freshstart.models.deadlines import Deadline
from freshstart.models.leads import Cover, LeadOffer
from freshstart.models.people import Membership, User
from freshstart.outside import clocks
from freshstart.pages.fields import DateField
from freshstart.pages.rendering import form_page, page, signed_in
from freshstart.pages.scopes import Opened, opened, today
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotYours
from freshstart.process.vocabulary import POST_WORDS, Post


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has in hand: the children they lead, and how many things of theirs are late."""

    cases: int = 0
    late: int = 0

    @property
    def words(self) -> str:
        """Say it in a few words."""
        children = "one child" if self.cases == 1 else f"{self.cases or 'no'} children"
        return f"leads {children}, {self.late or 'nothing'} late"


def loads(users: Iterable[int], on: date) -> dict[int, Load]:
    """Count what each of some people has in hand; whoever stands in has it, and not who is away."""
    wanted = list(users)
    open_cases = Case.objects.filter(outcome="")
    led = dict(_counted(open_cases.filter(stand_in=None, lead__in=wanted), "lead"))
    for user, count in _counted(open_cases.filter(stand_in__in=wanted), "stand_in"):
        led[user] = led.get(user, 0) + count
    late = dict(_counted(Deadline.objects.open().filter(owner__in=wanted, due_on__lt=on), "owner"))
    return {user: Load(led.get(user, 0), late.get(user, 0)) for user in wanted}


def _counted(rows: Any, name: str) -> Iterable[tuple[int, int]]:
    counts: Iterable[tuple[int, int]] = rows.order_by().values_list(name).annotate(count=Count("pk"))
    return counts


def who_may_lead(places: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give everybody who may lead at some schools: name, and post in words."""
    rows = Membership.objects.filter(organisation__in=places, post__in=MAY_OPEN, ended_on=None)
    found: dict[int, tuple[str, str]] = {}
    for row in rows.select_related("user").order_by("user__name", "pk"):
        name, posts = found.get(row.user_id, (row.user.name, ""))
        found[row.user_id] = (name, f"{posts}, {POST_WORDS[Post(row.post)]}".removeprefix(", "))
    return found


def _choices(places: Iterable[int], but: int | None) -> list[tuple[int, str]]:
    """Offer everybody who may lead, with what they have in hand."""
    people = {pk: told for pk, told in who_may_lead(places).items() if pk != but}
    hands = loads(people, today())
    return [(pk, f"{name}: {hands[pk].words}") for pk, (name, _) in people.items()]


# One case ---------------------------------------------------------------------------------------------------


class LeadForm(forms.Form):
    """Who leads from now on, once they have accepted."""

    to = forms.TypedChoiceField(label="Who shall lead?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, places: Iterable[int], but: int | None, **more: Any) -> None:
        super().__init__(**more)
        self.fields["to"].choices = _choices(places, but)  # type: ignore[attr-defined]


def lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask somebody of the home school to lead, or answer if it is oneself who is asked."""
    user = signed_in(request)
    case = opened(user, reference)
    offers = LeadOffer.objects.filter(case=case.case, answered_at=None)
    offer = offers.select_related("to", "offered_by").first()
    if offer and offer.to == user:
        return _answer(request, case, offer)
    case.must(Permission.PEOPLE_CHANGE)
    form = LeadForm([case.case.home_id], case.case.lead_id, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = User.objects.get(pk=form.cleaned_data["to"])
        actions.offer(case_ids=[case.case.pk], by=user, at=clocks.now(), to=to)
        messages.success(request, _told(to, user, 1))
        return redirect("case", reference)
    waits = _waits(offer) if offer else ""
    words = f"{case.case.lead.name} leads until somebody else has accepted. {waits}".strip()
    title = "Pass on the lead"
    return form_page(request, case.case, case.facts, form, title=title, press="Ask them to lead", words=words)


def _waits(offer: LeadOffer) -> str:
    return f"{offer.to.name} was asked on {clocks.day_of(offer.offered_at):%-d %B} and has not answered."


def _told(to: User, by: User, count: int) -> str:
    what = "this child" if count == 1 else f"these {count} children"
    if to == by:
        return f"You lead {what} now."
    return f"{to.name} is asked to lead {what}, by e-mail and in their work."


def _answer(request: HttpRequest, case: Opened, offer: LeadOffer) -> HttpResponse:
    user = signed_in(request)
    if request.method == "POST" and "accept" in request.POST:
        actions.accept(case_id=case.case.pk, by=user, at=clocks.now())
        messages.success(request, f"You lead {case.facts.pupil.called} now.")
        return redirect("case", case.case.reference)
    if request.method == "POST":
        why = request.POST.get("why", "")
        actions.decline(case_id=case.case.pk, by=user, at=clocks.now(), why=why)
        messages.success(request, f"{offer.offered_by.name} can see that you cannot lead.")
        return redirect("work")
    context = {
        "case": case.case,
        "facts": case.facts,
        "offer": offer,
        "load": loads([user.pk], today())[user.pk].words,
    }
    return page(request, "pages/lead_asked.jinja", context)


# A school ---------------------------------------------------------------------------------------------------


def _places(user: User) -> set[int]:
    places = actions.places_to_lead(user)
    if not places:
        raise NotYours(
            "Heads, pastoral leads and SENCOs see who leads at their school.",
            next_step="Ask one of them.",
        )
    return places


def index(request: HttpRequest) -> HttpResponse:
    """Show who leads at one's school, with what each has in hand, and who is away."""
    user = signed_in(request)
    places = _places(user)
    people = who_may_lead(places)
    hands, on = loads(people, today()), today()
    covers = Cover.objects.filter(away__in=people, ended_at=None, until_on__gte=on).select_related("stand_in")
    away: dict[int, list[Cover]] = {}
    for one in covers.order_by("from_on", "pk"):
        away.setdefault(one.away_id, []).append(one)
    mine = Case.objects.visible_to(user)
    asked = LeadOffer.objects.filter(case__in=mine, answered_at=None, to__in=people)
    waiting = dict(_counted(asked, "to"))
    rows = [
        {
            "pk": pk,
            "name": name,
            "posts": posts,
            "load": hands[pk],
            "asked": waiting.get(pk, 0),
            "away": away.get(pk, []),
        }
        for pk, (name, posts) in people.items()
    ]
    return page(request, "pages/leads.jinja", {"rows": rows})


def _colleague(user: User, number: int) -> User:
    """Find somebody who leads at a school of one's own; not found for anybody else."""
    if number not in who_may_lead(_places(user)):
        raise Http404
    return User.objects.get(pk=number)


class ManyForm(LeadForm):
    """Which children pass on, and to whom."""

    cases = forms.TypedMultipleChoiceField(
        label="Which children?", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("cases", "to")


def pass_on(request: HttpRequest, number: int) -> HttpResponse:
    """Ask somebody to lead many children of a colleague's, such as one who leaves."""
    user = signed_in(request)
    who, places = _colleague(user, number), _places(user)
    rows = Case.objects.visible_to(user).filter(lead=who, home__in=places, outcome="")
    ordered = rows.order_by("family", "given", "pk")
    choices = [(one.pk, f"{one.name}, Year {one.year_group}: {one.next_what}") for one in ordered]
    form = ManyForm(places, who.pk, data=request.POST or None, initial={"cases": [pk for pk, _ in choices]})
    form.fields["cases"].choices = choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        to, chosen = User.objects.get(pk=form.cleaned_data["to"]), form.cleaned_data["cases"]
        try:
            actions.offer(case_ids=chosen, by=user, at=clocks.now(), to=to)
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, _told(to, user, len(chosen)))
            return redirect("leads")
    context = {"who": who, "form": form, "title": f"Pass on the children {who.name} leads", "any": choices}
    return page(request, "pages/leads_form.jinja", context | {"press": "Ask them to lead"})


class AwayForm(forms.Form):
    """From when to when somebody is away, and who leads meanwhile."""

    from_on = DateField(label="First day away")
    until_on = DateField(label="Last day away")
    stand_in = forms.TypedChoiceField(label="Who leads meanwhile?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, places: Iterable[int], but: int, **more: Any) -> None:
        super().__init__(**more)
        self.fields["stand_in"].choices = _choices(places, but)  # type: ignore[attr-defined]


def away(request: HttpRequest, number: int) -> HttpResponse:
    """Arrange who leads while somebody is away."""
    user = signed_in(request)
    who = _colleague(user, number)
    form = AwayForm(_places(user), who.pk, data=request.POST or None, initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        stand_in = User.objects.get(pk=given["stand_in"])
        try:
            actions.arrange_cover(
                by=user,
                at=clocks.now(),
                away=who,
                stand_in=stand_in,
                from_on=given["from_on"],
                until_on=given["until_on"],
            )
        except Incomplete as missing:
            for name, words in missing.errors.items():
                form.add_error(name, words)
        else:
            messages.success(request, f"{stand_in.name} leads instead of {who.name} on these days.")
            return redirect("leads")
    context = {"who": who, "form": form, "title": f"{who.name} is away", "press": "Keep this", "any": True}
    return page(request, "pages/leads_form.jinja", context)


@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """End a cover: the person is back."""
    actions.end_cover(cover_id=number, by=signed_in(request), at=clocks.now())
    messages.success(request, "Each child is led again by who was away.")
    return redirect("leads")
