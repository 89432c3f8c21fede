"""What is on every page, and how does a refusal become one?"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from freshstart.actions import networks
from freshstart.models.cases import Case
from freshstart.models.people import User
from freshstart.outside import clocks
from freshstart.outside.networks import network_of
from freshstart.process.facts import Facts
from freshstart.process.refusals import NotNow, NotYours, Refused, Stale

NETWORK, NOTED_EVERY = "network", 30 * 60  # seconds
MENU = (("My work", "work"), ("Today", "today"), ("Cases", "cases"))
FOOTER = (
    ("Help", "help"),
    ("Accessibility", "accessibility"),
    ("Privacy", "privacy"),
    ("The law", "law"),
    ("Sealed papers", "seals"),
)
INSIDE = (("Protocols", "protocols"), ("What has helped", "helped"))  # in the footer of whoever is signed in
STATUS = {NotYours: 403, NotNow: 409, Stale: 409}


def signed_in(request: HttpRequest) -> User:
    """Give the person who is signed in; every page but the few marked otherwise requires one."""
    if not isinstance(request.user, User):
        raise TypeError("This page is only for people who are signed in.")
    return request.user


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page."""
    return render(request, template, context, status=status)


def form_page(
    request: HttpRequest,
    case: Case,
    facts: Facts,
    form: Form,
    *,
    title: str,
    press: str,
    words: str = "",
    template: str = "pages/form.jinja",
) -> HttpResponse:
    """Show a page that is one form about one case, with some words above it."""
    context = {"case": case, "facts": facts, "form": form, "title": title, "press": press, "help": words}
    return page(request, template, context)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give what is on every page: the menu, who is signed in, and the footer."""
    person = request.user.name if isinstance(request.user, User) else ""
    there = bool(person)
    here = (request.resolver_match.url_name if request.resolver_match else "") or ""
    extra = (("Outbox", "outbox"),) if settings.DEMONSTRATION else ()
    entries = (*MENU, *extra) if there else ()
    return {
        "menu": [(text, reverse(name), _is_part(here, name)) for text, name in entries],
        "person": person,
        "account_links": [("Sign out", reverse("account_logout"))] if there else [],
        "footer_links": [(text, reverse(name)) for text, name in (*FOOTER, *(INSIDE if there else ()))],
        "footer_note": "A demonstration: every child, family and school in it is invented."
        if settings.DEMONSTRATION
        else "",
        "demonstration": settings.DEMONSTRATION and there,
        "today": clocks.day_of(clocks.now()),
    }


def _is_part(here: str, name: str) -> bool:
    return here == name or here.startswith(name.removesuffix("s"))


class Doorkeeper:
    """Show refusals as pages, keep what a signed-in person reads out of caches, and ask for a second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if _wants_second_step(request):
            return redirect("mfa_activate_totp")
        response = self.get_response(request)
        if request.user.is_authenticated:
            _note_network(request)
        if request.user.is_authenticated or "family" in request.session:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal."""
        if not isinstance(exception, Refused):
            return None
        status = next((code for kind, code in STATUS.items() if isinstance(exception, kind)), 400)
        return page(request, "errors/refused.jinja", {"refusal": exception}, status=status)


def _note_network(request: HttpRequest) -> None:
    """Note from where staff come: when they come from elsewhere than before, and each half hour."""
    mark, now = network_of(request), clocks.now()
    if not mark or not request.user.is_authenticated:
        return
    before = request.session.get(NETWORK, ["", 0])
    if before[0] != mark or now.timestamp() - before[1] >= NOTED_EVERY:
        request.session[NETWORK] = [mark, int(now.timestamp())]
        networks.note_staff(user=request.user, mark=mark, at=now)


def _wants_second_step(request: HttpRequest) -> bool:
    """Tell whether somebody signed in without a second step where the demonstration does not relax it."""
    if settings.DEMONSTRATION or not request.user.is_authenticated:
        return False
    if request.path_info.startswith("/account/"):
        return False
    methods = request.session.get("account_authentication_methods", [])
    return not any(one.get("method") == "mfa" for one in methods)
