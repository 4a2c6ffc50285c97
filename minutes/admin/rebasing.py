"""Posted rows of a page, when rows were added or deleted since it was opened."""

MOST_ROWS = 2_000  # Django builds no more forms than that


def rebased(data, files, prefix: str, stored: list[int]):
    """`data` and `files` as if the page had been opened now, and how many of its rows are not `stored` any more.

    Such a row becomes a new one, so that its text is kept and shown; rows come in the order that they are stored in;
    what was added meanwhile is not in them, and so is left as it is."""
    try:
        total, initial = (min(int(data[f"{prefix}-{name}_FORMS"]), MOST_ROWS) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data, files, 0  # Django says so itself
    posted = {data.get(f"{prefix}-{at}-id", ""): at for at in range(initial)}
    kept = [pk for pk in map(str, stored) if pk in posted]
    if kept == list(posted):
        return data, files, 0
    gone = [at for pk, at in posted.items() if pk not in kept and f"{prefix}-{at}-DELETE" not in data]
    order = [posted[pk] for pk in kept] + gone + list(range(initial, total))
    data, files = renumbered(data, prefix, order), renumbered(files, prefix, order)
    for at in range(len(kept), len(kept) + len(gone)):
        data[f"{prefix}-{at}-id"] = ""
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(len(kept))
    return data, files, len(gone)


def renumbered(values, prefix: str, order: list[int]):
    """A copy in which the rows of a formset are numbered as `order` lists them; what it leaves out is left out."""
    new, places = values.copy(), {str(old): at for at, old in enumerate(order)}
    rows = [key for key in values if _number(key, prefix).isdecimal()]
    for key in rows:
        del new[key]
    for key in rows:
        number = _number(key, prefix)
        if number in places:
            name = key.removeprefix(f"{prefix}-{number}-")
            new.setlist(f"{prefix}-{places[number]}-{name}", values.getlist(key))
    return new


def _number(key: str, prefix: str) -> str:
    """The number of the row that a posted name belongs to; not a number for any other name."""
    return key.removeprefix(f"{prefix}-").partition("-")[0] if key.startswith(f"{prefix}-") else ""
