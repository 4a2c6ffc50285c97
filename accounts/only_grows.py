"""The audit refuses UPDATE, DELETE and TRUNCATE, whoever asks, as the publication log does (publishing/append_only.py).

The triggers are made by the first migration. On SQLite a later migration that alters the table loses them: it must call
`create` again. `missing` names those that are not there; `verify` and a test ask it.
"""

from django.db import connection

TABLE = "accounts_event"
REFUSAL = "The audit only grows: nothing in it is changed or removed."
SQLITE = {
    f"audit_no_{event.lower()}": f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for event in ("UPDATE", "DELETE")
}
FUNCTION = f"""
    CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = {
    name: f"CREATE TRIGGER {name} BEFORE {events} ON {TABLE} FOR EACH {level} EXECUTE FUNCTION audit_only_grows()"
    for name, events, level in (
        ("audit_no_change", "UPDATE OR DELETE", "ROW"),
        ("audit_no_truncate", "TRUNCATE", "STATEMENT"),
    )
}
MADE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(apps, schema_editor) -> None:
    """For a migration: make the function and the triggers."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for statement in MADE[vendor].values():
        schema_editor.execute(statement)


def drop(apps, schema_editor) -> None:
    """For a migration that is undone."""
    vendor = schema_editor.connection.vendor
    for name in MADE[vendor]:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_only_grows()")


def missing() -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    there = triggers_there()
    return [name for name in MADE[connection.vendor] if name not in there]


def triggers_there() -> set[str]:
    """Every trigger of the database that is not switched off."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
