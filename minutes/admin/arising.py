"""Matters arising on the pages of the desk: the list, and what the clerk may say of it."""

from minutes.arising import arising_at
from minutes.models import Meeting


def context_of(user, meeting: Meeting) -> dict:
    """What templates/admin/minutes/meeting/_arising.html is shown from: nothing for who may not see actions. One query."""
    may_do = user.has_perm("minutes.change_action")
    sees = may_do or user.has_perm("minutes.view_action")
    return {"meeting": meeting, "arising": arising_at(meeting) if sees else [], "may_do": may_do}
