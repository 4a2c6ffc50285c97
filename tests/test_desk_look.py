"""The desk has the calm of the public pages: their colours, in light and dark, and not a shade beside them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE, LOOK = ((ROOT / f"static/{name}.css").read_text() for name in ("website/site", "desk/look"))
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def test_each_colour_of_the_public_pages_is_the_desk_s_in_light_and_dark():
    light, dark = (dict(TOKEN.findall(block)) for block in re.findall(r":root \{(.*?)\n\s*\}", SITE, re.DOTALL)[:2])
    desk = {name: (day, night) for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", LOOK)}
    assert len(dark) > 10
    assert {name: desk.get(name) for name in light} == {name: (light[name], dark[name]) for name in light}


def test_a_browser_that_knows_no_light_dark_shows_each_colour_of_the_light():
    """Without it a variable would stand for nothing: a button without a ground, a rule without a colour."""
    tokens = re.findall(r"--([\w-]+): light-dark\((#\w+), #\w+\);", LOOK)
    (older,) = re.findall(r"@supports not \(color: light-dark.*?\n\}", LOOK, re.DOTALL)
    assert len(tokens) > 15 and re.findall(r"--([\w-]+): (#\w+);", older) == tokens
    assert "color-scheme: light;" in older
