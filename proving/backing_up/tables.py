"""Which tables are kept, and a row of any as JSON and back: the same bytes on both databases.

Not Django's serializers: they cut the microseconds off a time, and the log's digests cover them.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import F
from django.db.models.sql import InsertQuery

from accounts.models import PasswordAsked
from committees.models import Organisation
from committees.website import Website
from minutes.models import Phrase
from proving.models import Rebuild
from published.models import PDF, TABLES
from publishing.models import Head

CHUNK = 500
# What migrations or a restore make, and what is of no use elsewhere: log-ins, who typed a wrong password or forgot one, when
# this machine was last seen to run.
NOT_KEPT = {ContentType, Permission, Session, PasswordAsked, Rebuild, *TABLES}
NOT_KEPT_APPS = {"axes", "running"}
# What migrations put in, so that an empty installation has it: a restore takes it out first.
THERE_FROM_THE_START = [Phrase, Website, Organisation, Head]
AFTER_THE_PAGES = [PDF]  # rows below a version, which a restore makes first


def kept() -> list[type[models.Model]]:
    """The tables of a backup, in the order in which they are written."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model not in NOT_KEPT and model._meta.app_label not in NOT_KEPT_APPS and model._meta.managed
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def file_fields() -> list[tuple[type[models.Model], str]]:
    """Each table and column that names a file of private storage."""
    columns = [(model, field) for model in kept() for field in model._meta.concrete_fields]
    return [(model, field.name) for model, field in columns if isinstance(field, models.FileField)]


def rows_of(model: type[models.Model]) -> Iterator[str]:
    """A line a row, in an order in which they can be put in: a sub-item stands below what is there."""
    order = ["pk"]
    if any(field.name == "parent" for field in model._meta.concrete_fields):
        order = [F("parent").asc(nulls_first=True), "pk"]
    natural = _Natural()
    for row in model._base_manager.order_by(*order).iterator(CHUNK):
        values = {field.attname: natural.key(field, _plain(field, row)) for field in model._meta.concrete_fields}
        yield json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def put_in(model: type[models.Model], lines: Iterable[str]) -> int:
    """Put the rows in as they are: no save(), no times of now. A column that the lines lack has its default. Gives how many."""
    natural, fields, count = _Natural(), model._meta.concrete_fields, 0
    size = max(1, min(CHUNK, connection.ops.bulk_batch_size(fields, [None] * CHUNK)))
    waiting = []
    for line in lines:
        known = json.loads(line)
        values = {f.attname: _value(f, natural, known[f.attname]) for f in fields if f.attname in known}
        if any(values.get(f.attname, f) is None and not f.null for f in fields):
            continue  # a right that this release knows no more
        waiting.append(model(**values))
        if len(waiting) == size:
            _insert(model, waiting)
            count, waiting = count + size, []
    _insert(model, waiting)
    return count + len(waiting)


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    if rows:
        query = InsertQuery(model)
        query.insert_values(model._meta.concrete_fields, rows, raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _plain(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int | str) or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(row)


def _value(field: models.Field, natural: "_Natural", value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.target_field.to_python(natural.pk(field, value)) if field.is_relation else field.to_python(value)


class _Natural:
    """Kinds of rows and rights have other numbers in each installation: they are named by what they are."""

    def __init__(self) -> None:
        self.keys: dict[type[models.Model], dict[int, list[str]]] = {
            table: {row.pk: list(row.natural_key()) for row in table.objects.all()}
            for table in (ContentType, Permission)
        }
        self.pks = {table: {tuple(key): pk for pk, key in keys.items()} for table, keys in self.keys.items()}

    def key(self, field: models.Field, value: Any) -> Any:
        """What is written for a column's value; None for a kind of rows that no release knows any more."""
        table = field.related_model
        return self.keys[table].get(value) if table in self.keys and value is not None else value

    def pk(self, field: models.Field, value: Any) -> Any:
        table = field.related_model
        return self.pks[table].get(tuple(value)) if table in self.pks else value
