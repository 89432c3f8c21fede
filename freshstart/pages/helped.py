"""What do children and parents say has helped, over a school or an area?"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from freshstart.models.cases import Case
from freshstart.models.papers import View
from freshstart.models.protocols import protocol_of
from freshstart.pages.rendering import page, signed_in
from freshstart.process.countings import FEWEST, Said, counted
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Post

QUESTION, ITEM = "what_helped", "helped"
READERS = (Post.HEAD, Post.LEAD, Post.SENCO, Post.INCLUSION, Post.ADVISER)


def helped(request: HttpRequest) -> HttpResponse:
    """Count what helped in the cases of one's school or council; few answers are withheld."""
    user = signed_in(request)
    if not user.memberships.filter(ended_on=None, post__in=READERS).exists():
        raise NotYours(
            "Heads, pastoral leads, SENCOs and the council’s officers read this.",
            next_step="Ask one of them what has helped.",
        )
    cases = Case.objects.visible_to(user)
    rows = View.objects.filter(case__in=cases.values("pk"), question=QUESTION, undone_at=None).order_by("pk")
    answers = rows.values_list("party_id", "items", "case__host__name", "case__protocol_id")
    said, options = _said(answers)
    groups, whole = counted(said, options)
    context = {
        "groups": groups,
        "whole": whole,
        "options": options,
        "fewest": FEWEST,
        "many": len(groups) > 1,
    }
    return page(request, "pages/helped.jinja", context)


def _said(answers: Iterable[Any]) -> tuple[list[Said], dict[str, str]]:
    """Give the latest picks of each person, and the words of everything that could be picked."""
    latest: dict[int, Said] = {}
    options: dict[str, str] = {}
    for party, items, school, protocol in answers:
        latest[party] = Said(school or "No school yet", tuple(items.get(ITEM, ())))
        family = protocol_of(protocol).families.get(QUESTION)
        for item in family.items if family else ():
            options |= item.options if item.id == ITEM else {}
    return list(latest.values()), options
