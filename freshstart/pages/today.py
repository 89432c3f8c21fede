"""Of which children is it not known this morning where they are, and who acts?"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from freshstart.models.cases import Case
from freshstart.models.facts import stored_facts
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, today
from freshstart.pages.work import posts_of
from freshstart.process import journeys
from freshstart.process.facts import Facts
from freshstart.process.gaps import SIXTH, Elapsed, elapsed
from freshstart.process.permissions import Permission
from freshstart.process.vocabulary import GapKind
from freshstart.process.wordings import long_date

SHOWN = 100
NEAR = 4  # from this school day on the sixth is near
ALARM = time(10, 0)  # by then both registers of the morning are closed
COLUMNS = (
    "reference", "given", "family", "known_as", "year_group", "way", "next_what", "next_who", "next_due_on",
    "gap", "gap_since", "gap_who", "facts",
)  # fmt: skip
WORDS = {
    GapKind.NOTHING_ARRANGED: "No education arranged",
    GapKind.NOT_BACK: "Expected back, not confirmed",
    GapKind.NOT_ARRIVED: "Expected on the first day, not confirmed",
    GapKind.NOT_SEEN: "Absent, and nobody knows why",
}
GROUPS = (("Day six has come", SIXTH), ("Day six is near", NEAR), ("Days one to three", 0))


@dataclass(frozen=True, slots=True)
class Missed:
    """A case with a gap, with its facts as they are today and how long it has lasted."""

    case: Case
    facts: Facts
    lasted: Elapsed

    @property
    def kind(self) -> GapKind:
        """Say why the child stands here."""
        return GapKind(self.case.gap)

    @property
    def is_alarm(self) -> bool:
        """Tell whether the child was expected on a first day and has not been seen by ten o'clock."""
        early = self.case.gap_since == today() and clocks.hour_of(clocks.now()) < ALARM
        return self.kind is GapKind.NOT_ARRIVED and not early


def _missed(case: Case) -> Missed:
    facts = stored_facts(case, today())
    return Missed(case, facts, elapsed(facts, case.gap_since or today()))


def index(request: HttpRequest) -> HttpResponse:
    """Show every child with no confirmed place, who has waited longest first."""
    user = signed_in(request)
    rows = Case.objects.visible_to(user, posts_of(user)).exclude(gap="").only(*COLUMNS)
    found = [_missed(case) for case in rows.order_by("gap_since", "id")[: SHOWN + 1]]
    shown = found[:SHOWN]
    now = f"{clocks.hour_of(clocks.now()):%-H:%M}"
    context = {
        "lede": f"{long_date(today())}, {now}. Every child without a confirmed place, longest first.",
        "sums": _sums(shown, more=len(found) > SHOWN),
        "alarms": [_alarm(one) for one in shown if one.is_alarm],
        "groups": _groups([one for one in shown if not one.is_alarm]),
    }
    return page(request, "pages/today.jinja", context)


def _sums(shown: list[Missed], *, more: bool) -> list[tuple[str, str]]:
    lasted = [one.lasted.days or 0 for one in shown]
    past, near = sum(n >= SIXTH for n in lasted), sum(NEAR <= n < SIXTH for n in lasted)
    what = "child without a confirmed place" if len(shown) == 1 else "children without a confirmed place"
    return [
        (f"{len(shown)}{'+' if more else ''}", what),
        (str(past), "on day six, or past it"),
        (str(near), "on day four or five"),
    ]


def _groups(rows: list[Missed]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group children by how near the sixth day is; where it cannot be counted they stand at the top."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in GROUPS}
    for one in rows:
        days = SIXTH if one.lasted.days is None else one.lasted.days
        name = next(name for name, least in GROUPS if days >= least)
        groups[name].append(_row(one))
    return [(name, found) for name, found in groups.items() if found]


def _row(one: Missed) -> dict[str, Any]:
    case, days = one.case, one.lasted.days
    now = journeys.today(one.facts)
    return {
        "name": case.name,
        "href": reverse("case", args=[case.reference]),
        "about": f"Year {case.year_group}, {case.way}",
        "why": f"{WORDS[one.kind]}, since {showing.short(case.gap_since or today())}",
        "days": days,
        "filled": min(days or 0, SIXTH),
        "tone": "late" if (days or 0) >= SIXTH else "soon" if (days or 0) >= NEAR else "",
        "sixth": f"Day six is {showing.short(one.lasted.sixth_on)}" if one.lasted.sixth_on else "",
        "where": now.where,
        "where_more": now.where_more,
        "next": case.next_what,
        "next_more": f"By {showing.short(case.next_due_on)}" if case.next_due_on else "",
        "who": case.gap_who,
    }


def alarm_of(case: Opened) -> dict[str, Any] | None:
    """Give the alarm of one case for its own page, with the way to its history for whoever reads that."""
    if case.case.gap != GapKind.NOT_ARRIVED or not (missed := _missed(case.case)).is_alarm:
        return None
    history = {"text": "What has been done", "href": reverse("case_history", args=[case.case.reference])}
    return _alarm(missed) | {"act": history if case.may(Permission.HISTORY_SEE) else ""}


def _alarm(one: Missed) -> dict[str, Any]:
    host = one.facts.host.known_as if one.facts.host else "the new school"
    lead = one.facts.lead
    return {
        "what": f"{one.case.name} was expected at {host} on "
        f"{showing.short(one.case.gap_since or today())} and is not confirmed there.",
        "more": f"{one.case.gap_who} looks for {one.facts.pupil.called}, with {lead.name}"
        f"{', ' + lead.phone if lead.phone else ''}.",
        "act": {"text": "Open the case", "href": reverse("case", args=[one.case.reference])},
    }
