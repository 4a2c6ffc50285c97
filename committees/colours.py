"""A council's own colours: whether what is written in them can be read on the grounds of the site's pages."""

import re

# The grounds of static/website/site.css on which links and headings stand: --paper --sheet --wash --decision --draft --stop.
LIGHT = {
    "paper": "#fdfbf7",
    "sheet": "#ffffff",
    "wash": "#f5efe4",
    "decision": "#f7ecdc",
    "draft": "#fff3c4",
    "stop": "#fbe3e1",
}
DARK = {
    "paper": "#171513",
    "sheet": "#1e1b18",
    "wash": "#262220",
    "decision": "#2f2619",
    "draft": "#332b10",
    "stop": "#3a1c19",
}
ENOUGH = 4.5  # to 1, for text of any size (WCAG 2.2, 1.4.3)
HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours ("#7a1f38"), 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(colour: str, grounds: dict[str, str]) -> str:
    """A sentence that says why text in this colour can't be read on the grounds, and which colour like it can; "" if it can."""
    worst = min(contrast(colour, ground) for ground in grounds.values())
    if worst >= ENOUGH:
        return ""
    return (
        f"Text in this colour has a contrast of {_floored(worst)} to 1 where it stands, and readers need {ENOUGH} to 1 "
        f"(WCAG 2.2, 1.4.3). {legible(colour, grounds)} would do."
    )


def legible(colour: str, grounds: dict[str, str]) -> str:
    """The nearest colour of the same hue that can be read on all of the grounds: towards black on light ones, else white."""
    end = 0 if _luminance(next(iter(grounds.values()))) > 0.18 else 255
    for step in range(101):
        mixed = "#" + "".join(f"{round(part + (end - part) * step / 100):02x}" for part in _parts(colour))
        if min(contrast(mixed, ground) for ground in grounds.values()) >= ENOUGH:
            return mixed
    return "#000000" if end == 0 else "#ffffff"


def _floored(ratio: float) -> float:
    """As it is said: 4.49 is no 4.5."""
    return int(ratio * 10) / 10


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, "relative luminance")."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
