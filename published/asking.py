"""What the public pages ask at each request, in SQL.

The same questions put together by the ORM at every request took four times as long as the database's answer to them, and
most of a page's time. Each is written once, for both databases; `%(now)s` decides what is live.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from committees.asking import first, moment
from published.models import Item, Version


def _live(version: str) -> str:
    return f"({version}.live_from IS NULL OR {version}.live_from <= %(now)s)"


def _shown(shown: str) -> str:
    return (
        f"({shown}.starts_at IS NULL OR {shown}.starts_at <= %(now)s) "
        f"AND ({shown}.ends_at IS NULL OR {shown}.ends_at > %(now)s)"
    )


# What meetings' addresses show now: at most one version an address.
SHOWN = f"published_version v JOIN published_shown s ON s.version_id = v.sequence AND {_shown('s')}"
# Together these change whenever anything has changed that the public can see of any meeting: what was published or
# withdrawn last, what went live last, which PDF was made last. Each is one step in an index. `last_public` is the time of the
# last of them but for the PDF.
LATEST_CHANGE = """
    (SELECT MAX(sequence) FROM published_link) AS last_link,
    (SELECT MAX(live_from) FROM published_version WHERE live_from <= %(now)s) AS last_gone_live,
    (SELECT MAX(made_at) FROM published_pdf WHERE made_at IS NOT NULL) AS last_pdf,
    (SELECT MAX(goes_live_at) FROM published_link WHERE goes_live_at <= %(now)s) AS last_public
"""
FACTS = ", ".join(
    f"v.{name}"
    for name in (
        "sequence committee_slug committee_name meeting_slug date start subtitle kind note published_at goes_live_at "
        "title head made_with"
    ).split()
)


def _neighbour(column: str, order: str, than: str) -> str:
    """A column of the committee's nearest meeting in one direction of time."""
    return f"""(
        SELECT o.{column} FROM published_version o JOIN published_shown os ON os.version_id = o.sequence
        WHERE o.committee_slug = v.committee_slug AND {_shown("os")}
        AND (o.date, o.meeting_slug) {than} (v.date, v.meeting_slug)
        ORDER BY o.date {order}, o.meeting_slug {order} LIMIT 1
    )"""  # noqa: S608


# Whether minutes were approved at the meeting of `v`: who asks for them asks once more.
APPROVES = f"""
    EXISTS (
        SELECT 1 FROM published_version a
        WHERE a.approved_at = v.committee_slug || '/' || v.meeting_slug AND {_live("a")}{{at}}
    ) AS approves
"""  # noqa: S608
# What replaces the decisions of the item `i` of the meeting of `v`, as far as meetings' addresses show it now.
_REPLACING = f"""
    FROM published_decision d JOIN published_shown rs ON rs.version_id = d.version_id AND {_shown("rs")}
    JOIN published_item ri ON ri.id = d.item_id JOIN published_version rv ON rv.sequence = d.version_id
    WHERE NOT (d.replaces = '') AND d.replaces
"""
REPLACED = f"EXISTS (SELECT 1 {_REPLACING} = v.committee_slug || '/' || v.meeting_slug || '/' || i.slug)"
REPLACED_BY = f"""
    SELECT rv.committee_slug, rv.meeting_slug, rv.date, ri.slug {_REPLACING} = %(address)s
    ORDER BY rv.date, rv.meeting_slug, d.position
"""
PAGE = f"""
    SELECT {FACTS}, v.front, {LATEST_CHANGE}, {APPROVES.format(at="")},
    {_neighbour("meeting_slug", "DESC", "<")} AS previous_slug, {_neighbour("start", "DESC", "<")} AS previous_start,
    {_neighbour("meeting_slug", "ASC", ">")} AS following_slug, {_neighbour("start", "ASC", ">")} AS following_start
"""
MEETING = f"{PAGE} FROM {SHOWN} WHERE v.committee_slug = %(committee)s AND v.meeting_slug = %(meeting)s"
VERSION = f"{PAGE} FROM published_version v WHERE v.sequence = %(sequence)s"
ITEM = f"""
    SELECT i.id, i.version_id, i.position, i.slug, i.number, i.title, i.kind, i.level, i.body, i.lacks_papers, i.matter,
    i.matter_title, {LATEST_CHANGE},
    {APPROVES.format(at=" AND a.approved_item = i.slug")},
    EXISTS (SELECT 1 FROM published_shown s WHERE s.version_id = v.sequence AND {_shown("s")}) AS is_current,
    {REPLACED} AS is_replaced,
    EXISTS (
        SELECT 1 FROM published_item oi JOIN published_shown os ON os.version_id = oi.version_id AND {_shown("os")}
        WHERE oi.matter = i.matter AND os.key <> v.key
    ) AS came_elsewhere
    FROM published_item i JOIN published_version v ON v.sequence = i.version_id
    WHERE v.committee_slug = %(committee)s AND v.meeting_slug = %(meeting)s AND i.slug = %(item)s AND {_live("v")}
    ORDER BY is_current DESC, v.rank DESC, v.sequence DESC LIMIT 1
"""  # noqa: S608
ITEMS = "SELECT slug, heading, body FROM published_item WHERE version_id = %(version)s ORDER BY position"
OF_ITEM = f"SELECT {FACTS} FROM published_version v WHERE v.sequence = %(sequence)s"  # noqa: S608
NEIGHBOURS = """
    SELECT * FROM (
        SELECT -1, slug, number, title FROM published_item
        WHERE version_id = %(version)s AND kind <> 'heading' AND position < %(position)s ORDER BY position DESC LIMIT 1
    ) AS before UNION ALL SELECT * FROM (
        SELECT 1, slug, number, title FROM published_item
        WHERE version_id = %(version)s AND kind <> 'heading' AND position > %(position)s ORDER BY position LIMIT 1
    ) AS following
"""
APPROVED_AT = f"""
    SELECT v.committee_slug, v.committee_name, v.meeting_slug, v.date, v.approved_item FROM {SHOWN}
    WHERE v.approved_at = %(address)s ORDER BY v.date, v.meeting_slug, v.committee_slug
"""  # noqa: S608
# A row for each PDF of a version, made or not; one row of a version that has none.
_PLACES = f"""
    SELECT v.goes_live_at, v.sequence, v.kind, v.note, NULL, '', p.name, p.size, v.approved_on, v.signed_on{{columns}}
    FROM published_version v LEFT JOIN published_pdf p ON p.version_id = v.sequence{{joined}}
    WHERE v.committee_slug = %(committee)s AND v.meeting_slug = %(meeting)s AND {_live("v")}
    UNION ALL
    SELECT w.goes_live_at, w.sequence, w.kind, '', w.withdrawn_at, w.reason, NULL, NULL, NULL, NULL{{nothing}}
    FROM published_withdrawal w WHERE w.committee_slug = %(committee)s AND w.meeting_slug = %(meeting)s
"""  # noqa: S608
PLACES = _PLACES.format(columns="", joined="", nothing="")
PLACES_OF_ITEM = _PLACES.format(
    columns=", i.said, i.minuted",
    joined=" LEFT JOIN published_item i ON i.version_id = v.sequence AND i.slug = %(item)s",
    nothing=", NULL, NULL",
)
# What the minutes of a meeting say of each item: of the live ones, as digests.
MINUTED = f"""
    SELECT v.sequence, i.slug, i.minuted FROM published_version v JOIN published_item i ON i.version_id = v.sequence
    WHERE v.committee_slug = %(committee)s AND v.meeting_slug = %(meeting)s AND {_live("v")}
    AND v.kind IN ('draft-minutes', 'minutes')
"""  # noqa: S608
RECORDS = f"""
    SELECT r.sequence, r.text FROM published_record r JOIN published_version v ON v.sequence = r.sequence
    WHERE r.sequence IN (%(older)s, %(newer)s) AND {_live("v")}
"""  # noqa: S608
# A matter at the items that meetings' addresses show, the newest first: by the meeting's day and sitting, the committee and the
# place on its agenda, which is also how the next page begins.
OF_MATTER = f"""
    FROM {SHOWN} JOIN published_item i ON i.version_id = v.sequence WHERE i.matter = %(matter)s
    AND (v.meeting_slug, v.committee_slug, i.position) < (%(meeting)s, %(committee)s, %(position)s)
    ORDER BY v.meeting_slug DESC, v.committee_slug DESC, i.position DESC LIMIT %(most)s
"""
MATTER = f"""
    SELECT i.id, i.matter_title, i.matter_reference, v.committee_slug, v.committee_name, v.meeting_slug, v.date, v.kind,
    i.slug, i.title, i.position, {REPLACED} {OF_MATTER}
"""
DECIDED_OF_MATTER = f"""
    SELECT d.item_id, d.brief FROM published_decision d WHERE d.item_id IN (SELECT id FROM (SELECT i.id {OF_MATTER}) AS page)
    ORDER BY d.item_id, d.position
"""  # noqa: S608
# What it was called last, though no meeting's address shows it now.
MATTER_ONCE = f"""
    SELECT i.matter_title, i.matter_reference FROM published_item i JOIN published_version v ON v.sequence = i.version_id
    WHERE i.matter = %(matter)s AND {_live("v")} ORDER BY v.sequence DESC LIMIT 1
"""  # noqa: S608
# A meeting of today is over when its minutes are out, or so long after its start that it leads the next ones no more.
OVER = """
    (v.date < %(today)s OR v.date = %(today)s
    AND (v.kind IN ('draft-minutes', 'minutes') OR COALESCE(v.start < %(begun)s, FALSE)))
"""
UPCOMING = f"""
    SELECT v.brief FROM {SHOWN} WHERE v.date >= %(today)s AND NOT {OVER}
    ORDER BY v.date, v.meeting_slug, v.committee_slug LIMIT %(most)s
"""  # noqa: S608
MINUTES = f"""
    SELECT v.brief FROM {SHOWN} WHERE v.date <= %(today)s AND v.kind IN ('draft-minutes', 'minutes')
    ORDER BY v.date DESC, v.sequence DESC LIMIT %(most)s
"""  # noqa: S608
DECISIONS = f"""
    SELECT d.brief FROM published_decision d
    WHERE d.item_kind <> 'previous-minutes'
    AND EXISTS (SELECT 1 FROM published_shown s WHERE s.version_id = d.version_id AND {_shown("s")})
    ORDER BY d.date DESC, d.version_id DESC, d.position LIMIT %(most)s
"""  # noqa: S608
# Of each action that the committee's minutes gave what was published of it last, and the item at which it was given.
PROGRESS = f"""
    WITH told AS (
        SELECT a.number, a.is_given_here, a.what, a.owner, a.due, a.state, a.done_on, v.goes_live_at, v.meeting_slug, v.date,
        i.slug, i.title, ROW_NUMBER() OVER (PARTITION BY a.number ORDER BY v.goes_live_at DESC, v.sequence DESC) AS place
        FROM {SHOWN} JOIN published_action a ON a.version_id = v.sequence JOIN published_item i ON i.id = a.item_id
        WHERE v.committee_slug = %(committee)s
    )
    SELECT last.what, last.owner, last.due, last.state, last.done_on, last.goes_live_at,
    given.meeting_slug, given.date, given.slug, given.title
    FROM told last JOIN told given ON given.number = last.number AND given.is_given_here WHERE last.place = 1
    ORDER BY CASE last.state WHEN 'done' THEN 1 ELSE 0 END, last.done_on DESC,
    CASE WHEN last.due IS NULL THEN 1 ELSE 0 END, last.due, last.number LIMIT %(most)s
"""  # noqa: S608
OF_COMMITTEE = f"SELECT v.date, v.brief FROM {SHOWN} WHERE v.committee_slug = %(committee)s"  # noqa: S608
UPCOMING_OF = f"{OF_COMMITTEE} AND v.date >= %(today)s AND NOT {OVER} ORDER BY v.date, v.meeting_slug LIMIT %(most)s"
PAST_OF = f"{OF_COMMITTEE} AND v.date < %(before)s AND {OVER} ORDER BY v.date DESC, v.meeting_slug DESC LIMIT %(most)s"

LONGEST_MEETING = timedelta(hours=4)


def days(now: datetime) -> dict[str, date | time]:
    """What the lists of meetings ask with: the council's day, and the time of it before which a meeting that began is over."""
    here = timezone.localtime(now)
    before = timezone.localtime(now - LONGEST_MEETING)
    return {"today": here.date(), "begun": before.time() if before.date() == here.date() else time.min}


def version(sql: str, now: datetime, **values: Any) -> Version | None:
    """The version that MEETING or VERSION finds, with the latest change and its neighbours' slugs and hours; or OF_ITEM."""
    return first(Version, sql, _adapted(now, values))


def item(now: datetime, **values: Any) -> Item | None:
    """What ITEM finds: the item as each live version of its meeting holds it, first as the meeting's address shows it, then
    the kind that says most, the newest first."""
    return first(Item, ITEM, _adapted(now, values))


def latest(now: datetime) -> tuple[tuple, datetime | None]:
    """What changes whenever anything has changed that the public can see of any meeting, and the time of that, if there is
    anything. One query."""
    [found] = rows(f"SELECT {LATEST_CHANGE}", now)
    *seen, last_pdf, last_public = found
    return (*seen, last_pdf), last_of(last_pdf, last_public)


def last_of(*times: datetime | str | None) -> datetime | None:
    """The latest of some times as the database gives them."""
    return max(filter(None, map(moment, times)), default=None)


def rows(sql: str, now: datetime, **values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, _adapted(now, values))
        return cursor.fetchall()


def _adapted(now: datetime, values: dict[str, Any]) -> dict[str, Any]:
    """The values as the database takes them."""
    ops = connection.ops
    adapt = {date: ops.adapt_datefield_value, time: ops.adapt_timefield_value}
    return {"now": ops.adapt_datetimefield_value(now)} | {
        name: adapt[type(value)](value) if type(value) in adapt else value for name, value in values.items()
    }


def as_stored(value: datetime) -> Any:
    """A time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(value)


def day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def moments(found: Iterable[tuple], *columns: int) -> Iterator[tuple]:
    """The rows with these columns as times."""
    for row in found:
        yield tuple(moment(value) if at in columns else value for at, value in enumerate(row))
