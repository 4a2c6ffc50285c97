"""A record reads back as it was written, in this release and in the next."""

import dataclasses
import json
import types
from dataclasses import FrozenInstanceError, replace
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from published import record
from published.record import MeetingRecord, digest

pytestmark = pytest.mark.once

# What the database can hold: no lone surrogates, no NUL.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def records(model=MeetingRecord, depth: int = 2):
    """Any record, nested as its types say; amendments of amendments end at a depth."""
    hints = {name: kind for name, kind in get_type_hints(model).items() if name != "schema"}
    return st.builds(model, **{name: values(kind, depth) for name, kind in hints.items()})


def values(kind, depth: int):
    simple = {str: TEXT, int: st.integers(0, 2**53), bool: st.booleans(), int | None: st.none() | st.integers(0, 999)}
    if kind in simple:
        return simple[kind]
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        if inner is str:
            return st.lists(TEXT, max_size=2).map(tuple)
        below = depth - (inner is record.Motion)
        return st.lists(records(inner, below), max_size=2).map(tuple) if below else st.just(())
    option = next((kind for kind in get_args(kind) if dataclasses.is_dataclass(kind)), kind)
    return records(option, depth) | (st.none() if option is not kind else st.nothing())


@given(records())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_record_reads_back_as_it_was_written(written):
    text = written.to_json()
    read = MeetingRecord.from_json(text)
    assert read == written
    assert read.to_json().encode() == text.encode()


@given(records())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_the_same_record_is_the_same_bytes_in_whatever_order_it_was_stored(written):
    shuffled = json.dumps(dict(reversed(json.loads(written.to_json()).items())), indent=2)
    text = MeetingRecord.from_json(shuffled).to_json()
    assert text == written.to_json()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


# What later releases added is written out here: its default must be what records that lack it meant.
ITEMS = (record.Item("ice", "1", "Ice", "business", late_rule=""), record.Item("sand", "2", "Sand", "report"))
SMALL = MeetingRecord(
    "minutes",
    "Council",
    "Harbour Committee",
    "harbour",
    "2026-01-14",
    "2026-01-14",
    subtitle="",
    papers=(),
    items=ITEMS,
)


def test_a_record_of_a_release_that_knows_more_is_read_without_it():
    data = json.loads(SMALL.to_json())
    data["weather"], data["items"][1]["smell"] = "fine", {"of": "tar"}
    assert MeetingRecord.from_json(json.dumps(data)) == SMALL


def test_a_record_of_a_release_that_knew_less_is_read_with_what_it_had():
    data = json.loads(SMALL.to_json())
    del data["subtitle"], data["items"][0]["late_rule"], data["papers"]
    assert MeetingRecord.from_json(json.dumps(data)) == SMALL


@pytest.mark.parametrize("schema", [0, 2, None, "1"])
def test_a_record_of_another_schema_is_refused_with_a_sentence(schema):
    text = json.dumps(json.loads(SMALL.to_json()) | {"schema": schema})
    with pytest.raises(ValueError, match=rf"\(schema {schema}; this one reads 1\)\. Install that release again\."):
        MeetingRecord.from_json(text)


def test_a_digest_is_of_salt_and_text_as_anybody_computes_it():
    """printf '%s%s' salt Ŵyn | sha256sum"""
    known = "c6163aa88eefdda45743153057d2c31391056e510765670d53ef75e6ab41dcd1"
    assert digest("salt", "Ŵyn") == known
    assert digest("salt", "Ŵy") != known != digest("Salt", "Ŵyn")


MODELS = [model for model in vars(record).values() if dataclasses.is_dataclass(model) and isinstance(model, type)]


def test_every_new_field_of_a_record_has_a_default():
    """Or else no record that is published today could be read by the release that adds it."""
    needed = {
        model.__name__: {f.name for f in dataclasses.fields(model) if f.default is dataclasses.MISSING}
        for model in MODELS
    }
    assert needed == {
        "Name": {"name"},
        "Closed": {"ground"},
        "Paper": {"title", "kind", "file_name", "sha256", "size"},
        "ClosedPaper": {"kind", "closed"},
        "Action": {"what"},
        "Removal": {"on", "reason"},
        "Vote": {"person", "cast"},
        "Motion": {"text"},
        "Decision": {"kind", "text"},
        "Replaced": {"committee_slug", "meeting", "date", "item"},
        "Declaration": {"person"},
        "Item": {"slug", "number", "title", "kind"},
        "Matter": {"id", "title"},
        "Movement": {"kind", "item"},
        "Attendee": {"person", "capacity"},
        "Approval": {"committee_slug", "meeting", "date"},
        "Annotation": {"text", "committee_slug", "meeting", "date"},
        "MeetingRecord": {"kind", "organisation", "committee", "committee_slug", "slug", "date"},
    }


def nothing(hint):
    """What says nothing, of a type."""
    if get_origin(hint) in (Union, types.UnionType):
        return None
    return () if get_origin(hint) is tuple else hint()


def needs(model) -> dict:
    """As little as a record must say: what it needs, and below it one of each that it can hold, which says as little."""
    something = {str: "x", int: 7}
    said = {}
    for field in dataclasses.fields(model):
        hint = get_type_hints(model)[field.name]
        below = [kind for kind in get_args(hint) or [hint] if dataclasses.is_dataclass(kind)]
        if below and below[0] is not model:
            said[field.name] = [needs(below[0])] if get_origin(hint) is tuple else needs(below[0])
        elif field.default is dataclasses.MISSING:
            said[field.name] = something[hint]
    return said


def inside(part) -> list:
    """A part of a record and all that it holds."""
    held = [value for field in vars(part).values() for value in (field if isinstance(field, tuple) else [field])]
    return [part, *(one for value in held if dataclasses.is_dataclass(value) for one in inside(value))]


def test_what_a_release_did_not_know_yet_its_records_say_nothing_of():
    """But that an item stands at the first level, as all did then."""
    said = {"level": 1, "schema": 1}
    read = inside(MeetingRecord.from_json(json.dumps(needs(MeetingRecord) | {"schema": 1})))
    assert {type(part) for part in read} == {*MODELS}
    for model in MODELS:
        hints = get_type_hints(model)
        found = {f.name: f.default for f in dataclasses.fields(model) if f.default is not dataclasses.MISSING}
        wanted = {name: said.get(name, nothing(hints[name])) for name in found}
        assert found == wanted, model
        assert [*map(type, found.values())] == [*map(type, wanted.values())], model  # 0 is no False


def test_nobody_changes_what_is_frozen():
    read = inside(MeetingRecord.from_json(json.dumps(needs(MeetingRecord) | {"schema": 1})))
    assert {type(part) for part in read} == {*MODELS}
    for part in read:
        with pytest.raises(FrozenInstanceError):
            setattr(part, dataclasses.fields(part)[0].name, "another")


def test_a_letter_of_welsh_stands_in_a_record_as_it_is_written():
    assert '"organisation":"Cyngor Môn ŵ"' in replace(SMALL, organisation="Cyngor Môn ŵ").to_json()


def test_votes_are_named_in_the_order_of_printed_minutes():
    cast = [("abstained", "Ann Low"), ("against", "Bea Cliff"), ("for", "Cy Tern"), ("for", "Dee Strand")]
    motion = record.Motion("<p>That it be so.</p>", votes=tuple(record.Vote(record.Name(n), c) for c, n in cast))
    said = [(code, [person.name for person in people]) for code, people in motion.voters]
    assert said == [("for", ["Cy Tern", "Dee Strand"]), ("against", ["Bea Cliff"]), ("abstained", ["Ann Low"])]
