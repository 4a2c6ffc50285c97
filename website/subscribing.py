"""/subscribe/: asking for e-mail alerts, confirming them, changing and ending them.

No page here is kept by a cache. The links of the e-mails are secrets: who holds one may do what its page does, so that those
pages need no cookie. Nothing happens when a link is opened, but when its button is pressed: mail scanners open links.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from committees.models import Organisation
from website.alerts.forms import SignUpForm
from website.alerts.limits import network_of, too_many
from website.models import Letter, SignUp, Subscriber, WithToken

MOST = 50  # things that one address follows
may_ask = require_http_methods(["GET", "HEAD", "POST"])


def _page(request, name: str, status: int = 200, **context) -> HttpResponse:
    request.organisation = Organisation.objects.current()
    response = render(request, f"website/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@may_ask
def subscribe(request):
    """The form. Whatever is known of the address, the answer is the same."""
    if not settings.OFFERS_ALERTS:
        return _page(request, "subscribe", form=None)
    now = timezone.now()
    form = SignUpForm(now, request.POST if request.method == "POST" else None, request.GET)
    if not form.is_bound or not form.is_valid():
        return _page(request, "subscribe", status=400 if form.is_bound else 200, form=form)
    network = network_of(request, now)
    if too_many(now, network=network):
        response = _page(request, "subscribe_too_many", status=429)
        response["Retry-After"] = 3600
        return response
    asked = form.sign_up()
    if not too_many(now, address=asked.address):
        asked.network, asked.asked_at, asked.due_at = network, now, now
        asked.save(force_insert=True)
    return HttpResponseRedirect(reverse("website:look_in_your_mailbox"))


@require_safe
def look_in_your_mailbox(request):
    return _page(request, "subscribe_sent")


@csrf_exempt
@may_ask
def confirm(request, token):
    """The link of the question. Pressing the button twice is as good as once."""
    asked = SignUp.objects.filter(nonce=_nonce(SignUp, token)).first()
    if asked is None:
        return _page(request, "subscribe_too_old", status=410)
    if request.method != "POST":
        return _page(request, "subscribe_confirm", asked=asked)
    with transaction.atomic():
        asked = SignUp.objects.select_for_update().get(pk=asked.pk)
        subscriber = Subscriber.objects.filter(address=asked.address).first()
        if asked.confirmed_at is None:
            if subscriber is not None and subscriber.subscriptions.count() >= MOST:
                return _page(request, "subscribe_too_many", status=400, most=MOST)
            subscriber = _follow(asked)
    return (
        HttpResponseRedirect(f"{_manage(subscriber)}?begun")
        if subscriber
        else _page(request, "subscribe_too_old", status=410)
    )


def _follow(asked: SignUp) -> Subscriber:
    """What was asked for begins now."""
    now = timezone.now()
    subscriber, _ = Subscriber.objects.select_for_update().get_or_create(address=asked.address)
    wished = {"said": asked.said, "when": asked.when}
    subscriber.subscriptions.update_or_create(
        kind=asked.kind, value=asked.value, defaults=wished, create_defaults=wished | {"since": now}
    )
    _set_daily(subscriber, asked.is_daily)
    SignUp.objects.filter(pk=asked.pk).update(confirmed_at=now)
    return subscriber


def _set_daily(subscriber: Subscriber, is_daily: bool) -> None:
    """How often it is written to. What waits for the e-mail of the day waits no longer when there is none."""
    Subscriber.objects.filter(pk=subscriber.pk).update(is_daily=is_daily)
    if not is_daily:
        waiting = Letter.objects.filter(subscriber=subscriber, in_daily=True, done_at=None, leased_until=None)
        waiting.update(in_daily=False, due_at=timezone.now())


@csrf_exempt
@may_ask
def manage(request, token):
    """What is followed: one of it is ended, or how often something comes is changed."""
    nonce = _nonce(Subscriber, token)
    subscriber = Subscriber.objects.filter(nonce=nonce).first()
    if subscriber is None:
        return _page(request, "subscribe_stopped")
    if request.method == "POST":
        with transaction.atomic():
            _change(Subscriber.objects.select_for_update().get(pk=subscriber.pk), request.POST)
        return HttpResponseRedirect(_manage(subscriber))
    followed = subscriber.subscriptions.order_by("pk")
    told = {"masked": _masked(subscriber.address), "has_begun": "begun" in request.GET}
    return _page(request, "subscribe_manage", subscriber=subscriber, followed=followed, **told)


def _change(subscriber: Subscriber, sent) -> None:
    """`end` is one subscription's number; `often` is once or daily. With the last that it follows, the subscriber goes."""
    ended = sent.get("end", "")
    if ended.isascii() and ended.isdecimal() and len(ended) < 19:
        subscriber.subscriptions.filter(pk=ended).delete()
    if sent.get("often") in {"once", "daily"}:
        _set_daily(subscriber, sent["often"] == "daily")
    if not subscriber.subscriptions.exists():
        _forget(subscriber)


@csrf_exempt
@may_ask
def stop(request, token):
    """The one-click unsubscribing of RFC 8058: a POST without cookies, from the reader or from their mail program, as often as
    it likes. A GET shows the button."""
    subscriber = Subscriber.objects.filter(nonce=_nonce(Subscriber, token)).first()
    if subscriber is not None and request.method != "POST":
        return _page(request, "subscribe_stop", subscriber=subscriber)
    if subscriber is not None:
        with transaction.atomic():
            _forget(subscriber)
    return _page(request, "subscribe_stopped")


def _forget(subscriber: Subscriber) -> None:
    """The address is nowhere any more: what it follows and its letters go with it."""
    SignUp.objects.filter(address=subscriber.address).delete()
    Subscriber.objects.filter(pk=subscriber.pk).delete()


def _nonce(model: type[WithToken], token: str) -> str:
    """Http404 for a link that we never made."""
    try:
        return model.nonce_of(token)
    except signing.BadSignature:
        raise Http404 from None


def _manage(subscriber: Subscriber) -> str:
    return reverse("website:alerts", args=[subscriber.token])


def _masked(address: str) -> str:
    """As its owner knows it again, and nobody else learns it: m…@example.org"""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
