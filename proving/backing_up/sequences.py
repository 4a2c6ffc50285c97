"""The highest number that each table has given out: a number of a row that was deleted since must not be given again, because
addresses, the log and published actions may still name it."""

from collections.abc import Iterable

from django.db import connection, models


def numbered(tables: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    return [model for model in tables if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)]


def last_given(tables: Iterable[type[models.Model]]) -> dict[str, int]:
    """By the name of a table, the highest number that it has or ever gave out; 0 if none yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
        else:
            given = {model._meta.db_table: _last_of(cursor, model) for model in numbered(tables)}
    return {
        model._meta.db_table: max(_highest(model), given.get(model._meta.db_table, 0)) for model in numbered(tables)
    }


def _highest(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _last_of(cursor, model: type[models.Model]) -> int:
    cursor.execute(
        "SELECT last_value FROM pg_sequences WHERE quote_ident(schemaname) || '.' || quote_ident(sequencename) = "
        "pg_get_serial_sequence(%s, %s)",
        [model._meta.db_table, model._meta.pk.column],
    )
    found = cursor.fetchone()
    return (found and found[0]) or 0


def go_on_from(tables: Iterable[type[models.Model]], given: dict[str, int]) -> None:
    """Have each table give out numbers above both those that it has and those that it once gave."""
    with connection.cursor() as cursor:
        for model in numbered(tables):
            name, pk = model._meta.db_table, model._meta.pk.column
            last = max(_highest(model), given.get(name, 0))
            if not last:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, pk, last])
