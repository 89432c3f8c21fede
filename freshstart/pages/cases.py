"""What does a person see of the cases they may open, and of one of them?"""

import secrets
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from freshstart.models.cases import Case
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event
from freshstart.models.people import User
from freshstart.pages import showing
from freshstart.pages.paging import sliced
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened, today
from freshstart.pages.work import calendar_for
from freshstart.process import names, references, upns
from freshstart.process.days import school_days
from freshstart.process.permissions import Permission
from freshstart.process.steps import Offer, State
from freshstart.process.vocabulary import Post

SHOWN = 25
LATELY = 4
SEARCHES = "searches"


class Filters(forms.Form):
    """Narrow the list of cases."""

    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[("", "All stages"), ("leaving", "Leaving"), ("transition", "Transition"), ("integration", "Integration")],
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Open"), ("closed", "Closed")])
    whose = forms.ChoiceField(label="Whose", required=False, choices=[("", "All I may open"), ("mine", "That I lead")])


def index(request: HttpRequest) -> HttpResponse:
    """List the cases a person may open, the most urgent first; the search is kept out of the address."""
    user = signed_in(request)
    filters = Filters(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    words = request.session.get(SEARCHES, {}).get(request.GET.get("found", ""), "")
    rows = _narrowed(user, chosen, words)
    by = "closed_at" if chosen.get("state") == "closed" else "next_due_on"
    found = sliced(rows, by, request.GET.get("after", ""), SHOWN)
    kept = request.GET.copy()
    kept["after"] = found.next
    context = {
        "filters": filters,
        "words": words,
        "rows": [_line(case, user) for case in found.rows],
        "next": f"?{kept.urlencode()}" if found.next else "",
        "may_open": _may_open(user),
    }
    return page(request, "pages/cases.jinja", context)


def _narrowed(user: User, chosen: dict[str, Any], words: str) -> QuerySet[Case]:
    rows = Case.objects.visible_to(user).defer("facts")
    rows = rows.exclude(outcome="") if chosen.get("state") == "closed" else rows.filter(outcome="")
    if chosen.get("stage"):
        rows = rows.filter(stage=chosen["stage"])
    if chosen.get("whose"):
        rows = rows.filter(lead=user)
    return _matching(rows, words) if words else rows


def _matching(rows: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Find by reference, by UPN, or by every word of a name however it is written."""
    try:
        return rows.filter(reference=references.parse(words))
    except references.BadReference:
        pass
    try:
        return rows.filter(upn=upns.parse(words).text)
    except upns.BadUpn:
        pass
    for word in names.fold(words).split():
        rows = rows.filter(folded__contains=word)
    return rows


def _line(case: Case, user: User) -> dict[str, Any]:
    due = showing.when(case.next_due_on, today(), calendar_for(user)) if case.next_due_on else None
    return {"case": case, "when": due, "url": reverse("case", args=[case.reference])}


def _may_open(user: User) -> bool:
    return user.memberships.filter(post__in=[Post.LEAD, Post.HEAD, Post.SENCO], ended_on=None).exists()


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Take a search by name, reference or UPN, and lead to its results by a token that says nothing."""
    token = secrets.token_urlsafe(8)
    kept = dict(list(request.session.get(SEARCHES, {}).items())[-4:])
    request.session[SEARCHES] = kept | {token: request.POST.get("words", "").strip()[:100]}
    return redirect(f"{reverse('cases')}?found={token}")


def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case: where the child is, who is responsible today, what is next, what is stopped and why."""
    case = opened(request.user, reference)
    rows = list(Deadline.objects.open().filter(case=case.case).select_related("case").order_by("due_on", "id"))
    events = Event.objects.filter(case=case.case).select_related("detail").order_by("-seq")[: 3 * LATELY]
    offers = case.offers()
    context = _about(case, "case") | {
        "journey": showing.journey(case),
        "today_cells": showing.today_cells(case.facts),
        "stop": showing.stops(case, offers),
        "rows": showing.next_rows(case, rows, case.facts.calendar("home")),
        "yours": [_act(case, one) for one in offers if one.yours and one.is_open and not _is_owed(one, rows)],
        "people": showing.people(case.facts),
        "quote": case.facts.value("pupils_views"),
        "strip": _strip(case),
        "lately": showing.lately(case, events)[:LATELY] if case.may(Permission.HISTORY_SEE) else [],
    }
    return page(request, "pages/case.jinja", context)


def _is_owed(offer: Offer, rows: list[Deadline]) -> bool:
    return any((row.step, row.occurrence) == (offer.step.id, offer.occurrence) for row in rows)


def _act(case: Opened, offer: Offer) -> dict[str, Any]:
    return {
        "text": offer.step.name,
        "href": showing.step_url(case.case, offer.step.id, offer.occurrence),
        "optional": offer.step.optional,
    }


def _strip(case: Opened) -> Any:
    days = school_days(case.facts)
    return showing.strip(case.facts, days) if days and case.may(Permission.ATTENDANCE_SEE) else None


def _about(case: Opened, current: str) -> dict[str, Any]:
    return {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "band": showing.band(case),
        "sections": showing.sections(case.case, current),
    }


def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Show every step by stage: done by whom and what was written, open for whom, later after what."""
    case = opened(request.user, reference)
    stages = [
        {
            "stage": stage,
            "steps": [_step(case, one) for one in case.offers() if _belongs(one, stage.id, later=False)],
            "later": [_step(case, one) for one in case.offers() if _belongs(one, stage.id, later=True)],
        }
        for stage in case.protocol.stage
    ]
    return page(request, "pages/plan.jinja", _about(case, "case_plan") | {"stages": stages})


def _belongs(offer: Offer, stage: str, *, later: bool) -> bool:
    waits = offer.state is State.LATER
    return offer.step.stage == stage and offer.state is not State.SHUT and waits == later


def _step(case: Opened, offer: Offer) -> dict[str, Any]:
    record = offer.record
    return {
        "offer": offer,
        "url": showing.step_url(case.case, offer.step.id, offer.occurrence),
        "who": showing.who(case.facts, offer.who),
        "review": case.facts.review(offer.occurrence) if offer.step.each == "review" else None,
        "answers": showing.answered(case, offer.step.asks, record.values) if record else [],
    }


def attendance(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the school days as a strip and as a table."""
    case = opened(request.user, reference)
    case.must(Permission.ATTENDANCE_SEE)
    days = school_days(case.facts, back=today() - case.facts.opened_on)
    context = _about(case, "case_attendance") | {
        "strip": showing.strip(case.facts, days) if days else None,
        "days": days,
        "weeks": [one for one in case.offers() if one.step.each == "week" and one.yours and one.is_open],
    }
    return page(request, "pages/attendance.jinja", context)


def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the history as sentences, newest first."""
    case = opened(request.user, reference)
    case.must(Permission.HISTORY_SEE)
    rows = Event.objects.filter(case=case.case).select_related("detail").order_by("-seq")
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(seq__lt=int(before))
    found = list(rows[: SHOWN + 1])
    context = _about(case, "case_history") | {
        "events": showing.lately(case, found[:SHOWN]),
        "next": f"?before={found[SHOWN - 1].seq}" if len(found) > SHOWN else "",
    }
    return page(request, "pages/history.jinja", context)


def meeting_print(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case on two pages for a meeting."""
    case = opened(request.user, reference)
    rows = Deadline.objects.open().filter(case=case.case).select_related("case").order_by("due_on", "id")[:12]
    context = _about(case, "case") | {
        "rows": showing.next_rows(case, list(rows), case.facts.calendar("home")),
        "answers": showing.answered(
            case, ("why_now", "best_interests", "tried", "parents_views", "pupils_views", "targets", "promises", "support_there")
        ),
        "people": showing.people(case.facts),
        "cells": showing.today_cells(case.facts)["cells"],
        "reviews": case.facts.reviews,
    }
    return page(request, "pages/meeting.jinja", context)
