"""Several people's names in a row, a title that they share said once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from published import words

T = TypeVar("T")


def under_titles(people: Iterable[T], name: Callable[[T], str]) -> list[tuple[str, list[tuple[str, T]]]]:
    """People with one title together, as [("Councillors", [("Mary Bell", row), …]), ("", [("Dr Ann Low", row), …])]: in the
    order of the first of each, so that who was named first stays first. A title that one alone has stays with the name."""
    groups: dict[str, list[T]] = {}
    for each in people:
        groups.setdefault(_title(name(each)), []).append(each)
    alone = {title for title, found in groups.items() if len(found) == 1}
    merged: dict[str, list[tuple[str, T]]] = {}
    for title, found in groups.items():
        shared = "" if title in alone else title
        merged.setdefault(shared, []).extend((name(each).removeprefix(shared).lstrip(), each) for each in found)
    return [(str(words.TITLES.get(title, "")), found) for title, found in merged.items()]


def together(names: Iterable[str]) -> str:
    """On one line: "Councillors Mary Bell, Cy Tern, Dr Ann Low"."""
    groups = under_titles(names, str)
    return ", ".join(f"{title} {', '.join(short for short, _ in found)}".lstrip() for title, found in groups)


def untitled(name: str) -> str:
    """The name below a title that is said once already."""
    return name.removeprefix(_title(name)).lstrip()


def _title(name: str) -> str:
    first, _, rest = name.partition(" ")
    return first if rest and first in words.TITLES else ""
