"""What have the child and the parents said in their own words, for whoever they let read it?"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from freshstart.pages import showing
from freshstart.pages.rendering import page
from freshstart.pages.scopes import Opened, opened
from freshstart.pages.trends import trend
from freshstart.process.belonging import points
from freshstart.process.families import may_read, parts_in_words
from freshstart.process.permissions import Permission
from freshstart.process.progress import told_to
from freshstart.process.protocols import Family
from freshstart.process.replies import View
from freshstart.process.vocabulary import Strand


def said(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the family said, each thing only to its readers."""
    case = opened(request.user, reference)
    if Strand.PLAN not in case.strands:
        case.must(Permission.HISTORY_SEE)
    context = {
        "opened": case,
        "case": case.case,
        "facts": case.facts,
        "band": showing.band(case),
        "sections": showing.sections(case, "case_words"),
        "said": said_to(case),
        "check_ins": _check_ins(case),
        "told": told_to(case.protocol, case.facts, case.facts.child) if case.facts.child else (),
    }
    return page(request, "pages/words_said.jinja", context)


def said_to(case: Opened) -> list[dict[str, Any]]:
    """Give what the family said that this person may read, the latest first."""
    return [_said(case, view) for view in _latest(case)]


def _latest(case: Opened) -> list[View]:
    """Give the latest answer of each person to each question and occasion that this person may read."""
    found = {(one.party, one.question, one.occurrence): one for one in case.facts.views}
    readable = [one for one in found.values() if may_read(case.protocol, one, case.actor.roles)]
    said = [one for one in readable if one.value or one.items or one.words]  # nothing stands where it is open
    shown = [one for one in said if not case.protocol.families[one.question].scale]
    return sorted(shown, key=lambda one: one.on, reverse=True)


def _said(case: Opened, view: View) -> dict[str, Any]:
    family, party = case.protocol.families[view.question], case.facts.party(view.party)
    return {
        "question": showing.asked_words(case, family),
        "by": party.name if party else "",
        "on": view.on,
        "answer": family.options.get(view.value, ""),
        "words": view.words,
        "items": [(item.text, words) for item, words in parts_in_words(family, view)],
        "alone": "" if view.alone is None else "by themselves" if view.alone else "with an adult",
    }


def _check_ins(case: Opened) -> list[dict[str, Any]]:
    """Give the check-ins of the child as a picture and a table, to the few who may see them."""
    child, found = case.facts.child, []
    for family in case.protocol.family:
        views = [one for one in case.facts.views if one.question == family.id]
        mine = [one for one in views if child and one.party == child.id]
        if family.scale and mine and may_read(case.protocol, mine[-1], case.actor.roles):
            dots = points(case.facts, family.id)
            phase = case.facts.phase or case.facts.move
            found.append(
                {
                    "trend": trend(
                        case.facts.pupil.called, dots, family.scale, phase.starts_on if phase else None
                    ),
                    "questions": [item.text for item in family.items if item.kind == "scale"],
                    "rows": [_row(family, one) for one in dots],
                    "words": [(one.on, one.words) for one in mine if one.words],
                }
            )
    return found


def _row(family: Family, point: Any) -> dict[str, Any]:
    scales = [item for item in family.items if item.kind == "scale"]
    cells = [family.scale[point.answers[one.id]] if one.id in point.answers else "Skipped" for one in scales]
    return {"on": point.on, "cells": cells}
