"""The clerk's desk: meetings, their items, minutes and decisions."""

from minutes.admin.committee import CommitteeWithMeetingsAdmin
from minutes.admin.item import AgendaItemAdmin
from minutes.admin.matter import MatterAdmin
from minutes.admin.meeting import MeetingAdmin
from minutes.admin.motion import MotionAdmin
from minutes.admin.papers.report_authors import ReportAuthorAdmin
from minutes.admin.phrases import PhraseAdmin

__all__ = [
    "AgendaItemAdmin",
    "CommitteeWithMeetingsAdmin",
    "MatterAdmin",
    "MeetingAdmin",
    "MotionAdmin",
    "PhraseAdmin",
    "ReportAuthorAdmin",
]
