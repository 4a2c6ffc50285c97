"""What an e-mail says: what is new, where it is, why it was sent, and how to stop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, formatdate, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from committees.models import Organisation
from published import addresses
from published.kinds import Kind
from published.models import Version
from published.places import places_at
from published.record import Item, MeetingRecord
from website.alerts.looking import following_of, reading_of
from website.alerts.reading import Reading
from website.alerts.wording import one_line
from website.models import Follows, Letter, SignUp, Subscription

MOST = 40  # items that are named of one meeting


class UnfoldedMessage(EmailMessage):
    """An e-mail with each head in one line (RFC 5322 §2.1.1 allows 998 characters): some programs don't find an address to
    unsubscribe that begins on the next."""

    def message(self, **options):
        made = super().message(**options)
        made.policy = made.policy.clone(max_line_length=998)
        return made


@dataclass(frozen=True)
class Line:
    """An item; of one that was looked for, its address."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class News:
    """One publication as a letter tells it. `number` is that of its version, `note` says what changed in it; of a meeting
    that `is_off` `why` is the reason."""

    title: str
    address: str
    number: int
    note: str
    reasons: list[str]
    lines: list[Line]
    more: int
    is_off: bool
    why: str
    salts: dict[int, str]  # of the records that this was made of (see Reading)


def news_of(letter: Letter, now: datetime) -> News | Letter.Outcome:
    """What the letter tells now; or why it tells nothing."""
    live = Version.objects.live(now).filter(pk=letter.sequence)
    version = live.select_related("record").defer("front", "brief").first()
    if version is None:
        return Letter.Outcome.WITHDRAWN
    followed = following_of(version).filter(subscriber=letter.subscriber_id).order_by("pk")
    reading = reading_of(version, now) if followed else None
    found = [one for one in followed if reading.tells_of(one.kind, one.value)]
    if not found:
        return Letter.Outcome.UNFOLLOWED
    lines = list(_lines(version, reading, found))
    places = places_at(version.committee_slug, version.meeting_slug, now)
    return News(
        title=one_line(version.title),
        address=settings.SITE_URL + version.get_absolute_url(),
        number=next((place.version for place in places if place.sequence == version.pk), 1),
        note=one_line(version.note),
        reasons=[one_line(_reason(one, reading.agenda)) for one in found],
        lines=lines[:MOST],
        more=max(0, len(lines) - MOST),
        is_off=version.kind == Kind.CANCELLATION,
        why=one_line(reading.record.cancellation_reason),
        salts=reading.salts,
    )


def _lines(version: Version, reading: Reading, followed: list[Subscription]) -> Iterable[Line]:
    """The items that were looked for; where the whole meeting was, its business."""
    wanted = {item.slug for one in followed for item in reading.items(one.kind, one.value)}
    for item in reading.agenda.items:
        if item.slug in wanted:
            there = addresses.item(version.committee_slug, version.meeting_slug, item.slug)
            yield Line(_title(item), settings.SITE_URL + there)
        elif not wanted and not item.is_heading and not item.is_procedural and reading.agenda is reading.record:
            yield Line(_title(item))


def _title(item: Item) -> str:
    return one_line(f"{item.number} {item.title}")


def _reason(followed: Subscription, agenda: MeetingRecord) -> str:
    """As `followed` says it; a committee and a matter by the name that was published."""
    if followed.kind == Follows.COMMITTEE:
        return agenda.committee
    matters = (item.matter for item in agenda.items if item.matter)
    if followed.kind == Follows.MATTER:
        return next((f"the matter “{m.title}”" for m in matters if str(m.id) == followed.value), str(followed))
    return str(followed)


def alert(letters: list[Letter], news: list[News], now: datetime) -> EmailMessage:
    """The e-mail of a letter, or of all that are due in one day's."""
    subscriber = letters[0].subscriber
    manage = settings.SITE_URL + reverse("website:alerts", args=[subscriber.token])
    stop = settings.SITE_URL + reverse("website:stop", args=[subscriber.token])
    text = {"news": news, "manage": manage, "stop": stop}
    name = f"alert-{letters[0].pk}-{subscriber.nonce[:8]}"
    message = _message(_subject(news, now), "alert", text, subscriber.address, name, now)
    message.extra_headers |= {
        "List-Id": f"<alerts.{settings.HOST}>",
        "List-Unsubscribe": f"<{stop}>",  # RFC 8058
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def _subject(news: list[News], now: datetime) -> str:
    if len(news) > 1:
        return f"{len(news)} new publications, {date_format(timezone.localtime(now), 'j F Y')}"
    (one,) = news
    return f"Corrected: {one.title}" if one.number > 1 and not one.is_off else one.title


def question(asked: SignUp, now: datetime) -> EmailMessage:
    """Whether the owner of the address wants it. Nothing but what they follow is of whoever typed it into the form."""
    link = settings.SITE_URL + reverse("website:confirm", args=[asked.token])
    text = {"link": link, "followed": one_line(str(asked)), "asked": asked}
    name = f"confirm-{asked.pk}-{asked.nonce[:8]}"
    return _message("Please confirm your e-mail alerts", "question", text, asked.address, name, now)


def _message(subject: str, template: str, text: dict, to: str, name: str, now: datetime) -> EmailMessage:
    """A second hand-in of the same letter has the same Message-ID, by which a mailbox may know it again."""
    organisation = Organisation.objects.current()
    body = render_to_string(
        f"website/mail/{template}.txt", text | {"organisation": organisation, "site": settings.SITE_URL}
    )
    sender = formataddr((one_line(organisation.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    headers = {
        "Message-ID": f"<{name}@{settings.HOST}>",
        "Date": formatdate(now.timestamp(), localtime=False),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers it
    }
    return UnfoldedMessage(one_line(subject), body, sender, [to], headers=headers)
