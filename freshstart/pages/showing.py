"""How do facts become what the parts of a page show?"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.urls import reverse

from freshstart.models.cases import Case
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event
from freshstart.outside.clocks import LONDON, day_of
from freshstart.pages import pictures
from freshstart.pages.scopes import Opened
from freshstart.process.calendars import Calendar
from freshstart.process.days import SchoolDay
from freshstart.process.deadlines import LEAD, SIGN, Nearness, nearness
from freshstart.process.facts import Facts
from freshstart.process.journeys import StageNow, Today, comes_from, ended_early, stages, today
from freshstart.process.permissions import Permission
from freshstart.process.protocols import Family
from freshstart.process.sentences import sentence
from freshstart.process.steps import Offer, State
from freshstart.process.vocabulary import RELATION_WORDS, TEMPORARY, CaseOutcome, PhaseKind, Strand
from freshstart.process.wordings import filled, long_date, role_words, said, said_lines, words

STOPPED = "Something stops this. The case says what."
COLOURS = dict.fromkeys(PhaseKind, "turquoise") | dict.fromkeys(TEMPORARY, "purple")
SHAPES = {"home": "home", "host": "new", "council": "council", "party": "family"}


def short(on: date) -> str:
    """Write a day for a row: Mon 30 Nov."""
    return f"{on:%a} {on.day} {on:%b}"


def when(due_on: date, on: date, calendar: Calendar, unit: str = "school day") -> dict[str, str]:
    """Say when something is due, as a shape and in words, in the days that `calendar` counts."""
    near, days = nearness(due_on, on, calendar)
    match near:
        case Nearness.LATE:
            count = f"{-days} {unit}{'' if days == -1 else 's'} late" if days else "Late"
            return {"shape": "late", "words": count, "more": f"was due {short(due_on)}"}
        case Nearness.TODAY:
            return {"shape": "today", "words": "Today", "more": ""}
        case _ if due_on == on + timedelta(days=1):
            return {"shape": "soon", "words": "Tomorrow", "more": short(due_on)}
        case _:
            ahead = f"in {days} {unit}{'' if days == 1 else 's'}" if days else "in the holidays"
            return {"shape": str(near), "words": short(due_on), "more": ahead}


def journey(opened: Opened, offers: Iterable[Offer]) -> pictures.JourneyPicture:
    """Draw the three stages of a case."""
    facts = opened.facts
    found = stages(opened.protocol, offers)
    early = ended_early(facts)
    back = early or facts.outcome in {CaseOutcome.RETURNED, CaseOutcome.NOT_TAKEN_FURTHER}
    end = facts.home.known_as if back else facts.host.known_as if facts.host else "A new school"
    return pictures.journey(
        pictures.Journey(
            name=facts.pupil.called,
            stages=[_stage(one, facts) for one in found],
            start_label=facts.home.known_as,
            end_label=end,
            ended_early=back,
        )
    )


def _stage(one: StageNow, facts: Facts) -> pictures.StagePicture:
    done = one.total if facts.outcome is CaseOutcome.SETTLED else one.done
    return pictures.StagePicture(one.name, done, one.total, int(one.stopped))


def today_cells(facts: Facts) -> dict[str, Any]:
    """Say where the child is today, who is responsible, and when that changes."""
    now: Today = today(facts)
    name = facts.pupil.called
    return {
        "label": f"{name} today",
        "cells": [
            {"question": f"Where is {name} today?", "answer": now.where, "more": now.where_more},
            {
                "question": "Who is responsible?",
                "answer": now.responsible,
                "more": now.responsible_more,
                "phone": now.phone,
            },
            {"question": "When does that change?", "answer": now.change, "more": now.change_more},
        ],
    }


def band(opened: Opened) -> dict[str, Any]:
    """Give the ground a case stands on: name, facts, tag and the way back."""
    facts, case = opened.facts, opened.case
    sen = opened.value("sen")
    lines = [
        f"Year {facts.pupil.year_group}, age {facts.pupil.age_on(facts.today)}",
        said(opened.protocol.questions["sen"], sen, facts) if sen not in {None, "none"} else "",
        f"Lead: {facts.lead.name}" + (f", for {facts.absent_lead.name}" if facts.absent_lead else ""),
        f"Protocol: {opened.protocol.name}",
        *comes_from(opened.law, facts),
    ]
    phase = facts.phase
    colour = COLOURS[phase.kind] if phase else "green" if facts.outcome is CaseOutcome.SETTLED else "grey"
    return {
        "heading": facts.pupil.name,
        "trail": [{"text": "Cases", "href": reverse("cases")}, {"text": case.reference}],
        "facts": [line for line in lines if line],
        "tag": {"text": case.status, "colour": colour},
    }


SECTIONS = (
    ("Overview", "case", Permission.CASE_SEE),
    ("Plan", "case_plan", Strand.PLAN),
    ("In their words", "case_words", Strand.PLAN),
    ("Attendance", "case_attendance", Permission.ATTENDANCE_SEE),
    ("Letters", "case_letters", Permission.LETTER_SEE),
    ("Papers", "case_papers", Strand.PLAN),
    ("People", "case_people", Permission.HISTORY_SEE),
    ("History", "case_history", Permission.HISTORY_SEE),
)


def sections(opened: Opened, current: str) -> dict[str, Any]:
    """Give the parts of a case that this person may read as links."""
    links = [
        {"text": text, "href": reverse(name, args=[opened.case.reference]), "current": name == current}
        for text, name, needs in SECTIONS
        if (needs in opened.strands if isinstance(needs, Strand) else opened.may(needs))
    ]
    return {"label": "Parts of this case", "links": links}


def step_url(case: Case, step: str, occurrence: str = "") -> str:
    """Give the address of a step's page."""
    if step == LEAD:
        return reverse("lead", args=[case.reference])
    if step == SIGN:
        return reverse("case_papers", args=[case.reference])
    if occurrence:
        return reverse("step_on", args=[case.reference, step, occurrence])
    return reverse("step", args=[case.reference, step])


def work_rows(
    rows: Iterable[Deadline], on: date, calendar: Calendar, *, own: bool
) -> dict[str, list[dict[str, Any]]]:
    """Group what is owed by urgency; each row says when, what, for whom, and where to do it.

    Why it is stopped is told to whoever owes it, and on the case to those who may read it.
    """
    groups: dict[str, list[dict[str, Any]]] = {"Late": [], "Today": [], "This week": [], "Later": []}
    names = {
        Nearness.LATE: "Late",
        Nearness.TODAY: "Today",
        Nearness.SOON: "This week",
        Nearness.LATER: "Later",
    }
    for row in rows:
        near, _ = nearness(row.due_on, on, calendar)
        groups[names[near]].append(
            {
                "when": when(row.due_on, on, calendar),
                "what": {"text": row.what, "href": owed_url(row)},
                "more": row.stopped_by if own else STOPPED if row.stopped_by else "",
                "who": row.child,
                "who_more": row.about,
            }
        )
    return groups


def owed_url(row: Deadline) -> str:
    """Give the address where what is owed is done."""
    if row.owner_role.startswith("approached"):
        return reverse("request", args=[row.occurrence])
    return (
        step_url(row.case, row.step, row.occurrence)
        if row.step
        else reverse("case", args=[row.case.reference])
    )


def next_rows(opened: Opened, offers: Iterable[Offer], rows: Iterable[Deadline]) -> list[dict[str, Any]]:
    """Give the next steps of a case: when, what, who."""
    known = {offer.key: offer for offer in offers}
    mine = {key for key, offer in known.items() if offer.yours and offer.is_open}
    calendar = opened.facts.calendar("home")
    found = []
    for row in rows:
        if not opened.reads(row.step, row.occurrence):
            continue
        is_act = row.step in {SIGN, LEAD}
        key = f"{row.step}:{row.occurrence}" if row.occurrence and not is_act else row.step
        href = step_url(opened.case, row.step, row.occurrence) if key in mine or is_act else ""
        found.append(
            {
                "when": when(row.due_on, opened.facts.today, calendar),
                "what": {"text": row.what, "href": href},
                "more": _why_stopped(known.get(key)),
                "who": row.owner_name,
            }
        )
    return found


def _why_stopped(offer: Offer | None) -> str:
    if offer is None or offer.state is not State.STOPPED:
        return ""
    return " ".join(reason.why for reason in offer.reasons)


def stops(offers: Iterable[Offer]) -> dict[str, Any] | None:
    """Say what truly stops the next steps, why, with its source and the way on."""
    found = [
        {
            "what": f"{offer.step.name}: {reason.why}",
            "why": reason.way_on,
            "source": reason.source,
        }
        for offer in offers
        if offer.state == "stopped"
        for reason in offer.reasons
    ]
    if not found:
        return None
    count = "One thing stops" if len(found) == 1 else f"{len(found)} things stop"
    return {"heading": f"{count} the next step", "stops": found}


def people(facts: Facts) -> list[dict[str, str]]:
    """List who takes part, with their shape and what they are."""
    family = [
        {"name": party.name, "role": RELATION_WORDS[party.relation], "shape": "family"}
        for party in facts.parties
        if party != facts.child
    ]
    return [*family, *staff(facts)]


def staff(facts: Facts) -> list[dict[str, str]]:
    """List the lead and the people named on a case by role."""
    lead = {
        "name": facts.lead.name,
        "role": f"Lead, {facts.home.known_as}"
        + (f", while {facts.absent_lead.name} is away" if facts.absent_lead else ""),
        "shape": "home",
        "phone": facts.lead.phone,
    }
    named = (
        ("key_adult", f"Key adult, {facts.host.known_as}" if facts.host else "Key adult", "new"),
        ("facilitator", "Facilitator", "council"),
        ("social_worker", "Social worker", "council"),
    )
    found = [
        {"name": facts.staff[role].name, "role": words, "shape": shape}
        for role, words, shape in named
        if role in facts.staff
    ]
    return [lead, *found]


def lately(opened: Opened, events: Iterable[Event], most: int) -> list[dict[str, str]]:
    """Say what happened in sentences; what lies in a strand that is not this person's is not there at all."""
    theirs = (event for event in events if _is_theirs(opened, event))
    return [
        {
            "what": _tell(opened, event),
            "more": f"{long_date(day_of(event.at))}, {event.at.astimezone(LONDON):%-H:%M}",
        }
        for event in islice(theirs, most)
    ]


def _is_theirs(opened: Opened, event: Event) -> bool:
    step = opened.protocol.steps.get(event.subject_id.partition(":")[0])
    return event.code != "step_taken" or step is None or step.strand in opened.strands


def _tell(opened: Opened, event: Event) -> str:
    detail = getattr(event, "detail", None)
    return sentence(opened.protocol, event.code, event.subject_id, detail.payload if detail else None)


def strip(facts: Facts, days: Sequence[SchoolDay]) -> pictures.Strip:
    """Draw the strip of school days under the lines of whoever is responsible."""
    spans: list[pictures.Span] = []
    names = {"home": facts.home.known_as, "new": facts.host.known_as if facts.host else ""}
    for day in days:
        responsible = [pictures.Responsible(names[shape], shape) for shape in day.responsible]  # type: ignore[arg-type]
        drawn = pictures.Day(
            day.on, day.state, day.words, "new" if day.at_host else "home", day.on == facts.today
        )
        if spans and list(spans[-1].responsible) == responsible:
            spans[-1] = pictures.Span(responsible, [*spans[-1].days, drawn])
        else:
            spans.append(pictures.Span(responsible, [drawn]))
    return pictures.strip(spans, since=days[0].on if days[0].on > facts.opened_on else None)


def answered(
    opened: Opened, names: Iterable[str], record: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Show answers as rows of a summary list: question, lines, who and when; other strands stay out."""
    rows = []
    for name in names:
        question = opened.protocol.questions[name]
        given = opened.facts.answers.get(name)
        value = record.get(name) if record and name in record else given.value if given else None
        if value in (None, "", [], {}) or question.strand not in opened.strands:
            continue
        lines = said_lines(question, value, opened.facts)
        reason = given.reason if given and not question.occasion else ""
        rows.append(
            {
                "key": question.label,
                "lines": [*lines, *([reason] if reason else [])],
                "by": given.by if given else "",
            }
        )
    return rows


def who(facts: Facts, roles: Iterable[str]) -> str:
    """Name who is held to a step: one owner, though others may take it too."""
    return next((role_words(facts, role) for role in roles), "")


def asked_words(opened: Opened, family: Family) -> str:
    """Give a question to the family with its names filled in."""
    return filled(family.text, words(opened.protocol, opened.facts))
