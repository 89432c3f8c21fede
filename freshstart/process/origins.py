"""What does an effect need of its step, and what makes a named fact so?

The rules read some steps, questions and answers by their names. These tables say which, so that a protocol
that lacks one of them is told so before a case rests on it.
"""

from freshstart.process.predicates import NAMED
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
    "end_direction": ("", {"back_on": "date"}),
    "complete_move": ("", {"move_starts_on": "date"}),
}

# The answers that the rules know; to any other one nothing would happen.
ANSWERS = {
    "sen": {"none", "support", "plan", "not_known"},
    "place_answer": {"yes", "no"},
    "arrived_today": {"yes", "no"},
    "review_decision": {"continue", "longer", "ask_for_move", "return"},
}

# What makes which facts so: an effect, the taking of a step, an answer, or an answer of the family.
# Facts that are not here can be so on any case, whatever its protocol.
BRINGS = {
    "ask_school": ("school_asked", "school_considering", "approach_made"),
    "answer_approach": ("approach_answered", "approach_closed", "school_said_yes", "school_declined"),
    "choose_school": ("school_chosen", "host_is_mainstream"),
    "done.accept_place": ("host_accepted",),
    "determine_direction": (
        "direction_determined",
        "direction_running",
        "start_has_come",
        "start_date",
        "stated_end",
        "review_in_direction",
        "review_is_next",
        "review_due",
        "review_meets",
    ),
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
    "decide_review": ("review_decided", "next_is_move", "next_is_return"),
    "draw_up": ("paper_drawn", "signer_answered"),
    "draw_up:plan": ("plan_drawn",),
    "draw_up:agreement": ("agreement_drawn", "agreement_signed_by_all", "agreement_refused"),
    "complete_move": ("move_complete", "review_in_move", "last_integration_review_held"),
    "end_direction": ("direction_ended", "going_back"),
    "end_direction:ended_early": ("ended_early",),
    "done.withdraw_place": ("host_withdrew",),
    "done.confirm_return": ("back_at_home",),
    "close": ("case_closed",),
    "ask_schools": ("parent_agrees_to_ask", "parent_refuses_to_ask", "every_parent_answered"),
    "parents_views": ("parents_views_known",),
    "pupils_views": ("pupils_views_known",),
    "starts_on": ("notice_period_kept", "start_is_school_day"),
    "review_on": ("six_days_ahead",),
    "tried": ("something_tried",),
    "sen": ("ehc_plan", "plan_not_amended"),
    "plan_amended": ("plan_not_amended",),
    "move_starts_on": ("move_day",),
    "looked_after": ("social_worker_missing",),
}


def origins(fact: str) -> frozenset[str]:
    """Give everything that must have come about before a named fact can be so."""
    if fact in NAMED:
        return frozenset(origin for origin, facts in BRINGS.items() if fact in facts)
    return frozenset({fact})


def brought(part: Step | Family) -> frozenset[str]:
    """Give what comes about when a step is taken, or a question to the family answered."""
    if isinstance(part, Family):
        return frozenset({part.id})
    sent = {f"sent.{effect.removeprefix('letter:')}" for effect in part.does if effect.startswith("letter:")}
    kinds = {effect.partition(":")[0] for effect in part.does}
    return frozenset({f"done.{part.id}", *part.does, *kinds, *part.asks, *sent})
