"""What each body has ready for its meetings: the items that stand on every agenda, and phrases of its own."""

from committees.models import Committee
from minutes.models import Phrase, StandingItem
from richtext.plain_text import html_from_text

# title, kind, agenda text
APOLOGIES = ("Apologies for absence and substitutes", "apologies", "To receive apologies.")
DECLARATIONS = ("Declarations of interest", "declarations", "To receive declarations of members’ interests.")
PREVIOUS_MINUTES = (
    "Minutes of the previous meeting",
    "previous-minutes",
    "To approve as a correct record the minutes of the last meeting.",
)
QUESTIONS = (
    "Questions from the public",
    "questions",
    "Up to fifteen minutes for questions of which notice was given.",
)
NEXT_MEETING = ("Date of the next meeting", "any-other-business", "To note the date.")
ASKED_BY_THE_PUBLIC = {"council", "withydale-parish-council", "planning-committee"}

# kind of item, name, text
PHRASES = {
    "council": [
        ("motion", "Referred without debate", "RESOLVED: That the motion be referred to the Cabinet without debate."),
        ("questions", "Written answer", "The Leader undertook to send a written answer, and to append it to the minutes."),
    ],
    "cabinet": [
        (
            "report",
            "Key decision",
            "RESOLVED: That the recommendation be accepted. This is a key decision, and may be called in.",
        ),
        ("report", "No alternatives", "No alternative options were considered, because the law leaves none."),
    ],
    "planning-committee": [
        ("report", "Site visit", "RESOLVED: That the application be deferred for a visit to the site."),
        ("report", "Granted", "RESOLVED: That permission be granted, with the conditions of the officer’s report."),
        (
            "report",
            "Speakers",
            "The objector, the agent and the ward member each spoke for three minutes. {chair} thanked them.",
        ),
    ],
    "scrutiny-committee": [
        ("report", "Call-in not upheld", "RESOLVED: That the decision be not referred back, and take effect at once."),
        ("report", "Comments sent on", "RESOLVED: That the comments of the {committee} be sent to the Cabinet."),
    ],
    "withydale-parish-council": [
        ("report", "Payments", "RESOLVED: That the payments on the schedule be made; {chair} signed it."),
        ("questions", "Nobody spoke", "No resident wished to speak."),
    ],
    "safer-neighbourhoods-board": [
        ("report", "Partners report back", "AGREED: That each partner report back at the next meeting."),
    ],
}  # fmt: skip


def standing_items(slug: str) -> list[tuple[str, str, str]]:
    """In the order of the agenda; the last one comes after the business of the day."""
    asked = [QUESTIONS] if slug in ASKED_BY_THE_PUBLIC else []
    return [APOLOGIES, DECLARATIONS, PREVIOUS_MINUTES, *asked, NEXT_MEETING]


def make_ready(committee: Committee) -> None:
    for place, (title, kind, purpose) in enumerate(standing_items(committee.slug), start=1):
        StandingItem.objects.create(
            committee=committee, title=title, kind=kind, purpose=html_from_text(purpose), position=place
        )
    for place, (kind, name, text) in enumerate(PHRASES[committee.slug], start=1):
        Phrase.objects.create(committee=committee, kind=kind, name=name, text=html_from_text(text), position=place)
