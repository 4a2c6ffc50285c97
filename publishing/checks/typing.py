"""Whether somebody is still typing: what is not saved is in no record, and so in no publication."""

from collections.abc import Iterator

from minutes.begun import begun
from minutes.models import Meeting
from minutes.unsaved import unsaved
from publishing.checks.check import Check, coded, look


@coded("typing")
def typing(meeting: Meeting) -> Iterator[Check]:
    for one in unsaved(meeting):
        yield look(f"{one.who} has typed something at “{one.whose}” that is not saved ({one.since}).", one.address)
    for form in begun(meeting):
        at = f"at “{form.item.title}” that is not saved ({form.since})"
        yield look(f"{form.typing.user} has begun {form.what} {at}.", form.address, form.item)
