"""What can be published of a meeting."""

from collections.abc import Iterable

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
    def invites(self) -> bool:
        """Whether it goes out before the meeting, and says who may attend."""
        return self in {Kind.NOTICE, Kind.AGENDA, Kind.SUPPLEMENT}

    @property
    def pdfs(self) -> tuple[str, ...]:
        """The names of the papers that are made of this kind, without ".pdf", in the order in which they are made: they lie
        below the meeting's address, but a supplement below its publication's. A pack is made where there are papers to put in."""
        return {
            Kind.NOTICE: ("notice",),
            Kind.AGENDA: ("agenda", "notice", "pack"),
            Kind.SUPPLEMENT: ("agenda", "supplement", "pack"),
            Kind.DECISIONS: ("decisions",),
            Kind.DRAFT_MINUTES: ("minutes",),
            Kind.MINUTES: ("minutes",),
        }.get(self, ())

    @property
    def heading(self) -> str:
        """What a reader finds in it, in a list of meetings and in a page's title."""
        return {Kind.NOTICE: "Meeting", Kind.CANCELLATION: "Meeting", Kind.SUPPLEMENT: "Agenda"}.get(self, self.label)

    def heading_after(self, before: Iterable["Kind"]) -> str:
        """The same over the meeting's page, which shows the agenda as well where one was published."""
        has_agenda = not {Kind.AGENDA, Kind.SUPPLEMENT}.isdisjoint(before)
        return f"Agenda and {self.heading.lower()}" if self.has_decisions and has_agenda else self.heading

    @property
    def rank(self) -> int:
        """Which kind the meeting's page shows when several are live: the one that says most. A supplementary agenda
        holds the whole agenda, so the newer of the two counts."""
        order = [Kind.NOTICE, Kind.AGENDA, Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES]
        return order.index(Kind.AGENDA if self is Kind.SUPPLEMENT else self) if self is not Kind.CANCELLATION else -1
