"""Of which children is it not known this morning where they are, and who acts?"""

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from freshstart.models.cases import Case
from freshstart.models.facts import stored_facts
from freshstart.outside import clocks
from freshstart.pages import showing
from freshstart.pages.rendering import page, signed_in
from freshstart.pages.scopes import today
from freshstart.pages.work import posts_of
from freshstart.process.gaps import SIXTH, elapsed
from freshstart.process.vocabulary import GapKind
from freshstart.process.wordings import long_date

SHOWN = 100
ALARM = time(10, 0)  # by then both registers of the morning are closed
COLUMNS = ("reference", "given", "family", "year_group", "way", "gap", "gap_since", "gap_who", "facts")
WORDS = {
    GapKind.NOTHING_ARRANGED: "No education arranged",
    GapKind.NOT_BACK: "Expected back, not confirmed",
    GapKind.NOT_ARRIVED: "Expected at the new school, not confirmed",
    GapKind.NOT_SEEN: "Absent, and nobody knows why",
}


def index(request: HttpRequest) -> HttpResponse:
    """List every child with no confirmed place, who has waited longest first."""
    user = signed_in(request)
    rows = Case.objects.visible_to(user, posts_of(user)).exclude(gap="").only(*COLUMNS)
    found = list(rows.order_by("gap_since", "id")[: SHOWN + 1])
    context = {
        "lede": f"{long_date(today())}. {_counted(len(found))}.",
        "rows": [_row(case) for case in found[:SHOWN]],
        "more": len(found) > SHOWN,
    }
    return page(request, "pages/today.jinja", context)


def _counted(count: int) -> str:
    if count == 0:
        return "Of every child it is known where they are expected"
    many = f"More than {SHOWN}" if count > SHOWN else str(count)
    return "One child has no confirmed place" if count == 1 else f"{many} children have no confirmed place"


def _row(case: Case) -> dict[str, Any]:
    """Say of one child how long, what, and who acts; a first day is an alarm only from ten o'clock on."""
    since = case.gap_since or today()
    lasted = elapsed(stored_facts(case, today()), since)
    early = since == today() and clocks.hour_of(clocks.now()) < ALARM
    early = early and case.gap != GapKind.NOTHING_ARRANGED
    days = f"School day {lasted.days}" if lasted.days else "From the next school day"
    sixth = f"day {SIXTH} is {showing.short(lasted.sixth_on)}" if lasted.sixth_on else "term dates not known"
    return {
        "when": {"shape": "today" if early else "late", "words": "Today" if early else days, "more": sixth},
        "what": {"text": case.name, "href": reverse("case", args=[case.reference])},
        "more": f"{WORDS[GapKind(case.gap)]}, since {showing.short(since)}",
        "who": case.gap_who,
        "who_more": f"Year {case.year_group}, {case.way}",
    }
