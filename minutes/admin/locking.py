"""Approved minutes that are published are read at the desk, and not written any more."""

from minutes.models import AgendaItem, Meeting, Motion

# Rights to what is no part of the minutes' words.
OPEN = {"action", "approval", "document", "paperreceived", "paperwanted"}


def only_reading(user) -> None:
    """Take from the user, for this request, the rights to write in the minutes; who may change them may still read them."""
    asked = user.has_perm

    def has_perm(right: str, obj=None) -> bool:
        app, _, codename = right.partition(".")
        verb, _, model = codename.partition("_")
        if app != "minutes" or model in OPEN or codename == "add_meeting":
            return asked(right, obj)
        return verb == "view" and (asked(right, obj) or asked(f"minutes.change_{model}", obj))

    user.has_perm = has_perm


def meeting_of(row: Meeting | AgendaItem | Motion) -> Meeting:
    if isinstance(row, Meeting):
        return row
    return row.meeting if isinstance(row, AgendaItem) else row.item.meeting


class Lockable:
    """A plain form of a meeting, an item or a motion, which only shows what is locked."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and meeting_of(obj).lock)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and meeting_of(obj).lock)
