"""The machine is switched off in the middle of an act: what was done is whole, what was not is not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROUNDS = 40


def test_no_act_is_ever_half_done_however_it_is_killed(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.actions.killed", str(tmp_path / "service.sqlite3"), str(ROUNDS)]
    told = subprocess.run(program, capture_output=True, text=True, check=True, timeout=300, env=_ours())
    found = json.loads(told.stdout)
    assert len(found) == ROUNDS + 1
    for state in found:
        assert state["records"] == state["told"]  # every record has its line of history, and the other way
        assert state["version"] == state["acts"] + 1
        assert state["fault"] is None
        assert state["shown"]
    assert len(found[-1]["records"]) > len(found[0]["records"])  # between the deaths work was done


def _ours() -> dict[str, str]:
    """Give the surroundings of a service on a file: with another database there is none."""
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    surroundings.pop("FRESHSTART_DATABASE", None)
    return surroundings
