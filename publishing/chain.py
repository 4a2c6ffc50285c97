"""The digests that tie the publication log together (FIPS 180-4 SHA-256), each written in hexadecimal."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64  # what the first publication names as its predecessor


def sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def link(previous_digest: str, facts: Mapping[str, Any]) -> str:
    """The digest of one row of the log: of the row before it, and of every public fact of this one."""
    return sha256(json.dumps([previous_digest, dict(facts)], sort_keys=True, ensure_ascii=False, separators=(",", ":")))
