"""What a committee's page asks at each request, in SQL (see published/asking.py)."""

from django.db import connection

from published import asking
from published.asking import SHOWN, _live
from published.asking_people import COUNTED, LINK, TALLY

# Each year in which the committee met is a step in an index, however many meetings it had.
YEARS = f"""
    SELECT day FROM (
        WITH RECURSIVE years AS (
            SELECT (
                SELECT v.date FROM {SHOWN} WHERE v.committee_slug = %(committee)s AND v.date <= %(today)s AND {asking.OVER}
                ORDER BY v.date DESC LIMIT 1
            ) AS day
            UNION ALL
            SELECT (
                SELECT v.date FROM {SHOWN} WHERE v.committee_slug = %(committee)s AND v.date < {{first_of_year}}
                ORDER BY v.date DESC LIMIT 1
            ) FROM years WHERE years.day IS NOT NULL
        )
        SELECT day FROM years WHERE day IS NOT NULL
    ) AS found
"""  # noqa: S608
FIRST_OF_YEAR = {
    "sqlite": "substr(years.day, 1, 4) || '-01-01'",
    "postgresql": "CAST(date_trunc('year', years.day) AS date)",
}
# When decisions and minutes of each meeting of a year could be read first, also if that was withdrawn since; and how often
# members came to them.
NUMBERS = f"""
    SELECT 'published', f.kind, f.meeting_slug, MIN(f.live), 0, 0, 0 FROM (
        SELECT v.kind, v.meeting_slug, v.goes_live_at AS live FROM published_version v
        WHERE v.committee_slug = %(committee)s AND v.date > %(since)s AND v.date <= %(today)s AND {_live("v")}
        UNION ALL
        SELECT w.kind, w.meeting_slug, w.goes_live_at FROM published_withdrawal w
        WHERE w.committee_slug = %(committee)s AND w.meeting_slug > %(since_slug)s AND w.meeting_slug < %(end_slug)s
    ) AS f WHERE f.kind IN ('decisions', 'draft-minutes', 'minutes') GROUP BY f.kind, f.meeting_slug
    UNION ALL
    SELECT 'attended', MAX(a.name), {LINK.format(of="a.person")}, NULL, {TALLY}
    FROM {SHOWN} JOIN published_presence a ON a.version_id = v.sequence
    WHERE v.committee_slug = %(committee)s AND v.date > %(since)s AND v.date <= %(today)s AND a.person <> '' AND {COUNTED}
    GROUP BY a.person
"""  # noqa: S608


def meetings() -> str:
    """The next meetings, those that are over, and the years in which there are any: rows of (which, day, line of a list), the
    days of years without a line."""
    years = YEARS.format(first_of_year=FIRST_OF_YEAR[connection.vendor])
    return f"""
        SELECT 'next' AS which, n.date AS day, n.brief AS line FROM ({asking.UPCOMING_OF}) AS n
        UNION ALL SELECT 'past', p.date, p.brief FROM ({asking.PAST_OF}) AS p
        UNION ALL SELECT 'year', y.day, '' FROM ({years}) AS y
    """  # noqa: S608
