"""What the council says of its own site: how it looks, how people take part, how far everybody can use it."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from committees.colours import DARK, HEX, LIGHT, too_faint
from richtext.fields import RichTextField
from richtext.fragments import FragmentField

is_colour = RegexValidator(HEX, "Write the colour as # and six figures or letters from a to f, such as #7a1f38.")
REVIEW_AFTER = relativedelta(
    months=12
)  # Accessibility Regulations 2018 (SI 2018/952) reg. 8: kept under regular review
LONG = "attending directions speaking challenging not_accessible disproportionate out_of_scope improving tested".split()


class Website(models.Model):
    """The organisation's one. All of it may be empty: then the pages look as Minutebook's own, and say nothing of it."""

    class Compliance(models.TextChoices):
        """The three statuses of the model accessibility statement."""

        FULL = "full", "fully compliant"
        PARTIAL = "partial", "partially compliant"
        NONE = "none", "not compliant"

    class Enforcer(models.TextChoices):
        EHRC = "ehrc", "England, Scotland, Wales: Equality and Human Rights Commission"
        ECNI = "ecni", "Northern Ireland: Equality Commission for Northern Ireland"

    organisation = models.OneToOneField(
        "committees.Organisation", models.CASCADE, primary_key=True, editable=False, related_name="website"
    )
    accent = models.CharField(
        "colour of links and headings",
        max_length=7,
        blank=True,
        validators=[is_colour],
        help_text="Such as #7a1f38. It is checked against the pages' grounds.",
    )
    accent_dark = models.CharField(
        "the same on dark pages",
        max_length=7,
        blank=True,
        validators=[is_colour],
        help_text="For readers whose device shows dark pages. Empty: Minutebook's own.",
    )
    masthead = models.CharField("ground of the masthead", max_length=7, blank=True, validators=[is_colour])
    masthead_text = models.CharField("text of the masthead", max_length=7, blank=True, validators=[is_colour])
    header_html = FragmentField(
        "above every page",
        blank=True,
        help_text="HTML of your own site: words, lists and links. Scripts, styles and pictures are left out.",
    )
    navigation_html = FragmentField(
        "its navigation", blank=True, help_text="A list of links to the council's other pages."
    )
    footer_html = FragmentField("below every page", blank=True)
    attending = RichTextField(
        "how to attend", blank=True, help_text="Who may come, where to sit, filming, hearing loop, watching from home."
    )
    directions = RichTextField("how to get there", blank=True, help_text="Buses, parking, the step-free way in.")
    speaking = RichTextField("how to speak at a meeting", blank=True)
    challenging = RichTextField(
        "how to challenge a decision",
        blank=True,
        help_text="In the council's own words: call-in, complaint, Ombudsman, court. Minutebook works out no dates.",
    )
    compliance = models.CharField("compliance status", max_length=10, choices=Compliance, blank=True)
    not_accessible = RichTextField(
        "non-compliance",
        blank=True,
        help_text="What fails, for whom, which success criterion, and until when it is mended.",
    )
    disproportionate = RichTextField("disproportionate burden", blank=True)
    out_of_scope = RichTextField(
        "content that's not within the scope of the regulations",
        blank=True,
        help_text="For example documents published before 23 September 2018.",
    )
    improving = RichTextField("what is being done to improve accessibility", blank=True)
    tested = RichTextField("how it was tested", blank=True, help_text="By whom, when, how, and which pages.")
    reply_within = models.PositiveSmallIntegerField("days until a reply", null=True, blank=True)
    enforcer = models.CharField("enforcement", max_length=10, choices=Enforcer, blank=True)
    privacy_url = models.URLField(
        "address of the privacy notice",
        blank=True,
        help_text="What is kept of people who subscribe, speak or are named (UK GDPR, Articles 13 and 14).",
    )
    retention_url = models.URLField(
        "address of the retention schedule", blank=True, help_text="How long minutes, papers and drafts are kept."
    )
    prepared_on = models.DateField("statement prepared on", null=True, blank=True)
    reviewed_on = models.DateField("last reviewed on", null=True, blank=True)
    tested_on = models.DateField("last tested on", null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name_plural = "website"
        constraints = [
            models.CheckConstraint(
                condition=Q(masthead="", masthead_text="") | ~Q(masthead="") & ~Q(masthead_text=""),
                name="masthead_has_both_colours",
                violation_error_message="Give the masthead both its colours, ground and text, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return "The website"

    def clean(self):
        asked = [
            ("accent", self.accent, LIGHT),
            ("accent_dark", self.accent_dark, DARK),
            ("masthead_text", self.masthead_text, {"masthead": self.masthead}),
        ]
        readable = (
            (name, colour, grounds) for name, colour, grounds in asked if _are_colours(colour, *grounds.values())
        )
        wrong = {name: too_faint(colour, grounds) for name, colour, grounds in readable} | self._contradictions()
        if any(wrong.values()):
            raise ValidationError({name: sentence for name, sentence in wrong.items() if sentence})

    def _contradictions(self) -> dict[str, str]:
        """What the statement can't say, by field."""
        listed = any((self.not_accessible, self.disproportionate, self.out_of_scope))
        full = self.compliance == self.Compliance.FULL and listed
        days = {name: getattr(self, name) for name in ("prepared_on", "reviewed_on", "tested_on")}
        to_come = {
            name: "This day is still to come." for name, day in days.items() if day and day > timezone.localdate()
        }
        return to_come | {
            "compliance": "A website for which something is listed below is partially compliant." if full else ""
        }

    def save(self, *args, **kwargs):
        """Every page is another one now, which its ETag knows by the organisation's time."""
        super().save(*args, **kwargs)
        self.organisation.updated_at = timezone.now()
        self.organisation.save(update_fields=["updated_at"])

    @property
    def has_colours(self) -> bool:
        return bool(self.accent or self.accent_dark or self.masthead)

    @property
    def helps(self) -> bool:
        """Whether it says anything of how to take part."""
        return any((self.attending, self.directions, self.speaking, self.challenging))

    def is_due(self, today: date) -> bool:
        """Whether the accessibility statement has not been reviewed for twelve months."""
        return bool(self.compliance) and (self.reviewed_on is None or self.reviewed_on + REVIEW_AFTER <= today)

    def tokens(self) -> str:
        """Its colours as a style sheet: the tokens of static/website/site.css that they take the place of."""
        light = _rule(accent=self.accent, accent_strong=self.accent)
        masthead = _rule(masthead=self.masthead, masthead_ink=self.masthead_text)
        dark = _rule(accent=self.accent_dark, accent_strong=self.accent_dark)
        return f"{light}{masthead}" + (f"@media (prefers-color-scheme: dark) {{ {dark}}}\n" if dark else "")


def _are_colours(*colours: str) -> bool:
    return all(map(HEX.match, colours))


def _rule(**tokens: str) -> str:
    said = "".join(f" --{name.replace('_', '-')}: {colour};" for name, colour in tokens.items() if colour)
    return f":root {{{said} }}\n" if said else ""
