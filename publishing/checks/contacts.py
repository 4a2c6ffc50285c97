"""Telephone numbers, e-mail addresses and postal addresses in what will be public, but for the council's own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minutes.draft import Draft
from minutes.models import AgendaItem
from minutes.phrases import listed
from publishing.checks.check import Check, coded
from publishing.checks.texts import Text

TELEPHONE = re.compile(
    r"(?<![\w./-])(?:\+44[ \xa0-]?(?:\(0\)[ \xa0-]?)?|\(?0)(?=[1-37-9])(?:\d[) \xa0-]{0,2}){8,9}\d(?![\w/-])"
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ \xa0]?\d[A-Z]{2}\b")
STREET = (
    "Street|Road|Lane|Avenue|Close|Drive|Crescent|Terrace|Gardens|Place|Court|Square|Row|Hill|Grove|Mews|Way|Walk|Rise|View|"
    "St|Rd|Ave"
)
HOUSE = re.compile(rf"(?<![\w£/.,-])\d{{1,3}}[a-zA-Z]?,?[ \xa0](?:[A-Z][\w'’-]+[ \xa0]){{1,3}}(?:{STREET})\b")
COUNTED = re.compile(r"\b(?:items?|minutes?|no\.?|numbers?|page|paragraph|section|phase|ward)[ \xa0]$", re.I)
OF_AN_OFFICE = ".gov.uk"  # every address there is an office's

# Where a small council may have its address, and so may anybody.
OF_ANYBODY = {
    "aol.com", "btinternet.com", "btopenworld.com", "gmail.com", "googlemail.com", "hotmail.co.uk", "hotmail.com", "icloud.com",
    "live.co.uk", "live.com", "me.com", "msn.com", "ntlworld.com", "outlook.com", "proton.me", "protonmail.com", "sky.com",
    "talktalk.net", "virginmedia.com", "yahoo.co.uk", "yahoo.com",
}  # fmt: skip


@coded("contacts")
def contacts(draft: Draft, texts: Iterable[Text]) -> Iterator[Check]:
    """A sentence for each text that gives away how somebody is reached, or where they live. Two queries at the most."""
    found = [(text, _ways(text.words), _places(text)) for text in texts]
    own = _Own.of(draft) if any(ways or places for _, ways, places in found) else _Own()
    if any(places for _, _, places in found):
        draft.items_with("matter")
    for text, ways, places in found:
        gives = "says" if text.advice else "gives"
        if strange := [f"“{one}”" for one in ways if not own.reaches(one)]:
            yield text.look(f"{gives} {listed(strange)}.", "Take it out, unless it is an office’s.")
        if strange := [f"“{one}”" for one in places if one not in own.places and not _is_of_a_place(text.item)]:
            yield text.look(f"{gives} {listed(strange)}.", "Take it out if it says where somebody lives.")


def _ways(words: str) -> list[str]:
    return list(dict.fromkeys([found[0] for pattern in (TELEPHONE, EMAIL) for found in pattern.finditer(words)]))


def _places(text: Text) -> list[str]:
    """Addresses of houses, and postcodes, but for those in the item's title, which are its business."""
    houses = [
        found[0]
        for found in HOUSE.finditer(text.words)
        if not COUNTED.search(text.words[max(found.start() - 12, 0) : found.start()])
    ]
    found = dict.fromkeys([*houses, *POSTCODE.findall(text.words)])
    return [one for one in found if not text.item or one not in text.item.title_for_the_public]


def _is_of_a_place(item: AgendaItem | None) -> bool:
    """Whether its business is a place: a planning application has a number."""
    return bool(item and item.matter and item.matter.reference)


@dataclass(frozen=True)
class _Own:
    """How the council itself is reached."""

    telephones: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    places: str = ""

    @classmethod
    def of(cls, draft: Draft) -> "_Own":
        committee, organisation = draft.meeting.committee, draft.organisation
        addresses = {address.lower() for address in (committee.contact_email, organisation.contact_email)}
        domains = {address.rpartition("@")[2] for address in addresses if address}
        return cls(
            frozenset(map(_digits, (committee.contact_phone, organisation.contact_phone))),
            frozenset(domains - OF_ANYBODY),
            frozenset(addresses),
            "\n".join((organisation.contact_address, committee.usual_venue, draft.meeting.venue)),
        )

    def reaches(self, way: str) -> bool:
        if "@" in way:
            way = way.lower()
            return way in self.addresses or way.endswith(OF_AN_OFFICE) or way.rpartition("@")[2] in self.domains
        return _digits(way) in self.telephones


def _digits(telephone: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^\+44(?:\D*\(0\))?", "0", telephone))
