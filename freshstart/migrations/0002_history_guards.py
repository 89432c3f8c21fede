"""Who stops somebody from changing what the history says? The database itself.

No event can be changed, removed or replaced, and a new one must follow the last. A later migration that makes
SQLite build the table anew (most changes of a column do) loses the guards there and has to lay them again.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LAY = {
    "sqlite": [
        """CREATE TRIGGER event_no_update BEFORE UPDATE ON freshstart_event BEGIN
            SELECT RAISE(ABORT, 'The history cannot be changed.');
        END""",
        """CREATE TRIGGER event_no_delete BEFORE DELETE ON freshstart_event BEGIN
            SELECT RAISE(ABORT, 'The history cannot be changed.');
        END""",
        # INSERT OR REPLACE may remove what has the same seq, or the same rowid, without asking the guard above.
        """CREATE TRIGGER event_follows BEFORE INSERT ON freshstart_event BEGIN
            SELECT RAISE(ABORT, 'An entry of the history follows the last one.')
            WHERE NEW.seq IS NOT COALESCE((SELECT max(seq) FROM freshstart_event), 0) + 1
               OR NEW.prev IS NOT COALESCE(
                    (SELECT hash FROM freshstart_event ORDER BY seq DESC LIMIT 1), hex(zeroblob(32)))
               OR NEW.rowid IN (SELECT rowid FROM freshstart_event);
        END""",
    ],
    "postgresql": [
        """CREATE FUNCTION freshstart_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE 'The history cannot be changed.' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        # The table is named by the trigger, so that a temporary table of this name cannot stand in for it.
        """CREATE FUNCTION freshstart_event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            head record;
        BEGIN
            EXECUTE format('SELECT seq, hash FROM %I.%I ORDER BY seq DESC LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)
            INTO head;
            IF NEW.seq IS DISTINCT FROM COALESCE(head.seq, 0) + 1
            OR NEW.prev IS DISTINCT FROM COALESCE(head.hash, repeat('0', 64)) THEN
                RAISE 'An entry of the history follows the last one.'
                USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON freshstart_event
        FOR EACH ROW EXECUTE FUNCTION freshstart_event_kept()""",
        """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON freshstart_event
        FOR EACH STATEMENT EXECUTE FUNCTION freshstart_event_kept()""",
        """CREATE TRIGGER event_follows BEFORE INSERT ON freshstart_event
        FOR EACH ROW EXECUTE FUNCTION freshstart_event_follows()""",
    ],
}
LIFT = {
    "sqlite": ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete", "DROP TRIGGER event_follows"],
    "postgresql": [
        "DROP FUNCTION freshstart_event_kept, freshstart_event_follows CASCADE"
    ],  # and their triggers
}


def lay(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in LAY[editor.connection.vendor]:
        editor.execute(statement, params=None)


def lift(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in LIFT[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("freshstart", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
