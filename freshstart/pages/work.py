"""What do I owe, and what am I waiting for?"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from freshstart.actions.calendars import KEEPS_DATES
from freshstart.actions.cases import MAY_OPEN
from freshstart.models.deadlines import Deadline, owed_by
from freshstart.models.facts import calendar_of
from freshstart.models.people import Membership, User
from freshstart.pages import showing
from freshstart.pages.listening import waiting as waiting_to_be_heard
from freshstart.pages.paging import Stream, sliced
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import today
from freshstart.process.calendars import Calendar
from freshstart.process.permissions import may_listen
from freshstart.process.vocabulary import SCHOOL_POSTS
from freshstart.process.welcomes import may_speak
from freshstart.process.wordings import long_date

SHOWN = 25
POST = (
    "post",
    *(f"organisation__{name}" for name in ("name", "known_as", "calendar")),
    *(f"organisation__council__{name}" for name in ("name", "known_as", "calendar")),
)
ROW = ("what", "step", "occurrence", "owner_role", "owner_name", "due_on", "stopped_by", "child", "about")
TABS = (("Mine", "work"), ("Waiting for others", "work_waiting"))


def mine(request: HttpRequest) -> HttpResponse:
    """Show what the person owes, most urgent first."""
    user = signed_in(request)
    posts = posts_of(user)
    return _list(request, posts, Deadline.objects.open(), owed_by(user, posts), "work")


def waiting(request: HttpRequest) -> HttpResponse:
    """Show what others owe on the cases that the person leads."""
    user = signed_in(request)
    leads = Q(case__lead=user, case__stand_in=None) | Q(case__stand_in=user)
    others = leads & (~Q(owner=user) | Q(owner=None) | Q(waits_for_family=True))
    return _list(request, posts_of(user), Deadline.objects.open(), [others], "work_waiting")


def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to the page of a decision that the person owes; not found for anybody else, or once it is made."""
    user = signed_in(request)
    owed = reduce(or_, owed_by(user, posts_of(user)))
    row = get_object_or_404(Deadline.objects.open().filter(owed).select_related("case"), pk=number)
    return redirect(showing.owed_url(row))


def posts_of(user: User) -> list[Membership]:
    """Give the posts a person holds, with their places."""
    rows = Membership.objects.filter(user=user, ended_on=None).select_related("organisation__council")
    return list(rows.only(*POST).order_by("id"))


def calendar_for(posts: Sequence[Membership]) -> Calendar:
    """Count days in the calendar of a person's own place; weekdays where they have none."""
    if not posts:
        return Calendar.weekdays("")
    place = posts[0].organisation
    return calendar_of(place, place.council)


def _list(
    request: HttpRequest,
    posts: Sequence[Membership],
    rows: QuerySet[Deadline],
    streams: Sequence[Q],
    tab: str,
) -> HttpResponse:
    user, listens = signed_in(request), may_listen(one.post for one in posts)
    shown = Deadline.objects.select_related("case").only("case__reference", *ROW)
    parts = [Stream(rows.filter(stream), "due_on") for stream in streams]
    found = sliced(shown, "due_on", parts, request.GET.get("after", ""), SHOWN)
    groups = showing.work_rows(found.rows, today(), calendar_for(posts), own=tab == "work")
    to_hear = waiting_to_be_heard(user) if listens and tab == "work" else []
    heard = [one["when"]["shape"] for one in to_hear]
    late, now = len(groups["Late"]) + heard.count("late"), len(groups["Today"]) + heard.count("today")
    context: dict[str, Any] = {
        "groups": groups,
        "lede": f"{long_date(today())}. {_counted(late, 'late')}. {_counted(now, 'for today')}.",
        "tabs": {
            "label": "Whose work",
            "links": [{"text": text, "href": reverse(name), "current": name == tab} for text, name in TABS],
        },
        "next": found.next,
        "speaks": may_speak(one.post for one in posts),
        "listens": listens,
        "tells": any(one.post in SCHOOL_POSTS for one in posts),
        "keeps_dates": any(one.post in KEEPS_DATES for one in posts),
        "leads": any(one.post in MAY_OPEN for one in posts),
        "to_hear": to_hear,
    }
    return page(request, "pages/work.jinja", context)


def _counted(count: int, what: str) -> str:
    if count == 0:
        return f"Nothing is {what}"
    return f"One thing is {what}" if count == 1 else f"{count} things are {what}"
