"""Who may do what: the one table of rights, by role. What a role may do it may do in the committees of its appointment.

A report's author has no role: they have a page that puts papers into one item (minutes/models/report_author.py)."""

from dataclasses import dataclass, field

from django.db.models import TextChoices


class Role(TextChoices):
    VIEWER = "viewer", "Viewer: reads drafts"
    CLERK = "clerk", "Clerk: writes agendas, papers and minutes"
    PUBLISHER = "publisher", "Publisher: publishes and withdraws"
    MANAGER = "manager", "Manager: says who may do what"


@dataclass(frozen=True)
class Rights:
    """What a role may do in a committee; and what belongs to no committee, which it may do if it is appointed to all."""

    there: frozenset[str]
    of_all: frozenset[str] = field(default_factory=frozenset)


def rights(app: str, verbs: str, models: str) -> frozenset[str]:
    """Django's names of rights: "minutes.view_meeting"."""
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs.split() for model in models.split())


RECORD = (
    "meeting agendaitem decision motion vote declaration action attendance "
    "document paperwanted reportauthor standingitem phrase approval annotation chairlink chaircomment"
)
WRITING = "add change delete"
SEEING = (
    rights("minutes", "view", f"{RECORD} matter")
    | rights("committees", "view", "committee membership person party ward closeddays")
    | rights("publishing", "view", "publication")
)
SUMMONING = rights("committees", "view", "summonsaddress")  # who sends summonses, and who enters where to
SEATS = rights("committees", "change", "committee") | rights("committees", WRITING, "membership")

TABLE = {
    Role.VIEWER: Rights(SEEING),
    Role.CLERK: Rights(
        SEEING
        | SEATS
        | rights("minutes", WRITING, RECORD)
        | rights("minutes", "add change", "matter")
        | SUMMONING
        | rights("committees", "add change", "person summonsaddress")
        | rights("committees", WRITING, "closeddays"),
        rights("minutes", "delete", "matter") | rights("committees", WRITING, "committee person party ward"),
    ),
    Role.PUBLISHER: Rights(SEEING | SUMMONING | rights("publishing", "add withdraw", "publication")),
    Role.MANAGER: Rights(
        SEEING
        | SEATS
        | rights("committees", "view add change", "appointment")
        | rights("committees", "show", "committee person")
        | SUMMONING
        | rights("committees", "add change", "person summonsaddress"),
        rights("committees", WRITING, "committee person party ward")
        | rights("committees", "view change", "organisation website")
        | rights("accounts", "view add change", "user")
        | rights("accounts", "view", "event"),
    ),
}
