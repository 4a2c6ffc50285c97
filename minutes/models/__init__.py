"""The clerk's working record. Nothing here is public: the public reads what publishing/ froze."""

from minutes.models.agenda import AgendaItem, Matter
from minutes.models.approval import Annotation, Approval
from minutes.models.for_the_chair import ChairComment, ChairLink
from minutes.models.meeting import Attendance, Meeting, Movement
from minutes.models.minute_number import MinuteNumber
from minutes.models.outcome import Action, Decision, Declaration, Minute, Motion, Vote, name_motions
from minutes.models.paper import Document, PaperReceived, PaperWanted
from minutes.models.removal import WordsRemoved
from minutes.models.report_author import ReportAuthor
from minutes.models.standing import Phrase, StandingItem
from minutes.models.typing import Typing
from minutes.models.wording import Wording

__all__ = [
    "Action",
    "AgendaItem",
    "Annotation",
    "Approval",
    "Attendance",
    "ChairComment",
    "ChairLink",
    "Decision",
    "Declaration",
    "Document",
    "Matter",
    "Meeting",
    "Minute",
    "MinuteNumber",
    "Motion",
    "Movement",
    "PaperReceived",
    "PaperWanted",
    "Phrase",
    "ReportAuthor",
    "StandingItem",
    "Typing",
    "Vote",
    "Wording",
    "WordsRemoved",
    "name_motions",
]
