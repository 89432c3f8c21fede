"""Does the migrated database itself keep the history as it is?

What the guards stop is tried in tests/models/test_histories.py; here only that no migration lost them.
"""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

FIND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'freshstart_event'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'freshstart_event'::regclass "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}
GUARDS = {
    "sqlite": {"event_no_update", "event_no_delete", "event_follows"},
    "postgresql": {"event_no_change", "event_no_truncate", "event_follows"},
}


def guards() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(FIND[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_the_database_guards_the_history() -> None:
    assert guards() == GUARDS[connection.vendor]


def test_a_lost_guard_is_noticed() -> None:
    table = {"sqlite": "", "postgresql": " ON freshstart_event"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER event_follows{table}")
    assert guards() < GUARDS[connection.vendor]
