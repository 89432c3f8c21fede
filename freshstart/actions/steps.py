"""How is a step taken?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions import letters, papers, placements, reviews  # their writers register themselves
from freshstart.actions.standings import Standing, acting_as, keep, stand
from freshstart.actions.writers import WRITERS
from freshstart.models.cases import Answer, StepRecord
from freshstart.models.people import User
from freshstart.outside.tongues import tones
from freshstart.process.answers import REASON
from freshstart.process.effects import Happening
from freshstart.process.facts import Facts
from freshstart.process.hearings import WORDING, held, in_words
from freshstart.process.protocols import Protocol, Step
from freshstart.process.refusals import Incomplete, Stale
from freshstart.process.restrictions import PLACES, places_told
from freshstart.process.steps import Attempt, decide
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import Strand
from freshstart.process.wordings import said

WRITER_MODULES = (letters, papers, placements, reviews)


@transaction.atomic
def take(
    *,
    case_id: int,
    step: str,
    by: User,
    at: datetime,
    values: Values,
    occurrence: str = "",
    reasons: dict[str, str] | None = None,
    seen: dict[str, int] | None = None,
) -> None:
    """Take a step of a case, with everything that follows from it, or nothing at all.

    `reasons` answer warnings by rule; `seen` holds the version of each answer that the form showed. Refused:
    NotYours, NotNow with the rules that stop it, Incomplete by question, Stale if somebody else changed an
    answer meanwhile. Nothing is written then.
    """
    standing = stand(case_id=case_id, by=by, at=at)
    attempt = Attempt(step, occurrence, values, reasons or {})
    _check_not_stale(standing, attempt, seen or {})
    happenings = decide(standing.protocol, standing.law, standing.facts, attempt, standing.actor)
    _check_wording(standing, attempt)
    _check_places(standing, attempt)
    taken, *others = happenings
    terms = standing.protocol.steps[step]
    record = _write_taking(standing, terms, taken, attempt)
    for happening in others:
        WRITERS[happening.code](standing, happening.values)
    keep(
        standing,
        code="step_taken",
        subject=("step", f"{step}:{occurrence}" if occurrence else step),
        detail=lambda facts: {
            "record": record.pk,
            "said": _said(standing.protocol, facts, terms, taken.values["values"]),
            "reasons": record.reasons,
        },
        wanted=terms.who,
    )


def _check_wording(standing: Standing, attempt: Attempt) -> None:
    """Hold a text for a family that threatens or is not true, until a named person writes why it goes out."""
    step = standing.protocol.steps[attempt.step]
    found = held(standing.protocol, step, attempt.values, tones())
    if found and not attempt.reasons.get(WORDING, "").strip():
        raise Incomplete({f"reason__{WORDING}": f"{in_words(found)} Change it, or write why it goes out so."})


def _check_places(standing: Standing, attempt: Attempt) -> None:
    """Hold a text that may tell somebody what they must not learn, until it is said that it does not."""
    step = standing.protocol.steps[attempt.step]
    found = places_told(standing.protocol, standing.facts, step, attempt.values)
    if found and not attempt.reasons.get(PLACES, "").strip():
        names = ", ".join(f"“{one}”" for one in found)
        raise Incomplete(
            {
                f"reason__{PLACES}": f"{names} may tell where the child is. Somebody on this case must not "
                "learn that: take it out, or write why it is safe. It is kept from that person in any case."
            }
        )


def _check_not_stale(standing: Standing, attempt: Attempt, seen: dict[str, int]) -> None:
    """Compare the versions that the form showed with those that stand now."""
    changed = []
    for name, version in seen.items():
        given = standing.facts.answers.get(name)
        current = given.version if given else 0
        if given and current != version and attempt.values.get(name) != given.value:
            question = standing.protocol.questions[name]
            changed.append((question.label, said(question, given.value, standing.facts), given.by))
    if changed:
        raise Stale("Somebody else saved this while you were writing.", tuple(changed))


def _write_taking(standing: Standing, step: Step, taken: Happening, attempt: Attempt) -> StepRecord:
    """Write the record of the step with what belongs to the occasion, and each answer of the case once."""
    questions = standing.protocol.questions
    values: Values = taken.values["values"]
    for name in step.asks:
        if not questions[name].occasion and name in values:
            write_answer(standing, name, values[name], values.get(name + REASON, ""))
    kept = {name: value for name, value in values.items() if questions[name.removesuffix(REASON)].occasion}
    return StepRecord.objects.create(
        case=standing.case,
        step=step.id,
        occurrence=attempt.occurrence,
        values=kept,
        reasons={rule: text.strip() for rule, text in attempt.reasons.items() if text.strip()},
        taken_by=standing.by,
        acting_as=acting_as(standing.actor, step.who),
        taken_at=standing.at,
    )


def write_answer(standing: Standing, name: str, value: Value, reason: str = "") -> None:
    """Write the one answer of a case to a question; what differs from the last is a new version."""
    given = standing.facts.answers.get(name)
    if given and given.value == value and given.reason == reason:
        return
    Answer.objects.update_or_create(
        case=standing.case,
        question=name,
        defaults={
            "value": value,
            "reason": reason,
            "version": given.version + 1 if given else 1,
            "given_by": standing.account,
            "given_at": standing.at,
        },
    )


def _said(protocol: Protocol, facts: Facts, step: Step, values: Values) -> dict[str, str]:
    """Say what was answered, for the sentence in the history; only what everyone on the case may read."""
    questions = [protocol.questions[name] for name in step.asks if name in values]
    return {
        question.id: said(question, values[question.id], facts)
        for question in questions
        if question.strand is Strand.PLAN
    }
