"""Why something is not public."""

from django.db import models


class Restriction(models.TextChoices):
    """The legal ground for closing business to the public: LGA 1972 s.100A(3) and Schedule 12A Part 1 (England, 2006).

    The scheme is part of the value, because Wales and older minutes number the paragraphs differently.
    """

    NONE = "", "Open to the public"
    CONFIDENTIAL = "confidential", "Confidential information (LGA 1972 s.100A(3))"
    INDIVIDUAL = "england-2006-1", "Exempt, paragraph 1: information relating to any individual"
    IDENTITY = "england-2006-2", "Exempt, paragraph 2: likely to reveal the identity of an individual"
    FINANCIAL = "england-2006-3", "Exempt, paragraph 3: financial or business affairs of any particular person"
    LABOUR = "england-2006-4", "Exempt, paragraph 4: consultations or negotiations on a labour relations matter"
    LEGAL = "england-2006-5", "Exempt, paragraph 5: legal professional privilege"
    NOTICE = "england-2006-6", "Exempt, paragraph 6: a proposed notice, order or direction"
    CRIME = "england-2006-7", "Exempt, paragraph 7: prevention, investigation or prosecution of crime"


class Restrictable(models.Model):
    """Something that may be closed to the public, with its ground."""

    restriction = models.CharField(
        max_length=30,
        choices=Restriction,
        blank=True,
        default=Restriction.NONE,
        help_text="Choose the legal ground if the public may not see this. What is restricted never leaves the desk.",
    )

    class Meta:
        abstract = True

    @property
    def is_restricted(self) -> bool:
        return self.restriction != Restriction.NONE


class Versioned(models.Model):
    """A row that two clerks may have open at once: the form sends the version it was opened with."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
