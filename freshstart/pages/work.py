"""What do I owe, and what am I waiting for?"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from freshstart.models.deadlines import Deadline
from freshstart.models.people import Membership, User
from freshstart.models.facts import calendar_of
from freshstart.pages import showing
from freshstart.pages.paging import sliced
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import today
from freshstart.process.calendars import Calendar

SHOWN = 50
TABS = (("Mine", "work"), ("Waiting for others", "work_waiting"))


def mine(request: HttpRequest) -> HttpResponse:
    """Show what the person owes, most urgent first."""
    user = signed_in(request)
    return _list(request, user, Deadline.objects.open().owed_by(user), "work")


def waiting(request: HttpRequest) -> HttpResponse:
    """Show what others owe on the cases that the person leads."""
    user = signed_in(request)
    rows = Deadline.objects.open().filter(case__lead=user).exclude(owner=user, waits_for_family=False)
    return _list(request, user, rows, "work_waiting")


def calendar_for(user: User) -> Calendar:
    """Count days in the calendar of the person's own place; weekdays where they have none."""
    post = (
        Membership.objects.filter(user=user, ended_on=None).select_related("organisation__council").order_by("id").first()
    )
    if post is None:
        return Calendar.weekdays("")
    return calendar_of(post.organisation, post.organisation.council)


def _list(request: HttpRequest, user: User, rows: "QuerySet[Deadline]", tab: str) -> HttpResponse:
    found = sliced(rows.select_related("case"), "due_on", request.GET.get("after", ""), SHOWN)
    groups = showing.work_rows(found.rows, today(), calendar_for(user))
    late, now = len(groups["Late"]), len(groups["Today"])
    context: dict[str, Any] = {
        "groups": groups,
        "lede": f"{showing.long_date(today())}. {_counted(late, 'late')}. {_counted(now, 'for today')}.",
        "tabs": {
            "label": "Whose work",
            "links": [{"text": text, "href": reverse(name), "current": name == tab} for text, name in TABS],
        },
        "next": found.next,
    }
    return page(request, "pages/work.jinja", context)


def _counted(count: int, what: str) -> str:
    if count == 0:
        return f"Nothing is {what}"
    return f"One thing is {what}" if count == 1 else f"{count} things are {what}"


