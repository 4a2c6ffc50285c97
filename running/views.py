"""What machines ask of an installation."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from running.ready import what_is_lacking


@require_safe
def readyz(request):
    """200 and "ready" if this release can serve; 503 and what is lacking, in a sentence, if not."""
    lacking = what_is_lacking()
    return HttpResponse(f"{lacking or 'ready'}\n", "text/plain; charset=utf-8", status=503 if lacking else 200)
