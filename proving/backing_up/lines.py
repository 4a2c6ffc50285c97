"""The rows of a table as JSON lines and back, by the database itself, to the microsecond: what one writes the other reads.

Not by Django's serializers, which cut the microseconds off a time: the log's digests cover them. Nor by models, which take
several times as long.
"""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from io import BufferedWriter
from typing import IO

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from proving.backing_up import NoBackup
from proving.verifying.log import chunks

AT_ONCE = 200  # rows, of 20 kB each where they are records
BUFFER = 1 << 18
AS_IT_IS = "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'"  # signs that stand in no JSON
MOMENT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
# Kinds of rows and rights have other numbers in each installation: they are named by what they are.
KIND = "c.app_label || '.' || c.model"
RIGHT = f"{KIND} || '.' || p.codename"
KINDS = "django_content_type c"
RIGHTS = f"auth_permission p JOIN {KINDS} ON c.id = p.content_type_id"
NAMED = {ContentType: ("c.id", KIND, KINDS), Permission: ("p.id", RIGHT, RIGHTS)}


@contextmanager
def packed(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Packs what is written to it; the same lines are the same bytes whenever it is. Quick before small: a clerk's server has
    other work."""
    with (
        GzipFile(filename="", mode="wb", fileobj=file, compresslevel=1, mtime=0) as pack,
        BufferedWriter(pack, BUFFER) as out,
    ):
        yield out


def unpacked(file: IO[bytes]) -> Iterator[str]:
    """The lines again. Raises NoBackup where they are none."""
    try:
        with GzipFile(fileobj=file) as pack:
            yield from map(bytes.decode, pack)
    except (BadGzipFile, EOFError, zlib.error, UnicodeError) as error:
        raise NoBackup(f"The backup is broken: {error}.") from error


def write(model: type[models.Model], out: IO[bytes]) -> int:
    """A line a row, in an order in which they can be put in: a sub-item stands below what is there. Gives how many."""
    columns = {field.column: _read(field) for field in _fields(model)}
    order = "parent_id NULLS FIRST, id" if "parent_id" in columns else _name(model._meta.pk)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            pairs = ", ".join(f"'{column}', {value}" for column, value in columns.items())
            cursor.execute(f"SELECT json_object({pairs}) FROM {_table(model)} t ORDER BY {order}")  # noqa: S608
            count = 0
            for count, (line,) in enumerate(cursor, start=1):  # noqa: B007  counts
                out.write(line.encode() + b"\n")
            return count
        else:
            values = ", ".join(f'{value} AS "{column}"' for column, value in columns.items())
            rows = f"SELECT row_to_json(r) FROM (SELECT {values} FROM {_table(model)} t) r ORDER BY {order}"  # noqa: S608
            cursor.copy_expert(f"COPY ({rows}) TO STDOUT WITH ({AS_IT_IS})", out)
            return cursor.rowcount


def put_in(model: type[models.Model], lines: Iterable[str], columns: Iterable[str]) -> int:
    """Put the rows in as they are: no save(), no times of now. A column that the lines lack has its default; a row of a kind
    or a right that this release knows no more is left out. Gives how many."""
    there, count = set(columns), 0
    known = [field for field in _fields(model) if field.column in there]
    lacking = [field for field in _fields(model) if field.column not in there]
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in lacking]
    names = ", ".join(map(_name, [*known, *lacking]))
    values = ", ".join([*(f"{_put(f)} AS {_name(f)}" for f in known), *(f"{_given(f)} AS {_name(f)}" for f in lacking)])
    must = " AND ".join(f"{_name(f)} IS NOT NULL" for f in known if f.related_model in NAMED and not f.null)
    rows = f"SELECT {values} FROM {_lines(known)}"  # noqa: S608  names of columns, as below
    insert = f"INSERT INTO {_table(model)} ({names}) SELECT * FROM ({rows}) r WHERE {must or 'true'}"  # noqa: S608
    with connection.cursor() as cursor:
        for chunk in chunks(lines, AT_ONCE):
            if connection.vendor == "sqlite":
                cursor.executemany(insert, [[*defaults, line] for line in chunk])
            else:
                cursor.execute(insert, [*defaults, chunk])
            count += cursor.rowcount
    return count


def analyse(tables: Iterable[type[models.Model]]) -> None:
    """Have PostgreSQL know how many rows these have now: what is asked of them next would be planned as of empty ones."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(_table, tables))}")


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.column for field in _fields(model)]


def _fields(model: type[models.Model]) -> list[models.Field]:
    return sorted(model._meta.concrete_fields, key=lambda field: field.column)


def _name(field: models.Field) -> str:
    return f'"{field.column}"'


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _read(field: models.Field) -> str:
    """SQL: a column's value, as it goes into JSON."""
    value = f"t.{_name(field)}"
    if field.related_model in NAMED:
        number, name, table = NAMED[field.related_model]
        return f"(SELECT {name} FROM {table} WHERE {number} = {value})"  # noqa: S608
    if connection.vendor == "postgresql":
        return MOMENT.format(value) if isinstance(field, models.DateTimeField) else value
    if isinstance(field, models.DateTimeField):
        return f"replace(substr({value} || '.000000', 1, 26), ' ', 'T') || '+00:00'"
    if isinstance(field, models.BooleanField):
        return f"json(CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
    return f"json({value})" if isinstance(field, models.JSONField) else value


def _put(field: models.Field) -> str:
    """SQL: the column's value of a line, as the table keeps it."""
    value = f"json_extract(line, '$.{field.column}')" if connection.vendor == "sqlite" else f"j.{_name(field)}"
    if field.related_model in NAMED:
        number, name, table = NAMED[field.related_model]
        return f"(SELECT {number} FROM {table} WHERE {name} = {value})"  # noqa: S608
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):  # as Django writes it there
        length = f"CASE substr({value}, 21, 6) WHEN '000000' THEN 19 ELSE 26 END"
        return f"replace(substr({value}, 1, {length}), 'T', ' ')"
    return value


def _given(field: models.Field) -> str:
    return "%s" if connection.vendor == "sqlite" else f"%s::{field.cast_db_type(connection)}"


def _lines(fields: list[models.Field]) -> str:
    """SQL: the lines that a parameter gives."""
    if connection.vendor == "sqlite":
        return "(SELECT %s AS line)"
    kinds = ", ".join(
        f"{_name(f)} {'text' if f.related_model in NAMED else f.cast_db_type(connection)}" for f in fields
    )
    return f"unnest(%s) line, json_to_record(line::json) j ({kinds})"
