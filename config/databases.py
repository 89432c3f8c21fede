"""Where is everything kept?"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# An answer that a person has seen must survive a power cut: FULL waits for the disk. Triggers that keep the
# history append-only must also see what INSERT OR REPLACE deletes. Django itself turns foreign keys on.
PRAGMAS = {"journal_mode": "WAL", "synchronous": "FULL", "recursive_triggers": "ON"}


def sqlite(path: Path, **pragmas: str) -> dict[str, Any]:
    """Return Django's settings for a database in one file.

    A transaction takes the write lock at once (IMMEDIATE), so that it never finds out half-way, having read,
    that it may not write. It waits for that lock for 20 seconds.
    """
    commands = [f"PRAGMA {name}={value};" for name, value in (PRAGMAS | pragmas).items()]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": " ".join(commands)},
    }


def postgresql(url: str) -> dict[str, Any]:
    """Return Django's settings for `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": {"pool": True} | dict(parse_qsl(parts.query)),
    }
