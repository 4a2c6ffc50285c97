"""The one place where text from the database is printed without being escaped."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import mark_safe

from richtext.cleaning import safe_html
from richtext.directions import with_directions
from richtext.fragments import clean_fragment
from richtext.headings import shift_headings
from richtext.plain_text import standing, text_of

register = template.Library()


@register.filter
@stringfilter
def richtext(html: str, level: int = 3) -> str:
    """Rich text, its headings from h<level> down. Made safe once more: what a fault or a hand put into the table stays there."""
    return mark_safe(with_directions(shift_headings(safe_html(html), int(level))))  # noqa: S308  safe_html has just made it so


@register.filter
@stringfilter
def fragment(html: str) -> str:
    """The council's own header, navigation or footer. Made safe once more, as rich text is."""
    return mark_safe(clean_fragment(html))  # noqa: S308  clean_fragment has just made it so


@register.filter
@stringfilter
def plaintext(html: str) -> str:
    """The words of rich text, for a list or a feed: those that stand."""
    return text_of(standing(safe_html(html)))
