"""How does a person take a step?

One page serves every step of every protocol: what it rests on, what it asks, what stands in the way.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from freshstart.actions import steps as actions
from freshstart.models.organisations import Organisation, OrganisationStatus
from freshstart.models.people import Membership
from freshstart.outside import clocks
from freshstart.outside.tongues import tones
from freshstart.pages import showing
from freshstart.pages.forms import Room, StepForm
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened
from freshstart.process.answers import asked_on
from freshstart.process.calendars import CalendarEnds, proposed_start
from freshstart.process.facts import Facts
from freshstart.process.families import in_words, may_read
from freshstart.process.grounds import ground
from freshstart.process.hearings import WORDING, heard_in, readers_of
from freshstart.process.protocols import Gate, Protocol
from freshstart.process.refusals import Incomplete, NotNow, NotYours, Reason, Refused, Stale
from freshstart.process.registers import as_expected
from freshstart.process.signings import after_thinking, thinking_before
from freshstart.process.steps import Offer, reason_of, reasons_against
from freshstart.process.vocabulary import POST_WORDS, Effect, Post
from freshstart.process.wordings import letter_words, role_words

SCHOOLS_SHOWN = 20
HELD = Reason(
    WORDING,
    Effect.WARN,
    "Something in this would frighten a family or is not true.",
    "Change it, or write why it goes out so.",
    "Manchester, positive language",
)
CASE_PEOPLE = (
    "home_head",
    "home_lead",
    "home_senco",
    "home_nominee",
    "host_head",
    "host_lead",
    "council_inclusion",
    "facilitator",
)


def step(request: HttpRequest, reference: str, step: str, occurrence: str = "") -> HttpResponse:
    """Show a step, and take it."""
    user = signed_in(request)
    case = opened(user, reference)
    offer = case.offer(step, occurrence)
    if not offer.yours:
        raise NotYours(
            f"“{offer.step.name}” is for somebody else.",
            next_step=f"{showing.who(case.facts, offer.who)} takes it, and finds it in their own work.",
        )
    room = room_for(case, offer, request.GET.get("school", ""))
    form = _form(request, case, offer, room)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid() and not _listens(case, offer, form):
        try:
            _take(request, case, offer, form)
        except Incomplete as missing:
            form = _again(request, case, offer, room, missing)
        except (NotNow, NotYours) as stopped:
            refusal = stopped
        except Stale as changed:
            refusal = changed
            form.has_seen_what_stands()
        else:
            messages.success(request, f"Done: {offer.step.name}.")
            return redirect("case", reference)
    finds_school = any(one.kind == "school" for one in form.questions)
    context = _context(case, offer, form, refusal)
    context |= {"finds_school": finds_school, "searched": request.GET.get("school", "")}
    return page(request, "pages/step.jinja", context, status=409 if refusal else 200)


def _listens(case: Opened, offer: Offer, form: StepForm) -> bool:
    """Let the person read once more what would frighten, blame or mislead a family, before it is saved."""
    heard = heard_in(case.protocol, offer.step, form.values(), tones())
    mark = hashlib.sha256(repr(sorted(heard.items())).encode()).hexdigest() if heard else ""
    if not heard or form.cleaned_data["listened"] == mark:
        return False
    form.has_heard(heard, mark)
    return True


def _take(request: HttpRequest, case: Opened, offer: Offer, form: StepForm) -> None:
    actions.take(
        case_id=case.case.pk,
        step=offer.step.id,
        by=signed_in(request),
        at=clocks.now(),
        values=form.values(),
        occurrence=offer.occurrence,
        reasons=form.reasons(),
        seen=form.cleaned_data["seen"],
    )


def _form(
    request: HttpRequest, case: Opened, offer: Offer, room: Room, more: Sequence[Reason] = ()
) -> StepForm:
    """Make the form, with a field for each warning that is known now or was answered in what was sent."""
    sent = {name.removeprefix("reason__") for name in request.POST if name.startswith("reason__")}
    known = reasons_against(case.protocol, case.law, case.facts, offer.step, offer.occurrence, answered=False)
    later = [reason_of(one) for one in _rules(case) if one.id in sent]
    warnings = {one.rule: one for one in (*known, *later, *more) if one.effect is Effect.WARN}
    if f"reason__{WORDING}" in request.POST or any(one.rule == WORDING for one in more):
        warnings[WORDING] = HELD
    data = request.POST if request.method == "POST" else None
    questions = asked_on(case.protocol, case.facts, offer.step)
    form = StepForm(questions, room, list(warnings.values()), data=data)
    form.read_by_family = frozenset(one.id for one in questions if readers_of(case.protocol, one))
    return form


def _again(request: HttpRequest, case: Opened, offer: Offer, room: Room, missing: Incomplete) -> StepForm:
    """Make the form once more with what was typed, and a field for each warning that came up by it."""
    rules = {name.removeprefix("reason__") for name in missing.errors if name.startswith("reason__")}
    more = [reason_of(one) for one in _rules(case) if one.id in rules]
    more += [HELD] if WORDING in rules else []
    form = _form(request, case, offer, room, more)
    form.is_valid()
    form.show(missing)
    return form


def _context(case: Opened, offer: Offer, form: StepForm, refusal: Refused | None) -> dict[str, Any]:
    return {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "offer": offer,
        "form": form,
        "refusal": refusal,
        "rests_on": showing.answered(case, offer.step.rests_on, _last_values(case.facts, offer)),
        "letters": [
            letter_words(case.protocol, case.facts, one, asked=offer.step.asks) for one in _letters_of(offer)
        ],
        "approach": case.facts.approach(offer.occurrence) if offer.step.each == "approach" else None,
        "review": case.facts.review(offer.occurrence) if offer.step.each == "review" else None,
        "week": date.fromisoformat(offer.occurrence) if offer.step.each == "week" else None,
        "signed_off": next(
            (one for one in ground(case.protocol, case.law).gates if one.id == offer.occurrence), None
        ),
        "trail": [
            {"text": "Cases", "href": reverse("cases")},
            {"text": case.facts.pupil.name, "href": reverse("case", args=[case.case.reference])},
            {"text": offer.step.name},
        ],
    }


def _rules(case: Opened) -> tuple[Gate, ...]:
    return ground(case.protocol, case.law).gates


def _letters_of(offer: Offer) -> list[str]:
    return [name.removeprefix("letter:") for name in offer.step.does if name.startswith("letter:")]


def _last_values(facts: Facts, offer: Offer) -> dict[str, Any]:
    """Give what was written on this occasion by an earlier step, such as the review a decision follows."""
    records = [one for one in facts.records if one.occurrence == offer.occurrence and offer.occurrence]
    return {name: value for record in records for name, value in record.values.items()}


# What can be chosen -----------------------------------------------------------------------------------------


def room_for(case: Opened, offer: Offer, searched: str) -> Room:
    """Gather what the fields of a step are made from; only what its questions need is fetched."""
    kinds = {question.kind for question in asked_on(case.protocol, case.facts, offer.step)}
    facts = case.facts
    return Room(
        facts=facts,
        people=people_of(facts),
        staff=staff_for(case, offer) if "staff" in kinds else (),
        schools=schools_for(case, searched) if "school" in kinds else (),
        defaults=defaults_for(case.protocol, facts, offer) | said_before(case),
        marks=as_expected(facts, date.fromisoformat(offer.occurrence)) if "week" in kinds else {},
    )


def people_of(facts: Facts) -> list[tuple[str, str]]:
    """List who can promise something or be at a meeting, by role."""
    found = [(f"party:{party.id}", party.name) for party in facts.parties]
    for role in CASE_PEOPLE:
        _, _, post = role.partition("_")
        if post and facts.place_of(role):
            words = f"{role_words(facts, role)}"
            found.append((role, words if POST_WORDS[Post(post)] in words else f"{words}, {_title(post)}"))
        elif role in facts.staff:
            found.append((role, f"{facts.staff[role].name}, facilitator"))
    return found


def staff_for(case: Opened, offer: Offer) -> list[tuple[int, str]]:
    """List who can be named: the receiving school's people as key adult, the council's as facilitator."""
    host = case.facts.host
    if "key_adult" in offer.step.asks and host is not None:
        places = Q(organisation_id=host.id)
    else:
        places = Q(organisation_id=case.facts.council.id) | Q(post=Post.FACILITATOR)
    rows = Membership.objects.filter(places, ended_on=None).select_related("user").order_by("user__name")
    return [(row.user_id, f"{row.user.name}, {_title(row.post)}") for row in rows]


def _title(post: str) -> str:
    """Write a post after a name: pastoral lead, but SENCO."""
    title = POST_WORDS[Post(post)]
    return title if title[:2].isupper() else title.lower()


def schools_for(case: Opened, searched: str) -> list[Organisation]:
    """List the open registered schools of the council's area, or those whose name was searched for."""
    rows = Organisation.objects.filter(
        kind__in=["school"], status__in=[OrganisationStatus.OPEN, OrganisationStatus.CLOSING]
    ).exclude(pk=case.facts.home.id)
    if searched.strip():
        rows = rows.filter(Q(name__icontains=searched.strip()) | Q(postcode__istartswith=searched.strip()))
    else:
        age = case.facts.pupil.age_on(case.facts.today)
        fitting = Q(low_age=None) | Q(low_age__lte=age, high_age__gte=age)
        rows = rows.filter(
            fitting, council_id=case.facts.council.id, phase__in=["secondary", "all_through", "primary"]
        )
    return list(rows.order_by("name")[:SCHOOLS_SHOWN])


TO_SIGN = 3  # school days for everybody to sign in, once they have thought


def defaults_for(protocol: Protocol, facts: Facts, offer: Offer) -> dict[str, Any]:
    """Compute what stands in a date field at first."""
    review = facts.review(offer.occurrence) if offer.step.each == "review" else None
    found: dict[str, Any] = {
        "today": facts.today,
        "review_due": review.meets_on or review.due_on if review else None,
    }
    try:
        found["next_school_day"] = facts.calendar("home").next_school_day(facts.today)
        found["after_thinking"] = after_thinking(facts, thinking_before(protocol, offer.step), TO_SIGN)
        found["proposed_start"] = proposed_start(facts.today, facts.calendar("home"), facts.calendar("host"))
    except CalendarEnds:
        pass  # the person types the day; the rules say what is not known
    return found


def said_before(case: Opened) -> dict[str, str]:
    """Give what each of the family answered since the last review, so that nobody writes it down twice."""
    facts = case.facts
    since = max((one.held_on for one in facts.reviews if one.held_on), default=date.min)
    found: dict[str, str] = {}
    for view in {(one.party, one.question): one for one in facts.views}.values():
        party, family = facts.party(view.party), case.protocol.families.get(view.question)
        is_mine = may_read(case.protocol, view, case.actor.roles)
        if party and family and (view.value or view.items) and view.on > since and is_mine:
            line = f"{party.name}: {in_words(family, view)}"
            found[f"said.{family.id}"] = "\n".join(filter(None, (found.get(f"said.{family.id}"), line)))
    return found
