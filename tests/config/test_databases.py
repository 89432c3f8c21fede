from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from config.databases import postgresql, sqlite


@pytest.fixture
def databases(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[ConnectionHandler]:
    """Open one file twice, the second time without patience."""
    patient, hasty = sqlite(tmp_path / "kept.sqlite3"), sqlite(tmp_path / "kept.sqlite3")
    hasty["OPTIONS"]["timeout"] = 0
    handler = ConnectionHandler({"default": patient, "hasty": hasty})
    with django_db_blocker.unblock():
        yield handler
        handler.close_all()


def answer(database: BaseDatabaseWrapper, question: str) -> object:
    """Return the one value that a question to the database gives."""
    with database.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)],
)
def test_a_file_keeps_all_that_was_acknowledged(
    databases: ConnectionHandler, pragma: str, value: str | int
) -> None:
    assert answer(databases["default"], f"PRAGMA {pragma}") == value


def test_whoever_begins_to_write_has_the_file_for_themselves(databases: ConnectionHandler) -> None:
    databases["default"].set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    answer(databases["default"], "SELECT 1")
    with pytest.raises(OperationalError, match="locked"):
        databases["hasty"].set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    databases["default"].rollback()


def test_the_address_of_a_server_is_taken_apart() -> None:
    settings = postgresql("postgresql://ann:p%40ss@db.example:6432/moves?sslmode=verify-full")
    assert settings["NAME"] == "moves"
    assert settings["USER"] == "ann"
    assert settings["PASSWORD"] == "p@ss"
    assert settings["HOST"] == "db.example"
    assert settings["PORT"] == 6432
    assert settings["OPTIONS"] == {"pool": True, "sslmode": "verify-full"}
