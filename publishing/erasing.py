"""What a withdrawal removes besides rows: files, and what the database's own files still hold of the text.

A file system, a write-ahead log and a backup keep copies for a time that no program can promise; docs/withdrawing.md says
so. This keeps that time short.
"""

from django.db import DatabaseError, connection, transaction

from published import files


def erase(sha256s: set[str]) -> None:
    """Remove the files of what was withdrawn, unless something else that is published needs them, and have SQLite write its
    log back and empty it. PostgreSQL recycles its log by itself."""
    from publishing.models import Head

    with transaction.atomic():
        Head.locked()
        files.remove_unneeded(sha256s)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DatabaseError:
            pass  # somebody reads: the next checkpoint does it
