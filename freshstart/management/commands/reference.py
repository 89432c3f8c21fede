"""What can stand in a protocol, and in the file of a case written by hand?

Made from the code, so that it cannot say anything else; only the meanings are written here. A key, an effect
or a name without a meaning is an error.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from django.core.management.base import BaseCommand
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from freshstart.outside.books import FOLDER
from freshstart.process.answers import CHECKS
from freshstart.process.assessments import Lines, Sketch
from freshstart.process.checks import OFFICES, RECIPIENTS, SIGNERS
from freshstart.process.effects import EFFECTS
from freshstart.process.origins import NEEDS
from freshstart.process.permissions import ROLES
from freshstart.process.predicates import NAMED
from freshstart.process.protocols import Protocol, Within
from freshstart.process.vocabulary import CaseOutcome, Effect, PhaseOutcome
from freshstart.process.ways import NO_DAY, OCCASIONS
from freshstart.process.wordings import FIXED_NAMES

PAGE = FOLDER.parent / "docs" / "reference.md"

# What a key means in every list, unless the list has a meaning of its own.
SHARED = {
    "id": "the name by which others point to the entry: small letters, figures and `_`, once in its list",
    "fixed": "stays as it is in every protocol that extends this one",
    "after": "in a protocol that extends another: the entry behind which this new one stands",
    "source": "where the rule or habit comes from; people see it",
    "opens": "facts that must all be so",
    "shuts": "facts any of which takes it away",
    "hint": "a line of help under the question",
    "basis_title": "who decides, in three or four words",
    "basis": "who decides, and what an answer does and does not do",
    "directed": "the school decides; false for a free choice",
    "options": "the answers to choose from, each with its words",
    "count": "how many days",
    "unit": "school days or calendar days",
    "calendar": "whose school days count",
    "before": "counts back from that day",
    "each": "for each of these once",
    "strand": "who may read it: `safeguarding`, `disclosure` and `location` keep it from those who should not",
    "kind": "what kind it is",
    "text": "the words",
    "name": "what people call it",
}
MEANINGS: dict[str, dict[str, str]] = {
    "protocol": {
        "id": "the name of the folder",
        "jurisdiction": "whose law holds: `england` or `wales`",
        "in_force_from": "the first day on which a case can begin by it",
        "in_force_until": "the last such day",
        "about": "two or three sentences for whoever chooses a protocol",
        "extends": "the protocol whose entries it shares",
        "today": "for an older practice: the protocol in which it goes on",
        "words": "words of the area’s own, used in texts as {name}",
    },
    "remove": {
        "list": "the list in which the inherited entry stands",
        "id": "the entry that is taken out",
        "reason": "why",
    },
    "difference": {
        "was": "what the practice was that the protocol was written for",
        "now": "what stands here instead",
        "why": "why it is so",
        "rules": "the rules of the law that it rests on",
    },
    "stage": {"id": "`leaving`, `transition` or `integration`, in this order", "means": "what it is for"},
    "phase": {
        "kind": "the kind of placement; one entry for each kind that can begin here",
        "basis": "its legal basis",
        "reviews": "the school weeks of its reviews, in order",
        "review_calendar": "whose school weeks they are",
        "runs_on_school_days": "so many school days it goes on after the last review",
    },
    "question": {
        "text": "the question, as it is asked",
        "short": "its name in tables; else the text",
        "kind": "what is an answer to it: see below",
        "required": "the step cannot be taken without an answer",
        "occasion": "asked anew each time, as for a meeting; else once for the whole case",
        "reason": "asks for words beside the answer, by this question",
        "reason_required": "those words must be given",
        "default": "what stands there already: `today`, `next_school_day`, `proposed_start`, `review_due`, an option, "
        "or `said.` and a question to the family",
        "when": "asked only where these facts are all so",
        "group": "the heading under which it stands",
    },
    "step": {
        "stage": "the stage to which it belongs",
        "press": "the words of its button, where the name does not say what it does",
        "help": "a line of help",
        "who": "the roles that may take it; the first is held to it",
        "asks": "the questions it asks",
        "rests_on": "questions whose answers are shown to whoever decides",
        "does": "what it brings about: see effects",
        "repeat": "can be taken again",
        "until": "is due again until this fact is so; only with `within` and `repeat`",
        "optional": "nobody has to take it; then it has no `within`",
        "decision": "somebody decides something",
        "milestone": "a station on the picture of the way",
        "within": "by when it is wanted: a table of the keys under “within”",
        "did": "its sentence in the history; {by} and its questions are filled in",
    },
    "within": {"since": "counted from this fact; else from the day on which the step opened"},
    "gate": {
        "on": "the steps, or what steps do, on which it bites",
        "fact": "the fact it looks at",
        "when": "the answers of that fact with which it bites",
        "given": "it bites only where these facts are all so",
        "effect": "`block` stops, `warn` asks for a reason, `sign_off` wants somebody’s word",
        "sign_off_by": "the role whose word it wants",
        "why": "what is said to whoever is stopped",
        "way_on": "what they can do",
    },
    "deadline": {
        "what": "what is owed",
        "owner": "the role that is held to it",
        "since": "the fact from whose day it is counted",
        "met_by": "the fact that ends it",
        "step": "the step that does it, where there is one",
    },
    "clause": {
        "paper": "the paper in which it stands",
        "heading": "its heading",
        "text": "its words; or else `list_of`",
        "list_of": "a question whose answer is a list",
        "when": "it is left out while this fact is not so",
    },
    "paper": {
        "id": "`agreement` for the free choice; any other belongs to a placement that is decided",
        "title": "its title",
        "lede": "its first sentence",
        "signers": "who answers it: see below",
        "statement": "what a signature says",
        "refusing": "what a no says",
    },
    "letter": {
        "title": "its title",
        "to": "to whom it goes: see below",
        "sender": "the office in whose name it goes",
        "paragraphs": "its text",
        "facts": "pairs of a name and a text, as a table under the text",
        "paragraphs_after": "text behind them",
        "kind": "a letter, a notice or a report",
        "advice": "says where free advice is",
    },
    "family": {
        "to": "who is asked, each alone",
        "text": "the question",
        "options": "the answers, which weigh the same",
        "points": "short reminders",
    },
}
EFFECT_MEANINGS = {
    "propose": "proposes a move: rules about proposing bite",
    "name_facilitator": "names the facilitator",
    "name_key_adult": "names the key adult, who works at the receiving school",
    "name_social_worker": "names the social worker, who reads the case from then on",
    "tell_family": "opens the case to the council and the governing board: the family knows",
    "share_with_council": "lets the council see what it may see by what is known now",
    "tell_council": "tells the council and the board at once, as after an exclusion",
    "letter": "sends the letter of that id",
    "ask_school": "asks a school, without the child’s name",
    "answer_approach": "writes down the school’s answer",
    "choose_school": "makes it the receiving school and lets the others go",
    "accept_place": "accepts the child",
    "determine_direction": "begins an off-site direction on the day typed",
    "begin_trial": "begins an agreed move with a way back, of before 26 July 2026",
    "give_notice": "gives the notice that the law wants",
    "confirm_arrival": "writes down that the child has arrived",
    "confirm_return": "writes down whether the child is back",
    "record_week": "writes down the marks of a week",
    "invite_review": "calls a review",
    "hold_review": "writes down that a review was held",
    "decide_review": "writes down what was decided after a review",
    "ask_review": "calls for a review that somebody asked for",
    "draw_up": "draws up the paper of that id, to be answered by each signer",
    "end_placement": "ends the placement in that way",
    "complete_move": "makes the managed move complete: one register from then on",
    "name_in_plan": "begins at the school that the plan names",
    "send_records": "hands over the records",
    "send_safeguarding_file": "hands over the safeguarding file",
    "new_pupil_return": "tells the council of the new pupil",
    "deletion_return": "tells the council of the deletion",
    "withdraw_place": "withdraws the receiving school’s place",
    "record_exclusion": "writes down a permanent exclusion",
    "cancel_exclusion": "cancels it",
    "confirm_back": "writes down whether the child is back after it",
    "record_governors": "writes down what the governing board decided about it",
    "arrange_education": "writes down where the child is taught",
    "close": "closes the case in that way",
}
ARGUMENTS: dict[str, Iterable[str]] = {
    "letter": ["a letter"],
    "draw_up": ["a paper"],
    "end_placement": [PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED],
    "close": CaseOutcome,
}
NAME_MEANINGS = {
    "child": "the name the child goes by",
    "child_full": "the child’s full name",
    "lead": "the lead",
    "lead_phone": "the lead’s number",
    "council": "the council",
    "attendance_line": "the attendance so far, in a line",
    "next_home_day": "the home school’s next school day",
    "home": "the home school",
    "home_address": "its address",
    "home_phone": "its number",
    "host": "the receiving school",
    "host_address": "its address",
    "host_phone": "its number",
    "starts_on": "the first day of the placement",
    "ends_on": "its last day stated",
    "days": "its school days, as a number",
    "review_days": "its reviews, each with its week and day",
    "next_review": "the day of the next review",
    "integration_review": "the day of the last look at how settling in goes",
    "review_weeks": "the weeks of the reviews of a placement with a way back",
    "integration_weeks": "the weeks of those after a move",
}
DOTTED = {
    "done.STEP": ("the step was taken", "yes"),
    "sent.LETTER": ("the letter was made", "yes"),
    "QUESTION": ("the answer to a question of yes or no", "when it was answered"),
    "QUESTION.OPTION": ("this option was chosen", "when it was answered"),
    "written.QUESTION": ("something is written there", "when it was answered"),
    "day.QUESTION": ("a day is written there", "the day that is written"),
}
LISTS = "remove difference stage phase question step gate deadline clause paper letter family".split()
