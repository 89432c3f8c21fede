"""Who of a family is written to because something new waits for them today?"""

from collections.abc import Iterator
from datetime import datetime

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import Standing, law_for
from freshstart.models.cases import Case
from freshstart.models.facts import stored_facts
from freshstart.models.messages import Message
from freshstart.models.protocols import protocol_of
from freshstart.outside.clocks import day_of
from freshstart.process.facts import Facts, Party
from freshstart.process.families import asked_of, occasion_of
from freshstart.process.protocols import Protocol
from freshstart.process.signings import turn_of
from freshstart.process.steps import Actor


def invite(case: Case, at: datetime) -> None:
    """Send a new link to whoever is asked afresh, or may sign from today on; once for each occasion."""
    facts, protocol = stored_facts(case, day_of(at)), protocol_of(case.protocol_id)
    wanted = [(party, about) for party in facts.parties for about in _new_for(protocol, facts, party)]
    if not wanted:
        return
    told = set(Message.objects.filter(case=case).exclude(about="").values_list("party_id", "about"))
    standing = Standing(
        case, facts, protocol, law_for(protocol, facts), Actor(None, "", frozenset()), None, at
    )
    for party, about in wanted:
        if (party.id, about) not in told:
            put_in_outbox(standing, party, None, about=about)


def _new_for(protocol: Protocol, facts: Facts, party: Party) -> Iterator[str]:
    """Name what waits for a person who reads on a screen: a week's or review's question, or a signature."""
    if not party.reads_on_screen:
        return
    for family in asked_of(protocol, facts, party):
        occasion = occasion_of(facts, family) if family.each else ""
        if occasion and party.id not in facts.views_on(family.id, occasion):
            yield f"{family.id}:{occasion}"
    signer = f"party:{party.id}"
    for paper in filter(None, map(facts.paper, protocol.papers)):
        if protocol.papers[paper.paper].thinking and signer in paper.signers and not paper.answer_of(signer):
            turn = turn_of(protocol, facts, paper, signer)
            if turn is not None and turn <= facts.today and not facts.outcome:
                yield f"turn:{paper.id}"
