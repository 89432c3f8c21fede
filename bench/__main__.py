"""How many empty pages does each page cost, and does it grow with the number of cases?

Every round asks for the empty page and each measured page in turn, so that whatever else the machine does
touches all of them alike; what is reported is the ratio to the empty page of the same round.
"""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.urls import reverse

from bench.areas import copies, one_real_case
from freshstart.outside import clocks
from tests.world import World

RESULTS = Path(__file__).with_name("results.md")
SIZES = (1_000, 10_000)
ROUNDS = 9
AIMS = {"My work": 4.0, "Today": 4.0, "Cases": 4.0, "A case": 5.0}
FLOOR = "The empty page"


@dataclass
class Measured:
    """What one page cost at one size: a ratio for each round, and its queries."""

    ratios: list[float] = field(default_factory=list)
    queries: int = 0
    plan: str = ""


def pages(world: World) -> dict[str, str]:
    """Give the pages to measure; the first is the floor."""
    assert world.case is not None
    case = reverse("case", args=[world.case.reference])
    lists = {"My work": reverse("work"), "Today": reverse("today"), "Cases": reverse("cases")}
    return {FLOOR: reverse("help"), **lists, "A case": case}


def signed_in(world: World) -> Client:
    """Sign the pastoral lead in, who has the longest lists."""
    client = Client()
    client.force_login(
        world.people["home_lead"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return client


def cost(client: Client, address: str) -> float:
    """Ask for a page and give the seconds of processor time it took; the database is in this process too."""
    start = time.process_time()
    answer = client.get(address)
    taken = time.process_time() - start
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return taken


def usual_cost(client: Client, address: str) -> float:
    """Give the middle of five costs, so that one interruption does not count."""
    return statistics.median(cost(client, address) for _ in range(5))


def measure(world: World) -> dict[str, Measured]:
    """Measure every page, interleaved with the empty one."""
    client, addresses = signed_in(world), pages(world)
    found = {name: Measured() for name in addresses}
    for name, address in addresses.items():
        cost(client, address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[name].queries = len(queries)
        found[name].plan = slowest_plan(queries)
    for _ in range(ROUNDS):
        taken = {
            name: statistics.median(cost(client, address) for _ in range(5))
            for name, address in addresses.items()
        }
        for name, seconds in taken.items():
            found[name].ratios.append(seconds / taken[FLOOR])
    return found


def slowest_plan(queries: CaptureQueriesContext) -> str:
    """Say whether any query of a page walks a whole table that grows with the cases."""
    walked: set[str] = set()
    for query in queries.captured_queries:
        if query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                walked |= {row[3] for row in cursor.fetchall() if row[3].startswith("SCAN freshstart_")}
    small = ("membership", "organisation", "user")
    grows = {step for step in walked if not step.endswith(small) and "USING" not in step}
    return ", ".join(sorted(grows)) or "by index"


@contextmanager
def database() -> Iterator[None]:
    """Make a database for the measuring, and take it away again."""
    setup_test_environment(debug=False)
    name = connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def table(found: dict[int, dict[str, Measured]]) -> str:
    """Write the results as a table of ratios: median, spread, growth, queries and plans."""
    lines = [
        "# What the pages cost",
        "",
        f"SQLite, {ROUNDS} interleaved rounds, each the median of five; pages of a signed-in pastoral lead,",
        "in one process, in processor time. A figure is a multiple of the empty signed-in page of the same",
        "round: median (least to most).",
        "`make bench` writes this file.",
        "",
        "| page | "
        + " | ".join(f"{size:,} cases" for size in SIZES)
        + " | growth | queries | aim | tables walked |",
        "|---|" + "---|" * (len(SIZES) + 4),
    ]
    for name in found[SIZES[0]]:
        cells = []
        for size in SIZES:
            one = found[size][name]
            cells.append(
                f"{statistics.median(one.ratios):.2f} ({min(one.ratios):.2f} to {max(one.ratios):.2f})"
            )
        first, last = (statistics.median(found[size][name].ratios) for size in (SIZES[0], SIZES[-1]))
        queries = " / ".join(str(found[size][name].queries) for size in SIZES)
        aim = f"≤ {AIMS[name]:.0f}" if name in AIMS else "1"
        growth, plan = f"× {last / first:.2f}", found[SIZES[-1]][name].plan
        lines.append(f"| {name} | {' | '.join(cells)} | {growth} | {queries} | {aim} | {plan} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure at each size and write the table."""
    found: dict[int, dict[str, Measured]] = {}
    with database():
        world = one_real_case()
        clocks.now = lambda: world.now  # the pages stand on the day to which the case was run
        for size in SIZES:
            copies(world, size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            found[size] = measure(world)
    text = table(found)
    RESULTS.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
