"""What each answer of the open data holds, as JSON Schema (draft 2020-12). What a record holds is read off its classes."""

import dataclasses
import hashlib
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from published.bodies import CARRIED
from published.kinds import Kind
from published.record import Item, MeetingRecord, Paper
from published.words import CALL_IN, DECISION

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT, WHOLE, YES = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
ADDRESS = {"type": "string", "format": "uri"}
DAY, MOMENT = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
KIND = {"enum": [kind.value for kind in Kind]}
WITH_ADDRESS = {Item, Paper}  # of a record, which the answer adds one to
PLAIN = {str: TEXT, int: WHOLE, bool: YES}


def object_of(optional: tuple[str, ...] = (), **properties: Any) -> dict:
    """An object that has these properties and no other."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def list_of(entry: dict) -> dict:
    return {"type": "array", "items": entry}


def or_null(value: dict) -> dict:
    return {"anyOf": [value, {"type": "null"}]}


def of_class(wanted: Any, found: dict[str, dict]) -> dict:
    """The schema of a type of published.record; those of classes are put into `found` and referred to."""
    if get_origin(wanted) is tuple:
        return list_of(of_class(get_args(wanted)[0], found))
    if get_origin(wanted) in (Union, types.UnionType):
        return or_null(of_class(next(one for one in get_args(wanted) if one is not type(None)), found))
    if not dataclasses.is_dataclass(wanted):
        return PLAIN[wanted]
    if wanted.__name__ not in found:
        found[wanted.__name__] = {}  # a motion has amendments, which are motions
        properties = {name: of_class(hint, found) for name, hint in get_type_hints(wanted).items()}
        address = {"address": ADDRESS} if wanted in WITH_ADDRESS else {}
        found[wanted.__name__] = object_of(**properties, **address)
    return {"$ref": f"#/$defs/{wanted.__name__}"}


LICENCE = or_null(object_of(name=TEXT, url=TEXT, covers=TEXT))


def answer(title: str, defs: dict[str, dict] | None = None, **properties: Any) -> dict:
    whole = object_of(schema=ADDRESS, licence=LICENCE, **properties)
    return {"$schema": DRAFT, "title": title, **whole} | ({"$defs": defs} if defs else {})


RECORD: dict[str, dict] = {}
of_class(MeetingRecord, RECORD)
HEAD = {
    "type": "object",
    "properties": {name: PLAIN[hint] for name, hint in get_type_hints(MeetingRecord).items() if hint in PLAIN},
    "additionalProperties": False,
}
PUBLICATION = object_of(sequence=WHOLE, kind=KIND, note=TEXT, published_at=MOMENT, goes_live_at=MOMENT, record=ADDRESS)
SHOWN = object_of(sequence=WHOLE, kind=KIND, note=TEXT, goes_live_at=MOMENT)
PLACE = object_of(
    number=WHOLE,
    version=WHOLE,
    sequence=WHOLE,
    kind=KIND,
    goes_live_at=MOMENT,
    note=TEXT,
    address=or_null(ADDRESS),
    withdrawn_at=or_null(MOMENT),
    reason=TEXT,
)
BODY = {
    "address": ADDRESS,
    "data": ADDRESS,
    "slug": TEXT,
    "name": TEXT,
    "kind": TEXT,
    "purpose": TEXT,
    "quorum": or_null(WHOLE),
    "contact": object_of(officer=TEXT, email=TEXT, phone=TEXT),
    "dissolved_on": or_null(DAY),
}
PERSON = {
    "address": ADDRESS,
    **dict.fromkeys("slug name title first_name last_name".split(), TEXT),
    "party": or_null(TEXT),
    "ward": or_null(TEXT),
}
OF_BODY = object_of(slug=TEXT, name=TEXT)
DECIDED = object_of(
    address=ADDRESS,
    date=DAY,
    committee=OF_BODY,
    meeting=ADDRESS,
    item=object_of(slug=TEXT, number=TEXT, title=TEXT),
    kind={"enum": ["", *DECISION, CARRIED]},
    is_key=YES,
    reference=TEXT,
    text=TEXT,
    reasons=TEXT,
    options=TEXT,
    officer=TEXT,
    call_in={"enum": ["", *CALL_IN]},
    call_in_by=or_null(DAY),
    effective_on=or_null(DAY),
    published_in=KIND,
    published_at=MOMENT,
)
OF_MEETING = {"address": ADDRESS, "committee": TEXT, "date": DAY, "changed": MOMENT}
WITHDRAWN = object_of(**OF_MEETING, withdrawn={"const": True}, reason=TEXT)
NEXT = or_null(ADDRESS)

ALL = {
    "meeting": answer(
        "A meeting, as its address shows it",
        RECORD,
        address=ADDRESS,
        calendar=ADDRESS,
        publications=ADDRESS,
        publication=PUBLICATION,
        meeting={"$ref": "#/$defs/MeetingRecord"},
    ),
    "item": answer(
        "An agenda item, as its address shows it",
        {name: found for name, found in RECORD.items() if name != "MeetingRecord"},
        address=ADDRESS,
        meeting=ADDRESS,
        committee=OF_BODY,
        date=DAY,
        is_current=YES,
        publication=PUBLICATION,
        item={"$ref": "#/$defs/Item"},
    ),
    "publications": answer("What was published of a meeting", address=ADDRESS, publications=list_of(PLACE)),
    "committees": answer("The committees", committees=list_of(object_of(**BODY))),
    "committee": answer(
        "A committee and who sits on it",
        committee=object_of(**BODY),
        members=list_of(object_of(name=TEXT, role=TEXT, party_and_ward=TEXT)),
        links=object_of(meetings=ADDRESS, decisions=ADDRESS, calendar=ADDRESS, feed=ADDRESS),
    ),
    "decisions": answer("A page of the register of decisions", decisions=list_of(DECIDED), next=NEXT),
    "api": answer(
        "What there is",
        lists=list_of(object_of(address=ADDRESS, name=TEXT, what=TEXT)),
        schemas=list_of(ADDRESS),
    ),
    "bodies": answer("Bodies that have changed", bodies=list_of(object_of(**BODY, changed=MOMENT)), next=NEXT),
    "people": answer("People who have changed", people=list_of(object_of(**PERSON, changed=MOMENT)), next=NEXT),
    "meetings": answer(
        "Meetings that have changed",
        meetings=list_of(
            {
                "oneOf": [
                    WITHDRAWN,
                    object_of(
                        **OF_MEETING, data=ADDRESS, calendar=ADDRESS, title=TEXT, publication=SHOWN, meeting=HEAD
                    ),
                ]
            }
        ),
        next=NEXT,
    ),
    "changed-decisions": answer(
        "The decisions of meetings that have changed",
        decisions=list_of({"oneOf": [WITHDRAWN, object_of(**OF_MEETING, decisions=list_of(DECIDED))]}),
        next=NEXT,
    ),
}
OF_LISTS = {"bodies": "bodies", "people": "people", "meetings": "meetings", "decisions": "changed-decisions"}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
