"""The phrases that a new installation begins with, for every committee: the council changes them, and writes its own."""

PHRASES = [
    ("apologies", "Apologies", "<p>Apologies for absence were received from {apologies}.</p>"),
    (
        "apologies",
        "Apologies and substitutes",
        "<p>Apologies for absence were received from {apologies}. Substitutes: {substitutes}.</p>",
    ),
    ("apologies", "No apologies", "<p>There were no apologies for absence.</p>"),
    ("declarations", "None declared", "<p>No interests were declared.</p>"),
    (
        "previous-minutes",
        "Approved",
        "<p>The minutes of the previous meeting were agreed to be correct, and {chair} signed them.</p>",
    ),
    (
        "exclusion",
        "Exclusion (LGA 1972)",
        "<p>RESOLVED: That under section 100A(4) of the Local Government Act 1972 the public be excluded from the meeting "
        "for {closed items}, because exempt information, as described in {grounds}, would be likely to be disclosed.</p>",
    ),
    (
        "exclusion",
        "Exclusion (parish)",
        "<p>RESOLVED: That under section 1(2) of the Public Bodies (Admission to Meetings) Act 1960 the public be excluded "
        "for {closed items}, because publicity would prejudice the public interest: {reason}.</p>",
    ),
    ("report", "Noted", "<p>The report was noted.</p>"),
    ("", "Noted", "<p>The {committee} noted the position.</p>"),
    ("any-other-business", "None", "<p>There was no other business.</p>"),
]


def add(apps, schema_editor) -> None:
    """For a migration."""
    phrase = apps.get_model("minutes", "Phrase")
    rows = [phrase(kind=kind, name=name, text=text, position=at) for at, (kind, name, text) in enumerate(PHRASES, 1)]
    phrase.objects.bulk_create(rows)
