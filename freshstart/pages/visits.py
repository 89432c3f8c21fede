"""Who came by a link, in which language do they read, and what is theirs?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from freshstart.actions.concerns import listener_of
from freshstart.actions.doors import find_opening
from freshstart.actions.letters import advice_lines
from freshstart.models.cases import Restriction
from freshstart.models.facts import stored_facts
from freshstart.models.messages import Opening
from freshstart.models.papers import Document, Paper
from freshstart.models.protocols import protocol_of, translations_of
from freshstart.outside import clocks
from freshstart.outside.translations import is_checked, offered, tongue_of
from freshstart.pages.scopes import today
from freshstart.process.facts import Facts, Party
from freshstart.process.families import asked_of, occasion_of
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Refused
from freshstart.process.restrictions import facts_for
from freshstart.process.tongues import Tongue
from freshstart.process.wordings import filled, words

SESSION, LANGUAGE, SEEN = "family", "language", "seen_at"
REFRESHED_EVERY = 60  # seconds
Page = Callable[..., HttpResponse]


class Visit:
    """One person on one case: what they may know of it, in their language, and what is theirs to answer."""

    def __init__(self, opening: Opening, language: str) -> None:
        self.opening, self.row, self.case = opening, opening.link.party, opening.link.case
        self.protocol: Protocol = protocol_of(self.case.protocol_id)
        self.facts: Facts = stored_facts(self.case, today())
        found = self.facts.party(self.row.pk)
        if found is None:
            raise Http404
        self.party: Party = found
        self.signer = f"party:{self.row.pk}"
        self.seen: Facts = facts_for(self.protocol, self.facts, found)
        self.tongue: Tongue = tongue_of(language, translations_of(self.case.protocol_id, language))
        self.known = words(self.protocol, self.seen, self.tongue)

    def fill(self, text: str) -> str:
        """Say a text of the protocol in this reader's language, with what they may know."""
        return filled(text, self.known, self.tongue)

    def asked(self) -> list[dict[str, Any]]:
        """Give the questions that are open to this person, with what they answered on this occasion."""
        found = []
        for family in asked_of(self.protocol, self.facts, self.party):
            occasion = occasion_of(self.facts, family)
            given = self.facts.views_on(family.id, occasion).get(self.party.id)
            has_answer = given is not None and bool(given.value or given.items or not family.options)
            text = self.fill(family.text)
            found.append({"family": family, "text": text, "given": given if has_answer else None})
        return found

    def papers(self) -> list[Paper]:
        """Give the papers that count and that this person is to sign or has signed.

        From whom something is kept reads only a text of their own.
        """
        current = [self.facts.paper(kind) for kind in self.protocol.papers]
        ids = [
            one.id
            for one in current
            if one is not None
            and self.signer in one.signers
            and (not self.party.hides or self.signer in one.readings)
        ]
        return list(Paper.objects.filter(pk__in=ids).select_related("document"))

    def documents(self) -> QuerySet[Document]:
        """Give what was made for this person; nothing from before something was kept from them."""
        rows = Document.objects.filter(party=self.row, recalled_at=None)
        if not self.party.hides:
            return rows
        kept = Restriction.objects.filter(party=self.row, ended_at=None)
        return rows.filter(made_at__gte=Subquery(kept.values("made_at")))

    def letters(self) -> list[Document]:
        """Give the letters that were made for this person, in their language where there is one."""
        rows = self.documents().exclude(said={}).defer("data").order_by("pk")
        found = {(row.source, row.occurrence): row for row in rows}
        return sorted(found.values(), key=lambda row: -row.pk)

    def frame(self) -> dict[str, Any]:
        """Give what stands on every page of this person."""
        listener = listener_of(self.case)
        return {
            "child": self.seen.pupil.called,
            "school": self.seen.home.name,
            "reader": self.party.name,
            "advice": advice_lines(self.seen, self.tongue),
            "lead": self.seen.lead.name,
            "phone": self.seen.lead.phone or self.seen.home.phone,
            "listener": listener,
            "is_pupil": self.facts.child is not None and self.party.id == self.facts.child.id,
        }


def for_families(view: Page) -> Page:
    """Let anybody reach a page for families, and speak on it the language that they chose."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.GET.get(LANGUAGE, "")
        if chosen in {one.code for one in offered()}:
            request.session[LANGUAGE] = chosen
        with translation.override(language_of(request)):
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return show(request, "pages/family/refused.jinja", {"refusal": refusal}, status=409)

    return login_not_required(spoken)


def language_of(request: HttpRequest) -> str:
    """Give the language that a family chose on this device; English before, and for one we have not."""
    chosen = str(request.session.get(LANGUAGE, "en"))
    return chosen if chosen in {one.code for one in offered()} else "en"


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page to a family, with the bar of languages above it."""
    code = language_of(request)
    links = [
        (one.name, f"{request.path}?{LANGUAGE}={one.code}", one.code, one.code == code) for one in offered()
    ]
    more = {
        "language_links": links if len(links) > 1 else [],
        "is_checked": is_checked(code),
    }
    return render(request, template, more | context, status=status)


def visit(request: HttpRequest) -> Visit:
    """Find who came by a link that is still live; not found for anybody else, whatever they ask for.

    Nor for whoever is signed in: staff never read or sign in a family's place.
    """
    if request.user.is_authenticated:
        raise Http404
    now = clocks.now()
    opening = find_opening(request.session.get(SESSION, 0), now)
    if opening is None:
        raise Http404
    if now.timestamp() - request.session.get(SEEN, 0) >= REFRESHED_EVERY:  # half an hour, from here on again
        request.session[SEEN] = int(now.timestamp())
    return Visit(opening, language_of(request))
