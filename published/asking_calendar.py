"""What the pages of all committees' meetings ask at each request, in SQL (see published/asking.py)."""

from published.asking import OVER, SHOWN

# The next ones, the nearest first: those after one that is named. `{which}` may be of one committee.
UPCOMING = f"""
    SELECT v.meeting_slug, v.committee_slug, v.brief FROM {SHOWN}
    WHERE v.date >= %(today)s AND NOT {OVER} {{which}}
    AND (v.date, v.meeting_slug, v.committee_slug) > (%(date)s, %(meeting)s, %(after)s)
    ORDER BY v.date, v.meeting_slug, v.committee_slug LIMIT %(most)s
"""  # noqa: S608
OF_ALL = UPCOMING.format(which="")
OF_ONE = UPCOMING.format(which="AND v.committee_slug = %(committee)s")
# From a month's first day to before the next one's.
MONTH = f"""
    SELECT v.date, v.committee_slug, v.committee_name, v.meeting_slug, v.start, v.subtitle, v.kind, v.title FROM {SHOWN}
    WHERE v.date >= %(first)s AND v.date < %(following)s
    ORDER BY v.date, CASE WHEN v.start IS NULL THEN 1 ELSE 0 END, v.start, v.committee_name, v.meeting_slug
"""  # noqa: S608
# The nearest days with meetings before and after it.
AROUND = f"""
    SELECT
    (SELECT v.date FROM {SHOWN} WHERE v.date < %(first)s ORDER BY v.date DESC, v.meeting_slug DESC LIMIT 1),
    (SELECT v.date FROM {SHOWN} WHERE v.date >= %(following)s ORDER BY v.date, v.meeting_slug LIMIT 1)
"""  # noqa: S608
