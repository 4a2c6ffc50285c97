"""Report authors: named by a clerk for one item; and the one page that an author has, which puts papers into it."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path

from committees.appointing import who_can_log_in
from committees.days_and_times import TYPED
from committees.law import Ground
from committees.of_committee import OfCommittee
from minutes.admin.addressed import number
from minutes.admin.papers.tab import note
from minutes.models import AgendaItem, Document, ReportAuthor
from minutes.paper_names import suggestion

HERE = "{} is with this item already. Nothing was sent again."


class SendForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["file", "title"]
        help_texts = {"title": "As it is to stand on the agenda. Left empty, it is made of the file’s name."}

    def __init__(self, item: AgendaItem, *data):
        super().__init__(*data, instance=Document(item=item, meeting=item.meeting))
        self.fields["title"].required = False

    def clean(self):
        """What the file's name says it is. One that calls itself closed is, until a clerk has looked at it."""
        cleaned = super().clean()
        if file := cleaned.get("file"):
            found = suggestion(file.name, [])
            cleaned["title"] = cleaned.get("title") or found.title[:300]
            self.instance.kind = found.kind
            self.instance.restriction = Ground.UNKNOWN if found.is_closed else Ground.OPEN
        return cleaned


def papers(request, pk: int) -> HttpResponse:
    """For the author alone, on their days; to anybody else it isn't there."""
    author = get_object_or_404(ReportAuthor.objects.of(request.user), pk=pk)
    form = SendForm(author.item, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        _store(request, author.item, form.instance)
        return HttpResponseRedirect(request.path)
    context = {**admin.site.each_context(request), "title": "Papers for an item", "item": author.item, "form": form}
    return render(request, "admin/minutes/report.html", context | {"ends": author.ended_on})


@transaction.atomic
def _store(request, item: AgendaItem, paper: Document) -> None:
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    known = {row.sha256 for row in locked.documents.all()}
    paper.place_last()
    paper.save()
    if paper.sha256 in known:
        paper.delete()
        messages.info(request, HERE.format(f"“{paper.file_name}”"))
        return
    note(request, locked, f"Paper put on it by its author: {paper.title}.")
    messages.success(request, f"“{paper}” is with the clerk now. {paper.said_of_findings} You can send another one.")


@admin.register(ReportAuthor)
class ReportAuthorAdmin(OfCommittee, admin.ModelAdmin):
    formfield_overrides = TYPED
    list_display = ["user", "item", "started_on", "ended_on"]
    list_select_related = ["user", "item"]
    search_fields = ["user__name", "item__title"]
    autocomplete_fields = ["item"]
    fields = ["user", "item", "started_on", "ended_on"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "item__meeting")

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return initial if number(initial.get("item")) else {**initial, "item": None}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = who_can_log_in(request, ReportAuthor)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(papers)
        return [path("<int:pk>/papers/", view, name="minutes_reportauthor_papers"), *super().get_urls()]
