"""How does a person come to a row: may every table be read only by those who have a part in the case?

By default nobody reaches anything. A new table without a line here is a breach, and so is a page that begins
to read anywhere but in what its reader may open.
"""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from freshstart.models.cases import Case
from tests.house.sources import Source, planted, sources

# The way from a row to its case; whoever may open the case may read it, as far as their strands go.
BY_CASE = {
    "Answer": "case", "Approach": "case", "Code": "party__case", "ContactChange": "party__case",
    "Deadline": "case", "Delivery": "paper__case", "Document": "case", "Enquiry": "case", "Event": "case",
    "LeadOffer": "case",
    "EventDetail": "event__case", "Grant": "case", "Link": "case", "Message": "case",
    "Notice": "deadline__case", "Opening": "link__case", "Paper": "case", "Party": "case", "Phase": "case",
    "Restriction": "case", "Review": "case", "Signature": "paper__case", "StepRecord": "case",
    "View": "case", "Week": "case",
}  # fmt: skip
SCOPED = {"Approach", "Case", "Concern", "Deadline", "Organisation"}  # with a `visible_to` of their own
OTHERWISE = {
    "Organisation": "a public fact, for whoever is signed in",
    "ProtocolVersion": "public: the page about the law shows it to anybody",
    "ProtocolUse": "public: by which protocol an area begins its cases",
    "User": "a colleague's name and number, where the case or the post shows them",
    "Membership": "who holds which post is public within the service",
    "SensitiveReading": "nobody, by any page",
    "Welcome": "by `visible_to` for whoever writes for the school, by `shown_on` for families of its cases",
    "Picture": "by `visible_to` for whoever writes for the school, by `shown_on` for families of its cases",
    "Concern": "by `visible_to`, for whoever listens outside both schools",
    "StaffNetwork": "nobody, by any page: a signature asks whether it came from there",
    "Cover": "who stands in for whom is known at the school; shown of colleagues there alone",
    "Mark": "nobody: it only says what the database was made for",
}
# Begin in one's own scope, or from a row that was reached so.
WAYS = {"visible_to", "held_by", "owed_by", "shown_on"}
KEYS = {
    "case",
    "case__in",
    "party",
    "party__case",
    "opening",
    "organisation__memberships__user",
    "user",
    "case__lead",
}
PUBLIC = {"Organisation", "ProtocolVersion", "ProtocolUse", "Membership"}
ALLOWED = {
    ("freshstart/pages/leads.py", "User"): "one of the names that the form offered, or a colleague",
    ("freshstart/pages/leads.py", "Case"): "counted for colleagues, and nothing shown of any",
    ("freshstart/pages/leads.py", "Deadline"): "counted for colleagues, and nothing shown of any",
    ("freshstart/pages/leads.py", "Cover"): "of colleagues at one's own school alone",
    ("freshstart/pages/scopes.py", "Case"): "the case of a grant that the person holds",
    ("freshstart/pages/cases.py", "Grant"): "narrowed by `grants_of` the person, in the same function",
    ("freshstart/pages/cases.py", "Case"): "the columns of a list; its rows come from grants or `visible_to`",
    ("freshstart/pages/work.py", "Deadline"): "narrowed by `owed_by` the person, or to cases they lead",
    ("freshstart/pages/doors.py", "Opening"): "the coming of this very browser",
    ("freshstart/pages/visits.py", "Paper"): "the papers on which the facts name this person as a signer",
    ("freshstart/pages/demonstrations.py", "User"): "invented people alone: the page answers nowhere else",
    (
        "freshstart/pages/demonstrations.py",
        "Message",
    ): "invented families alone: the page answers nowhere else",
    ("freshstart/pages/demonstrations.py", "Notice"): "invented people alone: the page answers nowhere else",
}


def tables() -> dict[str, type[models.Model]]:
    return {one.__name__: one for one in apps.get_app_config("freshstart").get_models()}


def leads_to_case(table: type[models.Model], way: str) -> bool:
    """Follow a way of foreign keys and tell whether a case is at its end."""
    here: type[models.Model] = table
    for name in way.split("__"):
        try:
            here = here._meta.get_field(name).related_model  # type: ignore[assignment]
        except FieldDoesNotExist:
            return False
    return here is Case


def chains(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Give each reading that begins at a table: the table, and the calls and names that narrow it."""
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=table), attr="objects"):
                yield table, _narrowed(node, above)
            case ast.Call(
                func=ast.Name(id="get_object_or_404" | "get_list_or_404"), args=[ast.Name(id=table), *_]
            ):
                yield table, {one.arg for one in node.keywords if one.arg}


def _narrowed(node: ast.AST, above: dict[ast.AST, ast.AST]) -> set[str]:
    """Go up from `objects` through the calls that follow it."""
    said: set[str] = set()
    while True:
        match above.get(node):
            case ast.Attribute(attr=name) as higher:
                said.add(name)
            case ast.Call(func=called) as higher if called is node:
                said |= {one.arg for one in higher.keywords if one.arg}
            case _:
                return said
        node = higher


def unscoped_in(source: Source) -> list[str]:
    return [
        table
        for table, said in chains(source.tree)
        if table not in PUBLIC and (source.path, table) not in ALLOWED and not said & (WAYS | KEYS)
    ]


def test_every_table_says_how_a_person_reaches_it() -> None:
    assert tables().keys() == BY_CASE.keys() | OTHERWISE.keys() | {"Case"}


@pytest.mark.parametrize(("name", "way"), BY_CASE.items())
def test_a_row_of_a_case_leads_to_its_case(name: str, way: str) -> None:
    assert leads_to_case(tables()[name], way)


@pytest.mark.parametrize("name", sorted(SCOPED))
def test_a_scope_gives_nothing_to_nobody(name: str) -> None:
    rows = tables()[name].objects.visible_to(AnonymousUser())  # type: ignore[attr-defined]
    assert rows.query.is_empty()


def test_every_reading_of_a_page_begins_in_scope() -> None:
    pages = sources("freshstart/pages", "freshstart/api")
    assert {one.path: unscoped_in(one) for one in pages if unscoped_in(one)} == {}


def test_every_exception_is_still_needed() -> None:
    pages = sources("freshstart/pages", "freshstart/api")
    there = {
        (one.path, table) for one in pages for table, said in chains(one.tree) if not said & (WAYS | KEYS)
    }
    assert ALLOWED.keys() <= there


@pytest.mark.parametrize(
    "breach",
    [
        "Case.objects.all()",
        "get_object_or_404(Case.objects, reference=reference)",
        "get_object_or_404(Case, reference=reference)",
        "Document.objects.filter(pk=number).first()",
        "Case.objects.get(reference=reference)",
        "list(Event.objects.order_by('-seq'))",
    ],
)
def test_a_reading_that_begins_anywhere_is_found(breach: str) -> None:
    assert unscoped_in(planted(breach))


def test_a_reading_in_scope_is_right() -> None:
    right = "Case.objects.visible_to(user).filter(x=1)\nDocument.objects.filter(case=case.case, pk=1).first()"
    assert not unscoped_in(planted(right))


def test_a_way_that_ends_elsewhere_is_found() -> None:
    assert not leads_to_case(tables()["Signature"], "user")
    assert not leads_to_case(tables()["Signature"], "case")
