"""Business that the demonstration's bodies close to the public, each under the law that it meets under."""

from demonstration.building import add_item, html
from demonstration.days import one_in_each_half
from minutes.models import Decision, Meeting

EXEMPT = (
    "That under section 100A(4) of the Local Government Act 1972 the public be excluded from the meeting for the next item, "
    "because exempt information as defined in paragraph {paragraph} of Part 1 of Schedule 12A to the Act is likely to be disclosed."
)
PARISH = (
    "That under section 1(2) of the Public Bodies (Admission to Meetings) Act 1960 the public be excluded from the meeting for "
    "the next item, because publicity would be prejudicial to the public interest: {reason}."
)
OWN = "That the next item be kept out of the published minutes under the Board’s own rules: {reason}."


def closed_items(held: dict[str, list[Meeting]]) -> None:
    """Each body closes business under the law that it meets under."""
    summer, winter = one_in_each_half(held["cabinet"])
    close(
        summer, EXEMPT.format(paragraph=3), "Purchase of 14 Quay Street from Harker Estates", "Purchase of a property",
        "The valuer advised an offer of £412,000.", "That up to £430,000 be offered.", "An offer for a property was authorised.",
        restriction="england-2006-3",
    )  # fmt: skip
    close(
        winter, EXEMPT.format(paragraph=4), "Regrading of the revenues team", "A staffing matter",
        "The unions had asked for two grades more.", "That one grade be offered.", "The Cabinet agreed what to offer to the staff of one team.",
        restriction="england-2006-4",
    )  # fmt: skip
    summer, winter = one_in_each_half(held["withydale-parish-council"])
    for meeting, tenant in ((summer, "Mr Oddling"), (winter, "Mrs Farrow")):
        reason = "the business concerns the rent that one tenant owes"
        close(
            meeting, PARISH.format(reason=reason), f"Allotments: {tenant}’s arrears", "Allotments: a tenancy",
            "Three years’ rent was owed.", "That half of the rent be remitted.",
            restriction="parish-1960", restriction_reason=reason,
        )  # fmt: skip
    summer, winter = one_in_each_half(held["safer-neighbourhoods-board"])
    for meeting, street in ((summer, "Sandgate"), (winter, "Fuller Street")):
        reason = "the addresses of victims are named"
        close(
            meeting, OWN.format(reason=reason), f"Repeat burglaries in {street}", "Repeat burglaries",
            "Four homes had been entered twice.", "That locks be offered.",
            restriction="own-confidential", restriction_reason=reason,
        )  # fmt: skip


def close(
    meeting: Meeting,
    resolution: str,
    title: str,
    public_title: str,
    minutes: str,
    decision: str,
    summary: str = "",
    **restriction: str,
) -> None:
    """An item that the public is excluded from, with its public minute, and before it the resolution that does so; where the
    public is never there, one that keeps the item out of the minutes."""
    heading, asked = "Exclusion of the public", "To consider excluding the public."
    if meeting.attending == Meeting.Attending.PRIVATE:
        heading, asked = "Confidential business", "To consider what is kept out of the published minutes."
    exclusion = add_item(meeting, heading, "exclusion", asked, "The Chair put the resolution.")
    Decision.objects.create(item=exclusion, kind="agreed", text=html(resolution))
    item = add_item(meeting, title, minutes=minutes, public_title=public_title, **restriction)
    item.minute.summary = html(summary)
    item.minute.save_columns("summary")
    Decision.objects.create(item=item, kind="agreed", text=html(decision))
    if meeting.attending == Meeting.Attending.PUBLIC:
        meeting.attending = Meeting.Attending.PARTLY
        meeting.save_columns("attending")
