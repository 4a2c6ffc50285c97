"""Nobody reads at a public address what is not published: every text of every non-public object holds a canary, and every
public address is asked for it.

A canary is LK-<hex>-<state>-<model>-<field>, cut to what the field holds; PUBLIC-… marks its twin that is published. A new
model, field or address fails here until it is declared below.
"""

import hashlib
import html
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection, models
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from django.utils.text import slugify

import publishing.models
from committees.law import Ground
from committees.models import Committee, Membership, Person, SummonsAddress
from minutes.models import (
    Action,
    AgendaItem,
    Annotation,
    Approval,
    Attendance,
    ChairComment,
    ChairLink,
    Decision,
    Declaration,
    Document,
    Matter,
    Meeting,
    Minute,
    Motion,
    Movement,
    PaperReceived,
    PaperWanted,
    Phrase,
    StandingItem,
    Typing,
    Vote,
    Wording,
    WordsRemoved,
)
from minutes.models.restrictable import Restrictable
from published import asking, asking_calendar, asking_people, files, pdf, record, searching
from published.kinds import Kind
from published.models import (
    PDF,
    Item,
    PaperQuerySet,
    Version,
    VersionQuerySet,
)
from publishing import freezing, projecting, slugs
from publishing.checks.check import look
from publishing.models import Publication, Summons
from richtext.fields import RichTextField
from tests.conftest import missing
from tests.making import keep_pdf, make_committee, make_pdf, make_person, put_below
from website import calendars, feeds, open_data, register
from website.meetings import NAMES

LATER = datetime(2099, 1, 1, tzinfo=UTC)
CANARY = re.compile(rb"LK-[0-9a-f]{5}", re.IGNORECASE)

# Every field of the working record. "text" is published where its object is; "kept" is not, of an ordinary public object
# either (an open item's public title, the urgency of an item that is not late, why something is restricted that is not);
# "plain" can hold no words of a clerk's.
WORKING = {
    "minutes.Meeting": {
        "text": "subtitle venue remote_link webcast_link summoned_by public_note",
        "kept": "clerk_note cancellation_reason notice_fixed_at summons_sent",
        "plain": "id version committee kind date sitting start began end attending cancelled_at locked_at postponed_to "
        "adjourned_to was_inquorate called_by_members notice_fixed_on",
    },
    "minutes.Attendance": {
        "text": "guest_name role comment",
        "kept": "apology_reason",
        "plain": "id version meeting position person seat capacity substitute_for state mode",
    },
    "minutes.Movement": {"text": "", "kept": "", "plain": "id position attendance kind item at"},
    "minutes.Matter": {"text": "title reference", "kept": "", "plain": "id"},
    "minutes.AgendaItem": {
        "text": "number_by_hand title officer purpose recommendation background_papers",
        "kept": "public_title late_reason late_agreed_by state_note chair_note restriction_reason",
        "plain": "id restriction version meeting parent position slug kind matter state taken papers_missing is_late video_at "
        "is_numbered carried_from",
    },
    "minutes.Document": {
        "text": "title file file_name",
        "kept": "restriction_reason found_in_it",
        "plain": "id restriction version meeting item position kind sha256 size pages is_as_sent earlier replaced_on",
    },
    "minutes.PaperWanted": {"text": "", "kept": "title of_whom", "plain": "id item by reminded_on came_on"},
    "minutes.PaperReceived": {
        "text": "",
        "kept": "original_name file file_name found_in_it",
        "plain": "id meeting sha256 size pages is_as_sent received_at",
    },
    "minutes.Minute": {
        "text": "number body",
        "kept": "summary restriction_reason",
        "plain": "id restriction version item",
    },
    "minutes.Decision": {
        "text": "reference text reasons options conflicts dispensation officer",
        "kept": "restriction_reason",
        "plain": "id restriction version item position kind is_key call_in_by call_in effective_on replaces",
    },
    "minutes.Motion": {
        "text": "text",
        "kept": "restriction_reason",
        "plain": "id restriction version item position amends mover seconder method votes_for votes_against abstentions "
        "casting_vote result",
    },
    "minutes.Vote": {"text": "", "kept": "", "plain": "id motion person cast"},
    "minutes.Declaration": {
        "text": "nature",
        "kept": "",
        "plain": "id version item person kind is_sensitive afterwards",
    },
    "minutes.Action": {"text": "", "kept": "what owner update", "plain": "id version item due done_on"},
    "minutes.ChairLink": {
        "text": "",
        "kept": "to_name to_email",
        "plain": "id meeting digest with_closed expires_at made_at made_by taken_back_at",
    },
    "minutes.ChairComment": {
        "text": "",
        "kept": "title name text read",
        "plain": "id link item read_version sent_at decision decided_by decided_at",
    },
    "minutes.ReportAuthor": {"text": "", "kept": "", "plain": "id user item started_on ended_on"},
    "minutes.Approval": {
        "text": "corrections signed_by",
        "kept": "reopened_because",
        "plain": "id version of_meeting by_item outcome signed_on",
    },
    "minutes.Annotation": {"text": "text", "kept": "", "plain": "id of_meeting by_item"},
    "minutes.WordsRemoved": {"text": "reason", "kept": "", "plain": "id meeting item on"},
    "minutes.StandingItem": {"text": "", "kept": "title purpose", "plain": "id position committee kind"},
    "minutes.Phrase": {"text": "", "kept": "name text", "plain": "id position committee kind"},
    "minutes.Wording": {"text": "", "kept": "field text", "plain": "id meeting version author written_at"},
    "minutes.Typing": {"text": "", "kept": "field window text", "plain": "id user meeting opened_version changed_at"},
}
# How members are summoned, which the desk alone knows; as above.
SUMMONING = {
    "committees.SummonsAddress": {"text": "", "kept": "address", "plain": "id person consented_on withdrawn_on"},
    "publishing.Summons": {
        "text": "",
        "kept": "address problem",
        "plain": "id publication person way delivered_on at by outcome",
    },
}
# Public facts, edited live: who meets.
PUBLIC_FACTS = {
    "committees.Organisation": "id name kind clear_days logo strapline data_licence data_licence_url contact_name contact_email "
    "contact_phone contact_address clears_wordings holds_wordings updated_at",
    "committees.Website": "organisation accent accent_dark masthead masthead_text header_html navigation_html footer_html "
    "attending directions speaking challenging compliance not_accessible disproportionate out_of_scope improving tested "
    "reply_within enforcer privacy_url retention_url prepared_on reviewed_on tested_on updated_at",
    "committees.Committee": "id name slug kind kind_order purpose quorum clear_days counts_saturdays usual_venue usual_start "
    "usual_weekday usual_week minute_pattern minute_prefix minute_restart publishes_actions shown_from publishes_numbers "
    "directions "
    "contact_officer contact_email contact_phone dissolved_on updated_at",
    "committees.ClosedDays": "id first last reason committee",
    "committees.Party": "id name abbreviation",
    "committees.Ward": "id name",
    "committees.Person": "id title first_name last_name slug post party ward photo shown_from updated_at",
    "committees.Membership": "id committee person role role_order appointed_by started_on ended_on",
}
# The log and what is made of it: filled by publishing alone, from the working record above, with these canaries in it.
MADE_BY_PUBLISHING = {
    "publishing.Head": "id sequence digest published_at",
    "publishing.Publication": "sequence meeting address kind note goes_live_at published_at author withdraws strikes "
    "record_digest previous_digest digest",
    "publishing.TakenSlug": "id meeting slug item",
    "publishing.Overridden": "id publication code sentence confirmed_by confirmed_at",
    "proving.Rebuild": "id began_at made_with after",
    "published.Record": "sequence salt text",
    "published.Version": "record key committee_slug committee_name meeting_slug date start subtitle kind rank "
    "note published_at goes_live_at live_from title brief front head approved_at approved_item approved_on "
    "signed_on made_with",
    "published.Shown": "id key version starts_at ends_at",
    "published.Item": "id version position slug number title kind level heading body lacks_papers said minuted "
    "matter matter_title matter_reference",
    "published.Decision": "id version item position key number rank committee_slug date item_kind kind reference "
    "is_key text reasons options officer call_in call_in_by effective_on replaces words brief entry",
    "published.Action": "id version item position number is_given_here what owner due state done_on",
    "published.Presence": "id version position date person name capacity seat role represents state remote substitute_for "
    "comment",
    "published.Declared": "id version item position date person name kind nature afterwards",
    "published.VoteCast": "id version item position date motion text is_amendment method result person name party cast",
    "published.Paper": "id version item position kind title file_name sha256 size pages",
    "published.Words": "id version kind has_decisions committee_slug item_slug sha256 file_name title text facets",
    "published.Text": "sha256 text read_at problem attempts next_try_at",
    "published.PDF": "id version name sha256 size pages toolchain made_at attempts problem next_try_at leased_until",
    "published.Withdrawal": "sequence key committee_slug meeting_slug kind goes_live_at reason withdrawn_at",
    "published.Link": "sequence digest facts live_from about key committee_slug meeting_slug kind published_at "
    "goes_live_at",
}
# Accounts, what packages keep, and which numbers minutes were given (a minute has its own beside them). The website reads none of
# them; User holds canaries, as the author of everything.
OF_PACKAGES = {
    "accounts.User",
    "accounts.Event",
    "accounts.PasswordAsked",
    "accounts.RecoveryCode",
    "otp_totp.TOTPDevice",
    "minutes.MinuteNumber",
    "committees.Appointment",
    "admin.LogEntry",
    "auth.Group",
    "auth.Permission",
    "running.Beat",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "contenttypes.ContentType",
    "sessions.Session",
}
# Who reads alerts: no public page shows these rows but to who holds their link (tests/test_alerts.py).
OF_READERS = {
    "website.SignUp": "id nonce kind value said when due_at attempts leased_until handed_in_at done_at outcome problem address "
    "is_daily asked_at network confirmed_at",
    "website.Subscriber": "id nonce address is_daily refusals",
    "website.Subscription": "id kind value said when subscriber since",
    "website.Letter": "id due_at attempts leased_until handed_in_at done_at outcome problem subscriber sequence in_daily",
    "website.LookedThrough": "id sequence",
    "website.Coming": "sequence live_from",
}
# Every public address, by the name of its pattern.
ADDRESSES = {
    "home": "/",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "metrics": "/metrics",
    "logo": "/logo",
    "committees": "/committees/",
    "committee": "/committees/{committee}/",
    "progress": "/committees/{committee}/progress/",
    "meeting": "/committees/{committee}/{meeting}/",
    "pdf": "/committees/{committee}/{meeting}/{name}.pdf",
    "publications": "/committees/{committee}/{meeting}/publications/",
    "attendance": "/committees/{committee}/{meeting}/attendance/",
    "publication": "/committees/{committee}/{meeting}/publications/{number}/",
    "changes": "/committees/{committee}/{meeting}/publications/{number}/changes/",
    "item": "/committees/{committee}/{meeting}/{item}/",
    "meetings": "/meetings/",
    "month": "/meetings/{year}/{month_number}/",
    "people": "/people/",
    "person": "/people/{person}/",
    "photo": "/people/{person}/photo",
    "proof": "/proof/",
    "chain": "/proof/chain.jsonl",
    "record": "/proof/records/{sequence}",
    "decisions": "/decisions/",
    "decisions.csv": "/decisions.csv",
    "decisions.json": "/decisions.json",
    "decisions.atom": "/decisions.atom",
    "feed": "/feed.atom",
    "feed of a committee": "/committees/{committee}/feed.atom",
    "calendar": "/meetings/calendar.ics",
    "calendar of a committee": "/committees/{committee}/calendar.ics",
    "calendar of a meeting": "/committees/{committee}/{meeting}/calendar.ics",
    "committees.json": "/committees.json",
    "committee.json": "/committees/{committee}.json",
    "meeting.json": "/committees/{committee}/{meeting}/meeting.json",
    "log.json": "/committees/{committee}/{meeting}/publications.json",
    "item.json": "/committees/{committee}/{meeting}/{item}/item.json",
    "api": "/api/",
    "api bodies": "/api/bodies",
    "api people": "/api/people",
    "api meetings": "/api/meetings",
    "api decisions": "/api/decisions",
    "schema": "/api/schemas/{name}.json",
    "matter": "/matters/{matter}/",
    "reasons_restricted": "/reasons-restricted/",
    "search": "/search/",
    "search-json": "/search.json",
    "document": "/documents/{sha256}/{file_name}",
    "subscribe": "/subscribe/",
    "look_in_your_mailbox": "/subscribe/sent/",
    "confirm": "/subscribe/confirm/{token}/",
    "alerts": "/subscribe/{token}/",
    "stop": "/subscribe/{token}/stop/",
    "taking_part": "/taking-part/",
    "words": "/words/",
    "accessibility": "/accessibility/",
    "look": "/look.css",
    "styleguide": "/styleguide/",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "sitemap_pages": "/sitemap-pages.xml",
    "sitemap_month": "/sitemap-{month}.xml",
    "supplement": "/committees/{committee}/{meeting}/publications/{number}/supplement.pdf",
    "item.pdf": "/committees/{committee}/{meeting}/{item}/item.pdf",  # the last: each is made when it is asked for
}
# Not addresses of ours (yet), but where somebody would look for what is not published.
GUESSES = [
    "/?q={word}",
    "/committees/?preview=true&q={word}",
    "/search/?q={word}",
    "/decisions/?q={word}",
    "/decisions.json?before=2026-12-31.1.1",
    "/decisions/?after=0001-01-01.0.0",
    "/feed.atom?before=4070908800000000.1000",
    *(
        f"/{name}?q={words}"
        for name in ("search/", "search.json")
        for words in (
            "lk",
            "lk&sort=newest",
            "lk&kind=documents",
            "lk&kind=agenda",
            "lk&kind=decisions",
            "lk&kind=people",
            "lk+scheduled",
            "lk+draft",
            "lk+withdrawn",
            "lk+closed",
            "lk&year=2026&committee=harbour-committee",
        )
    ),
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/static/{path}",
    "/media/{path}",
    "/private/{path}",
    "/{path}",
    "/admin/minutes/meeting/papers/{path}",
    "/committees/harbour-committee/2026-03-11",
    "/committees/harbour-committee/2026-03-11/attendance/",
    "/committees/harbour-committee/2026-03-11/?preview=true",
]
MEETINGS = {  # state: day
    "public": date(2026, 3, 4),
    "draft": date(2026, 3, 11),
    "scheduled": date(2026, 3, 18),
    "withdrawn": date(2026, 3, 25),
    "never-live": date(2026, 4, 1),
    "edited": date(2026, 4, 8),
    "moved": date(2026, 7, 8),
    "closed-later": date(2026, 7, 15),
    "agenda": date(2026, 4, 15),
    "notice": date(2026, 4, 16),
    "decisions": date(2026, 4, 17),
    "cancelled": date(2026, 4, 22),
}

pytestmark = pytest.mark.django_db


# — Canaries —


def fields(model, *kinds: str) -> list[str]:
    declared = (WORKING | SUMMONING)[model._meta.label]
    return [name for kind in kinds for name in declared[kind].split()]


def mark(prefix: str, state: str, model, name: str, limit: int | None = None) -> str:
    """The canary of one field, cut to what it holds; its first characters tell it from every other."""
    where = f"{state}-{model.__name__}-{name}"
    return f"{prefix}-{hashlib.sha256(where.encode()).hexdigest()[:5]}-{where}"[:limit]


def filled(new: models.Model, state: str, text: str = "LK", kept: str = "LK") -> models.Model:
    """Save `new` with a mark in every text field that it holds: `text` and `kept` are the marks' prefixes."""
    prefixes = dict.fromkeys(fields(type(new), "text"), text) | dict.fromkeys(fields(type(new), "kept"), kept)
    for name, prefix in prefixes.items():
        field = new._meta.get_field(name)
        word = mark(prefix, state, type(new), name, None if isinstance(field, models.FileField) else field.max_length)
        if isinstance(field, models.FileField):
            new.file = ContentFile(make_pdf() + f"\n% {word}\n".encode(), name=f"{word}.pdf")
        elif not (name == "guest_name" and new.person_id):
            setattr(new, name, written_into(field, word))
    new.save()
    return new


def written_into(field: models.Field, word: str) -> str:
    if isinstance(field, models.URLField):
        return f"https://example.org/{word}"
    return f"<p>{word}</p>" if isinstance(field, RichTextField) else word


def make_item_with_all(meeting: Meeting, state: str, position: int, text: str = "LK", after: str = "", **changes):
    """An item, and under it one of everything; `after` marks what is written after the meeting, if not with `text`."""
    late = after or text
    matter = filled(Matter(), state, text)
    item = filled(AgendaItem(meeting=meeting, position=position, matter=matter, **changes), state, text)
    filled(PaperWanted(item=item), state)
    filled(Minute(item=item), state, late)
    filled(Decision(item=item), state, "PUBLIC" if after == "DECIDED" else late)
    motion = filled(Motion(item=item, method="recorded", votes_for=1), state, late)
    Vote.objects.create(motion=motion, person=make_person(), cast="for")
    filled(Declaration(item=item, person=make_person()), state, late)
    filled(Declaration(item=item, person=make_person("Cy Tern"), is_sensitive=True), f"{state}-sensitive")
    filled(Action(item=item), state)
    filled(WordsRemoved(meeting=meeting, item=item, on=MEETINGS.get(state, meeting.date)), f"{state}-item", text)
    filled(Document(meeting=meeting, item=item), state, text)
    return item


def make_meeting_with_all(state: str, text: str = "LK", after: str = "", **changes) -> Meeting:
    """A meeting, and below it one of everything."""
    meeting = Meeting(committee=make_committee(), date=MEETINGS[state], start=time(19, 30), **changes)
    meeting = filled(meeting, state, text)
    item = make_item_with_all(meeting, state, 1, text, "LK" if after == "DECIDED" else after)
    if after == "DECIDED":
        filled(item.decisions.get(), state, "PUBLIC")
    approval = Approval(of_meeting=meeting, by_item=item, outcome="corrected", signed_on=meeting.date)
    late = after.replace("DECIDED", "LK") or text
    filled(approval, state, late)
    Approval.objects.filter(pk=approval.pk).update(reopened_because="")  # else no note but of a copying error is taken
    filled(Annotation(of_meeting=meeting, by_item=item), state, late)
    filled(WordsRemoved(meeting=meeting, on=meeting.date), state, text)
    guest = Attendance(meeting=meeting, capacity="guest", state="present")
    Movement.objects.create(attendance=filled(guest, state, late), item=item, kind="arrived")
    member = Attendance(meeting=meeting, person=make_person(), state="present")
    filled(member, f"{state}-member", text)
    if after:
        Attendance.objects.filter(pk=member.pk).update(comment="LK-abcde comment")
    filled(Typing(meeting=meeting, user=get_user_model().objects.first(), opened_version=1), state)
    filled(Wording(meeting=meeting, version=1), state)
    days = {"consented_on": meeting.date, "withdrawn_on": meeting.date}
    filled(SummonsAddress(person=make_person(), **days), state)
    link = ChairLink(meeting=meeting, digest=f"{meeting.pk:064}", expires_at=timezone.now() + timedelta(9))
    filled(ChairComment(link=filled(link, state), item=item), state)
    filled(PaperReceived(meeting=meeting), state)
    for kept in (StandingItem, Phrase):
        filled(kept(committee=meeting.committee), state)
    filled(Document(meeting=meeting), f"{state}-whole", text)
    filled(PaperReceived(meeting=meeting), state)
    return meeting


def add_restricted_things(meeting: Meeting) -> None:
    """Everything that can be closed to the public, in a meeting that is published otherwise."""
    closed = Ground.ENGLAND_3
    item = make_item_with_all(meeting, "closed-item", 10, restriction=closed)
    item.public_title, item.number_by_hand = "PUBLIC-title of the closed item", "10"
    item.restriction_reason, item.state = "PUBLIC-reason of the closed item", "deferred"
    item.save()
    Minute.objects.filter(item=item).update(
        summary="<p>PUBLIC-minute of the closed item</p>", number="66/E"
    )  # printed even of closed business, as councils do
    below = make_item_with_all(meeting, "below-closed-item", 1, parent=item)
    put_below(make_item_with_all(meeting, "two-below-closed-item", 2), below)
    for part in (Minute, Decision, Motion, Document):
        half_open = filled(AgendaItem(meeting=meeting, position=20), f"closed-{part.__name__}", "PUBLIC")
        row = part(item=half_open, restriction=closed, **({"meeting": meeting} if part is Document else {}))
        row = filled(row, f"closed-{part.__name__}")
        if part is Minute:
            Minute.objects.filter(pk=row.pk).update(
                number="67/E", restriction_reason="PUBLIC-reason", summary="<p>PUBLIC-minute</p>"
            )
            filled(Motion(item=half_open), "with-closed-minute")
            filled(Declaration(item=half_open, person=make_person()), "with-closed-minute")
        if part is Decision:
            Decision.objects.filter(pk=row.pk).update(restriction_reason="PUBLIC-reason")
        if part is Motion:
            filled(Motion(item=half_open, amends=row), "amends-closed")
    filled(Document(meeting=meeting, restriction=closed), "closed-whole")
    Document.objects.filter(meeting=meeting, restriction=closed).update(restriction_reason="PUBLIC-reason")


OF_THE_MEETING = {
    Meeting: "pk",
    **dict.fromkeys(
        [AgendaItem, Attendance, ChairLink, Document, PaperReceived, Typing, Wording, WordsRemoved], "meeting"
    ),
    **dict.fromkeys([Annotation, Approval], "of_meeting"),
    Matter: "items__meeting",
    Vote: "motion__item__meeting",
    **dict.fromkeys([Phrase, StandingItem], "committee__meetings"),
}


def edit_everything(meeting: Meeting) -> None:
    """What a clerk types after publication is a draft again."""
    for model in map(apps.get_model, WORKING):
        for row in model.objects.filter(**{OF_THE_MEETING.get(model, "item__meeting"): meeting.pk}):
            if model is not Vote:
                filled(row, "edited-since")


@pytest.fixture
def council(make_council):
    return make_council()


@pytest.fixture
def make_council(db, django_capture_on_commit_callbacks):
    def make(printed: bool = False) -> SimpleNamespace:
        with django_capture_on_commit_callbacks(execute=True):
            return make_everything(printed)

    return make


def make_everything(printed: bool) -> SimpleNamespace:
    """One meeting in each state, and what of each was published. `printed`: with PDFs, which take a second each."""
    author = get_user_model().objects.create_user("LK-abcde@example.org", name="LK-abcde")

    def publish(meeting, kind, **changes):
        warned = [look("LK-abcde warned", "")]
        publication = Publication.objects.publish(meeting, kind, author=author, despite=warned, **changes)
        mailed = Summons(publication=publication, person=make_person(), way="e-mail", by=author, outcome="refused")
        filled(mailed, f"summons-{publication.pk}")
        for made in PDF.objects.filter(version=publication.pk) if printed else ():
            keep_pdf(publication, pdf.render(Version.objects.get(pk=publication.pk), made.name), made.name)
        return publication

    for member in (make_person(), make_person("Cy Tern")):  # whose pages tell what they declared and how they voted
        Membership.objects.create(committee=make_committee(), person=member)
    make_meeting_with_all("draft")
    public = make_meeting_with_all("public", "PUBLIC")
    add_restricted_things(public)
    publish(public, Kind.MINUTES)
    publish(make_meeting_with_all("scheduled"), Kind.AGENDA, note="LK-abcde note", goes_live_at=LATER)
    publish(Meeting.objects.get(date=MEETINGS["scheduled"]), Kind.MINUTES, note="LK-abcde", goes_live_at=LATER)
    withdrawn = publish(make_meeting_with_all("withdrawn"), Kind.MINUTES, note="PUBLIC-note, which the chain keeps")
    its_files = {
        *withdrawn.meeting_record.files,
        *PDF.objects.filter(version=withdrawn.pk).values_list("sha256", flat=True),
    }
    withdrawn.withdraw("PUBLIC-reason", author=author)
    never_live = publish(make_meeting_with_all("never-live"), Kind.MINUTES, goes_live_at=LATER)
    never_live.withdraw("LK-abcde reason", author=author)
    edited = make_meeting_with_all("edited", "PUBLIC")
    publish(edited, Kind.DRAFT_MINUTES)
    edit_everything(edited)
    moved = make_meeting_with_all("moved", "PUBLIC")
    publish(moved, Kind.MINUTES)
    move(moved)
    close_later(make_meeting_with_all("closed-later", "PUBLIC"), publish)
    publish(make_meeting_with_all("agenda", "PUBLIC", after="LK"), Kind.AGENDA)
    publish(make_meeting_with_all("decisions", "PUBLIC", after="DECIDED"), Kind.DECISIONS)
    publish(notice_of_a_meeting("notice"), Kind.NOTICE)
    cancelled = notice_of_a_meeting("cancelled")
    for rests in (Annotation, Approval):  # on a meeting that approved minutes: it can't be cancelled
        rests.objects.filter(by_item__meeting=cancelled).delete()
    cancelled.cancel("PUBLIC-the heating failed")
    publish(cancelled, Kind.CANCELLATION)
    make_pages_again()
    return SimpleNamespace(public=public, withdrawn=withdrawn, withdrawn_files=its_files, never_live=never_live)


def move(meeting: Meeting) -> None:
    """A clerk gives the draft of what was published to another committee, of which nobody is to know yet."""
    secret = Committee.objects.create(name="LK-abcde committee", slug="lk-abcde", dissolved_on=date(2026, 1, 1))
    Meeting.objects.filter(pk=meeting.pk).update(committee=secret)


def close_later(meeting: Meeting, publish) -> None:
    """An item was published open; then it was closed, published so, and the first version withdrawn."""
    item = filled(meeting.items.get(), "closed-later")
    opened = publish(meeting, Kind.AGENDA)
    item.restriction, item.restriction_reason = Ground.ENGLAND_4, "PUBLIC-reason"
    item.public_title, item.number_by_hand = "PUBLIC-staffing", "1"
    item.save(update_fields=["restriction", "restriction_reason", "public_title", "number_by_hand"])
    publish(meeting, Kind.AGENDA, note="PUBLIC-the item is exempt")
    opened.withdraw("PUBLIC-it named a person")


def make_pages_again() -> None:
    """As the worker does after a release, with all that was typed into the drafts meanwhile."""
    now = datetime.now(UTC)
    for publication in Publication.objects.standing():
        projecting.pieces(publication, publication.meeting_record, now).save()


def notice_of_a_meeting(state: str) -> Meeting:
    """A meeting whose own facts are public, and nothing below it."""
    return filled(make_meeting_with_all(state), state, "PUBLIC")


# — Asking —


def addresses() -> list[str]:
    """Every address of every object, published or not, as somebody who knows or guesses it would write it."""
    committee = {"committee": "harbour-committee"}
    days = [day.isoformat() for day in MEETINGS.values()]
    items = [(i.meeting.slug, slug) for i in AgendaItem.objects.select_related("meeting") for slug in slugs_of(i)]
    kept = [*Document.objects.all(), *PaperReceived.objects.all()]
    people = [*Person.objects.values_list("slug", flat=True), "lk-abcde"]
    papers = [(d.sha256, name) for d in kept for name in (d.file_name, "paper.pdf")]
    papers += [(sha256, "minutes.pdf") for sha256 in PDF.objects.values_list("sha256", flat=True)]
    values = {
        "item": [committee | {"meeting": day, "item": slug} for day, slug in items],
        "publication": (
            numbers := [committee | {"meeting": day, "number": number} for day in days for number in range(4)]
        ),
        "changes": numbers,
        "supplement": numbers,
        "pdf": [committee | {"meeting": day, "name": name} for day in days for name in NAMES],
        "item.pdf": [committee | {"meeting": day, "item": slug} for day, slug in items],
        "person": [{"person": slug} for slug in people],
        "month": [{"year": day[:4], "month_number": day[5:7]} for day in [*days, "2099-01-01"]],
        "photo": [{"person": slug} for slug in people],
        "sitemap_month": [{"month": day[:7]} for day in [*days, "2099-01-01"]],
        "item.json": [committee | {"meeting": day, "item": slug} for day, slug in items],
        "schema": [{"name": name} for name in ("meeting", "moon")],
        "matter": [{"matter": number} for number in range(Matter.objects.count() + 2)],
        "record": [{"sequence": sequence} for sequence in range(Publication.objects.count() + 2)],
        "document": [{"sha256": sha256, "file_name": name} for sha256, name in papers],
        **{name: [{"token": f"{'A' * 22}.{'A' * 43}"}] for name in ("confirm", "alerts", "stop")},
    }
    plain = [committee | {"meeting": day} for day in days]
    found = [pattern.format(**v) for name, pattern in ADDRESSES.items() for v in values.get(name, plain)]
    private = list(Document.objects.values_list("file", flat=True)[:3])
    private += PaperReceived.objects.values_list("file", flat=True)[:1]
    guesses = [guess.format(word="exempt", path=path) for guess in GUESSES for path in private]
    return list(dict.fromkeys([*found, *guesses]))


def slugs_of(item: AgendaItem) -> set[str]:
    return {item.slug, slugify(item.title), slugify(item.public_title)} - {""}


def ask(client, address: str, method: str = "get", **headers) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body, as they go out."""
    response = getattr(client, method)(address, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, {k: v for k, v in response.headers.items() if k != "Date"}, body


SUGGESTED = re.compile(
    rb"<section>\s*<h2>Did you look for this.*?</section>|<a href=.{1,20}search/[^>]*>Search for.*?</a>, or see the|See the",
    re.DOTALL,
)


def said(client, address: str, method: str = "get", **headers) -> tuple[int, dict[str, str], bytes]:
    """The answer without what it suggests, which goes by the words of the address alone; and all of that is public."""
    status, found, body = ask(client, address, method, **headers)
    for link in re.findall(rb'href="([^"]+)"', b"".join(SUGGESTED.findall(body))):
        assert ask(client, html.unescape(link.decode()))[0] == 200, link
    return (
        status,
        {name: value for name, value in found.items() if name != "Content-Length"},
        b" ".join(SUGGESTED.sub(b"", body).split()),
    )


def leaks(client) -> Iterator[tuple[str, set[bytes]]]:
    """Each address that answers with a canary, and which."""
    for address in addresses():
        for method in ("get", "head"):
            _, headers, body = ask(client, address, method)
            canaries = set(CANARY.findall(repr(headers).encode() + readable(body)))
            if canaries:
                yield f"{method.upper()} {address}", canaries


def readable(body: bytes) -> bytes:
    """A body as it is; of a PDF everything that can be read in it: words, uncompressed objects, metadata."""
    if not body.startswith(b"%PDF-"):
        return body
    if not shutil.which("pdftotext"):
        missing("pdftotext")
    words = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as opened:
        opened.save(out, qdf=True)
    # pdftotext breaks words at hyphens, and drops some of those; text in the objects is UTF-16: every other byte is zero.
    words = re.sub(rb"(LK)-?(?=[0-9a-f]{5})", rb"\1-", re.sub(rb"\s", b"", words))
    return body + words + out.getvalue().replace(b"\0", b"")


# — Tests —


def all_patterns(resolver=None, prefix: str = ""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from all_patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield pattern.name, "/" + prefix + str(pattern.pattern)


def test_every_public_address_is_asked():
    as_written = {
        name: re.sub(r"<(?:\w+:)?(\w+)>", lambda m: "{" + m[1] + "}", route) for name, route in all_patterns()
    }
    at_a_meeting = {name: route.replace("{slug}", "{meeting}") for name, route in as_written.items()}
    of_committees = {"committee": "/committees/{committee}/", "committee.json": "/committees/{committee}.json"}
    assert at_a_meeting | of_committees == ADDRESSES


def test_every_model_is_declared():
    declared = {*WORKING, *SUMMONING, *PUBLIC_FACTS, *MADE_BY_PUBLISHING, *OF_PACKAGES, *OF_READERS}
    assert {model._meta.label for model in apps.get_models()} == declared


@pytest.mark.parametrize("label", [*WORKING, *SUMMONING, *PUBLIC_FACTS, *MADE_BY_PUBLISHING, *OF_READERS])
def test_every_field_is_declared(label):
    declared = (WORKING | SUMMONING).get(label) or {"": (PUBLIC_FACTS | MADE_BY_PUBLISHING | OF_READERS)[label]}
    names = sorted(" ".join(declared.values()).split())
    assert names == sorted(
        field.name for field in apps.get_model(label)._meta.get_fields() if not field.auto_created or field.concrete
    )


@pytest.mark.parametrize("label", [*WORKING, *SUMMONING])
def test_every_text_of_a_clerk_holds_a_canary(label):
    made_from_others = {"slug", "sha256", "earlier", "digest"}
    free_text = {
        field.name
        for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.FileField | models.JSONField)
        and not field.choices
    }
    assert set(fields(apps.get_model(label), "text", "kept")) == free_text - made_from_others


def test_a_stranger_finds_nothing_that_is_not_published(make_council, client):
    make_council(printed=True)
    assert list(leaks(client)) == []


def test_a_signed_in_clerk_leaves_nothing_behind_for_the_next_reader(council, client, django_user_model):
    clerk = type(client)()
    clerk.force_login(django_user_model.objects.create_superuser("clerk@example.org", "a long password"))
    for address in addresses():
        assert not CANARY.search(ask(clerk, address)[2]) or address.startswith("/admin/"), address
    assert list(leaks(client)) == []


def test_a_stranger_finds_everything_that_is_published(make_council, client):
    """The control: each text of the public meeting is on its page, its item's page, and in its PDF."""
    make_council(printed=True)
    pages = ["/committees/harbour-committee/2026-03-04/", "/committees/harbour-committee/2026-03-04/publications/1/"]
    pages += [f"/committees/harbour-committee/2026-03-04/{slug}/" for slug in published_slugs()]
    shown = b"".join(ask(client, page)[2] for page in pages)
    wanted = public_marks()
    assert len(wanted) >= 20
    assert [word for word in wanted if word.encode() not in shown] == []


def test_a_stranger_finds_what_is_published_by_its_words(council, client):
    """The control of the search: what is printed of the same fields elsewhere is not found."""
    searched = {
        Meeting: "subtitle venue public_note",
        AgendaItem: "title officer purpose recommendation background_papers",
        Minute: "body",
        Decision: "reference text reasons options",
        Motion: "text",
        Matter: "title reference",
        Annotation: "text",
        Document: "title",
    }
    for model, names in searched.items():
        for name in names.split():
            word = mark("PUBLIC", "public", model, name, model._meta.get_field(name).max_length)
            for sort in ("", "newest"):
                found = client.get("/search.json", {"q": word, "sort": sort}).json()["results"]
                assert found and all("/2026-03-04/" in f"{one['meeting']}" for one in found), word
    assert client.get("/search.json", {"q": "public"}).json()["count"] > 20


def published_slugs() -> list[str]:
    return list(Item.objects.filter(version__meeting_slug="2026-03-04").values_list("slug", flat=True))


def public_marks() -> list[str]:
    """What the public twin of every canary says in minutes, which don't say who summoned the meeting."""
    return [
        mark("PUBLIC", "public", model, name, model._meta.get_field(name).max_length)
        for model in map(apps.get_model, WORKING)
        if model is not Document
        for name in fields(model, "text")
        if name != "summoned_by"
    ]


def test_a_stranger_reads_the_printed_minutes_with_every_published_text(make_council, client):
    make_council(printed=True)
    status, _, body = ask(client, "/committees/harbour-committee/2026-03-04/minutes.pdf")
    words = readable(body).replace(b"-", b"")
    wanted = [word for word in public_marks() if not word.endswith(("remote_link", "webcast_link"))]
    assert (status, [word for word in wanted if word.replace("-", "").encode() not in words]) == (200, [])


def test_a_stranger_downloads_a_published_paper_with_every_byte(council, client):
    paper = Document.objects.get(
        meeting=council.public, item__title__startswith="PUBLIC", restriction="", item__position=1
    )
    status, headers, body = ask(client, f"/documents/{paper.sha256}/{paper.file_name}")
    assert (status, paper.file_name in headers["Content-Disposition"]) == (200, True)
    assert hashlib.sha256(body).hexdigest() == paper.sha256
    assert mark("PUBLIC", "public", Document, "file").encode() in body


def test_what_the_other_kinds_publish_is_found(council, client):
    for state, model, name in [
        ("agenda", AgendaItem, "purpose"),
        ("decisions", Decision, "text"),
        ("edited", Minute, "body"),
        ("agenda", Meeting, "summoned_by"),
        ("notice", Meeting, "public_note"),
        ("notice", Meeting, "summoned_by"),
        ("cancelled", Meeting, "public_note"),
    ]:
        body = ask(client, f"/committees/harbour-committee/{MEETINGS[state]}/")[2]
        assert mark("PUBLIC", state, model, name).encode() in body, state
    assert b"PUBLIC-the heating failed" in body


def test_what_is_told_of_people_is_found(council, client):
    """The control of their pages: the public meeting's declaration and vote, and who attended it."""
    page, attended = (ask(client, each)[2].decode() for each in ("/people/mary-bell/", f"{PUBLIC_MEETING}attendance/"))
    assert mark("PUBLIC", "public", Declaration, "nature") in page and mark("PUBLIC", "public", Motion, "text") in page
    assert mark("PUBLIC", "public", Declaration, "nature") in attended
    for name in ("guest_name", "role", "comment"):
        assert mark("PUBLIC", "public", Attendance, name) in attended
    month = ask(client, "/meetings/2026/03/")[2].decode()
    assert mark("PUBLIC", "public", Meeting, "subtitle") in month
    assert "An interest" in ask(client, "/people/cy-tern/")[2].decode()  # one that is sensitive


PUBLIC_MEETING = "/committees/harbour-committee/2026-03-04/"
UNKNOWN = "/committees/harbour-committee/2020-01-01/"
THE_SAME_AS_UNKNOWN = {
    "a draft": "/committees/harbour-committee/2026-03-11/",
    "a scheduled meeting": "/committees/harbour-committee/2026-03-18/",
    "withdrawn before it went live": "/committees/harbour-committee/2026-04-01/",
    "no such committee": "/committees/no-such-committee/2026-03-04/",
    "no such committee's page": "/committees/no-such-committee/",
    "a scheduled version": "/committees/harbour-committee/2026-03-18/publications/1/",
    "a version withdrawn before it went live": "/committees/harbour-committee/2026-04-01/publications/1/",
    "a version that never was": "/committees/harbour-committee/2026-03-04/publications/9/",
    "a draft's agenda": "/committees/harbour-committee/2026-03-11/agenda.pdf",
    "a draft's minutes": "/committees/harbour-committee/2026-03-11/minutes.pdf",
    "scheduled minutes": "/committees/harbour-committee/2026-03-18/minutes.pdf",
    "a public meeting's agenda, never published": "/committees/harbour-committee/2026-03-04/agenda.pdf",
    "minutes that are drafted": "/committees/harbour-committee/2026-04-15/minutes.pdf",
    "a draft's notice": "/committees/harbour-committee/2026-03-11/notice.pdf",
    "a draft's pack": "/committees/harbour-committee/2026-03-11/pack.pdf",
    "a scheduled meeting's notice": "/committees/harbour-committee/2026-03-18/notice.pdf",
    "a scheduled meeting's pack": "/committees/harbour-committee/2026-03-18/pack.pdf",
    "decisions that are drafted": "/committees/harbour-committee/2026-04-15/decisions.pdf",
    "a supplement that never was": "/committees/harbour-committee/2026-04-15/publications/1/supplement.pdf",
    "a scheduled version's supplement": "/committees/harbour-committee/2026-03-18/publications/1/supplement.pdf",
    "no such date": "/committees/harbour-committee/2026-02-31/",
    "a draft's attendance": "/committees/harbour-committee/2026-03-11/attendance/",
    "a scheduled meeting's attendance": "/committees/harbour-committee/2026-03-18/attendance/",
    "no such person": "/people/nobody/",
    "no such photograph": "/people/mary-bell/photo",
    "no such file": f"/documents/{'0' * 64}/paper.pdf",
    "no such address": "/nothing/here",
}


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_not_public_is_answered_as_what_never_was(council, client, method):
    answers = {what: said(client, address, method) for what, address in THE_SAME_AS_UNKNOWN.items()}
    unknown = said(client, UNKNOWN, method)
    assert unknown[0] == 404
    assert {what: answer for what, answer in answers.items() if answer != unknown} == {}


def test_an_item_that_is_not_public_is_answered_as_one_that_never_was(council, client):
    for state in ("draft", "scheduled", "withdrawn", "never-live", "below-closed-item", "closed-item"):
        item = AgendaItem.objects.get(title=mark("LK", state, AgendaItem, "title"))
        meeting = f"/committees/harbour-committee/{item.meeting.slug}"
        for slug in slugs_of(item) - set(published_slugs()) | {slugify(item.title)}:
            answer = said(client, f"{meeting}/{slug}/")
            assert answer == said(client, f"{meeting}/no-such-item/"), state
            assert said(client, f"{meeting}/{slug}/item.pdf") == said(client, f"{meeting}/no-such-item/item.pdf"), state
            assert state == "withdrawn" or answer == said(client, UNKNOWN), state


def test_a_paper_that_is_not_public_is_answered_as_one_that_never_was(council, client):
    closed = ("closed-item", "closed-Document", "closed-whole")
    for state in ("draft", "scheduled", "withdrawn", "never-live", *closed):
        paper = Document.objects.get(title=mark("LK", state, Document, "title"))
        address = f"/documents/{paper.sha256}/{paper.file_name}"
        assert said(client, address) == said(client, UNKNOWN), state
        assert said(client, address, **{"range": "bytes=0-10", "if-none-match": "*"}) == said(client, UNKNOWN), state


def test_of_a_withdrawn_publication_only_its_own_addresses_say_so(make_council, client):
    make_council(printed=True)
    meeting = "/committees/harbour-committee/2026-03-25/"
    for address in (meeting, f"{meeting}publications/1/", f"{meeting}minutes.pdf", f"{meeting}no-such-item/"):
        status, headers, body = ask(client, address)
        assert (status, headers["Cache-Control"], b"PUBLIC-reason" in body) == (410, "no-store", True), address
    for address in (f"{meeting}publications/2/", f"{meeting}agenda.pdf"):
        assert said(client, address) == said(client, UNKNOWN), address


def test_of_a_withdrawn_publication_no_file_and_no_row_is_left(make_council):
    council = make_council(printed=True)
    assert len(council.withdrawn_files) == 3
    assert [name for name in council.withdrawn_files if files.exists(name)] == []
    assert not Version.objects.filter(meeting_slug="2026-03-25").exists()


def test_a_restricted_papers_file_never_enters_public_storage(council):
    published = set(
        Document.objects.filter(meeting=council.public, restriction="")
        .exclude(item__parent__isnull=False)
        .exclude(item__restriction__gt="")
        .values_list("sha256", flat=True)
    )
    closed = set(Document.objects.filter(meeting=council.public).values_list("sha256", flat=True)) - published
    assert len(closed) >= 4
    assert [sha256 for sha256 in closed if files.exists(sha256)] == []


def test_a_reader_who_kept_a_page_is_told_that_it_was_withdrawn(council, client):
    """A cache that asks again with its ETag is not told "unchanged"."""
    address = "/committees/harbour-committee/2026-03-04/"
    etag = ask(client, address)[1]["ETag"]
    assert ask(client, address, **{"if-none-match": etag})[0] == 304
    Publication.objects.get(meeting=council.public).withdraw("A name was in it.")
    assert ask(client, address, **{"if-none-match": etag})[0] == 410


# — Seeded faults: with one filter taken away, the scan must find it —


def always(value):
    return property(lambda self: value)


def everything(self, now):
    return self.all()


def untimed(sql: str) -> str:
    """The question without what asks whether it is live or shown yet."""
    for asked in (asking._shown("s"), asking._live("v"), asking._live("l"), asking._live("o")):
        sql = sql.replace(asked, "1 = 1")
    return sql


def with_column(original, **columns):
    """Freezes an item with a field of the record from a column that no record holds, or not of such an item."""

    def item(item, *others):
        return replace(original(item, *others), **{name: getattr(item, column) for name, column in columns.items()})

    return item


def what_is_wanted(original):
    def item(item, *others):
        wanted = tuple(f"{row.title} {row.of_whom}" for row in item.papers_wanted.all())
        return replace(original(item, *others), background_papers=wanted)

    return item


def what_is_to_do(original):
    def item(item, *others):
        return replace(original(item, *others), minutes="".join(action.what for action in item.actions.all()))

    return item


def every_summary(original):
    def item(item, *others):
        return replace(original(item, *others), summary=item.minute.summary if hasattr(item, "minute") else "")

    return item


def with_clerk_note(original):
    def freeze(meeting, *others):
        meeting.public_note = meeting.clerk_note
        return original(meeting, *others)

    return freeze


def with_history(original):
    def freeze(meeting, *others):
        meeting.public_note = "".join(row.text for row in meeting.wordings.all())
        return original(meeting, *others)

    return freeze


def with_what_is_typed(original):
    def freeze(meeting, *others):
        meeting.public_note = "".join(row.text for row in meeting.typing.all())
        return original(meeting, *others)

    return freeze


def all_papers(documents, before):
    return tuple(freezing._paper(document, before) for document in documents)


def all_attendance(draft, kind, names, titles):
    rows = [(row, freezing._listed(row, names, {})) for row in draft.attendances]
    return tuple(freezing._attended(row, listed, names, titles) for row, listed in rows)


def all_declarations(item, names):
    return tuple(record.Declaration(names.person(d.person), d.kind, d.nature) for d in item.declarations.all())


def with_apologies(original):
    def attended(row, *others):
        return replace(original(row, *others), comment=row.apology_reason)

    return attended


def all_motions(item, names, groups):
    return tuple(freezing._motion(motion, names, groups) for motion in item.motions.all())


def with_urgency(original):
    def item(item, *others):
        return replace(original(item, *others), is_late=True, late_reason=item.late_reason)

    return item


def as_in_the_draft(publication):
    return freezing.freeze(publication.meeting, Kind(publication.kind))


def with_the_drafts_committee(original):
    def pieces(publication, record, now):
        return original(publication, replace(record, committee=publication.meeting.committee.name), now)

    return pieces


def title_in_the_address(self, taken):
    return slugify(self.title)


def as_first_published(original):
    def settle(meeting, standing):
        published = dict(meeting.items.exclude(slug="").values_list("pk", "slug"))
        original(meeting, standing)
        for pk, slug in published.items():
            AgendaItem.objects.filter(pk=pk).update(slug=slug)

    return settle


SEARCH = "SQLITE" if connection.vendor == "sqlite" else "POSTGRESQL"

FAULTS = {
    "the search finds what is not shown yet": (searching, SEARCH, untimed(getattr(searching, SEARCH))),
    "a meeting is shown before its time": (asking, "MEETING", untimed(asking.MEETING)),
    "items are shown before their time": (asking, "ITEM", untimed(asking.ITEM)),
    "home has minutes before their time": (asking, "MINUTES", untimed(asking.MINUTES)),
    "decisions are shown before their time": (asking, "DECISIONS", untimed(asking.DECISIONS)),
    "the register has decisions before their time": (register, "SHOWN", untimed(register.SHOWN)),
    "a feed has what is not live": (feeds, "CHANGES", untimed(feeds.CHANGES)),
    "the list of what has changed has what is not live": (open_data, "CHANGED", untimed(open_data.CHANGED)),
    "a calendar has what is not shown yet": (calendars, "SHOWN", untimed(calendars.SHOWN)),
    "a committee has had what is not live": (asking, "PAST_OF", untimed(asking.PAST_OF)),
    "declarations are told before their time": (asking_people, "DECLARED", untimed(asking_people.DECLARED)),
    "the calendar has meetings before their time": (asking_calendar, "MONTH", untimed(asking_calendar.MONTH)),
    "votes are told before their time": (asking_people, "VOTED", untimed(asking_people.VOTED)),
    "a version's page reads any row": (asking, "PLACES", untimed(asking.PLACES)),
    "versions are live before their time": (VersionQuerySet, "live", everything),
    "papers are live before their time": (PaperQuerySet, "live", everything),
    "nothing counts as restricted": (Restrictable, "is_restricted", always(False)),
    "restricted items are shown": (AgendaItem, "is_restricted", always(False)),
    "restricted minutes are shown": (Minute, "is_restricted", always(False)),
    "restricted decisions are shown": (Decision, "is_restricted", always(False)),
    "restricted motions are shown": (Motion, "is_restricted", always(False)),
    "amendments of restricted motions are shown": (freezing, "_motions", all_motions),
    "restricted papers are shown": (freezing, "_papers", all_papers),
    "a restricted item's own title is shown": (AgendaItem, "title_for_the_public", property(lambda self: self.title)),
    "items below a restricted one are shown": (freezing, "_open_items", lambda draft, *_: draft.items),
    "items two levels below a restricted one are shown": (freezing, "_above", lambda parent, parents: {parent}),
    "a title is in the address though it is closed": (AgendaItem, "proposed_slug", title_in_the_address),
    "a title that is closed later stays in the address": (slugs, "settle", as_first_published(slugs.settle)),
    "an urgency is given for what is not late": (freezing, "_item", with_urgency(freezing._item)),
    "who has the urgency agreed is said of what is not late": (
        freezing,
        "_item",
        with_column(freezing._item, is_late="pk", late_agreed_by="late_agreed_by"),
    ),
    "the chair's note is published": (freezing, "_item", with_column(freezing._item, officer="chair_note")),
    "a note on the state of a closed item is published": (
        freezing,
        "_item",
        with_column(freezing._item, state="kind", state_note="state_note"),
    ),
    "papers that are wanted are published": (freezing, "_item", what_is_wanted(freezing._item)),
    "actions are published": (freezing, "_item", what_is_to_do(freezing._item)),
    "a public minute is published of what is open": (freezing, "_item", every_summary(freezing._item)),
    "the reason for apologies is published": (freezing, "_attended", with_apologies(freezing._attended)),
    "a sensitive interest is told": (freezing, "_declarations", all_declarations),
    "the history of a text is published": (publishing.models, "freeze", with_history(freezing.freeze)),
    "what is being typed is published": (publishing.models, "freeze", with_what_is_typed(freezing.freeze)),
    "an agenda holds who came": (freezing, "_attendance", all_attendance),
    "an agenda holds the minutes": (Kind, "has_minutes", always(True)),
    "an agenda holds the decisions": (Kind, "has_decisions", always(True)),
    "a notice and a cancellation hold the items": (Kind, "has_items", always(True)),
    "the clerk's note is published": (publishing.models, "freeze", with_clerk_note(freezing.freeze)),
    "a page made again reads the draft": (Publication, "meeting_record", property(as_in_the_draft)),
    "a page made again asks the draft for its committee": (
        projecting,
        "pieces",
        with_the_drafts_committee(projecting.pieces),
    ),
    "what is withdrawn stays": (publishing.models, "forget", lambda publication: set()),
    "a withdrawal gives its reason though nothing had gone live": (Publication, "was_never_live", always(False)),
}


@pytest.mark.once
@pytest.mark.parametrize("place, name, fault", FAULTS.values(), ids=FAULTS)
def test_the_scan_finds_a_missing_filter(make_council, client, monkeypatch, place, name, fault):
    monkeypatch.setattr(place, name, fault)
    make_council()
    assert next(leaks(client), None), "the whole scan found nothing"
