"""What a text loses on its way in, in words for the clerk."""

from collections import Counter
from dataclasses import dataclass, field

EMBEDDED = {"iframe", "object", "embed", "video", "audio", "canvas", "svg", "math", "applet", "frame"}
MOST_DESCRIPTIONS, LONGEST_DESCRIPTION = 5, 80


@dataclass
class LeftOut:
    pictures: list[str] = field(default_factory=list)  # their descriptions, "" where there is none
    links: Counter[str] = field(default_factory=Counter)  # "to this desk" …: the words stay
    embedded: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    all_but_words: bool = False  # there was more markup than can be read

    def __str__(self) -> str:
        """As "2 pictures (“A gull”), 1 link to this desk, hidden text"; "" if nothing was left out."""
        if self.all_but_words:
            return "all but the words, because it holds too much markup; paste it in parts"
        return ", ".join([*self._pictures(), *self._links(), *self._embedded(), *self._words()])

    def _pictures(self) -> list[str]:
        if not self.pictures:
            return []
        told = [f"“{text[:LONGEST_DESCRIPTION]}”" for text in self.pictures if text][:MOST_DESCRIPTIONS]
        return [counted(len(self.pictures), "picture") + (f" ({', '.join(told)})" if told else "")]

    def _links(self) -> list[str]:
        return [f"{counted(count, 'link')} {where} (the words stay)" for where, count in self.links.items()]

    def _embedded(self) -> list[str]:
        return [f"something embedded ({name})" for name in self.embedded]

    def _words(self) -> list[str]:
        return ["hidden text"] * bool(self.hidden) + ["text that tracked changes delete"] * bool(self.deleted)


def counted(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"
