"""The words in which a page prints the codes of a record, in the language that is active.

The desk has labels of its own for the same codes (tests/test_words.py holds the two lists together): a page speaks to
readers, a form to clerks.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DECISION = {
    "agreed": _("Agreed"),
    "noted": _("Noted"),
    "deferred": _("Deferred"),
    "referred": _("Referred"),
    "delegated": _("Delegated"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
    "recommended": _("Recommended to another body"),
}
CALL_IN = {
    "called-in": _("Called in"),
    "upheld": _("Called in and upheld"),
    "changed": _("Called in and changed"),
}
METHOD = {
    "assent": _("By assent"),
    "counted": "",  # the counts say it
    "show-of-hands": _("Show of hands"),
    "recorded": _("Recorded vote"),
    "ballot": _("Secret ballot"),
}
RESULT = {"carried": _("Carried"), "lost": _("Lost"), "withdrawn": _("Withdrawn")}
CASTING_VOTE = {"for": _("casting vote for"), "against": _("casting vote against")}
CAST = {"for": _("For"), "against": _("Against"), "abstained": _("Abstained")}
INTEREST = {
    "pecuniary": _("Disclosable pecuniary interest"),
    "other-registrable": _("Other registrable interest"),
    "non-registrable": _("Non-registrable interest"),
}
AFTERWARDS = {
    "left": _("left the room"),
    "stayed": _("stayed"),
    "did-not-vote": _("stayed and did not vote"),
}
MOVEMENT = {"arrived": _("arrived during"), "left": _("left during")}
CAME_BACK = _("came back during")  # who arrives after having left
MOVEMENT_AT = {"arrived": _("arrived at {time} during"), "left": _("left at {time} during")}  # where the time is known
CAME_BACK_AT = _("came back at {time} during")
SEAT = {
    "chair": _("Chair"),
    "vice-chair": _("Vice-Chair"),
    "member": _("Member"),
    "substitute": _("Substitute"),
    "co-opted": _("Co-opted member"),
}
# The headings under which printed minutes list who was present, by capacity, and who was not, by state; in their order.
PRESENT = {
    "member": _("Present"),
    "substitute": _("Present"),
    "other-member": _("Also present"),
    "officer": _("Officers"),
    "guest": _("In attendance"),
    "press": _("In attendance"),
}
STATE = {"apologies": _("Apologies"), "absent": _("Absent"), "expected": _("Not recorded"), "": _("Not recorded")}
# In which capacity somebody is listed, where the heading does not say it.
CAPACITY = {
    "member": "",
    "substitute": _("substitute"),
    "other-member": _("not a member of the committee"),
    "officer": _("officer"),
    "guest": _("guest"),
    "press": _("press"),
}
# A title that several names in a row share is said once, before the first.
TITLES = {
    "Councillor": _("Councillors"),
    "Cllr": _("Cllrs"),
    "Alderman": _("Aldermen"),
    "Cynghorydd": _("Cynghorwyr"),
}
ATTENDING = {
    "public": _("Open to the public"),
    "partly": _("Open to the public, except for exempt items"),
    "partly-parish": _(
        "Open to the public, except while a resolution excludes them "
        "(Public Bodies (Admission to Meetings) Act 1960, section 1(2))"
    ),
    "partly-own": _("Open to the public, except for what is confidential under the body’s own rules"),
    "private": _("Not open to the public"),
}
PAPER = {
    "report": _("Report"),
    "appendix": _("Appendix"),
    "background": _("Background paper"),
    "supplement": _("Supplement"),
    "presentation": _("Presentation"),
    "previous-minutes": _("Minutes of a previous meeting"),
}
# How a page names an item of these kinds; other kinds say nothing beside the title.
ITEM = {
    "business": "",
    "report": _("Report"),
    "apologies": "",
    "declarations": "",
    "previous-minutes": "",
    "matters-arising": "",
    "questions": "",
    "petition": _("Petition"),
    "motion": _("Motion on notice"),
    "exclusion": "",
    "any-other-business": "",
    "heading": "",
}
ACTION = {"open": _("To be done"), "done": _("Done")}
# What became of an item that was not taken.
ITEM_STATE = {"deferred": _("Deferred"), "withdrawn": _("Withdrawn")}
MEETING = {"annual": _("Annual meeting"), "extraordinary": _("Extraordinary meeting")}
# Why something is closed, with its Act in full: a form at the desk has room for "LGA 1972" only.
EXEMPT = _("Exempt: {what} (Local Government Act 1972, Schedule 12A, paragraph {paragraph} of Part {part})")
CONFIDENTIAL = _("Confidential information (Local Government Act 1972, section 100A(3))")
DESCRIPTIONS = (
    _("information relating to any individual"),
    _("likely to reveal the identity of an individual"),
    _("financial or business affairs of any particular person"),
    _("consultations or negotiations on a labour relations matter"),
    _("legal professional privilege"),
    _("a proposed notice, order or direction"),
    _("prevention, investigation or prosecution of crime"),
)
IN_WALES = (_("information relating to a particular individual"), *DESCRIPTIONS[1:])
GROUND = {
    "england-confidential": CONFIDENTIAL,
    **{
        f"england-2006-{number}": format_lazy(EXEMPT, what=what, paragraph=number, part=1)
        for number, what in enumerate(DESCRIPTIONS, start=1)
    },
    "wales-confidential": CONFIDENTIAL,
    **{
        f"wales-{number}": format_lazy(EXEMPT, what=what, paragraph=number, part=4)
        for number, what in enumerate(IN_WALES, start=12)
    },
    "parish-1960": _("Closed by resolution (Public Bodies (Admission to Meetings) Act 1960, section 1(2))"),
    "own-confidential": _("Confidential under the body’s own rules"),
}
LATE_RULE = {
    "": _(
        "For information only: what is not on the summons can’t be decided (Longfield Parish Council v Wright, 1918)."
    ),
    "lga-1972-100b-4b": _(
        "Urgent in the chair’s opinion, by special circumstances that the minutes state (Local Government Act 1972, "
        "section 100B(4)(b))."
    ),
    "own-rules": _("As the body’s own rules allow, for the reason stated."),
}
VOCABULARIES = {
    "decision": DECISION,
    "call_in": CALL_IN,
    "method": METHOD,
    "result": RESULT,
    "casting_vote": CASTING_VOTE,
    "cast": CAST,
    "interest": INTEREST,
    "afterwards": AFTERWARDS,
    "movement": MOVEMENT,
    "movement_at": MOVEMENT_AT,
    "seat": SEAT,
    "present": PRESENT,
    "state": STATE,
    "capacity": CAPACITY,
    "attending": ATTENDING,
    "paper": PAPER,
    "item": ITEM,
    "item_state": ITEM_STATE,
    "action": ACTION,
    "meeting": MEETING,
    "ground": GROUND,
    "late_rule": LATE_RULE,
}


def word(code: str, vocabulary: str) -> str:
    """The word for a code: word("agreed", "decision") is "Agreed". A code that this release doesn't know yet is
    printed as it is, and an empty one as nothing: a page never fails for a word."""
    return str(VOCABULARIES[vocabulary].get(code, code))
