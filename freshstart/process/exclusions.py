"""Was the child excluded, does that stand, and is the child back or education arranged?

Read from what was written on the case: the service keeps no register of exclusions.
"""

from datetime import date, timedelta

from freshstart.process.facts import Facts
from freshstart.process.findings import day_in, day_of

RECENT = timedelta(days=30)  # so long a cancelled exclusion can still weigh on an answer (law.md, MM-03)


def excluded(facts: Facts) -> date | None:
    """Give the first day of a permanent exclusion."""
    return day_in(facts.value("excluded_on"))


def cancelled(facts: Facts) -> date | None:
    """Give the day on which the head cancelled the exclusion."""
    return day_of(facts.done("cancel_exclusion"))


def governors_considered(facts: Facts) -> date | None:
    """Give the day on which the governing board considered the exclusion."""
    return day_of(facts.done("record_governors"))


def over(facts: Facts) -> date | None:
    """Give the day on which the exclusion was cancelled, or the governing board put the child back."""
    reinstated = facts.value("governors_decision") == "reinstated"
    return cancelled(facts) or (governors_considered(facts) if reinstated else None)


def stands(facts: Facts) -> bool:
    """Tell whether the child is excluded today: neither cancelled nor put back by the governing board."""
    return excluded(facts) is not None and over(facts) is None


def back(facts: Facts) -> date | None:
    """Give the day on which the school told that the child is back after an exclusion."""
    told = facts.done("confirm_back")
    return told.on if told and told.values.get("arrived_today", "yes") == "yes" else None


def not_yet_back(facts: Facts) -> bool:
    """Tell whether the child was excluded, cancelled since or not, and is not back in school."""
    return excluded(facts) is not None and back(facts) is None


def recent(facts: Facts) -> bool:
    """Tell whether an exclusion stands, or was cancelled so lately that a yes may not be free."""
    ended = cancelled(facts)
    return stands(facts) or (ended is not None and facts.today - ended <= RECENT)


def arranged(facts: Facts) -> date | None:
    """Give the day on which it was written where the child is taught meanwhile."""
    return day_of(facts.done("arrange_education"))


def nothing_arranged(facts: Facts) -> date | None:
    """Give the day since which a child has left one place with no next one: an unmanaged move (S0.3).

    That is an exclusion without education arranged, and a placement past its last day that nobody has ended.
    """
    if stands(facts):
        return None if arranged(facts) else excluded(facts)
    phase = facts.phase
    lapsed = phase is not None and phase.ends_on is not None and phase.ends_on < facts.today
    return phase.ends_on if phase and lapsed else None
