"""The fields of the forms at the minutes desk: names found by typing, and text that is pasted."""

import json
import re
import sys
from collections.abc import Iterable

from django import forms

from committees.models import Person
from committees.naming import like, meant, plain
from richtext.plain_text import html_from_text

MOST_PASTES = 20
NEVER_WRAPPED = sys.maxsize  # what is typed in a field has no lines but those that its writer made


class Typed(str):
    """The HTML of what was typed, which is kept beside it, to be shown again as it was. `pasted` is what the script sent."""

    typed: str
    pasted: str


class PastedText(forms.Textarea):
    """Rich text in a plain field: what is typed is kept letter by letter, with its paragraphs, lines and lists.

    Of what was pasted the script (static/minutes/pasting.js) sends the HTML too: a list of [words, HTML] in a field beside it."""

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        if not typed:
            return typed
        pasted = data.get(f"{name}_pasted", "")
        value = Typed(html_of(typed.replace("\r\n", "\n"), _pastes(pasted)))
        value.typed, value.pasted = typed, pasted
        return value

    def format_value(self, value):
        return value.typed if isinstance(value, Typed) else super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, {**(attrs or {}), "data-pastes": f"{name}_pasted"}, renderer)
        pasted = value.pasted if isinstance(value, Typed) else ""
        return field + forms.HiddenInput().render(f"{name}_pasted", pasted, renderer=renderer)


def html_of(text: str, pastes: list[list[str]]) -> str:
    """HTML of a typed text. What was pasted is taken from its HTML where its words still stand whole, on lines of their own."""
    for words, html in pastes:
        if found := words.strip() and re.search(rf"(?:^|(?<=\n)){re.escape(words.strip())}[ \t]*(?=\n|$)", text):
            before, after = text[: found.start()], text[found.end() :]
            return html_of(before, pastes) + html + html_of(after, pastes)
    return html_from_text(text, NEVER_WRAPPED)


def _pastes(sent: str) -> list[list[str]]:
    """What the script says was pasted; nothing where it says it in another way."""
    try:
        pairs = json.loads(sent)
    except ValueError:
        return []
    pairs = pairs if isinstance(pairs, list) else []
    return [pair for pair in pairs[:MOST_PASTES] if isinstance(pair, list) and list(map(type, pair)) == [str, str]]


class NameField(forms.CharField):
    """A person, found as everywhere (committees.naming), or by one part of the name that nobody else of those who are offered
    has in theirs. A whole name that is only like somebody's is asked about."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 30})

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.people: list[Person] = []

    def clean(self, value) -> Person | None:
        typed = " ".join(super().clean(value).split())
        return self._found(typed) if typed else None

    def _found(self, typed: str) -> Person:
        found = meant(typed, self.people) or [person for person in self.people if _has_part(person, typed)]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(f"“{typed}” could be {_either(found)}. Write the whole name.")
        if alike := like(typed, self.people):
            raise forms.ValidationError(
                f"Nobody listed at this meeting is called “{typed}”. If you mean {_either(alike)}, write the name so; if it is "
                "somebody else, add them under People."
            )
        raise forms.ValidationError(
            f"Nobody listed at this meeting is called “{typed}”. Write the name as it is listed, or add them under People."
        )


def _has_part(person: Person, typed: str) -> bool:
    part = plain(typed) or typed.casefold()  # a title alone is part of many names
    return " " not in part and part in str(person).casefold()


def _either(people: Iterable[Person]) -> str:
    return " or ".join(str(person) for person in list(people)[:4])
