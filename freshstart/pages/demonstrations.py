"""What is there only in the demonstration: signing in by a press, the outbox, and a clock that moves?

These pages have addresses only where the setting is on (see `freshstart.pages.urls`), answer only on this
machine, and only over a database that was made for the demonstration.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from freshstart.actions import days
from freshstart.actions.messages import token_of, words_of
from freshstart.actions.notices import address_of
from freshstart.models.marks import is_demonstration_database
from freshstart.models.messages import Message, Notice
from freshstart.models.people import Membership, User
from freshstart.outside import clocks
from freshstart.pages.rendering import page
from freshstart.process.vocabulary import POST_WORDS, Post

LOOPBACK = {"127.0.0.1", "::1"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN = 100
LONGEST_JUMP = 120


def _must_be_here(request: HttpRequest) -> None:
    """Refuse as if the page did not exist, unless the machine and the database are the demonstration's."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or not is_demonstration_database():
        raise Http404


@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    """Offer everyone of the demonstration by name and role."""
    _must_be_here(request)
    rows = Membership.objects.filter(ended_on=None).select_related("user", "organisation")
    places: dict[str, list[dict[str, Any]]] = {}
    for row in rows.order_by("-organisation__kind", "organisation__name", "id"):
        places.setdefault(row.organisation.name, []).append(
            {"user": row.user, "post": POST_WORDS[Post(row.post)]}
        )
    largest_first = dict(sorted(places.items(), key=lambda place: -len(place[1])))
    return page(request, "pages/demonstration.jinja", {"places": largest_first})


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the demonstration."""
    _must_be_here(request)
    user = get_object_or_404(User, pk=request.POST.get("user"), is_active=True)
    login(request, user, backend=BACKEND)
    return redirect("work")


def outbox(request: HttpRequest) -> HttpResponse:
    """Show every message that has left or would leave, with the link as its reader would get it."""
    _must_be_here(request)
    rows = Message.objects.select_related("party", "document", "link", "case").order_by("-pk")[:SHOWN]
    shown = [
        {
            "message": row,
            "words": words_of(row, clocks.now()) if row.kind != "link" else "",
            "link": reverse("door", args=[token_of(row.link)])
            if row.link and row.link.revoked_at is None
            else "",
            "pdf": reverse("outbox_letter", args=[row.document_id]) if row.document_id else "",
        }
        for row in rows
    ]
    notices = Notice.objects.select_related("user", "deadline").order_by("-pk")[:SHOWN]
    told = [{"notice": one, "link": address_of(one).removeprefix(settings.SITE)} for one in notices]
    return page(request, "pages/outbox.jinja", {"messages_shown": shown, "told": told})


def outbox_letter(request: HttpRequest, number: int) -> HttpResponse:
    """Show a letter as it lies in the envelope."""
    _must_be_here(request)
    row = get_object_or_404(Message.objects.select_related("document"), document_id=number)
    if row.document is None:
        raise Http404
    return HttpResponse(bytes(row.document.data), content_type="application/pdf")


class ClockForm(forms.Form):
    """How far to move the clock."""

    days = forms.IntegerField(min_value=1, max_value=LONGEST_JUMP)


@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Move the clock forward, and let every case turn its day."""
    _must_be_here(request)
    form = ClockForm(request.POST)
    if form.is_valid():
        clocks.move_forward(form.cleaned_data["days"])
        days.turn_day(at=clocks.now())
        messages.success(request, f"It is {clocks.day_of(clocks.now()):%A %-d %B %Y} now.")
    else:
        messages.warning(request, f"The clock moves by 1 to {LONGEST_JUMP} days.")
    return redirect("work")
