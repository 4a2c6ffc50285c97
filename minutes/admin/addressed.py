"""What the address of a desk page names."""


def number(value: str | None) -> int:
    """The id that somebody sent, or 0, which no row has."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 19 else 0


def opened(request) -> int:
    """The id of the row whose page is open; 0 on a page that adds one."""
    return number(request.resolver_match.kwargs.get("object_id"))
