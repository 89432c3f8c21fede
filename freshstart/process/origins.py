"""What does an effect need of its step, and what makes a named fact so?

The rules read some steps, questions and answers by their names. These tables say which, so that a protocol
that lacks one of them is told so before a case rests on it.
"""

from collections.abc import Set

from freshstart.process.identities import once_for_the_same
from freshstart.process.predicates import ASKED, NAMED
from freshstart.process.protocols import Each, Family, QuestionKind, Step

# An effect: the occasion it belongs to, and the questions it reads, each of which must be answered.
NEEDS: dict[str, tuple[Each, dict[str, QuestionKind]]] = {
    "name_facilitator": ("", {"facilitator": "staff"}),
    "name_key_adult": ("", {"key_adult": "staff"}),
    "name_social_worker": ("", {"social_worker": "staff"}),
    "ask_school": ("", {"school_to_ask": "school"}),
    "answer_approach": ("approach", {"place_answer": "choice"}),
    "choose_school": ("approach", {}),
    "determine_direction": ("", {"starts_on": "date"}),
    "confirm_arrival": ("", {"arrived_today": "choice"}),
    "confirm_return": ("", {"arrived_today": "choice"}),
    "record_week": ("week", {"marks": "week"}),
    "invite_review": ("review", {"review_on": "date", "review_at": "time"}),
    "hold_review": ("review", {"met_on": "date"}),
    "decide_review": ("review", {"review_decision": "choice"}),
    "ask_review": ("", {"asked_in": "text"}),
    "end_placement": ("", {"back_on": "date"}),
    "complete_move": ("", {"move_starts_on": "date"}),
    "name_in_plan": ("", {"move_starts_on": "date"}),
    "begin_trial": ("", {"starts_on": "date"}),
    "record_exclusion": ("", {"excluded_on": "date"}),
    "cancel_exclusion": ("", {"back_on": "date"}),
    "confirm_back": ("", {"arrived_today": "choice"}),
    "record_governors": ("", {"governors_decision": "choice"}),
}

# The answers that the rules know; to any other one nothing would happen.
ANSWERS = {
    "sen": {"none", "support", "plan", "not_known"},
    "place_answer": {"yes", "no"},
    "arrived_today": {"yes", "no"},
    "review_decision": {"continue", "longer", "ask_for_move", "return"},
    "way": {"direction", "move"},
    "governors_decision": {"upheld", "reinstated"},
}

PLACED = ("placement_decided", "placement_running", "stated_end", "review_in_placement")
FOR_GOOD = ("move_complete", "review_in_move")
BEGINS = ("determine_direction", "begin_trial", "complete_move", "name_in_plan")

# What makes which facts so: an effect, the taking of a step, an answer, or an answer of the family; where
# several are named together, any of them does.
# Facts that are not here can be so on any case, whatever its protocol.
BRINGS: dict[str | tuple[str, ...], tuple[str, ...]] = {
    "ask_school": ("school_asked", "school_considering", "approach_made"),
    "answer_approach": ("approach_answered", "approach_closed", "school_said_yes", "school_declined"),
    "choose_school": ("school_chosen", "host_is_mainstream", "host_is_registered_school"),
    "done.accept_place": ("host_accepted",),
    ("determine_direction", "begin_trial"): PLACED,
    "confirm_arrival": ("arrived", "week_ends"),
    "record_week": ("week_recorded",),
    "invite_review": ("review_invited",),
    "hold_review": (
        "review_held",
        "last_review_held",
        "last_integration_review_held",
        "return_can_be_planned",
    ),
    "done.hold_review": ("nominee_was_there",),
    ("determine_direction", "begin_trial", "hold_review"): (
        "last_looked_at",
        "first_review_in_six_weeks",
        "ends_in_school_year",
    ),
    "decide_review": ("review_decided", "next_is_move", "next_is_return"),
    ("done.give_notice", "begin_trial", "complete_move", "name_in_plan"): ("start_is_sure",),
    BEGINS: ("start_has_come", "start_date", "review_is_next", "review_due", "review_meets"),
    ("begin_trial", "determine_direction", "done.first_meeting"): ("move_can_be_asked",),
    "draw_up": ("paper_drawn", "signer_answered"),
    "draw_up:plan": ("plan_drawn",),
    "draw_up:agreement": (
        *("agreement_drawn", "agreement_signed_by_all", "agreement_refused", "answers_missing"),
    ),
    ("ask_schools", "draw_up:agreement"): ("parents_disagree",),
    "check_in": ("child_needs_talk",),
    ("complete_move", "name_in_plan"): FOR_GOOD,
    "end_placement": ("placement_ended", "going_back"),
    "end_placement:ended_early": ("ended_early",),
    "done.withdraw_place": ("host_withdrew",),
    "done.confirm_return": ("back_at_home",),
    "close": ("case_closed",),
    "ask_schools": ("parent_agrees_to_ask", "parent_refuses_to_ask", "every_parent_answered"),
    "parents_views": ("parents_views_known",),
    "pupils_views": ("pupils_views_known",),
    "starts_on": ("notice_period_kept", "start_is_school_day"),
    "review_on": ("six_days_ahead",),
    "tried": ("something_tried",),
    "sen": ("ehc_plan", "plan_not_amended", "young_person_decides"),
    "plan_amended": ("plan_not_amended",),
    "looked_after": ("social_worker_missing", "council_should_answer"),
    "done.send_records": ("records_sent",),
    "done.send_last_records": ("last_records_sent",),
    "done.send_safeguarding_file": ("safeguarding_file_sent",),
    "done.send_new_pupil_return": ("new_pupil_returned",),
    "done.send_deletion_return": ("deletion_returned",),
    "record_exclusion": ("excluded", "exclusion_stands", "not_yet_back", "recent_exclusion"),
    "done.cancel_exclusion": ("exclusion_cancelled",),
    ("done.cancel_exclusion", "done.record_governors"): ("exclusion_over",),
    "done.confirm_back": ("back_after_exclusion",),
    "done.record_governors": ("governors_considered",),
    "done.arrange_education": ("education_arranged",),
}


def origins(fact: str) -> frozenset[tuple[str, ...]]:
    """Give everything that must have come about before a named fact can be so: of each, any one."""
    if fact in NAMED:
        found = (origin for origin, facts in BRINGS.items() if fact in facts)
        return frozenset((origin,) if isinstance(origin, str) else origin for origin in found)
    head, _, rest = fact.partition(".")
    if head in {"done", "sent"} or not rest:
        return frozenset({(fact,)})
    return frozenset({(rest if head in ASKED else head,)})


def lacking(fact: str, given: Set[str]) -> tuple[str, ...]:
    """Name what must come about before a fact can be so and does not; nothing where the fact can be."""
    return next((group for group in sorted(origins(fact)) if not given & set(group)), ())


@once_for_the_same(4096)
def brought(part: Step | Family) -> frozenset[str]:
    """Give what comes about when a step is taken, or a question to the family answered."""
    if isinstance(part, Family):
        return frozenset({part.id})
    sent = {f"sent.{effect.removeprefix('letter:')}" for effect in part.does if effect.startswith("letter:")}
    kinds = {effect.partition(":")[0] for effect in part.does}
    return frozenset({f"done.{part.id}", *part.does, *kinds, *part.asks, *sent})
