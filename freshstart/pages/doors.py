"""How does somebody without an account come in and go out?

Opening the address changes nothing and shows nothing about a child, because mail scanners open it too. A
press opens it for this browser, and a code by another way lets its holder in.
"""

import secrets

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from freshstart.actions import doors
from freshstart.actions.messages import find_link
from freshstart.models.messages import Link, Opening
from freshstart.outside import clocks
from freshstart.pages.visits import LANGUAGE, SESSION, for_families, language_of, show
from freshstart.process.refusals import NotNow

DEVICE = "device" if settings.LOCAL else "__Host-device"
A_YEAR = 365 * 24 * 60 * 60
HALF_AN_HOUR = 30 * 60


class CodeForm(forms.Form):
    """The code that came another way."""

    code = forms.CharField(max_length=20, error_messages={"required": gettext_lazy("Type the code.")})


@for_families
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show that a school has sent something, and nothing else; a press opens it for this browser."""
    if request.method != "POST":
        signed_in = request.user.name if request.user.is_authenticated else ""
        return show(request, "pages/family/door.jinja", {"signed_in": signed_in, "state": "closed"})
    link = find_link(token, clocks.now())
    if link is None or link.party.removed_at is not None:
        return show(request, "pages/family/door.jinja", {"signed_in": "", "state": "dead"})
    return _opened(request, link)


def _opened(request: HttpRequest, link: Link) -> HttpResponse:
    """Open a link for this browser: a browser is either a family's or signed in, never both."""
    chosen = language_of(request) if LANGUAGE in request.GET else link.party.language
    logout(request)
    device = request.COOKIES.get(DEVICE) or secrets.token_urlsafe(32)
    opening = doors.open_link(link_id=link.pk, by=None, at=clocks.now(), device=device)
    request.session[SESSION], request.session[LANGUAGE] = opening.pk, chosen
    request.session.set_expiry(HALF_AN_HOUR)
    if settings.DEMONSTRATION and not link.party.code_by:
        doors.open_without_code(opening_id=opening.pk, by=None, at=clocks.now())
        response = redirect("for_you")
    else:
        response = redirect("door_code")
    response.set_cookie(
        DEVICE, device, max_age=A_YEAR, secure=not settings.LOCAL, httponly=True, samesite="Strict"
    )
    return response


@for_families
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that lets this person in, and send it where it comes by text."""
    opening = _found(request)
    form = CodeForm(data=request.POST if "code" in request.POST else None)
    problem = _want(opening)
    if form.is_bound and form.is_valid() and not problem:
        typed, now = form.cleaned_data["code"], clocks.now()
        if doors.try_code(opening_id=opening.pk, by=None, at=now, purpose="read", typed=typed):
            return redirect("for_you")
        form.add_error("code", gettext_lazy(doors.WRONG_CODE))
    context = {"form": form, "problem": problem, "how": how_code_comes(opening, "read")}
    return show(request, "pages/family/code.jinja", context)


def _found(request: HttpRequest) -> Opening:
    """Find the coming that waits for its code; not found for anybody else."""
    rows = Opening.objects.select_related("link__party")
    now = clocks.now()
    found = rows.filter(
        pk=request.session.get(SESSION, 0),
        verified_at=None,
        ended_at=None,
        made_at__gt=now - doors.OPEN_FOR,
        link__revoked_at=None,
        link__expires_at__gt=now,
    ).first()
    if found is None or request.user.is_authenticated:
        raise Http404
    return found


def _want(opening: Opening) -> NotNow | None:
    try:
        doors.want_code(opening_id=opening.pk, by=None, at=clocks.now(), purpose="read")
    except NotNow as refusal:
        return refusal
    return None


def how_code_comes(opening: Opening, purpose: str) -> dict[str, object]:
    """Say how the code comes: the end of the telephone number, or the number of the code on the sheet."""
    waiting = doors.waiting_code(opening, purpose, clocks.now())
    number = waiting.number if waiting else 0
    return {
        "number": number,
        "ending": opening.link.party.code_phone[-3:],
        "demonstration": settings.DEMONSTRATION,
    }


@for_families
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit, and forget the link in this browser."""
    if request.method == "POST":
        chosen, opening = language_of(request), request.session.get(SESSION, 0)
        if Opening.objects.filter(pk=opening, ended_at=None).exists():
            doors.leave(opening_id=opening, by=None, at=clocks.now())
        request.session.flush()
        request.session[LANGUAGE] = chosen
    return show(request, "pages/family/door.jinja", {"signed_in": "", "state": "left"})
