"""Which protocols are there, what does each say, and how does one come into force?"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from freshstart.actions import protocols as actions
from freshstart.models.organisations import Organisation, OrganisationKind
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolUse
from freshstart.outside import clocks
from freshstart.outside.books import editions, protocols
from freshstart.pages.contents import contents, others
from freshstart.pages.fields import DateField
from freshstart.pages.laws import DaysForm, countries, dated, law_on, period
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import today
from freshstart.process.comparisons import (
    COMPARED,
    Change,
    compared,
    looser,
    never_allowed,
    realised,
    stricter,
)
from freshstart.process.explanations import EFFECT_WORDS, lower, readable, who
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Incomplete, NotYours, ProtocolInvalid
from freshstart.process.vocabulary import OUTCOME_WORDS
from freshstart.process.walks import Row, Walk, kinds_in, walked, ways_in

PARTS = (
    ("Read it", "protocol"),
    ("Compare it", "protocol_compare"),
    ("Walk through it", "protocol_walk"),
)


def found(slug: str) -> Protocol:
    """Find a protocol by its name in addresses; not found where there is none."""
    protocol = protocols().get(slug)
    if protocol is None:
        raise Http404
    return protocol


def holds_on(protocol: Protocol, on: date) -> bool:
    """Tell whether a protocol holds on a day."""
    return protocol.in_force_from <= on <= (protocol.in_force_until or date.max)


def band(protocol: Protocol) -> dict[str, Any]:
    """Give the ground a protocol stands on: its name, country, period and what it is about."""
    is_past = protocol.in_force_until is not None and protocol.in_force_until < today()
    return {
        "heading": protocol.name,
        "trail": [{"text": "Protocols", "href": reverse("protocols")}, {"text": protocol.name}],
        "facts": [countries()[protocol.jurisdiction], _holds(protocol)],
        "lede": protocol.about,
        "tag": {"text": "Of the past", "colour": "grey"} if is_past else "",
    }


def _holds(protocol: Protocol) -> str:
    return f"holds {period(protocol.in_force_from, protocol.in_force_until)}"


def _parts(protocol: Protocol, current: str) -> dict[str, Any]:
    links = [
        {"text": text, "href": reverse(name, args=[protocol.id]), "current": name == current}
        for text, name in PARTS
    ]
    return {"label": "This protocol", "links": links}


def _about(protocol: Protocol, current: str) -> dict[str, Any]:
    return {"protocol": protocol, "band": band(protocol), "sections": _parts(protocol, current)}


# What there is, and what is in force ---------------------------------------------------------------------


def index(request: HttpRequest) -> HttpResponse:
    """List the protocols: what is in force where the person works, what could be, and what is of the past."""
    user = signed_in(request)
    councils = _councils(user)
    deciding = [one for one in councils if actions.may_put_in_force(user, one)]
    uses = _uses(councils)
    rows = [_row(one, uses.get(one.id, []), bool(deciding)) for one in protocols().values()]
    groups = [
        ("In force where you work", [row for row in rows if row["in_force"]]),
        ("Not in force here", [row for row in rows if not row["in_force"] and not row["is_past"]]),
        ("Of the past", [row for row in rows if not row["in_force"] and row["is_past"]]),
    ]
    context = {"groups": [group for group in groups if group[1]], "councils": councils, "deciding": deciding}
    return page(request, "pages/protocols.jinja", context)


def _councils(user: User) -> list[Organisation]:
    """Give the councils in whose areas somebody works."""
    here = Q(memberships__user=user, memberships__ended_on=None)
    school = Q(schools__memberships__user=user, schools__memberships__ended_on=None)
    rows = Organisation.objects.visible_to(user).filter(here | school, kind=OrganisationKind.COUNCIL)
    return list(rows.distinct().order_by("name"))


def _uses(councils: list[Organisation]) -> dict[str, list[ProtocolUse]]:
    """Give what was put into force in these areas, by protocol, the latest first."""
    rows = ProtocolUse.objects.filter(council__in=councils).select_related("protocol", "council")
    kept: dict[str, list[ProtocolUse]] = {}
    for use in rows.defer("protocol__text").order_by("-from_on", "-id"):
        kept.setdefault(use.protocol.slug, []).append(use)
    return kept


def _row(protocol: Protocol, uses: list[ProtocolUse], decides: bool) -> dict[str, Any]:
    on = today()
    is_past = protocol.in_force_until is not None and protocol.in_force_until < on
    latest = {use.council_id: use for use in reversed(uses)}.values()
    return {
        "protocol": protocol,
        "facts": f"{countries()[protocol.jurisdiction]}, {_holds(protocol)}",
        "is_past": is_past,
        "in_force": bool(uses) and not is_past,
        "uses": [_use(protocol, one, on) for one in latest] if not is_past else [],
        "decide": reverse("protocol_put_in_force", args=[protocol.id]) if decides and not is_past else "",
    }


def _use(protocol: Protocol, use: ProtocolUse, on: date) -> str:
    when = f"since {dated(use.from_on)}" if use.from_on <= on else f"from {dated(use.from_on)} on"
    older = "" if use.protocol.digest == protocol.digest else ", in an earlier text"
    return f"In force in {use.council} {when}{older}"


class ForceForm(forms.Form):
    """Where a protocol comes into force, and from which day."""

    council = forms.ChoiceField(label="Where?")
    from_on = DateField(
        label="From which day?",
        help_text="Cases that are opened from then on can begin by it. Cases that run keep theirs",
        error_messages={
            "required": "Enter the day from which new cases begin by it.",
            "invalid": "Enter a real date, for example 1 9 2026.",
        },
    )

    def __init__(self, councils: Iterable[Organisation], **more: Any) -> None:
        super().__init__(**more)
        self.fields["council"].choices = [(str(one.pk), str(one)) for one in councils]  # type: ignore[attr-defined]


def put_in_force(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a protocol into force in an area, from a day; only for those who decide there."""
    user, protocol = signed_in(request), found(slug)
    deciding = {str(one.pk): one for one in _councils(user) if actions.may_put_in_force(user, one)}
    if not deciding:
        raise NotYours(
            "You cannot decide by which protocol cases begin.",
            next_step="An inclusion officer or an administrator of the council does.",
        )
    first = {"council": next(iter(deciding)), "from_on": max(today(), protocol.in_force_from)}
    form = ForceForm(deciding.values(), data=request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        council, from_on = deciding[form.cleaned_data["council"]], form.cleaned_data["from_on"]
        try:
            actions.put_in_force(
                by=user, at=clocks.now(), protocol=protocol, council=council, from_on=from_on
            )
        except Incomplete as missing:
            form.add_error("from_on", missing.errors["from_on"])
        except ProtocolInvalid as refused:
            form.add_error(None, " ".join(refused.problems))
        else:
            messages.success(request, f"{protocol.name} is in force in {council} from {dated(from_on)} on.")
            return redirect("protocols")
    context = {"protocol": protocol, "band": band(protocol), "form": form, "one": len(deciding) == 1}
    return page(request, "pages/protocol_put_in_force.jinja", context)


# One protocol --------------------------------------------------------------------------------------------


def protocol(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a protocol says: first what differs from the practice it comes from, then everything."""
    signed_in(request)
    book = found(slug)
    return page(request, "pages/protocol.jinja", _about(book, "protocol") | contents(book, today()))


def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold a protocol against another one, or against the law of a day."""
    signed_in(request)
    book = found(slug)
    form = DaysForm(request.GET, {"law": ("The law on", _day_of(book))})
    rest = {one.id: one for one in protocols().values() if one.id != book.id}
    other = rest.get(request.GET.get("with", ""))
    context = _about(book, "protocol_compare") | {
        "form": form,
        "others": [(one.id, one.name) for one in rest.values()],
        "other": other,
        "law": None,
    }
    if other is not None:
        context |= _against(book, other)
    elif request.GET:
        context |= _under(book, form)
    return page(request, "pages/protocol_compare.jinja", context)


def _day_of(book: Protocol) -> date:
    """Give today, or the last day of a protocol of the past."""
    return max(book.in_force_from, min(today(), book.in_force_until or date.max))


def _against(book: Protocol, other: Protocol) -> dict[str, Any]:
    changes = compared(book, other)
    sorts = {
        "other": "In both, and not the same",
        "gone": f"Only in {book.name}",
        "new": f"Only in {other.name}",
    }
    lists = [
        (words, [(heading, _of(changes, name, sort)) for sort, heading in sorts.items()])
        for name, words in COMPARED.items()
    ]
    kept = ((words, [some for some in sorted_ if some[1]]) for words, sorted_ in lists)
    return {
        "sums": [(sum(one.sort == sort for one in changes), lower(text)) for sort, text in sorts.items()],
        "lists": [(words, some) for words, some in kept if some],
    }


def _of(changes: Iterable[Change], name: str, sort: str) -> list[Change]:
    return [one for one in changes if one.list == name and one.sort == sort]


def _under(book: Protocol, form: DaysForm) -> dict[str, Any]:
    law = law_on(form, "law", book.jurisdiction)
    on = form.day("law")
    borne = realised(book, law)
    return {
        "law": law,
        "on": dated(on),
        "href": f"{reverse('law')}?{urlencode({'on': on, 'country': book.jurisdiction})}",
        "sums": [
            (sum(bool(one.steps) for one in borne), "rules of the law stand at its steps"),
            (len(book.gate), "rules of its own come on top"),
            (len(law.rule) - len(borne), "rules are about what it does not have"),
        ],
        "forbidden": never_allowed(book, law),
        "looser": looser(book, law),
        "borne": [(one, EFFECT_WORDS[one.rule.effect]) for one in borne if one.steps],
        "told": [one.rule for one in borne if not one.steps],
        "stricter": [(one, EFFECT_WORDS[one.gate.effect]) for one in stricter(book, law)],
    }


# Walking through it --------------------------------------------------------------------------------------


def walk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a case under a protocol would ask of whom and when, from a first worry to its end."""
    signed_in(request)
    book = found(slug)
    kinds = kinds_in(book)
    kind = _chosen(request.GET.get("kind", ""), kinds)
    ways = ways_in(book, kind)
    way = _chosen(request.GET.get("way", ""), ways)
    form = DaysForm(request.GET, {"start": ("First worry on", _start_of(book))})
    if form.is_valid() and not holds_on(book, form.day("start")):
        form.add_error("start", f"{book.name} does not hold on that day: it {_holds(book)}.")
    result = _walked(slug, kind, way, form.day("start"))
    context = _about(book, "protocol_walk") | {
        "form": form,
        "kind": kind,
        "way": way,
        "kinds": kinds.items(),
        "ways": ways.items(),
        "walk": result,
        "sums": _walk_sums(result),
        "rows": [_walk_row(book, row) for row in result.rows],
        "ends": OUTCOME_WORDS[result.outcome] if result.outcome else "",
        "last": dated(result.last),
        "left": [step.name for step in book.step if step.optional],
    }
    return page(request, "pages/protocol_walk.jinja", context)


@lru_cache(maxsize=128)
def _walked(slug: str, kind: str, way: str, start: date) -> Walk:
    return walked(found(slug), editions(), kind, way, start)


def _start_of(book: Protocol) -> date:
    """Begin today, or with a protocol of the past on its first day."""
    return today() if holds_on(book, today()) else book.in_force_from


def _chosen(wanted: str, offered: dict[str, str]) -> str:
    return wanted if wanted in offered else next(iter(offered))


def _walk_sums(result: Walk) -> list[tuple[int, str]]:
    return [
        (result.weeks, "weeks from the first worry to the end"),
        (sum(row.times for row in result.rows), "things that somebody does"),
        (result.asked, "questions that somebody answers"),
        (sum(len(row.letters) for row in result.rows), "letters that go out"),
    ]


def _walk_row(book: Protocol, row: Row) -> dict[str, Any]:
    return {
        "row": row,
        "on": _short(row.on),
        "until": _short(row.until) if row.until else "",
        "who": who(row.who[0]),
        "others": others(row.who, "or" if row.step else "and"),
        "letters": [readable(book, book.letters[name].title) for name in row.letters],
    }


def _short(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"
