"""What does a person see of the cases they may open, and of one of them?"""

import secrets
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from freshstart.actions import readings
from freshstart.actions.cases import MAY_OPEN
from freshstart.models.cases import Case, Grant, grants_of
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event
from freshstart.models.people import Membership, User
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.paging import Stream, sliced
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, opened, today
from freshstart.pages.today import alarm_of
from freshstart.pages.work import ROW, calendar_for, posts_of
from freshstart.process import names, references, upns
from freshstart.process.calendars import Calendar
from freshstart.process.days import school_days
from freshstart.process.permissions import Permission
from freshstart.process.steps import Offer, State
from freshstart.process.vocabulary import Strand

SHOWN = 25
MOST_FIGURES = 9
LATELY = 4
SEARCHES = "searches"
COLUMNS = (
    "reference",
    "given",
    "family",
    "year_group",
    "status",
    "way",
    "next_what",
    "next_who",
    "next_due_on",
    "closed_on",
)


STAGES = {"leaving", "transition", "integration"}
FILTERS = (
    ("Open", ""),
    ("I lead", "mine"),
    ("Leaving", "leaving"),
    ("Transition", "transition"),
    ("Integration", "integration"),
    ("Closed", "closed"),
)


def index(request: HttpRequest) -> HttpResponse:
    """List the cases a person may open, the most urgent first; the search is kept out of the address."""
    user = signed_in(request)
    posts = posts_of(user)
    show, found = request.GET.get("show", ""), request.GET.get("found", "")
    words = request.session.get(SEARCHES, {}).get(found, "")
    closed = show == "closed"
    part = sliced(
        Case.objects.only(*COLUMNS),
        "closed_on" if closed else "next_due_on",
        _closed(user, posts, words) if closed else _open(user, posts, show, words),
        request.GET.get("after", ""),
        SHOWN,
    )
    calendar = calendar_for(posts)
    context = {
        "tabs": {"label": "Which cases", "links": [_tab(text, value, show) for text, value in FILTERS]},
        "words": words,
        "rows": [_line(case, calendar) for case in part.rows],
        "next": f"?{urlencode({'show': show, 'found': found, 'after': part.next})}" if part.next else "",
        "may_open": any(one.post in MAY_OPEN for one in posts),
    }
    return page(request, "pages/cases.jinja", context)


def _tab(text: str, value: str, show: str) -> dict[str, Any]:
    return {"text": text, "href": f"?show={value}" if value else reverse("cases"), "current": value == show}


def _open(user: User, posts: list[Membership], show: str, words: str) -> list[Stream]:
    """Read open cases by the grants that let the person open them, which lie in the order of what is due."""
    rows = Grant.objects.filter(ended_at=None, due_on__isnull=False)
    if show == "mine":
        rows = rows.filter(case__lead=user)
    if show in STAGES:
        rows = rows.filter(case__stage=show)
    if words:
        rows = rows.filter(case__in=_matching(Case.objects.visible_to(user, posts), words))
    return [Stream(rows.filter(mine), "due_on", "case_id") for mine in grants_of(user, posts)]


def _closed(user: User, posts: list[Membership], words: str) -> list[Stream]:
    rows = Case.objects.visible_to(user, posts).exclude(outcome="")
    return [Stream(_matching(rows, words) if words else rows, "closed_on")]


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


def _line(case: Case, calendar: Calendar) -> dict[str, Any]:
    due = showing.when(case.next_due_on, today(), calendar) if case.next_due_on else None
    return {"case": case, "when": due, "url": reverse("case", args=[case.reference])}


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
    rows = list(Deadline.objects.open().filter(case=case.case).only(*ROW).order_by("due_on", "id"))
    events = _events(case)[: 2 * LATELY]
    every = case.every_offer()
    offers = case.readable(every)
    context = _about(case, "case") | {
        "journey": showing.journey(case, every),
        "alarm": alarm_of(case),
        "today_cells": showing.today_cells(case.facts),
        "reads_plan": Strand.PLAN in case.strands,
        "stop": showing.stops(offers),
        "rows": showing.next_rows(case, offers, rows),
        "yours": [_act(case, one) for one in offers if one.yours and one.is_open and not _is_owed(one, rows)],
        "people": showing.people(case.facts),
        "quote": case.value("pupils_views"),
        "strip": _strip(case),
        "lately": showing.lately(case, events, LATELY) if case.may(Permission.HISTORY_SEE) else [],
    }
    return page(request, "pages/case.jinja", context)


def _events(case: Opened) -> QuerySet[Event]:
    """Give the history of a case, newest first, with what its sentences are made of."""
    rows = Event.objects.filter(case=case.case).select_related("detail").order_by("-seq")
    return rows.only("at", "code", "subject_id", "detail__payload")


def _is_owed(offer: Offer, rows: list[Deadline]) -> bool:
    return any((row.step, row.occurrence) == (offer.step.id, offer.occurrence) for row in rows)


def _act(case: Opened, offer: Offer) -> dict[str, Any]:
    return {
        "text": offer.step.name,
        "href": showing.step_url(case.case, offer.step.id, offer.occurrence),
        "optional": offer.step.optional,
    }


def _strip(case: Opened) -> Any:
    days = school_days(case.facts, back=timedelta(weeks=4, days=today().weekday()))
    return showing.strip(case.facts, days) if days and case.may(Permission.ATTENDANCE_SEE) else None


def _about(case: Opened, current: str) -> dict[str, Any]:
    return {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "band": showing.band(case),
        "sections": showing.sections(case, current),
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
    if _shows(case, Strand.SAFEGUARDING):
        readings.note(case=case.case, by=signed_in(request), at=clocks.now(), strand=Strand.SAFEGUARDING)
    return page(request, "pages/plan.jinja", _about(case, "case_plan") | {"stages": stages})


def _shows(case: Opened, strand: Strand) -> bool:
    """Tell whether this person is shown an answer that lies in a strand."""
    questions = case.protocol.questions
    return strand in case.strands and any(questions[name].strand is strand for name in case.facts.answers)


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
        "weeks": [
            (date.fromisoformat(one.occurrence), showing.step_url(case.case, one.step.id, one.occurrence))
            for one in case.offers()
            if one.step.each == "week" and one.yours and one.is_open
        ],
    }
    return page(request, "pages/attendance.jinja", context)


def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the history as sentences, newest first.

    An address counts the acts of this case. The numbers of the one history of the installation stay out of
    it: a gap in them would tell a school that somebody of the family spoke to whoever listens.
    """
    case = opened(request.user, reference)
    case.must(Permission.HISTORY_SEE)
    rows, up_to = _events(case), request.GET.get("up_to", "")
    count = rows.count()
    last = min(count, int(up_to)) if up_to.isdecimal() and len(up_to) < MOST_FIGURES else count
    found = rows[count - last : count - last + SHOWN]
    context = _about(case, "case_history") | {
        "events": showing.lately(case, found, SHOWN),
        "next": f"?up_to={last - SHOWN}" if last > SHOWN else "",
    }
    return page(request, "pages/history.jinja", context)


def meeting_print(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case on two pages for a meeting."""
    case = opened(request.user, reference)
    rows = Deadline.objects.open().filter(case=case.case).order_by("due_on", "id")[:12]
    context = _about(case, "case") | {
        "rows": showing.next_rows(case, case.offers(), list(rows)),
        "answers": showing.answered(
            case,
            (
                "why_now",
                "best_interests",
                "tried",
                "parents_views",
                "pupils_views",
                "targets",
                "promises",
                "support_there",
            ),
        ),
        "people": showing.people(case.facts),
        "cells": showing.today_cells(case.facts)["cells"],
        "reviews": case.facts.reviews,
    }
    return page(request, "pages/meeting.jinja", context)
