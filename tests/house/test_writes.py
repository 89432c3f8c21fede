"""Does anything write beside the actions?"""

import pytest

from tests.house.sources import planted, sources, writes_in

READERS = ("freshstart/pages", "freshstart/api", "freshstart/management")
# It furnishes an invented council, in one piece, before there is anybody who could act there.
DEMONSTRATION = "freshstart/management/demonstration/"
PLANTED = (
    "case.save()",
    "Case.objects.create(reference='7K3M-9Q2T')",
    "Case.objects.filter(pk=1).update(outcome='settled')",
    "Grant.objects.get_or_create(role='lead')",
    "rows.bulk_update(found, ['name'])",
    "case.links.all().delete()",
    "with transaction.atomic():\n    pass",
    "connection.cursor().execute('DELETE FROM freshstart_case')",
    "keep = party.save\nkeep()",
)
INNOCENT = ("fields.update(more)", "context.update({'case': case})", "rows = Case.objects.visible_to(user)")


def test_pages_and_commands_never_write() -> None:
    found = {one.path: writes_in(one.tree) for one in sources(*READERS) if writes_in(one.tree)}
    assert {path: lines for path, lines in found.items() if not path.startswith(DEMONSTRATION)} == {}


@pytest.mark.parametrize("breach", PLANTED)
def test_a_page_that_writes_is_found(breach: str) -> None:
    assert writes_in(planted(breach).tree)


@pytest.mark.parametrize("line", INNOCENT)
def test_what_only_reads_is_left_alone(line: str) -> None:
    assert not writes_in(planted(line).tree)
