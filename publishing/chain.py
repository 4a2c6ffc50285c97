"""The digests that tie the publication log together (FIPS 180-4 SHA-256), each written in hexadecimal."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64  # what the first publication names as its predecessor


def canonical(facts: Mapping[str, Any]) -> str:
    """The facts of a row as they are digested: JSON with sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def link(previous_digest: str, facts: Mapping[str, Any]) -> str:
    """The digest of one row of the log: of the digest of the row before it, and of every public fact of this one.

    Anybody can work it out with `sha256sum` from what /proof/ shows: the digest before, a line feed, the facts."""
    return hashlib.sha256(f"{previous_digest}\n{canonical(facts)}".encode()).hexdigest()
