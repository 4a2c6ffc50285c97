"""The law that a body meets under: on which grounds it may close business, and what it may do with a late item.

England and Wales number the paragraphs of Schedule 12A differently, and a parish council is bound by neither: so a
ground's code begins with its law.
"""

import re

from django.db import models

# With what makes it a ground: a paragraph of anything may be named in a text.
PARAGRAPH = re.compile(
    r"(?:exempt|confidential|not for publication|private|schedule 12a|restricted)[^.\n]{0,80}?\bpara(?:graph)?s?\.? ?(\d{1,2})\b"
    r"|\bpara(?:graph)?s?\.? ?(\d{1,2})\b[^.\n]{0,60}?\bschedule 12a",
    re.IGNORECASE,
)


class Law(models.TextChoices):
    ENGLAND = "england", "Principal council in England (Local Government Act 1972, Part 5A)"
    WALES = "wales", "Principal council in Wales (Local Government Act 1972, Part 5A)"
    PARISH = "parish", "Parish, town or community council (Public Bodies (Admission to Meetings) Act 1960)"
    OWN = "own", "The body’s own rules"

    @property
    def grounds(self) -> list["Ground"]:
        """The grounds on which such a body may close business to the public."""
        return [ground for ground in Ground if ground not in {Ground.OPEN, Ground.UNKNOWN} and ground.law == self]

    def ground_named(self, text: str) -> "Ground | None":
        """The one ground whose paragraph of Schedule 12A a text names ("exempt, paragraph 3"); None for none, or for several."""
        numbers = {number for found in PARAGRAPH.finditer(text) for number in found.groups() if number}
        named = [ground for ground in self.grounds if ground.paragraph in numbers]
        return named[0] if len(numbers) == len(named) == 1 else None

    @property
    def late_rule(self) -> "LateRule":
        if self == Law.PARISH:
            return LateRule.INFORMATION
        return LateRule.OWN if self == Law.OWN else LateRule.URGENT


class LateRule(models.TextChoices):
    """What a body may do with business that was not on its agenda in time."""

    INFORMATION = (
        "",
        "For information only: what is not on the summons can’t be decided (Longfield Parish Council v Wright, 1918).",
    )
    URGENT = (
        "lga-1972-100b-4b",
        "Urgent in the chair’s opinion, by special circumstances that the minutes state (LGA 1972 s.100B(4)(b)).",
    )
    OWN = "own-rules", "As the body’s own rules allow, for the reason stated."

    @property
    def needs_reason(self) -> bool:
        return self != LateRule.INFORMATION


SCHEDULE_ENGLAND = "LGA 1972 Schedule 12A Part 1"
SCHEDULE_WALES = "LGA 1972 Schedule 12A Part 4"


class Ground(models.TextChoices):
    """Why the public may not see something; empty for what is open.

    LGA 1972 s.100A(3) and Schedule 12A Part 1 (England, as substituted in 2006) and Part 4 (Wales); for parishes the
    Public Bodies (Admission to Meetings) Act 1960 s.1(2), under which the resolution states the reason itself. UNKNOWN is
    what an import knows of an item that is closed: it never leaves the desk, and nothing is published before a ground is chosen.
    """

    OPEN = "", "Open to the public"
    ENGLAND_CONFIDENTIAL = "england-confidential", "Confidential information (LGA 1972 s.100A(3))"
    ENGLAND_1 = "england-2006-1", f"Exempt: information relating to any individual ({SCHEDULE_ENGLAND}, paragraph 1)"
    ENGLAND_2 = (
        "england-2006-2",
        f"Exempt: likely to reveal the identity of an individual ({SCHEDULE_ENGLAND}, paragraph 2)",
    )
    ENGLAND_3 = (
        "england-2006-3",
        f"Exempt: financial or business affairs of any particular person ({SCHEDULE_ENGLAND}, paragraph 3)",
    )
    ENGLAND_4 = (
        "england-2006-4",
        f"Exempt: consultations or negotiations on a labour relations matter ({SCHEDULE_ENGLAND}, paragraph 4)",
    )
    ENGLAND_5 = "england-2006-5", f"Exempt: legal professional privilege ({SCHEDULE_ENGLAND}, paragraph 5)"
    ENGLAND_6 = "england-2006-6", f"Exempt: a proposed notice, order or direction ({SCHEDULE_ENGLAND}, paragraph 6)"
    ENGLAND_7 = (
        "england-2006-7",
        f"Exempt: prevention, investigation or prosecution of crime ({SCHEDULE_ENGLAND}, paragraph 7)",
    )
    WALES_CONFIDENTIAL = "wales-confidential", "Confidential information (LGA 1972 s.100A(3))"
    WALES_12 = "wales-12", f"Exempt: information relating to a particular individual ({SCHEDULE_WALES}, paragraph 12)"
    WALES_13 = "wales-13", f"Exempt: likely to reveal the identity of an individual ({SCHEDULE_WALES}, paragraph 13)"
    WALES_14 = (
        "wales-14",
        f"Exempt: financial or business affairs of any particular person ({SCHEDULE_WALES}, paragraph 14)",
    )
    WALES_15 = (
        "wales-15",
        f"Exempt: consultations or negotiations on a labour relations matter ({SCHEDULE_WALES}, paragraph 15)",
    )
    WALES_16 = "wales-16", f"Exempt: legal professional privilege ({SCHEDULE_WALES}, paragraph 16)"
    WALES_17 = "wales-17", f"Exempt: a proposed notice, order or direction ({SCHEDULE_WALES}, paragraph 17)"
    WALES_18 = (
        "wales-18",
        f"Exempt: prevention, investigation or prosecution of crime ({SCHEDULE_WALES}, paragraph 18)",
    )
    PARISH_1960 = (
        "parish-1960",
        "Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))",
    )
    OWN_CONFIDENTIAL = "own-confidential", "Confidential under the body’s own rules, for the reason stated"
    UNKNOWN = "unknown", "Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen"

    @property
    def law(self) -> Law:
        """The law that the ground belongs to. ValueError for OPEN and UNKNOWN, which belong to none."""
        return Law(self.partition("-")[0])

    @property
    def paragraph(self) -> str:
        """The number of its paragraph in Schedule 12A; "" for a ground that is not in it."""
        number = self.rpartition("-")[2]
        return number if self != Ground.PARISH_1960 and number.isdigit() else ""

    @property
    def part_of_schedule(self) -> str:
        """ "Part 1", in which Schedule 12A lists the grounds of England, or "Part 4", for Wales; "" for other grounds."""
        return {Law.ENGLAND: "Part 1", Law.WALES: "Part 4"}[self.law] if self.paragraph else ""

    @property
    def needs_reason(self) -> bool:
        """Whether a reason must be stated beside it, because the ground has no description of its own."""
        return self in {Ground.PARISH_1960, Ground.OWN_CONFIDENTIAL}
