"""A form that is sent twice, by a double click or an impatient one, is done once: the second answer is the first's."""

from functools import wraps
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.session import SessionStorage
from django.db import transaction
from django.http import HttpResponseRedirect

# Django's own forms, those that make or call off meetings, and those that put something into an agenda or a minute. Not what a
# script sends: it may mean to send the same again.
TWICE = {"add_view", "change_view", "new_meeting", "cancellation", "bring_in", "phrase"}
KEPT, MOST = "sent", 5  # the last few, in the clerk's session


def once(view):
    """The view, which does nothing for a form that it has done already and answers as it did then, with what it said."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            _wait_for_the_first(request)
            key = _key(request)
            if done := _done(request).get(key):
                return _again(request, *done)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                _keep(request, key, response.url)
            return response

    return answer


def _wait_for_the_first(request) -> None:
    """Of two that come at once the second sees what the first has done: it waits here until that is stored."""
    get_user_model().objects.select_for_update(no_key=True).filter(pk=request.user.pk).first()


def _key(request) -> str:
    """Each page that holds a form has a token of its own, masked anew: the same token with the same fields is the same form."""
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    return sha256(repr((request.path, sorted(request.POST.lists()), sorted(files))).encode()).hexdigest()


def _done(request) -> dict[str, list[str]]:
    """As it is stored now, which may be later than this request began."""
    return type(request.session)(request.session.session_key).get(KEPT, {})


def _keep(request, key: str, address: str) -> None:
    said = messages.get_messages(request)
    kept = SessionStorage(request).serialize_messages(list(said))
    said.used = False  # they are still to be shown
    request.session[KEPT] = dict([*_done(request).items(), (key, [address, kept])][-MOST:])
    request.session.save()


def _again(request, address: str, kept: str) -> HttpResponseRedirect:
    for message in SessionStorage(request).deserialize_messages(kept):
        messages.add_message(request, message.level, message.message, extra_tags=message.extra_tags)
    return HttpResponseRedirect(address)
