"""Search in what is shown now: the same question to PostgreSQL's full text and to SQLite's FTS5, with the same answers.

Candidates first, and no more than a thousand; then their order; then what a page prints of twenty of them. So a search costs
the same in a large archive: "best first" is the best of the newest thousand.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from published import addresses, asking
from published.indexing import facet, first_place
from published.kinds import Kind
from published.query import Query, Term

PAGE = 20
COUNTED = 1000  # "more than 1,000"
FEW = 5000  # that PostgreSQL looks up by its index of words; of what more rows have, the newest are soon found by their order
RANKED_OF_MANY = 300


@dataclass(frozen=True)
class Filters:
    """`kind` is one of published.indexing.KINDS, or ""."""

    committee: str = ""
    kind: str = ""
    year: int | None = None

    @property
    def facets(self) -> list[str]:
        given = {"k": self.kind, "c": self.committee}
        return [facet(sort, value) for sort, value in given.items() if value]

    @property
    def places(self) -> tuple[int, int]:
        """From which place until below which."""
        if self.year is None:
            return 0, 1 << 62
        return first_place(date(self.year, 1, 1)), first_place(date(self.year, 12, 31)) + first_place(date(1, 1, 1))


@dataclass(frozen=True)
class Result:
    place: int
    kind: str
    has_decisions: bool
    item: str
    sha256: str
    file_name: str
    title: str
    text: str
    version: Kind
    committee_slug: str
    committee: str
    meeting: str
    day: date
    number: str
    item_title: str

    @property
    def of_meeting(self) -> str:
        """The address of its meeting."""
        return addresses.meeting(self.committee_slug, self.meeting)

    @property
    def of_item(self) -> str:
        """The address of its item; of a meeting, and of what belongs to no item, that of its meeting."""
        return addresses.item(self.committee_slug, self.meeting, self.item) if self.item else self.of_meeting

    @property
    def address(self) -> str:
        return addresses.document(self.sha256, self.file_name) if self.sha256 else self.of_item


@dataclass(frozen=True)
class Found:
    """A page of results. `count`: how many there are from here on, no more than COUNTED + 1; `next`: what `after` of the next
    page is, or None."""

    results: list[Result]
    count: int
    next: int | None


# What a page prints of a row.
COLUMNS = """
    w.id, w.kind, w.has_decisions, w.item_slug, w.sha256, w.file_name, w.title, w.text, v.kind AS version_kind, v.committee_slug,
    v.committee_name, v.meeting_slug, v.date, COALESCE(i.number, '') AS number, COALESCE(i.title, '') AS item_title
"""
OF_ROW = """
    JOIN published_words w ON w.id = chosen.id JOIN published_version v ON v.sequence = w.version_id
    LEFT JOIN published_item i ON i.version_id = w.version_id AND i.slug = w.item_slug
"""
# In a form that is looked up row by row: a page has few rows, and an archive many.
IS_SHOWN = f"(SELECT TRUE FROM published_shown s WHERE s.version_id = w.version_id AND {asking._shown('s')} LIMIT 1)"  # noqa: S608


def search(query: Query, filters: Filters, now: datetime, *, newest_first: bool, after: int | None = None) -> Found:
    """The results of a page; `after`: what `next` of the page before was. One query, or two of what is very common."""
    if not query.wanted:
        return Found([], 0, None)
    ask = _ask_postgresql if connection.vendor == "postgresql" else _ask_sqlite
    low, high = filters.places
    if newest_first:
        values = {"high": min(high, after or high), "skipped": 0}
    else:
        values = {"high": high, "skipped": min(after or 0, COUNTED)}
    values |= {"low": low, "page": PAGE + 1, "most": COUNTED + 1}
    rows = ask(query, filters, now, newest_first, values)
    results = [_result(row[1:]) for row in rows[:PAGE]]
    following = None
    if len(rows) > PAGE:
        following = results[-1].place if newest_first else values["skipped"] + PAGE
    return Found(results, rows[0][0] if rows else 0, following)


def _result(row: tuple) -> Result:
    return Result(*row[:8], Kind(row[8]), *row[9:12], asking.day(row[12]), *row[13:])


# — SQLite —

SQLITE = f"""
    WITH candidates AS MATERIALIZED (
        SELECT f.rowid AS id FROM published_fulltext f CROSS JOIN published_words w ON w.id = f.rowid
        WHERE published_fulltext MATCH %(match)s AND f.rowid >= %(low)s AND f.rowid < %(high)s AND {IS_SHOWN}
        ORDER BY f.rowid DESC LIMIT %(most)s
    ), chosen AS MATERIALIZED ({{chosen}} LIMIT %(page)s OFFSET %(skipped)s)
    SELECT (SELECT COUNT(*) FROM candidates), {COLUMNS} FROM chosen CROSS {OF_ROW} ORDER BY chosen.place
"""  # noqa: S608
NEWEST = "SELECT id, -id AS place FROM candidates ORDER BY id DESC"
# What is best by BM25 (Robertson 1995), a title counting eight times; of several words, first what has them as they were typed.
BEST_SQLITE = """
    SELECT c.id, ROW_NUMBER() OVER (ORDER BY {first} r.rank, c.id DESC) AS place
    FROM candidates c JOIN (
        SELECT rowid, bm25(published_fulltext, 8.0, 1.0, 0.0) AS rank FROM published_fulltext
        WHERE published_fulltext MATCH %(match)s AND rowid >= (SELECT MIN(id) FROM candidates)
        AND rowid <= (SELECT MAX(id) FROM candidates)
    ) r ON r.rowid = c.id {whole} ORDER BY place
"""
WHOLE_SQLITE = """
    LEFT JOIN (
        SELECT rowid FROM published_fulltext WHERE published_fulltext MATCH %(whole)s
        AND rowid >= (SELECT MIN(id) FROM candidates) AND rowid <= (SELECT MAX(id) FROM candidates)
    ) p ON p.rowid = c.id
"""


def _ask_sqlite(query: Query, filters: Filters, now: datetime, newest_first: bool, values: dict[str, Any]) -> list:
    values = values | {"match": fts5(query, filters)}
    chosen = NEWEST if newest_first else BEST_SQLITE.format(first="", whole="")
    if query.whole and not newest_first:
        chosen = BEST_SQLITE.format(first="p.rowid IS NULL,", whole=WHOLE_SQLITE)
        values["whole"] = f"{{title text}} : {_quoted(query.whole)}"
    return asking.rows(SQLITE.format(chosen=chosen), now, **values)


def fts5(query: Query, filters: Filters) -> str:
    """The query in FTS5's language. Each string in it is made of letters and figures."""
    parts = [f"({{title text}} : ({' AND '.join(map(_quoted, query.wanted))}))"]
    parts += [f'(facets : "{name}")' for name in filters.facets]
    without = f" NOT ({{title text}} : ({' OR '.join(map(_quoted, query.excluded))}))" if query.excluded else ""
    return f"({' AND '.join(parts)}){without}"


def _quoted(term: Term) -> str:
    return f'"{term}"'


# — PostgreSQL —

POSTGRESQL = f"""
    WITH few AS MATERIALIZED (
        SELECT w.id, w.version_id FROM published_words w
        WHERE w.vector @@ ({{wanted}}) AND w.id >= %(low)s AND w.id < %(high)s LIMIT %(few)s
    ), counted AS MATERIALIZED (
        SELECT COUNT(*) AS n FROM few
    ), candidates AS MATERIALIZED (
        SELECT w.id FROM few w WHERE (SELECT n FROM counted) < %(few)s AND {IS_SHOWN} ORDER BY w.id DESC LIMIT %(most)s
    ), chosen AS MATERIALIZED ({{chosen}} LIMIT %(page)s OFFSET %(skipped)s), printed AS (
        SELECT chosen.place, {COLUMNS} FROM chosen {OF_ROW}
    )
    SELECT counted.n, (SELECT COUNT(*) FROM candidates), printed.* FROM counted LEFT JOIN printed ON TRUE
    ORDER BY printed.place
"""  # noqa: S608
# Of what is common: the newest are met soon on the way down the ids. IS TRUE keeps the planner from the index of words, which
# it would take for the shorter way, not knowing that nearly all is shown.
COMMON = f"""
    WITH candidates AS MATERIALIZED (
        SELECT w.id FROM published_words w
        WHERE (w.vector @@ ({{wanted}})) IS TRUE AND w.id >= %(low)s AND w.id < %(high)s AND {IS_SHOWN}
        ORDER BY w.id DESC LIMIT %(most)s
    ), chosen AS MATERIALIZED ({{chosen}} LIMIT %(page)s OFFSET %(skipped)s)
    SELECT (SELECT COUNT(*) FROM candidates), {COLUMNS} FROM chosen {OF_ROW} ORDER BY chosen.place
"""  # noqa: S608
BEST_POSTGRESQL = """
    SELECT c.id, ROW_NUMBER() OVER (ORDER BY {first} ts_rank(w.vector, {wanted}, 1) DESC, c.id DESC) AS place
    FROM candidates c JOIN published_words w ON w.id = c.id ORDER BY place
"""
WHOLE_POSTGRESQL = "w.vector @@ phraseto_tsquery('published_words', %(whole)s) DESC,"


def _ask_postgresql(query: Query, filters: Filters, now: datetime, newest_first: bool, values: dict[str, Any]) -> list:
    wanted, terms = tsquery(query, filters)
    first = WHOLE_POSTGRESQL if query.whole else ""
    chosen = NEWEST if newest_first else BEST_POSTGRESQL.format(wanted=wanted, first=first)
    values = values | terms | {"few": FEW + 1, "whole": str(query.whole)}
    rows = asking.rows(POSTGRESQL.format(wanted=wanted, chosen=chosen), now, **values)
    if rows[0][0] <= FEW:
        return [(row[1], *row[3:]) for row in rows if row[2] is not None]
    values["most"] = values["page"] if newest_first else RANKED_OF_MANY
    return [(COUNTED + 1, *row[1:]) for row in asking.rows(COMMON.format(wanted=wanted, chosen=chosen), now, **values)]


def tsquery(query: Query, filters: Filters) -> tuple[str, dict[str, str]]:
    """An expression of SQL that gives the query, and the values of its parameters."""
    parts, values = [], {}
    for sign, config, texts in (
        ("", "published_words", query.wanted),
        ("!!", "published_words", query.excluded),
        ("", "simple", filters.facets),
    ):
        for text in texts:
            name = f"term{len(values)}"
            parts.append(f"{sign}phraseto_tsquery('{config}', %({name})s)")
            values[name] = str(text)
    return " && ".join(parts), values
