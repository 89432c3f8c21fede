"""How does the history say what happened?"""

from collections.abc import Mapping
from typing import Any

from freshstart.process.protocols import Protocol
from freshstart.process.wordings import filled

SENTENCES = {
    "link_sent": "{by} sent {to} a link",
    "link_revoked": "{by} closed the link of {to}",
    "link_opened": "{who} opened their link",
    "paper_signed": "{who} signed the {paper}, version {version}",
    "paper_not_signed": "{who} did not sign the {paper}, version {version}",
    "paper_left_open": "{who} took their answer to the {paper} back",
    "paper_undone": "{who} took a slip back: the {paper}, version {version}",
    "paper_read": "{who} opened the {paper}, version {version}",
    "paper_handed_over": "{by} handed {who} the {paper}, version {version}, or posted it",
    "paper_sealed": "The {paper}, version {version}, was sealed",
    "time_shortened": "{who} needs no more time to think about the {paper}",
    "family_answered": "{who} answered",
    "answer_undone": "{who} took a slip back",
    "link_entered": "{who} came in by their link",
    "link_left": "{who} left",
    "code_sent": "A code was sent to {who}",
    "code_wrong": "A wrong code was typed at the link of {who}",
    "link_guessed": "Somebody tried codes on the link of {who}: it is closed",
    "codes_printed": "{by} printed a sheet of codes for {to}",
    "link_printed": "{by} printed a link for {to}",
    "phone_verified": "{by} made sure of the telephone of {who}",
    "needs_noted": "{by} noted how {who} reads",
    "contact_asked": "{by} wrote down a new way to reach {who}, to be checked by a colleague",
    "contact_changed": "{by} checked the new way to reach {who}",
    "contact_refused": "{by} refused the new way to reach {who}",
    "restricted": "{by} changed who may learn what",
    "restriction_lifted": "{by} changed who may learn what",
    "enquiry_made": "{who} asked something",
    "enquiry_answered": "{by} answered what {who} asked",
    "person_added": "{by} added {who}",
    "protocol_changed": "{by} let the case go on by {now} instead of {was}: {why}",
    "lead_changed": "The lead passed from {from} to {to}",
    "lead_offered": "{by} asked {to} to lead",
    "lead_declined": "{by} cannot lead{why}",
    "cover_arranged": "{by} arranged that {stand_in} leads from {first} to {last}, while {away} is away",
    "cover_ended": "{by} ended that {stand_in} leads instead of {away}",
    "day_told": "{by} told of {on}: {am} in the morning, {pm} in the afternoon",
    "first_day_moved": "{school} is closed on {was}, or open after all: the first day is {now}",
    "pack_made": "{by} made a PDF of the case for: {whom}",
    "child_corrected": "{by} corrected how the child is written down: {why}",
    "opened_in_error": "{by} closed the case as opened in error: {why}",
    "school_corrected": "{by} took back the choice of {was}: {why}",
    "start_corrected": "{by} moved the first day from {was} to {now}: {why}",
    "recipient_corrected": "{by} took {who} off the case: {why}",
}
ERASED = "What was written here has been erased, as the law asks."


def sentence(protocol: Protocol, code: str, subject: str, detail: Mapping[str, Any] | None) -> str:
    """Say one act of the history in a sentence; an erased detail leaves only the act."""
    if detail is None:
        return ERASED
    if code == "step_taken":
        step = protocol.steps.get(subject.partition(":")[0])
        pattern = (step.did or f"{{by}}: {step.name}") if step else "{by} took a step"
        return filled(pattern, {"by": detail["by"], **detail.get("said", {})})
    pattern = SENTENCES.get(code, "{by} did something that this version cannot name")
    return filled(pattern, {name: str(value) for name, value in detail.items()})
