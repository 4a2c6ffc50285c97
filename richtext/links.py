"""Which addresses a link may have."""

import re

from richtext.characters import readable

WEB = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
HERE = re.compile(r"/(?![/\\])")  # a path on this site; "//host" would be another one
LONGEST = 2000


def safe_address(address: str) -> str:
    """The address if a reader may be sent there, or "". What is relative to the page it was copied from leads nowhere."""
    address = (
        re.sub(r"[\s]+", "", readable(address)) if "\n" in address or "\t" in address else readable(address).strip()
    )
    if len(address) > LONGEST or "\n" in address:
        return ""
    return address.replace(" ", "%20") if any(kind.match(address) for kind in (WEB, MAIL, HERE)) else ""


def relative_address(address: str) -> str | None:
    """The same for nh3, which asks only about addresses without a scheme."""
    return address if HERE.match(address) else None
