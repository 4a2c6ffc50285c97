"""Two levels of agenda items, held by the database: a sub-item stands under a main item of the same meeting.

A CHECK sees one row, and this rule sees two. On SQLite a later migration that alters minutes_agendaitem makes the table
anew and loses the triggers: it must call create() again (tests/test_working_record.py fails
otherwise, and `missing` names them to `manage.py verify`).
"""

from django.db import connection

REFUSAL = "A sub-item stands under a main item of the same meeting, and has none of its own."
PARENT_IS_MAIN = """EXISTS (
    SELECT 1 FROM minutes_agendaitem AS p
    WHERE p.id = NEW.parent_id AND p.parent_id IS NULL AND p.meeting_id = NEW.meeting_id
)"""
CHILDREN_FIT = """NOT EXISTS (
    SELECT 1 FROM minutes_agendaitem AS c
    WHERE c.parent_id = NEW.id AND (NEW.parent_id IS NOT NULL OR c.meeting_id <> NEW.meeting_id)
)"""

SQLITE = [
    f"""
    CREATE TRIGGER agenda_item_levels_{event.split()[0].lower()} BEFORE {event} ON minutes_agendaitem
    WHEN NOT ((NEW.parent_id IS NULL OR {PARENT_IS_MAIN}) AND {CHILDREN_FIT})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for event in ("INSERT", "UPDATE OF parent_id, meeting_id")
]
# The lock on the parent makes two clerks wait for each other, of whom one puts an item under another that the second
# is putting under a third.
POSTGRESQL = [
    f"""
    CREATE FUNCTION agenda_item_levels() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM minutes_agendaitem WHERE id = NEW.parent_id FOR SHARE;
        IF (NEW.parent_id IS NULL OR {PARENT_IS_MAIN}) AND {CHILDREN_FIT} THEN RETURN NEW; END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER agenda_item_levels BEFORE INSERT OR UPDATE OF parent_id, meeting_id ON minutes_agendaitem
    FOR EACH ROW EXECUTE FUNCTION agenda_item_levels()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER agenda_item_levels_insert", "DROP TRIGGER agenda_item_levels_update"],
    "postgresql": [
        "DROP TRIGGER agenda_item_levels ON minutes_agendaitem",
        "DROP FUNCTION agenda_item_levels()",
    ],
}


def create(apps, schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def missing() -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    asked, names = {
        "sqlite": (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            ["agenda_item_levels_insert", "agenda_item_levels_update"],
        ),
        "postgresql": ("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')", ["agenda_item_levels"]),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name not in there]
