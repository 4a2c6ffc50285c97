"""What Django's admin has no words for: names for those who hear a page, and values for those who may only read it."""

from django import template
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, FileField, Model, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from committees.clear_days import Notice
from desk.approving import Waiting, waiting_at
from desk.approving_elsewhere import ElsewhereForm, elsewhere_at
from desk.head import PublicState, public_state
from desk.reviewing import standing_of
from minutes.admin.tabs import first_address, tabs_of
from minutes.models import AgendaItem, ChairComment, Meeting
from published.kinds import Kind
from publishing.standing import Standing
from richtext.fields import RichTextField
from richtext.templatetags.richtext import richtext

register = template.Library()


@register.filter
def named(html: SafeString, name: str) -> SafeString:
    """A block of Django's own with a name for its table, which has none."""
    before, table, after = html.partition("<table")
    label = format_html(' aria-label="{}"', name) if table else ""
    return mark_safe(before + table + label + after)  # noqa: S308  a rendered block, and what was escaped


@register.simple_tag
def readable(field) -> str:
    """A field that may only be read: rich text as text, a paper by its own name; all else as Django has it."""
    row, column = field.form.instance, column_of(field)
    value = getattr(row, column.attname) if column else None
    if isinstance(column, RichTextField) and value:
        return richtext(value)
    if isinstance(column, FileField) and value and hasattr(row, "file_name"):
        return format_html('<a href="{}">{}</a>', value.url, row.file_name)
    return field.contents()


@register.simple_tag(takes_context=True)
def page_of(context, meeting: int, *names: str) -> str:
    """The address of a meeting's page: of the first of these that the clerk may open ("minutes", "agenda")."""
    return first_address(context["user"], meeting, *names)


@register.simple_tag(takes_context=True)
def may_at(context, row: Model, right: str) -> bool:
    """Whether the clerk has the right in the committee that the row belongs to: for a page of rows of several."""
    return context["user"].has_perm(right, row)


@register.simple_tag(takes_context=True)
def state_of(context, meeting: Meeting) -> PublicState:
    """What is public of the meeting now, and what is scheduled. A view that has read its log gives it as `meeting_log`."""
    return public_state(meeting, timezone.now(), context.get("meeting_log"))


@register.simple_tag
def agenda_due(meeting: Meeting, state: PublicState) -> Notice | None:
    """The notice that a meeting to come would have if its agenda were published today; None where that is out, or no law asks
    for any."""
    is_out = state.shown and state.shown.kind != Kind.NOTICE
    if meeting.is_cancelled or meeting.has_begun or is_out:
        return None
    notice = Notice.of(meeting, timezone.localdate())
    return notice if notice.needed else None


@register.simple_tag(takes_context=True)
def tabs_over(context, meeting: Meeting) -> list[dict]:
    """The tabs of a meeting over this page: those that its view gave, or else those of the page called `here`."""
    return context.get("tabs") or tabs_of(meeting, context.get("here", ""), context["user"])


@register.simple_tag
def comments_on(meeting: Meeting) -> dict[int, list[ChairComment]]:
    """What readers of the draft wrote, by the id of the item; by 0 what they wrote of the whole, or of what is there no more.
    One query."""
    found: dict[int, list[ChairComment]] = {}
    for comment in ChairComment.objects.filter(link__meeting=meeting).select_related("decided_by"):
        found.setdefault(comment.item_id or 0, []).append(comment)
    return found


@register.filter
def at_item(comments: dict | str, item: int) -> list[ChairComment]:
    """Those of one item; none in a part of the page, which is not given them."""
    return comments.get(item, []) if comments else []


@register.simple_tag(takes_context=True)
def approvals_at(context, item: AgendaItem) -> list[Waiting]:
    """The minutes that wait for approval at the item, or of which something is recorded there."""
    return waiting_at(item, getattr(context["request"], "approving", None))


@register.simple_tag(takes_context=True)
def approval_elsewhere(context, item: AgendaItem) -> ElsewhereForm | None:
    """The form for minutes of another body that are approved at the item; None for who may change none there."""
    return elsewhere_at(item, context["user"], getattr(context["request"], "approving_elsewhere", None))


@register.simple_tag(takes_context=True)
def may_approve(context, row: Waiting) -> bool:
    """Whether the user may change approvals in the committee whose minutes these are."""
    return row.is_for(context["user"])


@register.simple_tag
def published_of(item: AgendaItem) -> list[Standing]:
    """The publications that stand and hold the agenda item, the newest first."""
    standing = standing_of(item.meeting, timezone.now())
    return [version for version in standing if any(held.slug == item.slug for held in version.record.items)]


@register.simple_tag
def staying(chosen: QuerySet) -> list[Model]:
    """Those of the rows chosen in a list that can't be deleted, because something that stays names them."""
    found = NestedObjects(using=chosen.db, origin=chosen)
    found.collect(chosen)
    naming = ((row, field) for row in found.protected for field in row._meta.concrete_fields if field.remote_field)
    held = {getattr(row, field.attname) for row, field in naming if field.remote_field.model is chosen.model}
    return [row for row in chosen if row.pk in held]


@register.simple_tag
def agenda_out(meeting: Meeting) -> dict[str, str]:
    """The titles that the public reads on the meeting's agenda, by the items' slugs; empty while none is out."""
    standing = [version for version in standing_of(meeting, timezone.now()) if not version.is_scheduled]
    titles = ({item.slug: item.title for item in version.record.items} for version in standing)
    return next(filter(None, titles), {})


@register.filter
def title_out(titles: dict[str, str], item: AgendaItem) -> str:
    """The title of an item among those of `agenda_out`; "" where the public doesn't know it."""
    return titles.get(item.slug, "")


def column_of(field) -> Field | None:
    """The model's field behind a field of the admin; None if there is none."""
    try:
        column = field.form.instance._meta.get_field(str(field.field["field"]))
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, Field) else None
