"""The log refuses UPDATE, DELETE and TRUNCATE, whoever asks; a record refuses UPDATE, and DELETE until its withdrawal, or
a removal of words, is in the log. How members were summoned is kept as the log is; of an e-mail it is said once what became
of it.

The triggers are made by the first migration. On SQLite a later migration that alters one of the tables makes it anew and
loses them: it must call `create` again. `missing` names those that are not there; `verify` and a test ask it.
"""

from django.db import connection

from accounts.only_grows import triggers_there

LOG, RECORDS, SUMMONSES = "publishing_publication", "published_record", "publishing_summons"
REFUSAL = "The publication log is append-only: withdraw a publication instead."
KEPT = "A record is never changed, and is deleted by withdrawing its publication or removing words only."
SUMMONED = "How members were summoned only grows: nothing in it is changed or removed."
BEGUN = "OLD.outcome = ''"
WITHDRAWN = f"EXISTS (SELECT 1 FROM {LOG} AS w WHERE w.withdraws_id = OLD.sequence OR w.strikes_id = OLD.sequence)"  # noqa: S608  our own names


def _sqlite(name: str, event: str, table: str, sentence: str, when: str = "") -> str:
    condition = f"WHEN NOT {when}" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


SQLITE = {
    "publication_no_update": _sqlite("publication_no_update", "UPDATE", LOG, REFUSAL),
    "publication_no_delete": _sqlite("publication_no_delete", "DELETE", LOG, REFUSAL),
    "record_no_update": _sqlite("record_no_update", "UPDATE", RECORDS, KEPT),
    "record_no_delete": _sqlite("record_no_delete", "DELETE", RECORDS, KEPT, WITHDRAWN),
    "summons_no_update": _sqlite("summons_no_update", "UPDATE", SUMMONSES, SUMMONED, BEGUN),
    "summons_no_delete": _sqlite("summons_no_delete", "DELETE", SUMMONSES, SUMMONED),
}


def _postgresql(name: str, events: str, table: str, function: str, level: str = "ROW") -> str:
    return f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()"


FUNCTIONS = {
    "publication_append_only": f"""
    CREATE FUNCTION publication_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    "record_kept": f"""
    CREATE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF {WITHDRAWN} THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "summons_kept": f"""
    CREATE FUNCTION summons_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {BEGUN} THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{SUMMONED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
}
POSTGRESQL = {
    "publication_no_change": _postgresql("publication_no_change", "UPDATE OR DELETE", LOG, "publication_append_only"),
    "publication_no_truncate": _postgresql(
        "publication_no_truncate", "TRUNCATE", LOG, "publication_append_only", "STATEMENT"
    ),
    "record_no_change": _postgresql("record_no_change", "UPDATE OR DELETE", RECORDS, "record_kept"),
    "record_no_truncate": _postgresql("record_no_truncate", "TRUNCATE", RECORDS, "record_kept", "STATEMENT"),
    "summons_no_change": _postgresql("summons_no_change", "UPDATE OR DELETE", SUMMONSES, "summons_kept"),
    "summons_no_truncate": _postgresql("summons_no_truncate", "TRUNCATE", SUMMONSES, "summons_kept", "STATEMENT"),
}
OF_TABLE = {"publication": LOG, "record": RECORDS, "summons": SUMMONSES}  # by how the trigger's name begins
TABLES = {name: OF_TABLE[name.partition("_")[0]] for name in [*SQLITE, *POSTGRESQL]}
NAMES = {"sqlite": list(SQLITE), "postgresql": list(POSTGRESQL)}


def create(apps, schema_editor) -> None:
    """For a migration: make the functions and triggers."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in FUNCTIONS.values():
            schema_editor.execute(statement)
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor].values():
        schema_editor.execute(statement)


def drop(apps, schema_editor) -> None:
    """For a migration that is undone."""
    vendor = schema_editor.connection.vendor
    for name in NAMES[vendor]:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {TABLES[name]}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        for name in FUNCTIONS:
            schema_editor.execute(f"DROP FUNCTION {name}()")


def missing() -> list[str]:
    """The triggers that should be there and are not, or are switched off."""
    there = triggers_there()
    return [name for name in NAMES[connection.vendor] if name not in there]
