"""What every answer passes through."""

from functools import cached_property

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpResponseNotAllowed

READING = {"GET", "HEAD", "OPTIONS"}
WRITTEN_TO = ("/admin/", "/subscribe/")


def no_store_unless_said(get_response):
    """No cache may keep an answer that does not say so itself: the clerk's desk, previews, errors, an unknown address."""

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def only_read(get_response):
    """What is public is read, and nothing else: 405 (RFC 9110 §15.5.6) with what may be done, before a cookie is asked for."""

    def middleware(request):
        if request.method in READING or request.path.startswith(WRITTEN_TO):
            return get_response(request)
        sentence = "This address can only be read, with GET or HEAD.\n"
        return HttpResponseNotAllowed(["GET", "HEAD"], sentence, content_type="text/plain; charset=utf-8")

    return middleware


class Policy(CSPMiddleware):
    """The content security policy, which django-csp builds anew for each answer, a fifth of the time of a 304: built once for
    all answers that ask for nothing of their own (the page with the editor does)."""

    @cached_property
    def usual(self) -> str:
        return build_policy()

    def process_response(self, request, response):
        if hasattr(response, "_csp_update"):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", self.usual)
        return response
