"""The log refuses UPDATE, DELETE and TRUNCATE, whoever asks; but for the one change that a withdrawal makes, the record
to null. And the one row of Edition is made, which publishing locks.

On SQLite a later migration that alters the table makes it anew and loses the triggers: it must create them again
(tests/test_log.py fails otherwise).
"""

from django.db import migrations

TABLE = "publishing_publication"
COLUMNS = (
    "id, sequence, meeting_id, address, kind, version, number, note, goes_live_at, published_at, author_id, files, "
    "withdraws_id, record_digest, previous_digest, digest"
).split(", ")
REFUSAL = "The publication log is append-only: withdraw a publication instead."

SQLITE = [
    f"""
    CREATE TRIGGER publication_no_update BEFORE UPDATE ON {TABLE}
    WHEN NOT (
        NEW.record IS NULL
        AND EXISTS (SELECT 1 FROM {TABLE} AS w WHERE w.withdraws_id = OLD.id)
        AND {" AND ".join(f"NEW.{column} IS OLD.{column}" for column in COLUMNS)}
    )
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
    f"""
    CREATE TRIGGER publication_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION publication_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NEW.record IS NULL
               AND EXISTS (SELECT 1 FROM {TABLE} AS w WHERE w.withdraws_id = OLD.id)
               AND to_jsonb(NEW) - 'record' = to_jsonb(OLD) - 'record'
            THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER publication_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION publication_append_only()
    """,
    f"""
    CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION publication_append_only()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER publication_no_update", "DROP TRIGGER publication_no_delete"],
    "postgresql": [
        f"DROP TRIGGER publication_no_change ON {TABLE}",
        f"DROP TRIGGER publication_no_truncate ON {TABLE}",
        "DROP FUNCTION publication_append_only()",
    ],
}


def forwards(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    apps.get_model("publishing", "Edition").objects.get_or_create(pk=1)


def backwards(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
