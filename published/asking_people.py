"""What the pages about people ask at each request, in SQL (see published/asking.py): of shown versions alone."""

from published.asking import SHOWN

MINUTED = "v.kind IN ('draft-minutes', 'minutes')"
# Whose page the public is shown: who has, or has had, a seat on a committee that it is shown.
HAS_PAGE = """
    p.shown_from <= %(today)s AND EXISTS (
        SELECT 1 FROM committees_membership m JOIN committees_committee c ON c.id = m.committee_id
        WHERE m.person_id = p.id AND c.shown_from <= %(today)s AND (m.started_on IS NULL OR m.started_on <= %(today)s)
    )
"""
# A slug, where it leads to a page.
LINK = f"(SELECT p.slug FROM committees_person p WHERE p.slug = {{of}} AND {HAS_PAGE})"  # noqa: S608

# At one meeting, whose version is `version`.
PRESENT = f"""
    SELECT {LINK.format(of="a.person")}, a.name, a.capacity, a.seat, a.role, a.represents, a.state, a.remote, a.substitute_for,
    a.comment FROM published_presence a WHERE a.version_id = %(version)s ORDER BY a.position
"""  # noqa: S608
DECLARED_AT = f"""
    SELECT {LINK.format(of="d.person")}, d.name, i.slug, i.number, i.title, d.kind, d.nature, d.afterwards
    FROM published_declared d JOIN published_item i ON i.id = d.item_id
    WHERE d.version_id = %(version)s ORDER BY d.position
"""  # noqa: S608

# People who have, or have had, a seat, and whether they have one today.
PEOPLE = """
    SELECT p.slug, p.title, p.first_name, p.last_name, p.post, party.name, ward.name,
    MAX(CASE WHEN (m.ended_on IS NULL OR m.ended_on >= %(today)s) AND (c.dissolved_on IS NULL OR c.dissolved_on >= %(today)s)
    THEN 1 ELSE 0 END) AS sits
    FROM committees_person p JOIN committees_membership m ON m.person_id = p.id
    JOIN committees_committee c ON c.id = m.committee_id
    LEFT JOIN committees_party party ON party.id = p.party_id LEFT JOIN committees_ward ward ON ward.id = p.ward_id
    WHERE p.shown_from <= %(today)s AND c.shown_from <= %(today)s AND (m.started_on IS NULL OR m.started_on <= %(today)s)
    GROUP BY p.id, party.name, ward.name ORDER BY p.last_name, p.first_name, p.slug
"""
SEATS = """
    SELECT p.title, p.first_name, p.last_name, p.post, p.photo, party.name, ward.name,
    m.role, m.appointed_by, m.started_on, m.ended_on, c.slug, c.name, c.dissolved_on
    FROM committees_person p JOIN committees_membership m ON m.person_id = p.id
    JOIN committees_committee c ON c.id = m.committee_id
    LEFT JOIN committees_party party ON party.id = p.party_id LEFT JOIN committees_ward ward ON ward.id = p.ward_id
    WHERE p.slug = %(person)s AND p.shown_from <= %(today)s AND c.shown_from <= %(today)s
    AND (m.started_on IS NULL OR m.started_on <= %(today)s)
    ORDER BY c.kind_order, c.name, m.started_on DESC, m.id DESC
"""
PHOTO = f"SELECT p.photo FROM committees_person p WHERE p.slug = %(person)s AND {HAS_PAGE}"  # noqa: S608

# As a member, at meetings whose minutes say of them whether they came. A substitute need not have come.
COUNTED = f"""
    {MINUTED} AND a.date > %(since)s AND a.date <= %(today)s AND a.capacity = 'member' AND a.seat <> 'substitute'
    AND a.state IN ('present', 'apologies', 'absent')
"""
TALLY = """
    SUM(CASE a.state WHEN 'present' THEN 1 ELSE 0 END), SUM(CASE a.state WHEN 'apologies' THEN 1 ELSE 0 END),
    SUM(CASE a.state WHEN 'absent' THEN 1 ELSE 0 END)
"""
ATTENDED = f"""
    SELECT MAX(v.committee_name), {TALLY} FROM {SHOWN} JOIN published_presence a ON a.version_id = v.sequence
    WHERE a.person = %(person)s AND {COUNTED} GROUP BY v.committee_slug ORDER BY 1
"""  # noqa: S608
# The newest first, those of one meeting in its order: those after (date, version, position).
AFTER = """
    {row}.person = %(person)s AND {row}.date <= %(date)s AND ({row}.date < %(date)s OR {row}.version_id < %(after_version)s
    OR {row}.version_id = %(after_version)s AND {row}.position > %(position)s)
"""
NEWEST = "ORDER BY {row}.date DESC, {row}.version_id DESC, {row}.position LIMIT %(most)s"
DECLARED = f"""
    SELECT d.date, d.version_id, d.position, v.committee_slug, v.committee_name, v.meeting_slug, v.kind,
    i.slug, i.number, i.title, d.kind, d.nature, d.afterwards
    FROM {SHOWN} JOIN published_declared d ON d.version_id = v.sequence JOIN published_item i ON i.id = d.item_id
    WHERE {AFTER.format(row="d")} {NEWEST.format(row="d")}
"""  # noqa: S608
# Each vote of theirs, and in the rows of it how many of each party voted how on the same motion, where names were taken of all.
VOTED = f"""
    WITH own AS (
        SELECT x.date, x.version_id, x.position, v.committee_slug, v.committee_name, v.meeting_slug, v.kind,
        i.slug, i.number, i.title, x.motion, x.text, x.is_amendment, x.method, x.result, x.cast AS how
        FROM {SHOWN} JOIN published_votecast x ON x.version_id = v.sequence JOIN published_item i ON i.id = x.item_id
        WHERE {AFTER.format(row="x")} {NEWEST.format(row="x")}
    ), groups AS (
        SELECT own.version_id AS of_version, own.motion AS of_motion, o.party, o.cast AS how, COUNT(*) AS votes
        FROM own JOIN published_votecast o ON o.version_id = own.version_id AND o.motion = own.motion
        WHERE own.method = 'recorded' GROUP BY own.version_id, own.motion, o.party, o.cast
    )
    SELECT own.*, g.party, g.how, g.votes FROM own
    LEFT JOIN groups g ON g.of_version = own.version_id AND g.of_motion = own.motion
    ORDER BY own.date DESC, own.version_id DESC, own.position, g.party, g.how
"""  # noqa: S608
