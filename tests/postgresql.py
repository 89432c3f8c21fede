"""How do the tests get a PostgreSQL of their own?

`python -m tests.postgresql COMMAND ...` runs a command with FRESHSTART_DATABASE set to a server that lives
only as long as the command.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "no PostgreSQL server program on this machine, so the databases were tested on SQLite only"
PYTEST_FOUND_NOTHING = 5  # no harm: the tests asked for need no database
SPEED_OVER_SAFETY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """Return the folder with the newest server's programs, or None where there is no server."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    return folders[-1] if folders else None


def owner() -> str | None:
    """Return whom the server must run as: itself never as root, else as the person who asks."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server in a new folder, reachable through a socket there alone; give its address; stop it."""
    user = owner()

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), *arguments]
        subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)

    with tempfile.TemporaryDirectory(prefix="freshstart-") as home:
        if user:
            shutil.chown(home, user)
        data = f"{home}/data"
        run("initdb", "-D", data, "-U", "freshstart", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {home} -c listen_addresses= {SPEED_OVER_SAFETY}"
        run("pg_ctl", "-D", data, "-l", f"{home}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://freshstart@/postgres?host={home}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit code; without a server, say so and return 0."""
    folder = programs()
    if folder is None:
        print(f"Skipped: {MISSING}.")
        return 0
    with server(folder) as address:
        environment = os.environ | {"FRESHSTART_DATABASE": address}
        code = subprocess.run(command, env=environment, check=False).returncode
    return 0 if code == PYTEST_FOUND_NOTHING else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
