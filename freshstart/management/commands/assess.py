"""What would a protocol and the law say about a case that is written in a file?

The file is described in docs/how-to/try-a-case.md, and what `--json` gives too. No database is asked.
"""

import json
import tomllib
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Any, TypeAlias

from django.core.management.base import BaseCommand, CommandError

from freshstart.models.facts import bank_holidays
from freshstart.outside import books, clocks
from freshstart.process.assessments import Assessment, SketchInvalid, Verdict, assess, read_sketch
from freshstart.process.checks import faults_in
from freshstart.process.deadlines import Due, nearness
from freshstart.process.drawings import Drawn, facts_of
from freshstart.process.facts import Facts
from freshstart.process.faults import nearest
from freshstart.process.journeys import stage_now, status_words
from freshstart.process.permissions import ROLES
from freshstart.process.predicates import holds, moment, names_for
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid, Reason
from freshstart.process.steps import State
from freshstart.process.vocabulary import Effect
from freshstart.process.ways import OCCASIONS

Report: TypeAlias = dict[str, Any]
WIDTH = 100
NOTHING = "  nothing"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is no day. Write it as 2026-11-24.") from error


class Command(BaseCommand):
    """Assess a case; 0 says that there is an answer, 1 that the file or the protocol is to be mended."""

    help = "Try a protocol on a case written by hand: assess case.toml --protocol southwark --on 2026-11-24"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FACTS", type=Path, help="the case, as a TOML file")
        parser.add_argument("--protocol", required=True, help="its id, such as southwark, or its folder")
        parser.add_argument(
            "--on", type=_day, metavar="DATE", help="the day; else that of the file, else today"
        )
        parser.add_argument(
            "--as", dest="role", default="", metavar="ROLE", help="only what is for this role"
        )
        parser.add_argument(
            "--fact",
            dest="names",
            action="append",
            default=[],
            metavar="NAME",
            help="say whether this fact is so",
        )
        parser.add_argument(
            "--all", dest="every", action="store_true", help="list the steps that are not open too"
        )
        parser.add_argument("--json", dest="as_json", action="store_true", help="answer for a program")

    def handle(
        self,
        *,
        file: Path,
        protocol: str,
        on: date | None,
        role: str,
        names: Sequence[str],
        every: bool,
        as_json: bool,
        **_options: object,
    ) -> None:
        if role and role not in ROLES:
            raise CommandError(f"There is no role “{role}”. {nearest(role, ROLES)}")
        try:
            terms = _protocol(protocol)
            sketch = read_sketch(_content(file))
            day = on or sketch.on or clocks.day_of(clocks.now())
            drawn = facts_of(sketch, terms, books.editions(), on=day, holidays=bank_holidays())
            found = report(terms, drawn, assess(terms, books.editions(), drawn.facts, role), role, names)
        except (ProtocolInvalid, SketchInvalid) as invalid:
            raise CommandError(str(invalid)) from invalid
        self.stdout.write(
            json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(said(found, every))
        )


def _content(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}.") from error


def _protocol(name: str) -> Protocol:
    """Find a protocol by its id or its folder; refused while something is to be mended in it."""
    known = {folder.name: folder for folder in books.protocol_folders()}
    folder = known.get(name, Path(name))
    if not folder.is_dir():
        raise CommandError(
            f"There is no protocol “{name}”. {nearest(name, known, 'Give its id or its folder.')}"
        )
    protocol = books.read_folder(folder)
    faults = faults_in(protocol, books.editions())
    if faults:
        raise CommandError("\n".join(["Mend the protocol first, then try it.", *map(str, faults)]))
    return protocol


# What is answered -----------------------------------------------------------------------------------------


def report(protocol: Protocol, drawn: Drawn, found: Assessment, role: str, names: Sequence[str]) -> Report:
    """Put an assessment into values that JSON can hold; the keys are those of docs/how-to/try-a-case.md."""
    facts = drawn.facts
    return {
        "protocol": {"id": protocol.id, "name": protocol.name, "in_force": _in_force(protocol, facts.today)},
        "on": facts.today.isoformat(),
        "as": role,
        "law": {"id": found.law.id, "name": found.law.name},
        "case": {
            "stage": stage_now(facts),
            "status": status_words(protocol, facts),
            "outcome": facts.outcome,
        },
        "steps": [_step(facts, verdict) for verdict in found.verdicts],
        "family": [
            {
                "question": one.question.id,
                "text": one.question.text,
                "person": one.party.name,
                "answer": one.answer,
            }
            for one in found.asked
        ],
        "papers": [
            {"paper": one.paper, "signer": one.signer, "name": one.name, "answer": one.answer}
            for one in found.signers
        ],
        "due": [_due(facts, one) for one in found.owed],
        "facts": {name: _fact(protocol, facts, name) for name in names},
        "assumed": list(drawn.assumed),
        "unwritten": [{"question": one.id, "text": one.label} for one in drawn.unwritten],
    }


def _in_force(protocol: Protocol, on: date) -> bool:
    return protocol.in_force_from <= on <= (protocol.in_force_until or date.max)


def _step(facts: Facts, verdict: Verdict) -> Report:
    offer, waits = verdict.offer, verdict.state is State.LATER
    reasons = [_reason(one) for one in verdict.reasons]
    return {
        "step": offer.step.id,
        "occasion": offer.occurrence,
        "about": _about(facts, offer.step.each, offer.occurrence),
        "name": offer.step.name,
        "who": list(offer.who),
        "state": str(verdict.state),
        "ending": verdict.ending,
        "stops": [] if waits else [one for one in reasons if one["effect"] != Effect.WARN],
        "warnings": [] if waits else [one for one in reasons if one["effect"] == Effect.WARN],
        "waits_for": [{"fact": one.rule, "why": one.why} for one in verdict.reasons] if waits else [],
        "missing": [{"question": one.id, "text": one.label} for one in verdict.missing],
    }


def _about(facts: Facts, each: str, occurrence: str) -> str:
    """Name an occasion as people do: the school asked, the parent; any other by its own name."""
    approach = facts.approach(occurrence) if each == "approach" else None
    party = facts.party(int(occurrence)) if each == "parent" else None
    return approach.school.name if approach else party.name if party else occurrence


def _reason(reason: Reason) -> Report:
    return {
        "rule": reason.rule,
        "effect": str(reason.effect),
        "why": reason.why,
        "way_on": reason.way_on,
        "source": reason.source,
        "sign_off_by": reason.sign_off_by,
    }


def _due(facts: Facts, one: Due) -> Report:
    near, days = nearness(one.due_on, facts.today, facts.calendar("home"))
    return {
        "id": one.id,
        "occasion": one.occurrence,
        "what": one.what,
        "step": one.step,
        "owner": one.owners[0],
        "on": one.due_on.isoformat(),
        "near": str(near),
        "school_days": days,
        "source": one.source,
        "stopped_by": one.stopped_by,
    }


def _fact(protocol: Protocol, facts: Facts, name: str) -> Report:
    """Say whether a fact is so, and since when; one of an occasion is named with it: review_held:d4."""
    fact, _, occasion = name.partition(":")
    if fact not in names_for(protocol):
        raise CommandError(f"There is no fact “{fact}”. {nearest(fact, names_for(protocol))}")
    if fact.partition("_")[0] in OCCASIONS and not occasion:
        raise CommandError(f"“{fact}” is about one occasion. Write it too, as in {fact}:d4.")
    since = moment(facts, fact, occasion)
    return {"is": str(holds(facts, fact, occasion)), "since": since.isoformat() if since else ""}


# How it is said -------------------------------------------------------------------------------------------


def said(found: Report, every: bool) -> Iterator[str]:
    """Say a report in lines for people; with `every`, also the steps that are not open."""
    steps, held = found["steps"], found["protocol"]
    yield f"{held['name']}, {found['on']}" + (f", as {found['as']}" if found["as"] else "")
    yield f"Law: {found['law']['name']} ({found['law']['id']})"
    yield f"The case: {found['case']['status']}, stage {found['case']['stage']}"
    if not held["in_force"]:
        yield "This protocol is not in force on that day: only cases that began by it go on by it."
    ahead = [one for one in steps if not one["ending"]]
    yield from _part("Open", (line for one in ahead if one["state"] == "open" for line in _step_lines(one)))
    yield from _part(
        "Stopped", (line for one in ahead if one["state"] == "stopped" for line in _step_lines(one))
    )
    endings = [one for one in steps if one["ending"] and one["state"] in {"open", "stopped"}]
    yield from _part("Endings", (line for one in endings for line in _step_lines(one)))
    if not found["as"]:
        yield from _part("Asked of the family", map(_family_line, found["family"]))
    yield from _part("Papers", map(_paper_line, found["papers"]))
    yield from _part("Due", (line for one in found["due"] for line in _due_lines(one)))
    if found["facts"]:
        yield from _part("Facts", (_fact_line(name, one) for name, one in found["facts"].items()))
    if every:
        yield from _part(
            "Later, done or not on this way", (line for one in steps for line in _other_lines(one))
        )
    if found["unwritten"]:
        names = ", ".join(one["question"] for one in found["unwritten"])
        yield from _part("Not known here, though steps that are done ask it", [_line(2, names)])
    if found["assumed"]:
        yield from _part("Taken as usual", (_line(2, one) for one in found["assumed"]))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", title, *(list(lines) or [NOTHING]))


def _line(indent: int, text: str) -> str:
    return fill(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))


def _named(one: Report) -> str:
    return f"{one['step']} ({one['about']})" if one["about"] else str(one["step"])


def _step_lines(one: Report) -> Iterator[str]:
    ending = f", ends the case: {one['ending']}" if one["ending"] else ""
    state = "stopped: " if one["ending"] and one["state"] == "stopped" else ""
    yield _line(2, f"{state}{_named(one)}: {one['name']} [{' or '.join(one['who'])}]{ending}")
    for reason in (*one["stops"], *one["warnings"]):
        by = f", {reason['sign_off_by']}" if reason["sign_off_by"] else ""
        yield _line(4, f"{reason['effect']}{by}: {reason['why']} ({reason['rule']}; {reason['source']})")
        yield _line(8, reason["way_on"])
    if one["missing"]:
        yield _line(4, f"needs: {', '.join(missing['question'] for missing in one['missing'])}")


def _other_lines(one: Report) -> Iterator[str]:
    if one["state"] in {"later", "done", "shut"}:
        waits = (
            f": waits for {', '.join(each['fact'] for each in one['waits_for'])}" if one["waits_for"] else ""
        )
        yield _line(2, f"{one['state']}: {_named(one)}{waits}")


def _family_line(one: Report) -> str:
    return _line(2, f"{one['question']}: {one['person']}, {one['answer'] or 'not answered'}. {one['text']}")


def _paper_line(one: Report) -> str:
    return _line(2, f"{one['paper']}: {one['name']} ({one['signer']}), {one['answer'] or 'not answered'}")


def _due_lines(one: Report) -> Iterator[str]:
    words = {"late": "late", "today": "today", "soon": "soon", "later": "later"}[one["near"]]
    about = f" ({one['occasion']})" if one["occasion"] else ""
    yield _line(2, f"{one['on']}, {words}: {one['owner']}: {one['what']}{about}. {one['source']}")
    if one["stopped_by"]:
        yield _line(4, f"stopped: {one['stopped_by']}")


def _fact_line(name: str, one: Report) -> str:
    return _line(2, f"{name}: {one['is']}" + (f", since {one['since']}" if one["since"] else ""))
