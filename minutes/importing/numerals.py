"""A count as a word processor prints it: 3, c, iii, 3rd, third."""

from collections.abc import Callable

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
FOOTNOTE_SIGNS = "*†‡§"
KNOWN = frozenset(
    "decimal decimalZero lowerLetter upperLetter lowerRoman upperRoman ordinal cardinalText ordinalText none bullet chicago "
    "numberInDash decimalEnclosedCircle decimalEnclosedCircleChinese".split()
)


def figure(count: int, form: str) -> str:
    """A count in Word's named form: decimal, lowerLetter, upperRoman, ordinal … A form that is not known is decimal."""
    maker = FORMS.get(form.removeprefix("lower").removeprefix("upper"), str)
    text = maker(count) if count > 0 else str(count)
    return text.upper() if form.startswith("upper") else text


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 30)  # z, aa, bb: as Word goes on


def _roman(count: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text, count = text + letters * min(count // value, 30), count % value
    return text


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _cardinal(count: int) -> str:
    if count > 99:
        return str(count)
    words = ONES[count] if count < 20 else TENS[count // 10] + (f"-{ONES[count % 10]}" if count % 10 else "")
    return words.capitalize()


def _ordinal_words(count: int) -> str:
    if count > 99:
        return _ordinal(count)
    start, dash, last = _cardinal(count).lower().rpartition("-")
    ending = last[:-1] + "ieth" if last.endswith("y") else last[:-2] + "fth" if last.endswith("ve") else last + "th"
    return (start + dash + ORDINALS.get(last, ending)).capitalize()


FORMS: dict[str, Callable[[int], str]] = {
    "Letter": _letters,
    "Roman": _roman,
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "ordinalText": _ordinal_words,
    "none": lambda count: "",
    "decimalZero": lambda count: f"{count:02}",
    "numberInDash": lambda count: f"- {count} -",
    "chicago": lambda count: FOOTNOTE_SIGNS[(count - 1) % 4] * min((count - 1) // 4 + 1, 30),
    "decimalEnclosedCircle": lambda count: chr(0x245F + count) if count <= 20 else str(count),
    "decimalEnclosedCircleChinese": lambda count: chr(0x245F + count) if count <= 20 else str(count),
}
