"""Of which children is it not known this morning where they are, and who acts?"""

from datetime import date, time
from typing import Any, NamedTuple

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from freshstart.models.cases import Case
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import Opened, today
from freshstart.pages.work import posts_of
from freshstart.process.gaps import SIXTH
from freshstart.process.permissions import Permission
from freshstart.process.vocabulary import GapKind
from freshstart.process.wordings import long_date

SHOWN = 25
NEAR = 4  # from this school day on the sixth is near
ALARM = time(10, 0)  # by then both registers of the morning are closed
COLUMNS = (
    "reference", "given", "family", "year_group", "way", "next_what", "next_due_on", "gap", "gap_since",
    "gap_days", "gap_told",
)  # fmt: skip
WORDS = {
    GapKind.NOTHING_ARRANGED: "No education arranged",
    GapKind.NOT_BACK: "Expected back, not confirmed",
    GapKind.NOT_ARRIVED: "Expected on the first day, not confirmed",
    GapKind.NOT_SEEN: "Absent, and nobody knows why",
}
GROUPS = (("Day six has come", SIXTH), ("Day six is near", NEAR), ("Days one to three", 0))
LONGEST_FIRST = (F("gap_days").desc(nulls_first=True), "gap_since", "id")


class Brief(NamedTuple):
    """What is read of every child here; the rest only of those that are shown."""

    pk: int
    gap: str
    since: date | None
    days: int | None


def index(request: HttpRequest) -> HttpResponse:
    """Show every child with no confirmed place, who has waited longest first."""
    user = signed_in(request)
    mine = Case.objects.visible_to(user, posts_of(user))
    gaps = mine.exclude(gap="").order_by(*LONGEST_FIRST)
    every = [Brief(*row) for row in gaps.values_list("pk", "gap", "gap_since", "gap_days")]
    alarms, others = _parted(every)
    first = _number(request.GET.get("from", ""))
    rows = others[first : first + SHOWN]
    cases = mine.only(*COLUMNS).in_bulk([one.pk for one in (*alarms, *rows)])
    now = f"{clocks.hour_of(clocks.now()):%-H:%M}"
    context = {
        "lede": f"{long_date(today())}, {now}. Every child without a confirmed place, longest first.",
        "sums": _sums([one.days or 0 for one in every]),
        "alarms": [_alarm(cases[one.pk]) for one in alarms],
        "groups": _groups([cases[one.pk] for one in rows]),
        "next": first + SHOWN if len(others) > first + SHOWN else 0,
    }
    return page(request, "pages/today.jinja", context)


def _parted(every: list[Brief]) -> tuple[list[Brief], list[Brief]]:
    """Part alarms from the others: whoever was expected on a first day, and not seen by ten o'clock."""
    on, early = today(), clocks.hour_of(clocks.now()) < ALARM
    alarms = [one for one in every if one.gap == GapKind.NOT_ARRIVED and not (early and one.since == on)]
    return alarms, [one for one in every if one not in alarms] if alarms else every


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def _sums(days: list[int]) -> list[tuple[int, str]]:
    what = "child without a confirmed place" if len(days) == 1 else "children without a confirmed place"
    past, near = sum(n >= SIXTH for n in days), sum(NEAR <= n < SIXTH for n in days)
    return [(len(days), what), (past, "on day six, or past it"), (near, "on day four or five")]


def _groups(rows: list[Case]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group children by how near the sixth day is; where it cannot be counted they stand at the top."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in GROUPS}
    for one in rows:
        days = SIXTH if one.gap_days is None else one.gap_days
        groups[next(name for name, least in GROUPS if days >= least)].append(_row(one))
    return [(name, found) for name, found in groups.items() if found]


def _row(case: Case) -> dict[str, Any]:
    days, told = case.gap_days, case.gap_told
    sixth = date.fromisoformat(told["sixth_on"]) if told["sixth_on"] else None
    return {
        "name": case.name,
        "href": reverse("case", args=[case.reference]),
        "about": f"Year {case.year_group}, {case.way}",
        "why": f"{WORDS[GapKind(case.gap)]}, since {showing.short(case.gap_since or today())}",
        "days": days,
        "filled": min(days or 0, SIXTH),
        "tone": "late" if (days or 0) >= SIXTH else "soon" if (days or 0) >= NEAR else "",
        "sixth": f"Day six is {showing.short(sixth)}" if sixth else "",
        "where": told["where"],
        "where_more": told["where_more"],
        "next": case.next_what,
        "next_more": f"By {showing.short(case.next_due_on)}" if case.next_due_on else "",
        "who": told["who"],
    }


def alarm_of(case: Opened) -> dict[str, Any] | None:
    """Give the alarm of one case for its own page, with the way to its history for whoever reads that."""
    row = case.case
    if not _parted([Brief(row.pk, row.gap, row.gap_since, row.gap_days)])[0]:
        return None
    history = {"text": "What has been done", "href": reverse("case_history", args=[row.reference])}
    return _alarm(row) | {"act": history if case.may(Permission.HISTORY_SEE) else ""}


def _alarm(case: Case) -> dict[str, Any]:
    told = case.gap_told
    ring = f"{told['lead']}, {told['phone']}" if told["phone"] else told["lead"]
    return {
        "what": f"{case.name} was expected at {told['host']} on {showing.short(case.gap_since or today())} "
        "and is not confirmed there.",
        "more": f"{told['who']} looks for {told['called']}, with {ring}.",
        "act": {"text": "Open the case", "href": reverse("case", args=[case.reference])},
    }
