"""Whether a page offers e-mail alerts; pages are rendered without a request, so that no context processor could say it."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def offers_alerts() -> bool:
    """Whether e-mails can be sent, or, in the demonstration, printed."""
    return settings.OFFERS_ALERTS
