"""What can be published of a meeting."""

from django.db import models


class Kind(models.TextChoices):
    NOTICE = "notice", "Notice of meeting"
    AGENDA = "agenda", "Agenda"
    SUPPLEMENT = "supplementary-agenda", "Supplementary agenda"
    DECISIONS = "decisions", "Decisions"
    DRAFT_MINUTES = "draft-minutes", "Draft minutes"
    MINUTES = "minutes", "Minutes"
    CANCELLATION = "cancellation", "Cancellation"

    @property
    def has_items(self) -> bool:
        return self not in {Kind.NOTICE, Kind.CANCELLATION}

    @property
    def has_decisions(self) -> bool:
        return self in {Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES}

    @property
    def has_minutes(self) -> bool:
        return self in {Kind.DRAFT_MINUTES, Kind.MINUTES}

    @property
    def pdfs(self) -> tuple[str, ...]:
        """The names of the files below the meeting's address that are made of this kind, without ".pdf"."""
        return {
            Kind.AGENDA: ("agenda",),
            Kind.SUPPLEMENT: ("agenda",),
            Kind.DRAFT_MINUTES: ("minutes",),
            Kind.MINUTES: ("minutes",),
        }.get(self, ())

    @property
    def holds(self) -> str:
        """What a reader finds when it is the newest, where the texts of an agenda are in it."""
        return {
            Kind.AGENDA: "Agenda",
            Kind.SUPPLEMENT: "Agenda",
            Kind.DECISIONS: "Agenda and decisions",
            Kind.DRAFT_MINUTES: "Agenda and draft minutes",
            Kind.MINUTES: "Agenda and minutes",
        }.get(self, "Meeting")

    @property
    def holds_alone(self) -> str:
        """What a reader finds where there is no more of an agenda than the titles of what was minuted."""
        return {
            Kind.DECISIONS: "Decisions",
            Kind.DRAFT_MINUTES: "Draft minutes",
            Kind.MINUTES: "Minutes",
        }.get(self, self.holds)

    @property
    def rank(self) -> int:
        """Which kind the meeting's page shows when several are live: the one that says most. A supplementary agenda
        holds the whole agenda, so the newer of the two counts."""
        order = [Kind.NOTICE, Kind.AGENDA, Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES]
        return order.index(Kind.AGENDA if self is Kind.SUPPLEMENT else self) if self is not Kind.CANCELLATION else -1
