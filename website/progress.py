"""How far decisions have been carried out, as it was published last: of frozen copies alone."""

from dataclasses import dataclass
from datetime import date, datetime

from published import addresses, asking

MOST = 300  # on the page: all that is to be done, and of what is done the newest


@dataclass(frozen=True)
class Progress:
    """An action, how it stood when it was published last (`told_at`), and where it was given."""

    what: str
    owner: str
    due: date | None
    state: str  # its code
    done_on: date | None
    told_at: datetime
    given_on: date
    title: str
    address: str

    @property
    def is_done(self) -> bool:
        return self.state == "done"


def progress_of(committee: str, now: datetime) -> list[Progress]:
    """What is to be done first, the most urgent first; then what is done, the newest first. One query."""
    found = asking.moments(asking.rows(asking.PROGRESS, now, committee=committee, most=MOST), 5)
    return [_progress(committee, *row) for row in found]


def _progress(committee: str, what, owner, due, state, done_on, told_at, meeting, given_on, item, title) -> Progress:
    due, done_on = (asking.day(value) if value else None for value in (due, done_on))
    address = addresses.item(committee, meeting, item)
    return Progress(what, owner, due, state, done_on, told_at, asking.day(given_on), title, address)
