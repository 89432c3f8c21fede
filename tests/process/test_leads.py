"""Who leads while people are away: the rule as a table."""

import pytest

from freshstart.process.leads import stand_in_of


@pytest.mark.parametrize(
    ("covers", "leads"),
    [
        ({}, None),
        ({2: 3}, None),  # somebody else is away
        ({1: 2}, 2),
        ({1: 2, 2: 3}, 3),  # the stand-in is away as well
        ({1: 2, 2: 1}, None),  # each waits for the other: it stays with the lead
        ({1: 2, 2: 3, 3: 2}, None),
        ({1: 2, 2: 3, 3: 1}, None),
    ],
)
def test_who_leads_instead(covers: dict[int, int], leads: int | None) -> None:
    assert stand_in_of(1, covers) == leads
