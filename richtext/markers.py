"""Bullets and numbers that are only typed text: how to know one when it is seen."""

import re
from dataclasses import dataclass, field

from richtext.blocks import Block, Marker, Run

BULLETS = "·•‣◦▪▫∙⁃\ufffd"
SIGNS = "●○■□◆◇❖❑❒➢➔►▶✓✗✔✘☑☒☐★"  # bullets too, but where one stands alone it says something: a tick, a vote, a mark
NUMBER = re.compile(
    r"(?P<open>\(?)(?P<body>[0-9]{1,3}|[a-z]|[A-Z]|[ivxl]{2,6}|[IVXL]{2,6})(?P<close>[.)])(?P<gap>\s*)(?=\S)"
)
BULLET = re.compile(rf"(?P<body>[{BULLETS}{SIGNS}])(?P<gap>\s*)(?=\S)")
# Letters and signs that Word's symbol fonts show as bullets. In text they are believed before a wide gap only.
DOUBTFUL_BULLET = re.compile(r"(?P<body>[o§*+-])(?P<gap>\s*)(?=\S)")
LONE_BULLET = re.compile(rf"\s*[{BULLETS}]\s*")
SYMBOL_LETTERS = set("ovnqluØüàÞðè§Ÿ¨¾¥")

NONE, SPACE, FIXED, WIDE = range(4)  # the gap after a marker: nothing, a space, a no-break space, a run of them
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(eq=False)
class Candidate:
    """A block that seems to begin with a marker."""

    place: int  # among its blocks
    shape: str  # "·", "(1)", "a." …: markers of one list look alike
    readings: list[Marker]  # "(i)" may be the ninth letter or the first Roman number
    gap: int
    length: int  # of marker and gap, in characters
    reading: Marker | None = None
    chain: list["Candidate"] = field(default_factory=list)  # the sequence it stands in, from its first member

    has_words: bool = True  # after the marker

    @property
    def is_sign(self) -> bool:
        return self.shape in SIGNS


def gap_width(gap: str) -> int:
    fixed = sum(character not in " \n" for character in gap)
    return WIDE if fixed >= 2 else FIXED if fixed else SPACE if gap else NONE


def candidate(block: Block, place: int) -> Candidate | None:
    text = block.text
    indent = len(text) - len(text.lstrip())
    if found := BULLET.match(text, indent):
        words = found["body"] not in SIGNS or any(map(str.isalnum, text[found.end() :]))
        return Candidate(place, found["body"], [Marker()], gap_width(found["gap"]), found.end(), has_words=words)
    if (found := DOUBTFUL_BULLET.match(text, indent)) and gap_width(found["gap"]) >= (
        FIXED if found["body"] in "o§" else WIDE
    ):
        return Candidate(place, found["body"], [Marker()], WIDE, found.end())
    found = NUMBER.match(text, indent)
    if found and not (found["open"] and found["close"] == ".") and gap_width(found["gap"]):
        if readings := readings_of(found["body"], around(found["open"], found["close"])):
            shape = (
                found["open"]
                + ("1" if found["body"].isdigit() else "A" if found["body"].isupper() else "a")
                + found["close"]
            )
            return Candidate(place, shape, readings, gap_width(found["gap"]), found.end())
    return None


def around(before: str, after: str) -> str:
    """How a number is set apart that stands between these signs: see Marker."""
    return {"()": "round", ")": "half"}.get(before + after, "")


def readings_of(body: str, around: str = "") -> list[Marker]:
    """What a number may mean, the likeliest first."""
    if body.isdigit():
        return [Marker("1", int(body), around)] if len(body) <= 3 else []
    roman = roman_number(body.lower())
    letter, numeral = ("A", "I") if body.isupper() else ("a", "i")
    as_roman = [Marker(numeral, roman, around)] if roman else []
    as_letter = [Marker(letter, ord(body.lower()) - 96, around)] if len(body) == 1 else []
    return as_roman + as_letter if body.lower() == "i" else as_letter + as_roman


def roman_number(body: str) -> int:
    """The value of a Roman number written in the usual way; 0 if it is none."""
    if not re.fullmatch(r"(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", body):
        return 0
    worth = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in body]
    return sum(-one if one < next_one else one for one, next_one in zip(worth, [*worth[1:], 0], strict=True))


def in_roman(number: int) -> str:
    text = ""
    for worth, sign in ROMAN:
        text, number = text + sign * (number // worth), number % worth
    return text


def in_letters(number: int) -> str:
    """… y, z, aa, ab: as browsers go on."""
    before, last = divmod(number - 1, 26)
    return (in_letters(before) if before else "") + chr(ord("a") + last)


def in_print(marker: Marker) -> str:
    """The number as it is printed before an item: "5.", "(e)", "V."; "" for a bullet."""
    if not marker.type:
        return ""
    write = {"a": in_letters, "i": in_roman}.get(marker.type.lower(), str) if marker.number > 0 else str
    number = write(marker.number).upper() if marker.type.isupper() else write(marker.number)
    return {"round": f"({number})", "half": f"{number})"}.get(marker.around, f"{number}.")


def word_readings(printed: str) -> list[Marker]:
    """What a marker that Word printed means; [] if no list of HTML can print it ("1.1", "Article 2")."""
    found = re.fullmatch(r"(\(?)([0-9]{1,4}|[A-Za-z]|[ivxl]{2,6}|[IVXL]{2,6})([.)]?)", printed)
    if not printed or printed in SYMBOL_LETTERS or (not found and len(printed) <= 2 and not printed.isalnum()):
        return [Marker()]
    return readings_of(found[2], around(found[1], found[3])) if found and len(found[2]) <= 6 else []


def as_text(marker: str) -> list[Run]:
    """A marker that Word printed where the list is another's, as text; a bullet says nothing there."""
    return [Run(f"{marker} ")] if marker and word_readings(marker) != [Marker()] else []
