"""Is every action made the same way: by keywords, `by` whom and `at` what instant, whole, and recorded?"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.house.sources import Source, planted, sources, writes_in

PACKAGE = "freshstart.actions"

# Nobody acts here: the service does by itself what is due, so there is no `by` and nothing to record.
SERVICE = {
    "calendars.count_next", "days.turn_day", "messages.deliver_next", "networks.note_staff",
    "notices.deliver_next_notice",
    "papers.seal_next",
}  # fmt: skip
# Parts of actions: they run in the transaction of one and leave recording to it.
PARTS = {
    "cases.begin", "protocols.kept", "concerns.raise_concern", "invitations.invite", "messages.put_text",
    "concerns.remind_listeners",
    "signings.delivered", "signings.note_completeness", "signings.record_spoken", "views.write",
    "messages.live_link", "messages.new_link", "messages.put_in_outbox", "messages.revoke_links",
    "leads.pass_on_what_is_left", "leads.turn_covers", "notices.tell_of",
    "letters.bring_anew", "papers.bring", "papers.read_anew",
    "papers.ask_signers", "papers.paper_drawn", "papers.stand_for", "placements.end_phase",
    "placements.make_reviews", "placements.open_phase", "reviews.review_asked_by_family",
    "standings.grant_to_posts", "standings.keep", "standings.locked", "standings.refresh",
    "standings.stand", "standings.stand_alone", "steps.write_answer", "writers.writes",
}  # fmt: skip
# These only read; a page may ask them too.
READINGS = {
    "calendars.may_keep_dates",
    "cases.may_open_at", "cases.schools_to_open_at", "leads.places_to_lead", "entries.may_enter",
    "protocols.may_put_in_force",
    "cases.child_fields", "cases.likely_same", "letters.advice_lines", "letters.recipients",
    "letters.easy_blocks", "letters.sheet_of", "messages.find_link", "messages.token_of",
    "notices.address_of", "networks.was_of_a_school",
    "concerns.days_to_hear", "concerns.listener_of", "doors.evidence_of", "doors.find_opening",
    "doors.waiting_code", "letters.reading_of",
    "letters.said_by", "messages.words_of", "papers.latest_of", "papers.reading_of", "papers.version_of",
    "signings.can_undo", "signings.check_hold", "views.can_undo",
    "papers.sheet_of", "placements.shown_to_school", "standings.acting_as", "standings.actor_on",
    "standings.law_for", "standings.roles_on",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A function of the actions, with what it calls there and whether it lies in a transaction."""

    name: str
    node: ast.FunctionDef
    calls: frozenset[str]

    @property
    def keywords(self) -> set[str]:
        return {one.arg for one in self.node.args.kwonlyargs}

    @property
    def positional(self) -> list[str]:
        return [one.arg for one in (*self.node.args.posonlyargs, *self.node.args.args)]

    @property
    def is_public(self) -> bool:
        return "._" not in self.name

    @property
    def is_atomic(self) -> bool:
        return any(ast.unparse(one) == "transaction.atomic" for one in self.node.decorator_list)


def names_in(source: Source) -> dict[str, str]:
    """Say what a name of the module stands for: `steps.take`, `histories.append` or a whole module."""
    known = {
        one.name: f"{source.stem}.{one.name}" for one in source.tree.body if isinstance(one, ast.FunctionDef)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module in {PACKAGE, "freshstart.models"}:
            known |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").rpartition(".")[2]
            known |= {one.asname or one.name: f"{module}.{one.name}" for one in node.names}
    return known


def called_in(tree: ast.AST, known: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in known:
            yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield f"{known[node.value.id]}.{node.attr}"


def deeds_in(files: Iterable[Source]) -> dict[str, Deed]:
    found = {}
    for source in files:
        known = names_in(source)
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef):
                name = f"{source.stem}.{node.name}"
                found[name] = Deed(name, node, frozenset(called_in(node, known)) - {name})
    return found


def reaches(deeds: dict[str, Deed], name: str, goal: str) -> bool:
    """Tell whether a function calls another, itself or through those it calls."""
    todo, seen = [name], set()
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        if here in deeds and here not in seen:
            seen.add(here)
            todo += deeds[here].calls
    return False


def is_action(deed: Deed) -> bool:
    takes_by = "by" in deed.keywords or "by" in deed.positional
    return takes_by and deed.is_public and deed.name not in READINGS | PARTS


def faults_of(deeds: dict[str, Deed], deed: Deed) -> list[str]:
    found = [f"takes {name} by position" for name in deed.positional]
    found += [f"does not take {name}" for name in ("by", "at") if name not in deed.keywords]
    if not deed.is_atomic:
        found.append("is not atomic")
    if "case_id" in deed.keywords and not reaches(deeds, deed.name, "standings.locked"):
        found.append("does not lock the case")
    if not any(reaches(deeds, deed.name, one) for one in ("histories.append", "histories.note_reading")):
        found.append("records nothing")
    return found


@cache
def ours() -> dict[str, Deed]:
    return deeds_in(sources("freshstart/actions"))


def test_every_action_takes_keywords_locks_and_records_in_one_transaction() -> None:
    actions = [deed for deed in ours().values() if is_action(deed)]
    assert len(actions) > 15
    assert {deed.name: faults_of(ours(), deed) for deed in actions if faults_of(ours(), deed)} == {}


def test_every_other_public_function_says_what_it_is_there_for() -> None:
    others = {deed.name for deed in ours().values() if deed.is_public and not is_action(deed)}
    assert others == SERVICE | PARTS | READINGS


@pytest.mark.parametrize("name", sorted(READINGS))
def test_what_is_said_to_read_writes_nothing(name: str) -> None:
    assert writes_in(ours()[name].node) == []


def test_pages_and_commands_call_actions_and_readings_alone() -> None:
    allowed = {deed.name for deed in ours().values() if is_action(deed)} | READINGS | SERVICE
    for source in sources("freshstart/pages", "freshstart/api", "freshstart/management"):
        called = set(called_in(source.tree, names_in(source))) & ours().keys()
        assert called <= allowed, source.path


HEAD = """
    from django.db import transaction
    from freshstart.actions.standings import keep, stand

"""
PLANTED = {
    "takes case_id by position": "@transaction.atomic\ndef end(case_id, *, by, at):\n    keep(stand())",
    "does not take at": "@transaction.atomic\ndef end(*, case_id, by):\n    keep(stand(case_id=case_id))",
    "is not atomic": "def end(*, case_id, by, at):\n    keep(stand(case_id=case_id))",
    "does not lock the case": "@transaction.atomic\ndef end(*, case_id, by, at):\n    keep(case_id)",
    "records nothing": "@transaction.atomic\ndef end(*, case_id, by, at):\n    stand(case_id=case_id)",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_an_action_of_another_make_is_found(fault: str) -> None:
    text = HEAD.replace("    ", "") + PLANTED[fault]
    deeds = ours() | deeds_in([planted(text, "freshstart/actions/planted.py")])
    deed = deeds["planted.end"]
    assert is_action(deed)
    assert faults_of(deeds, deed) == [fault]
