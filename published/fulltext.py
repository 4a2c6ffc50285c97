"""The index of what can be searched: the database's own, made of the table `published_words` and kept by the database.

PostgreSQL keeps a generated column with a GIN index. SQLite keeps an FTS5 table by triggers, so that what a cascade deletes
leaves it too; `purge` then writes it anew, because FTS5 marks words as deleted and leaves them lying until it merges. Both
stem English, leave no word out, and are told letters without their accents and names without their apostrophes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

APOSTROPHES = "'’‘ʼ"
ACCENTED = "([A-Za-z])[\u0300-\u036f]+"  # a Latin letter, as NFD takes it from its accents: those of other scripts stay
# What PostgreSQL's parser would read as parts of paths, hosts, signs and tags; every other sign it takes for a gap anyway.
GAPS = r"""!"#$%&()*+,./:;<=>?@[\\\]^_`{|}~\-""" + "\xa0–—‐‑“”„…·•"  # within the brackets of a pattern


def _plain_and_spaced(column: str) -> str:
    """SQL: the column with Latin letters that have lost their accents, spaces for signs, and no apostrophes. `translate` would
    take ten times as long: it looks up each letter from the beginning of a list."""
    letters = f"normalize(regexp_replace(normalize({column}, NFD), {_quoted(f'{ACCENTED}|[{APOSTROPHES}]')}, '\\1', 'g'), NFC)"
    return f"regexp_replace({letters}, {_quoted(f'[{GAPS}]+')}, ' ', 'g')"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _without_apostrophes(column: str) -> str:
    """SQL for SQLite, whose tokenizer knows accents but takes an apostrophe for a gap."""
    for sign in APOSTROPHES:
        column = f"replace({column}, {_quoted(sign)}, '')"
    return column


WORDS_OF = "asciiword, word, numword"
CONFIGURATION = [
    "CREATE TEXT SEARCH DICTIONARY published_english (TEMPLATE = snowball, LANGUAGE = english)",  # without stop words
    "CREATE TEXT SEARCH CONFIGURATION published_words (PARSER = default)",
    f"ALTER TEXT SEARCH CONFIGURATION published_words ADD MAPPING FOR {WORDS_OF} WITH published_english",
    "ALTER TEXT SEARCH CONFIGURATION published_words ADD MAPPING FOR uint, int, float, sfloat WITH simple",
]
VECTOR = f"""
    ALTER TABLE published_words ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('published_words', {_plain_and_spaced("title")}), 'A')
        || to_tsvector('published_words', {_plain_and_spaced("text")}) || to_tsvector('simple', facets)
    ) STORED
"""
GIN = "CREATE INDEX published_words_vector ON published_words USING gin (vector)"
UNDO = {
    "postgresql": [
        "ALTER TABLE published_words DROP COLUMN vector",
        "DROP TEXT SEARCH CONFIGURATION published_words",
        "DROP TEXT SEARCH DICTIONARY published_english",
    ],
    "sqlite": [
        "DROP TRIGGER words_inserted",
        "DROP TRIGGER words_deleted",
        "DROP TRIGGER words_updated",
        "DROP TABLE published_fulltext",
        "DROP VIEW published_plain_words",
    ],
}


def _plain(row: str) -> str:
    return f"{_without_apostrophes(f'{row}.title')}, {_without_apostrophes(f'{row}.text')}, {row}.facets"


# The view is what `rebuild` reads, and what makes the table one that can forget: FTS5 before 3.43 can't without one.
FTS5 = [
    f"CREATE VIEW published_plain_words (id, title, text, facets) AS SELECT w.id, {_plain('w')} FROM published_words w",  # noqa: S608
    """
    CREATE VIRTUAL TABLE published_fulltext USING fts5 (
        title, text, facets, content = 'published_plain_words', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
]
_ADD = f"INSERT INTO published_fulltext (rowid, title, text, facets) VALUES (new.id, {_plain('new')});"  # noqa: S608
_REMOVE = (
    "INSERT INTO published_fulltext (published_fulltext, rowid, title, text, facets) "  # noqa: S608
    f"VALUES ('delete', old.id, {_plain('old')});"
)
TRIGGERS = {
    "words_inserted": f"CREATE TRIGGER words_inserted AFTER INSERT ON published_words BEGIN {_ADD} END",
    "words_deleted": f"CREATE TRIGGER words_deleted AFTER DELETE ON published_words BEGIN {_REMOVE} END",
    "words_updated": f"CREATE TRIGGER words_updated AFTER UPDATE ON published_words BEGIN {_REMOVE} {_ADD} END",
}
PAGES = 500  # of the index that one step of `purge` writes, so that a clerk's own writing comes in between


def create(apps, schema_editor) -> None:
    """For a migration: make the index. One that alters the table on SQLite loses the triggers, and calls `mend`."""
    vendor = schema_editor.connection.vendor
    for statement in [*CONFIGURATION, VECTOR, GIN] if vendor == "postgresql" else [*FTS5, *TRIGGERS.values()]:
        schema_editor.execute(statement, None)


def drop(apps, schema_editor) -> None:
    """For a migration that is undone."""
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def missing() -> list[str]:
    """What should keep the index and is not there."""
    if connection.vendor == "postgresql":
        asked, names = (
            "SELECT indexname FROM pg_indexes WHERE indexname = 'published_words_vector'",
            ["published_words_vector"],
        )
    else:
        asked, names = "SELECT name FROM sqlite_master WHERE type = 'trigger'", list(TRIGGERS)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name not in there]


def mend() -> None:
    """Put back what keeps the index, if anything of it is missing, and make the index anew."""
    lost = missing()
    if not lost:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # no index is made where rows of this transaction still wait for theirs
            cursor.execute(GIN)
            return
        cursor.execute("INSERT INTO published_fulltext (published_fulltext) VALUES ('rebuild')")
        for name in lost:
            cursor.execute(TRIGGERS[name])


@contextmanager
def filled_afterwards() -> Iterator[None]:
    """The index is left behind within, and made at the end: for many rows, of which nobody searches yet. If it is stopped
    `missing` says so, and `mend` makes it."""
    leave_behind()
    try:
        yield
    finally:
        mend()


def leave_behind() -> None:
    """Have the index kept no more, until `mend` makes it anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX published_words_vector")
        else:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")


def purge() -> None:
    """Have SQLite write the index anew without what was deleted, whose words lie in it until then: in short steps, each of
    them a transaction. PostgreSQL does it by itself (docs/withdrawing.md)."""
    if connection.vendor != "sqlite":
        return
    pages = -PAGES  # the first step says that all is to become one
    with connection.cursor() as cursor:
        while pages:
            before = _changes(cursor)
            cursor.execute("INSERT INTO published_fulltext (published_fulltext, rank) VALUES ('merge', %s)", [pages])
            pages = PAGES if _changes(cursor) - before > 1 else 0


def _changes(cursor) -> int:
    [changes] = cursor.execute("SELECT total_changes()").fetchone()
    return changes
