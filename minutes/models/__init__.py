"""The clerk's working record. Nothing here is public: the public reads what publishing/ froze."""

from minutes.models.agenda import AgendaItem, Document
from minutes.models.meeting import Attendance, Meeting
from minutes.models.outcome import Action, Decision, Declaration, Minute, Motion, Vote

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "Decision",
    "Declaration",
    "Document",
    "Meeting",
    "Minute",
    "Motion",
    "Vote",
]
