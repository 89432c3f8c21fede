"""What happens to every child, from the first worry to the day of being settled?

All take the same way. Its acts are counted in school days from the first day at the new school, or from
another date that follows from it.
"""

from datetime import time

from freshstart.management.demonstration.children import Leg

REVIEWS = (4, 8, 12)
# When the people of a family are free to answer.
AT_HOME = {
    "council_parent": "14:35",
    "pupil": "16:20",
    "carer": "17:10",
    "mother": "17:55",
    "father": "18:50",
}


def _leg(day: int, at: str, act: str, by: str, since: str = "first_day") -> Leg:
    act, _, occasion = act.partition("@")
    return Leg(day=day, at=time.fromisoformat(at), act=act, by=by, since=since, occasion=occasion)


def _family(day: int, act: str, since: str = "first_day") -> tuple[Leg, ...]:
    return tuple(_leg(day, at, act, relation, since) for relation, at in AT_HOME.items())


def _review(number: str) -> tuple[Leg, ...]:
    return (
        _leg(-10, "09:40", f"invite_review@{number}", "home_clerk", number),
        *_family(-3, f"family:view_before_review@{number}", number),
        _leg(0, "16:45", f"hold_review@{number}", "lead", number),
        _leg(1, "12:00", f"decide_after_review@{number}", "home_nominee", number),
    )


WAY = (
    _leg(-20, "09:10", "open_case", "lead"),
    _leg(-19, "10:30", "is_a_move_right", "lead"),
    _leg(-19, "11:05", "alert_council", "lead"),
    _leg(-18, "11:40", "appoint_facilitator", "lead"),
    _leg(-17, "14:05", "tell_family", "home_head"),
    _leg(-14, "16:10", "talk_options", "facilitator"),
    *_family(-13, "family:ask_schools"),
    _leg(-12, "09:25", "ask_school", "lead"),
    _leg(-11, "13:10", "answer_approach@no", "approached_head"),
    _leg(-9, "12:30", "answer_approach@yes", "approached_head"),
    _leg(-8, "10:05", "choose_school", "lead"),
    _leg(-7, "16:30", "home_visit", "facilitator"),
    _leg(-6, "15:30", "first_meeting", "lead"),
    _leg(-6, "16:40", "settle_transport", "lead"),
    _leg(-5, "09:50", "accept_place", "host_head"),
    _leg(-4, "12:15", "determine_direction", "home_nominee"),
    _leg(-4, "14:20", "give_notice", "home_clerk"),
    _leg(-3, "11:00", "draw_up_plan", "lead"),
    _leg(-3, "12:10", "sign:plan", "host_head"),
    _leg(-3, "13:05", "sign:plan", "home_head"),
    _leg(-2, "10:15", "send_records", "home_lead"),
    _leg(-2, "10:40", "send_safeguarding_file", "home_safeguarding"),
    _leg(-2, "15:05", "acknowledge_records", "host_lead"),
    _leg(-2, "15:25", "acknowledge_safeguarding_file", "host_safeguarding"),
    *_family(-2, "sign:plan"),
    _leg(0, "08:52", "confirm_arrival", "host_key_adult"),
    *(leg for week in REVIEWS for leg in _review(f"d{week}")),
    _leg(3, "10:20", "draw_up_agreement", "lead", "d12"),
    *_family(9, "sign:agreement", "d12"),  # after five school days to think
    _leg(10, "08:10", "sign:agreement", "host_head", "d12"),
    _leg(10, "08:25", "sign:agreement", "home_head", "d12"),
    _leg(0, "09:00", "complete_move", "home_attendance", "move"),
    _leg(0, "11:00", "send_new_pupil_return", "host_attendance", "move"),
    _leg(0, "11:30", "send_deletion_return", "home_attendance", "move"),
    _leg(2, "10:00", "send_last_records", "lead", "move"),
    _leg(0, "15:20", "hold_integration_review@i6", "host_lead", "i6"),
    _leg(1, "09:30", "settle", "host_head", "i6"),
)
