"""Where in a webcast an item begins: as people write it, and as an address that starts there."""

import re
from urllib.parse import urlsplit, urlunsplit

FILE = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov)$", re.IGNORECASE)


def position(seconds: int) -> str:
    """How far in, as people write it: 3723 is "1:02:03", 130 is "2:10"."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def starting_at(link: str, seconds: int | None) -> str:
    """The address at which a player starts there, for sites and files that say how; "" for all others, and where none is known.

    YouTube takes `t` in the query, Vimeo `#t=…s`, a video file `#t=` (W3C Media Fragments URI 1.0, §4.2.1)."""
    if seconds is None:
        return ""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if host == "youtu.be" or host == "youtube.com":
        query = "&".join([*(p for p in parts.query.split("&") if p and not p.startswith("t=")), f"t={seconds}s"])
        return urlunsplit(parts._replace(query=query))
    if host in {"vimeo.com", "player.vimeo.com"}:
        return urlunsplit(parts._replace(fragment=f"t={seconds}s"))
    if FILE.search(parts.path):
        return urlunsplit(parts._replace(fragment=f"t={seconds}"))
    return ""
