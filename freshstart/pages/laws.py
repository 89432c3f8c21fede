"""Which law was in force on a day, and what changed between two days?"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from freshstart.outside.books import editions, protocols
from freshstart.pages.fields import DateField, DayMonthYear
from freshstart.pages.rendering import page
from freshstart.pages.scopes import today
from freshstart.process.comparisons import compared_laws
from freshstart.process.explanations import EFFECT_MEANS, EFFECT_WORDS, listed, when_it_bites, who
from freshstart.process.laws import STOPS, SURE_WORDS, LawEdition, Rule, edition_on
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.vocabulary import Effect

HEADINGS = {"direction": "Off-site direction", "move": "Managed move", "exclusion": "Exclusion"}
REST = "Everything else"
UNDER = {"everything": REST, **HEADINGS}  # whatever else a rule is about belongs to managed moves
SUMS = (
    ("stop a step", {Effect.BLOCK}),
    ("warn, or ask for evidence", STOPS - {Effect.BLOCK}),
    ("bring a letter or a date", {Effect.DOCUMENT, Effect.DEADLINE}),
    ("are only told", {Effect.TELL}),
)
SORTS = {"new": "New", "other": "Changed", "gone": "Gone"}
A_DAY = timedelta(days=1)


@cache
def countries() -> dict[str, str]:
    """Name the countries whose law is known here."""
    return {one.jurisdiction: one.jurisdiction.capitalize() for one in editions()}


# Days in an address --------------------------------------------------------------------------------------


class DaysForm(forms.Form):
    """One or more days, asked for in the address of a page: `on=2026-09-01`, or three boxes each."""

    def __init__(self, asked: QueryDict, days: Mapping[str, tuple[str, date]]) -> None:
        super().__init__(data=_three_boxes(asked, days))
        self.days = days
        for name, (label, _) in days.items():
            self.fields[name] = DateField(
                label=label,
                error_messages={"invalid": f"{label}: enter a real date, for example 26 7 2026."},
            )

    def day(self, name: str) -> date:
        """Give the day that was asked for, or the usual one where it was none."""
        self.is_valid()
        found = self.cleaned_data.get(name)
        return found if isinstance(found, date) else self.days[name][1]


def _three_boxes(asked: QueryDict, days: Mapping[str, tuple[str, date]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, (_, usual) in days.items():
        boxes = [f"{name}-{part}" for part in DayMonthYear.parts]
        whole = asked.get(name, "")
        if whole:
            typed = [*(part.lstrip("0") for part in reversed(whole.split("-", 2))), "", ""][:3]
        elif any(asked.get(box) for box in boxes):
            typed = [asked.get(box, "") for box in boxes]
        else:
            typed = [str(usual.day), str(usual.month), str(usual.year)]
        found |= dict(zip(boxes, typed, strict=True))
    return found


def dated(on: date) -> str:
    """Write a day with its year: 26 July 2026."""
    return f"{on.day} {on:%B %Y}"


def period(first: date, last: date | None) -> str:
    """Write from when until when something holds."""
    return f"from {dated(first)} until {dated(last)}" if last else f"since {dated(first)}"


def words_of(country: str) -> Protocol:
    """Give the protocol in whose words the law of a country is said: one that no other has to explain."""
    ours = [one for one in protocols().values() if one.jurisdiction == country]
    return next((one for one in ours if not one.extends), ours[0])


def law_on(form: DaysForm, name: str, country: str) -> LawEdition:
    """Give the edition of the day a form asks for; where there is none, that of the usual day, and say so."""
    try:
        return edition_on(editions(), form.day(name), country)
    except ProtocolInvalid:
        first = next(one for one in editions() if one.jurisdiction == country)
        words = f"The first law of {countries()[country]} known here is of {dated(first.in_force_from)}."
        form.add_error(name, words)
        return edition_on(editions(), form.days[name][1], country)


def country_of(request: HttpRequest) -> str:
    """Give the country that is asked for; England where it is none we know."""
    wanted = request.GET.get("country", "")
    return wanted if wanted in countries() else "england"


# The pages -----------------------------------------------------------------------------------------------


@login_not_required
def law(request: HttpRequest) -> HttpResponse:
    """Show the law in force on a day: each rule with who acts, by when, what it does here, and its source."""
    country = country_of(request)
    form = DaysForm(request.GET, {"on": ("The law on", today())})
    edition = law_on(form, "on", country)
    on = form.day("on") if form.is_valid() and not form.errors else today()
    context = {
        "form": form,
        "edition": edition,
        "heading": f"The law of {countries()[country]} on {dated(on)}",
        "country": country,
        "countries": _countries(country),
        "sums": _sums(edition),
        "groups": groups(edition, words_of(country)),
        "editions": _editions(country, edition),
        "changes": _changes_link(country, edition.in_force_from),
    }
    return page(request, "pages/law.jinja", context)


def _countries(current: str) -> dict[str, Any]:
    links = [
        {"text": text, "href": f"{reverse('law')}?country={name}", "current": name == current}
        for name, text in countries().items()
    ]
    return {"label": "Country", "links": links}


def _sums(edition: LawEdition) -> list[tuple[int, str]]:
    counts = Counter(rule.effect for rule in edition.rule)
    return [(sum(counts[effect] for effect in effects), words) for words, effects in SUMS]


def groups(edition: LawEdition, words: Protocol) -> list[dict[str, Any]]:
    """Group the rules of an edition by what they are about."""
    found: dict[str, list[dict[str, Any]]] = {heading: [] for heading in (*HEADINGS.values(), REST)}
    for rule in edition.rule:
        found[UNDER.get(rule.applies, HEADINGS["move"])].append(_rule(rule, words))
    return [{"heading": heading, "rules": rules} for heading, rules in found.items() if rules]


def _rule(rule: Rule, words: Protocol) -> dict[str, Any]:
    says = [words.questions[one].label if one in words.questions else one for one in rule.must_say]
    return {
        "rule": rule,
        "does": EFFECT_WORDS[rule.effect],
        "means": EFFECT_MEANS[rule.effect],
        "who": who(rule.actor),
        "to": listed(who(one) for one in rule.to).replace(" or ", " and ") if rule.to else "",
        "must_say": ", ".join(says).replace("_", " "),
        "bites": when_it_bites(words, rule),
        "sure": SURE_WORDS[rule.sure],
        "period": period(rule.in_force_from, rule.in_force_until),
    }


def _editions(country: str, current: LawEdition) -> list[dict[str, Any]]:
    ours = [one for one in editions() if one.jurisdiction == country]
    return [
        {
            "name": dated(one.in_force_from),
            "about": one.about,
            "source": one.source,
            "rules": len(one.rule),
            "current": one is current,
            "href": f"{reverse('law')}?{urlencode({'on': one.in_force_from, 'country': country})}",
            "changes": _changes_link(country, one.in_force_from) if one is not ours[0] else "",
        }
        for one in reversed(ours)
    ]


def _changes_link(country: str, on: date) -> str:
    days = {"from": on - A_DAY, "to": on, "country": country}
    return f"{reverse('law_changes')}?{urlencode(days)}"


@login_not_required
def law_changes(request: HttpRequest) -> HttpResponse:
    """Show what changed between two days: the rules that are new, gone or say something else."""
    country = country_of(request)
    latest = edition_on(editions(), today(), country)
    ours = [one for one in editions() if one.jurisdiction == country]
    before = max(latest.in_force_from - A_DAY, ours[0].in_force_from)
    form = DaysForm(request.GET, {"from": ("From", before), "to": ("To", today())})
    if form.day("to") < form.day("from"):
        form.add_error("to", "To: choose a day after the first one.")
    was, now = law_on(form, "from", country), law_on(form, "to", country)
    changes = compared_laws(was, now, words_of(country))
    context = {
        "form": form,
        "country": country,
        "was": was,
        "now": now,
        "days": (dated(form.day("from")), dated(form.day("to"))),
        "between": [one for one in ours if was.in_force_from < one.in_force_from <= now.in_force_from],
        "sums": [(sum(one.sort == sort for one in changes), words.lower()) for sort, words in SORTS.items()],
        "sorts": [(words, [one for one in changes if one.sort == sort]) for sort, words in SORTS.items()],
        "law": f"{reverse('law')}?{urlencode({'on': form.day('to'), 'country': country})}",
    }
    return page(request, "pages/law_changes.jinja", context)
