"""The lines of a list of members, as they are written: names, roles and further words, none of them looked up yet."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from committees.models import Membership
from committees.naming import LETTERS, parts_of

MOST, NEW = 300, "new"
VACANT = re.compile(
    r"(?:(?:\d+|one|two|three|casual|councillor|member) )*vacan(?:cy|cies|t)(?: (?:seat|place|post|position)s?)?"
    r"|(?:seat|place|post) vacant",
    re.I,
)
Role = Membership.Role
ROLES = (
    (Role.VICE_CHAIR, r"(?:the )?(?:vice|deputy)[\s-]*chair(?:man|woman|person)?"),
    (Role.CHAIR, r"(?:the )?chair(?:man|woman|person)?"),
    (Role.SUBSTITUTE, r"(?:named )?substitute(?: member)?|reserve(?: member)?"),
    (Role.CO_OPTED, r"co-?opted(?: member)?|co-?optee|independent (?:person|member)"),
    (Role.MEMBER, r"(?:voting )?member"),
)


@dataclass
class Line:
    """A member as the line says it: names as they are written, and not looked up yet."""

    number: int
    title: str
    first: str
    last: str
    role: str = Role.MEMBER
    further: list[str] = field(default_factory=list)  # party, ward, appointing body
    text: str = ""
    is_new: bool = False  # the line says that it is nobody on file

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.first, self.last]))


class Problems:
    """What can't be told of the lines: a sentence once, with the lines that it is about."""

    def __init__(self):
        self.lines: dict[str, list[Line]] = {}

    def add(self, sentence: str, line: Line) -> None:
        self.lines.setdefault(sentence, []).append(line)

    def tell(self) -> None:
        """ValidationError, where there is anything."""
        if self.lines:
            raise ValidationError([f"{_places(lines)}: {sentence}" for sentence, lines in self.lines.items()])


def _places(lines: list[Line]) -> str:
    if len(lines) == 1:
        return f"Line {lines[0].number} (“{lines[0].text[:60]}”)"
    *first, last = (str(line.number) for line in lines)
    return f"Lines {', '.join(first)} and {last}"


def read(text: str) -> list[Line]:
    """The members, in order. ValidationError names each line that can't be read."""
    written = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    if len(written) > MOST:
        raise ValidationError(f"These are {len(written)} lines; up to {MOST} members can be listed at once.")
    lines, problems = [], Problems()
    for number, text in enumerate(written, start=1):
        if not _is_vacant(text):
            lines.append(_line(text, number, problems))
    problems.tell()
    return lines


def vacancies(text: str) -> str:
    """A sentence about the lines that name no member but a vacant seat; "" where there is none."""
    count = sum(map(_is_vacant, text.replace("\r", "\n").split("\n")))
    lines = "1 line says" if count == 1 else f"{count} lines say"
    return f"{lines} that a seat is vacant: no member was made of it." if count else ""


def _is_vacant(text: str) -> bool:
    return any(VACANT.fullmatch(bit.strip(" .:*[]")) for part in _bits(text) for bit in part)


def _bits(text: str) -> tuple[list[str], list[str]]:
    """What stands outside of brackets, and inside."""
    text = re.sub(r"^\s*(?:\d+[.)]|[•·*–-])\s*", "", text.replace("\xa0", " "))
    inner = [bit for group in re.findall(r"\(([^()]*)\)", text) for bit in re.split(r"[,;/]", group)]
    text = re.sub(r"\([^()]*\)", " ", text)
    return [" ".join(bit.split()) for bit in re.split(r"[,;\t]|\s[–—-]\s", text)], inner


def _line(text: str, number: int, problems: Problems) -> Line:
    bits, inner = _bits(text)
    if ":" in bits[0] and role_of(bits[0].partition(":")[0]):  # "Chair: Councillor Bell"
        role, _, name = bits[0].partition(":")
        bits = [name.strip(), role, *bits[1:]]
    name, *further = [bit for bit in [*bits, *(" ".join(bit.split()) for bit in inner)] if bit] or [""]
    letters = [bit for bit in further if LETTERS.fullmatch(bit)]
    roles = [role_of(bit) for bit in further if role_of(bit)]
    is_new = NEW in map(str.casefold, further)
    further = [bit for bit in further if bit not in letters and not role_of(bit) and bit.casefold() != NEW]
    title, first, last = parts_of(" ".join([name, *letters]))
    line = Line(number, title, first, last, roles[0] if roles else Role.MEMBER, further, " ".join(text.split()), is_new)
    if role_of(name) or not any(map(str.isalpha, last)) or len(last) > 100 or len(first) > 100:
        problems.add("write the member’s name first, as in “Councillor Mary Bell (Chair)”.", line)
    return line


def role_of(words: str) -> str:
    """The role that some words name; "" if they name none."""
    return next((role.value for role, pattern in ROLES if re.fullmatch(pattern, words.strip(), re.I)), "")
