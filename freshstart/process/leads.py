"""Who leads a case today, and until when does somebody answer who was asked to lead it?"""

from collections.abc import Mapping

from freshstart.process.protocols import Within

ASKED = "next_lead"  # the role of whoever was asked to lead, until they have answered
TO_ACCEPT = Within(count=2)  # school days of the home school


def stand_in_of(lead: int, covers: Mapping[int, int]) -> int | None:
    """Give who leads instead of a lead who is away; None for a lead who is there.

    `covers` says for everybody who is away today who stands in. Where a stand-in is away as well, whoever
    stands in for them leads; where everybody waits for everybody, it stays with the lead.
    """
    seen, now = [lead], covers.get(lead)
    while now is not None and now not in seen:
        seen.append(now)
        now = covers.get(now)
    return None if now in seen or len(seen) == 1 else seen[-1]
