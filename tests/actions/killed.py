"""A service of its own on a database in a file, whose workers are killed while they act.

Run as a program with the file and the number of rounds; it tells what it found in one line of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from typing import Any

LIVES = 4  # a worker lives for as long as this many acts take here, at most


def main(database: str, rounds: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - the settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict["NAME"] = database
    call_command("migrate", verbosity=0)
    world = _arrived()
    _meet_the_child(world)
    began = time.monotonic()
    _meet_the_child(world)
    longest = LIVES * (time.monotonic() - began)
    found = [_state(world)]
    for _ in range(rounds):
        connection.close()  # a worker opens its own
        _kill_a_worker_at_random(world, longest)
        found.append(_state(world))
    print(json.dumps(found))


def _arrived() -> Any:
    from tests.stories import move  # noqa: PLC0415
    from tests.world import World  # noqa: PLC0415

    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world, sign=False))
    return world


def _meet_the_child(world: Any) -> None:
    world.take("meet_child", by="host_lead", went_well="Cooking", was_hard="Mondays")


def _kill_a_worker_at_random(world: Any, longest: float) -> None:
    """Let a worker record one meeting after the other, and kill it at an instant that nobody chose."""
    worker = os.fork()
    if not worker:
        while True:
            _meet_the_child(world)
    time.sleep(random.uniform(0, longest))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


def _state(world: Any) -> dict[str, Any]:
    from freshstart.models.histories import Event, verify  # noqa: PLC0415

    case, facts = world.row(), world.facts()
    events = Event.objects.filter(case=case).select_related("detail")
    told = [one.detail.payload["record"] for one in events.filter(code="step_taken")]
    return {
        "records": list(case.records.order_by("id").values_list("id", flat=True)),
        "told": sorted(told),
        "acts": events.count(),
        "version": case.version,
        "fault": verify(Event.objects.all()).fault,
        "shown": len(facts.records) == len(case.facts["records"]),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
