"""The page of a private link: a reader outside the desk, mostly the chair, reads one meeting's draft minutes and writes to each
item what is wrong in it.

The token in the address is all that opens it. It tells of no other meeting and of nothing at the desk; it is kept by no
cache, listed nowhere, and no other site learns its address from a browser."""

from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from committees.models import Organisation
from desk.draft_for_the_chair import DraftItem, DraftToRead, draft_to_read
from minutes.admin.addressed import number
from minutes.models import ChairComment, ChairLink, Meeting
from published import addresses
from published.kinds import Kind
from publishing.models import Publication, PublicationQuerySet
from richtext.plain_text import text_of

LONGEST, MOST = 5_000, 500  # characters of a comment, comments of a link
EXPIRED = "This link has expired. Ask the clerk for a new one."
PUBLISHED = "These minutes have been published since this link was made"  # the page goes on with a link to them
NOT_HERE = "This link doesn’t open anything. Ask the clerk who sent it."
WHOLE = "the minutes as a whole"


class SendForm(forms.Form):
    """The fields of the page that are always the same; each item has one of its own besides."""

    name = forms.CharField(label="Your name", max_length=200, error_messages={"required": "Write your name."})


@dataclass
class Field:
    """Where a comment is typed: to an item, or to the whole (key 0). `sent` are those that were sent before by this link."""

    key: int
    label: str
    text: str = ""
    version: int | None = None
    problem: str = ""
    sent: list[ChairComment] | tuple = ()
    item: DraftItem | None = None


def private(view):
    """Answers that no cache keeps, no search engine lists, and whose address no browser tells. The policy is strict-origin:
    with no-referrer a browser would not say either which site a form was sent from."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answered


@private
@require_http_methods(["GET", "HEAD", "POST"])
def for_the_chair(request, token: str) -> HttpResponse:
    """An unknown token and one that was taken back are answered alike. What is sent is stored only while the link is open: it is
    locked meanwhile."""
    request.organisation = Organisation.objects.current()
    if request.method == "POST":
        with transaction.atomic():
            return _answer(request, ChairLink.objects.select_for_update(of=("self",)).opened_by(token))
    return _answer(request, ChairLink.objects.opened_by(token))


def _answer(request, link: ChairLink | None) -> HttpResponse:
    if why := why_ended(link, timezone.now()) if link else NOT_HERE:
        return not_sent(request, why, link)
    draft = draft_to_read(link.meeting, with_closed=link.with_closed)
    fields = _fields(request, draft, link)
    form = SendForm(request.POST if request.method == "POST" else None, initial={"name": link.to_name})
    if request.method == "POST" and _check(form, fields, link):
        sent = [_comment(link, form.cleaned_data["name"], field) for field in fields if field.text]
        ChairComment.objects.bulk_create(sent)
        return HttpResponseRedirect(f"{request.path}?sent={len(sent)}", status=303)
    context = {
        "link": link,
        "draft": draft,
        "whole": fields[0],
        "fields": fields[1:],
        "form": form,
        "sent": number(request.GET.get("sent")),
    }
    return render(request, "desk/for_the_chair.html", context, status=400 if form.errors else 200)


def why_ended(link: ChairLink, now: datetime) -> str:
    """The sentence that answers where the draft was; "" as long as it is there."""
    if link.has_expired(now):
        return EXPIRED
    return PUBLISHED if _published_since(link, now).exists() else ""


def _published_since(link: ChairLink, now: datetime) -> PublicationQuerySet:
    kinds = [Kind.DRAFT_MINUTES, Kind.MINUTES]
    since = Publication.objects.of(link.meeting).standing().filter(kind__in=kinds, published_at__gt=link.made_at)
    return since.filter(goes_live_at__lte=now)


def not_sent(request, why: str, link: ChairLink | None) -> HttpResponse:
    """That nothing is here any more, and what was typed, to copy: it comes from the browser that sent it, and is kept nowhere."""
    labels = {name.removeprefix("comment-"): text for name, text in request.POST.items() if name.startswith("comment-")}
    typed = [(request.POST.get(f"label-{key}", ""), text) for key, text in labels.items() if text.strip()]
    public = _published_since(link, timezone.now()).first() if why == PUBLISHED else None
    context = {"why": why, "typed": typed, "public": public and addresses.meeting(*public.address.split("/"))}
    return render(request, "desk/for_the_chair_ended.html", context, status=410 if link else 404)


def _fields(request, draft: DraftToRead, link: ChairLink) -> list[Field]:
    """The field for the whole first, then one an item, with what was typed into them; last what was typed to an item that is
    there no more."""
    before: dict[int, list[ChairComment]] = {}
    for comment in link.comments.all():
        before.setdefault(comment.item_id or 0, []).append(comment)
    fields = [Field(0, WHOLE)]
    for item in draft.items:
        fields.append(Field(item.row.pk, item.label, version=item.minute.version if item.minute else None, item=item))
    known = {field.key for field in fields}
    keys = {number(name.removeprefix("comment-")) for name in request.POST if name.startswith("comment-")}
    fields += [Field(key, request.POST.get(f"label-{key}", "")) for key in sorted(keys - known)]
    for field in fields:
        field.sent = before.get(field.key, ())
        field.text = request.POST.get(f"comment-{field.key}", "").strip()
        if request.method == "POST":
            field.version = number(request.POST.get(f"version-{field.key}"))
    return fields


def _check(form: SendForm, fields: list[Field], link: ChairLink) -> bool:
    """Whether it can be sent; where not, the form and the fields say why."""
    written = [field for field in fields if field.text]
    for field in written:
        if len(field.text) > LONGEST:
            field.problem = f"This is longer than {LONGEST:,} characters. Write the rest to the clerk by e-mail."
            form.add_error(None, f"Your comment on {field.label} is too long: write {LONGEST:,} characters at most.")
    if not written:
        form.add_error(None, "Nothing is written yet. Write into one of the fields below, then send.")
    if link.comments.count() + len(written) > MOST:
        form.add_error(None, "This link has taken as many comments as it can. Write to the clerk by e-mail.")
    return form.is_valid()


def _comment(link: ChairLink, name: str, field: Field) -> ChairComment:
    """What is kept of a field: under the title that the reader saw."""
    at = field.item
    title = at.item.title if at else field.label if field.key else ""
    read = _read(link.meeting, at, field.version)
    return ChairComment(
        link=link,
        item=at.row if at else None,
        title=title[:500],
        name=name,
        text=field.text,
        read_version=field.version,
        read=read,
    )


def _read(meeting: Meeting, item: DraftItem | None, version: int | None) -> str:
    """The words of the minute that the reader had before them: as it stands, or as its history has it."""
    if item is None or item.minute is None or not item.item.minutes:
        return ""
    minute = item.minute
    if minute.version == version:
        return text_of(minute.body)
    return text_of(meeting.wordings.at(minute.text_name("body"), version or 0) or "")
