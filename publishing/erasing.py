"""What a withdrawal removes besides rows: files, and what the database's own files still hold of the text.

A file system, a write-ahead log and a backup keep copies for a time that no program can promise; docs/withdrawing.md says
so. This keeps that time short.
"""

from django.db import DatabaseError, connection, transaction

from published import files, fulltext


def erase(sha256s: set[str]) -> None:
    """Remove the files of what was withdrawn, unless something else that is published needs them, write the index of the search
    without its words, and empty the database's log."""
    from publishing.models import Head

    with transaction.atomic():
        Head.locked()
        files.remove_unneeded(sha256s)
    fulltext.purge()
    empty_log()


def empty_log() -> None:
    """Have SQLite write its log back and empty it; PostgreSQL recycles its own by itself. Waits for nobody: while somebody
    reads (verify does, for minutes), it is left to the next to call this."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")  # or readers would hold up who withdraws, and so every writer
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DatabaseError:
            pass
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
