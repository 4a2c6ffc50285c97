"""The addresses of one text below its meeting: its page, saving it, and what is being typed in it.

`static/minutes/text.js` asks for JSON; a browser without it gets the same as pages."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone

from minutes.admin.addressed import number
from minutes.admin.locking import only_reading
from minutes.admin.tabs import first_address, may, meeting_at, show
from minutes.admin.texts import history
from minutes.admin.texts.saving import Outcome, save
from minutes.admin.ways_back import at, desk_address
from minutes.begun import WHAT, begun
from minutes.models import Meeting, Typing
from minutes.texts import Name, Text, is_open, name_of, text_of
from minutes.unsaved import Unsaved, moment, unsaved
from richtext.admin import editor_policy
from richtext.cleaning import MAX_LENGTH, clean_html
from richtext.fields import validate_length
from richtext.templatetags.richtext import richtext
from richtext.widgets import editor_for

GONE = "This text was deleted while you were writing. What you wrote still stands here: copy it to where it belongs."

MOST_WRITTEN = 10  # editors open at once in one window
HEADINGS_FROM = 4  # below the item's own


def urls(meetings) -> list:
    """For MeetingAdmin.get_urls."""
    here = "<int:pk>/text/<str:field>/"
    return [
        path("<int:pk>/typing/", of_text("view", all_typing), name="minutes_meeting_all_typing"),
        path(here, of_text("change", page), name="minutes_meeting_text"),
        path(here + "opened/", of_text("change", opened), name="minutes_meeting_text_opened"),
        path(here + "typing/", of_text("change", keep), name="minutes_meeting_text_typing"),
        path(here + "history/", of_text("view", history.page), name="minutes_meeting_text_history"),
    ]


def wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def of_text(verb: str, view):
    """The view for who may `verb` the text that the address names. A script is told in words and a status that nobody, or
    somebody else, is logged in; a browser goes to the log-in."""

    @wraps(view)
    def checked(request, pk: int, field: str = "", **kwargs):
        posted_by = request.POST.get("user")
        if posted_by and posted_by != str(request.user.pk):
            return JsonResponse({"said": [f"{request.user} is logged in now, and not you."]}, status=401)
        name = name_of(field)
        if field and name is None:
            raise Http404
        meeting = meeting_at(request.user, pk, name.right(verb) if name else "")
        return view(request, meeting, *([name] if name else []), **kwargs)

    guarded = admin.site.admin_view(checked)

    def asked(request, *args, **kwargs):
        if wants_json(request) and not admin.site.has_permission(request):
            return JsonResponse({"said": ["You are logged out."]}, status=401)
        return guarded(request, *args, **kwargs)

    return asked


def opened(request, meeting: Meeting, name: Name):
    """What the editor opens with: the text as it is stored now, its version, and the editor's settings."""
    text = text_of(meeting, name)
    if text is None:
        return JsonResponse({"said": [GONE]}, status=410)
    known = {"text": clean_html(text.html), "version": text.version, "closed": text.is_closed, "longest": MAX_LENGTH}
    return JsonResponse(known | {"editor": editor_for(f"{name.label}: {text.whose}"), "csrf": get_token(request)})


# What is being typed


def keep(request, meeting: Meeting, name: Name):
    """POST only: keep what stands in a text's field, or throw it away."""
    if "throw_away" in request.POST and not wants_json(request):
        forget(request, str(name))
        messages.success(request, "What you had typed is thrown away.")
        return HttpResponseRedirect(reverse("admin:minutes_meeting_text", args=[meeting.pk, name]))
    return kept(request, meeting, str(name), [name])


def kept(request, meeting: Meeting, field: str, names: list[Name]):
    """Keep what was posted of a field with one write, which does not change the record; or forget it. The browser may keep it
    as well if the public may read all that `names` name."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    window, text = request.POST.get("window", "")[:40], request.POST.get("text", "")
    if "throw_away" in request.POST:
        forget(request, field)
        return JsonResponse({"said": ["Thrown away."]})
    try:
        validate_length(text)
    except ValidationError as error:
        return JsonResponse({"said": error.messages}, status=422)
    now = timezone.now()
    row = Typing(
        user_id=request.user.pk,
        meeting=meeting,
        field=field,
        window=window,
        text=text,
        opened_version=number(request.POST.get("opened_version")),
        changed_at=now,
    )
    try:
        Typing.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "field", "window"],
            update_fields=["text", "opened_version", "changed_at", "meeting"],
        )
    except IntegrityError:
        return JsonResponse({"said": [GONE]}, status=410)
    return JsonResponse({"at": moment(now), "closed": not all(is_open(meeting.pk, name) for name in names)})


def forget(request, field: str) -> None:
    window = request.POST.get("window", "")[:40]
    Typing.objects.filter(user=request.user.pk, field=field, window=window).delete()


def all_typing(request, meeting: Meeting):
    """What is typed at the meeting and not saved: the reader's own with its text, of others only who and where. Of the texts
    that a browser says it is `writing`, `closed` are those that may not lie in it."""
    found = [one for one in unsaved(meeting) if may(request.user, one.name.right("view"))]
    known = {"user": request.user.pk, "csrf": get_token(request)}
    mine = [_own(one) for one in found if one.user == request.user.pk]
    others = [_of_others(one) for one in found if one.user != request.user.pk]
    writing = filter(None, map(name_of, request.GET.getlist("writing")[:MOST_WRITTEN]))
    closed = [str(name) for name in writing if not is_open(meeting.pk, name)]
    return JsonResponse(
        known | {"mine": mine, "others": others, "closed": closed, "forms": _forms(meeting, request.user)}
    )


def _forms(meeting: Meeting, user) -> list[dict]:
    """The forms that the user has begun at the minutes desk."""
    mine = [one for one in begun(meeting) if one.typing.user_id == user.pk]
    return [
        {
            "field": one.typing.field,
            "window": one.typing.window,
            "text": one.typing.text,
            "words": one.words,
            "item": one.item.pk,
            "part": one.part,
            "row": one.row,
            "what": f"{WHAT[one.part]} at {one.item.title}",
            "said": f"You had begun {one.what} here {one.since}, and it is not saved.",
        }
        for one in mine
    ]


def _own(one: Unsaved) -> dict:
    clean = clean_html(one.typing.text)
    known = {"field": one.typing.field, "window": one.typing.window, "version": one.typing.opened_version}
    return known | {"said": you_were_typing(one), "text": clean, "html": richtext(clean, HEADINGS_FROM)}


def you_were_typing(one: Unsaved) -> str:
    return f"You were typing here {one.since}, and it is not saved."


def _of_others(one: Unsaved) -> dict:
    return {"field": one.typing.field, "said": they_type(one)}


def they_type(one: Unsaved) -> str:
    if one.is_now:
        return f"{one.who} is typing here."
    return f"{one.who} typed something here {one.since} that is not saved."


# The page of one text, and saving it


@editor_policy
def page(request, meeting: Meeting, name: Name):
    if request.method == "POST":
        return saved(request, meeting, name)
    if meeting.lock:
        only_reading(request.user)
    text = text_of(meeting, name)
    if text is None:
        raise Http404
    mine, others = [], []
    for one in unsaved(meeting):
        if one.name == name:
            (mine if one.user == request.user.pk else others).append(one)
    back = next((one.typing for one in mine if one.typing.window == request.GET.get("put_back")), None)
    html, version = (clean_html(back.text), back.opened_version) if back else (text.html, text.version)
    window = back.window if back else ""
    told = {
        "mine": [(you_were_typing(one), one.typing) for one in mine if one.typing != back],
        "others": [they_type(one) for one in others],
    }
    return shown(request, meeting, text, text_html=html, opened_version=version, window=window, **told)


@transaction.atomic
def saved(request, meeting: Meeting, name: Name):
    text = text_of(meeting, name, to_write=True)
    if text is None:
        if wants_json(request):
            return JsonResponse({"said": [GONE]}, status=410)
        typed = request.POST.get("text", "")
        return show(request, name.page, meeting, page="text_gone", said=GONE, text_html=typed, status=410)
    outcome = save(request, text)
    if outcome.status == 200:
        windows = {request.POST.get("window", ""), request.POST.get("adopted", "")}
        Typing.objects.filter(user=request.user.pk, field=str(name), window__in=windows).delete()
    return (as_json if wants_json(request) else as_page)(request, meeting, text, outcome)


def as_json(request, meeting: Meeting, text: Text, outcome: Outcome):
    known = {"said": outcome.said, "merged": outcome.merged, "version": text.version, "closed": text.is_closed}
    if outcome.status == 200:
        level = number(request.POST.get("level")) or HEADINGS_FROM
        known |= {"text": text.html, "html": richtext(text.html, level), "at": moment(timezone.now())}
    if outcome.pieces:
        context = {"pieces": outcome.pieces, "text": text, "user": request.user}
        known["merge"] = render_to_string("admin/minutes/_merge.html", context)
    return JsonResponse(known, status=outcome.status)


def as_page(request, meeting: Meeting, text: Text, outcome: Outcome):
    if outcome.status == 200:
        for sentence in outcome.said:
            messages.warning(request, sentence)
        messages.success(request, f"{text.name.label} of “{text.whose}”: saved.")
        return HttpResponseRedirect(back_to(request, text))
    opened_version = number(request.POST.get("opened_version"))
    typed = request.POST.get("text", "")
    return shown(request, meeting, text, outcome=outcome, text_html=typed, opened_version=opened_version)


def shown(request, meeting: Meeting, text: Text, *, outcome: Outcome | None = None, **context):
    status = outcome.status if outcome else 200
    context |= {"text": text, "outcome": outcome, "back": back_to(request, text)}
    return show(request, text.name.page, meeting, page="text", **context, status=status)


def back_to(request, text: Text) -> str:
    """Where the clerk came from, if that is a page of the desk; else the page on which the text stands."""
    asked = desk_address(request.POST.get("back") or request.GET.get("back") or "")
    page = asked or first_address(request.user, text.item.meeting_id, text.name.page)
    return at(page, f"item-{text.item.pk}")
