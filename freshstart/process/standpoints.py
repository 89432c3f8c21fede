"""Which facts about what the family answered, and who answers for the child, can a protocol name?"""

from datetime import date

from freshstart.process import belonging, findings
from freshstart.process.facts import Facts
from freshstart.process.named import dated, plain
from freshstart.process.replies import View
from freshstart.process.signings import State, answers_to
from freshstart.process.vocabulary import Relation

TALK = "talk_today"  # the part of a check-in with which a child asks for somebody
TALKED = "talk_with_child"  # the step that answers it
SIXTEEN = 16
LAST_MONTH = 8  # a school year ends with August


def parents_disagree(facts: Facts) -> bool:
    """Tell whether parents differ: about asking other schools, or about the move."""
    asked = {view.value for view in facts.views_on("ask_schools").values()}
    agreement = facts.paper("agreement")
    return {"yes", "no"} <= asked or (
        agreement is not None and answers_to(facts, agreement).state is State.DISAGREE
    )


def council_should_answer(facts: Facts) -> bool:
    """Tell whether a looked-after child has nobody who answers for the council as parent."""
    has_one = any(party.relation is Relation.COUNCIL_PARENT for party in facts.parents)
    return facts.value("looked_after") == "yes" and not has_one


def young_person_decides(facts: Facts) -> bool | None:
    """Tell whether a plan's rights are the young person's: after the school year in which they turn 16.

    Source: Children and Families Act 2014, section 83 (end of compulsory school age).
    """
    plan = findings.has_plan(facts)
    born = facts.pupil.born_on
    end = date(born.year + SIXTEEN + (born.month > LAST_MONTH), LAST_MONTH, 31)
    return plan if plan is None else plan and facts.today > end


def child_needs_talk(facts: Facts) -> date | None:
    """Give the day on which a check-in fell or the child asked for somebody, until somebody has talked."""
    days = [day for day in (belonging.fell_on(facts), _asked_on(facts)) if day]
    talked = findings.day_of(facts.done(TALKED))
    return max((day for day in days if talked is None or talked < day), default=None)


def _asked_on(facts: Facts) -> date | None:
    child = facts.child
    mine: list[View] = [view for view in facts.views if child and view.party == child.id]
    return max((view.on for view in mine if view.items.get(TALK)), default=None)


TABLE = (
    plain(
        "responsibility_known", "It is known who has parental responsibility.", findings.responsibility_known
    ),
    plain("parent_named", "At least one parent or carer is to be asked.", lambda f: bool(f.parents)),
    plain(
        "parent_agrees_to_ask", "A parent agrees that other schools are asked.", findings.parent_agrees_to_ask
    ),
    plain(
        "parent_refuses_to_ask", "A parent does not want other schools asked.", findings.parent_refuses_to_ask
    ),
    plain("every_parent_answered", "Every parent who is asked has answered.", findings.every_parent_answered),
    plain("parents_disagree", "Parents give different answers.", parents_disagree),
    plain("answers_missing", "Somebody’s answer to the agreement is missing.", findings.answers_missing),
    plain(
        "contact_restricted",
        "There is something that somebody on the case must not learn.",
        lambda f: any(party.hides for party in f.parties),
    ),
    plain(
        "council_should_answer",
        "The child is looked after, and nobody answers for the council as parent.",
        council_should_answer,
    ),
    plain(
        "young_person_decides",
        "There is a plan, and its rights are the young person’s own.",
        young_person_decides,
    ),
    dated("child_needs_talk", "A check-in fell, or the child asked for somebody.", child_needs_talk),
    plain("child_was_heard", "Nobody has to talk with the child now.", lambda f: child_needs_talk(f) is None),
)
