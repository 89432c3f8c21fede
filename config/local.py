"""How does one person run the whole service on their own machine?

`python -m config.local PORT` serves the pages and does the waiting work, until Ctrl-C.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

HOST = "127.0.0.1"  # nobody else's machine reaches it


def main(port: int) -> None:
    """Start the web server and the worker, and stop both as soon as the person or one of them stops."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        sys.exit(f"Port {port} is taken. To use another: make run PORT={port + 1}")
    granian = str(Path(sys.executable).with_name("granian"))
    server = [granian, "--interface", "wsgi", "--host", HOST, "--port", str(port), "--blocking-threads", "4"]
    server += ["--workers-kill-timeout", "2", "--log-level", "warning", "config.wsgi:application"]
    worker = [sys.executable, "manage.py", "work"]

    for stop in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    # In sessions of their own, so that Ctrl-C reaches them once, from here: granian may hang when told twice.
    programs = [subprocess.Popen(command, start_new_session=True) for command in (server, worker)]
    site = f"http://localhost:{port}"
    print(f"Fresh Start is at {site}. Sign in as anybody, with one press, at {site}/demonstration/")
    print("Ctrl-C stops it; nothing is lost.", flush=True)
    try:
        os.wait()
    except KeyboardInterrupt:
        print("\nStopped. `make run` goes on from here.")
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
