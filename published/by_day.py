"""What is public by the day: the months that have meetings, those of a month, those nearest to a day. As asking.py, in SQL."""

from datetime import date, datetime

from django.db import connection

from published.asking import SHOWN, _live, day, rows

# The first meeting of each month that has one which is public: a step in an index for each month.
MONTHS = f"""
    WITH RECURSIVE month(day) AS (
        SELECT MIN(v.date) FROM published_version v WHERE {_live("v")}
        UNION ALL
        SELECT (SELECT MIN(v.date) FROM published_version v WHERE v.date >= {{next_month}} AND {_live("v")})
        FROM month WHERE day IS NOT NULL
    )
    SELECT day FROM month WHERE day IS NOT NULL
"""  # noqa: S608
NEXT_MONTH = {
    "sqlite": "date(month.day, 'start of month', '+1 month')",
    "postgresql": "date_trunc('month', month.day) + interval '1 month'",
}
OF_MONTH = f"""
    SELECT v.committee_slug, v.meeting_slug, v.goes_live_at, i.slug FROM {SHOWN}
    LEFT JOIN published_item i ON i.version_id = v.sequence AND i.kind <> 'heading'
    WHERE v.date >= %(first)s AND v.date < %(after)s ORDER BY v.date, v.committee_slug, v.meeting_slug, i.position
"""  # noqa: S608

NEAR = f"""
    SELECT * FROM (
        SELECT v.date, v.meeting_slug, v.brief FROM {SHOWN} WHERE v.committee_slug = %(committee)s AND v.date <= %(day)s
        ORDER BY v.date DESC, v.meeting_slug DESC LIMIT 2
    ) AS before UNION ALL SELECT * FROM (
        SELECT v.date, v.meeting_slug, v.brief FROM {SHOWN} WHERE v.committee_slug = %(committee)s AND v.date > %(day)s
        ORDER BY v.date, v.meeting_slug LIMIT 2
    ) AS after
"""  # noqa: S608


def months(now: datetime) -> list[date]:
    """The first day of each month that has public meetings, the oldest first. One query."""
    found = rows(MONTHS.format(next_month=NEXT_MONTH[connection.vendor]), now)
    return [day(value).replace(day=1) for (value,) in found]
