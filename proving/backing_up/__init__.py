"""One file with the database and all files, and the way back from it into an empty installation on either database.

A tar archive: manifest.json first, which names each member behind it with its size and SHA-256; manifest.sha256; rows as JSON
lines, packed by gzip, a table a member, by primary key; private and public files under the names that they have in
MINUTEBOOK_DATA.
"""

FORMAT = 1  # a release that writes another refuses ours, or reads both
MANIFEST, DIGEST, ROWS = "manifest.json", "manifest.sha256", "rows/{}.jsonl.gz"


class NoBackup(Exception):
    """A sentence: why it could not be made, or why the file is none that can be restored here."""
