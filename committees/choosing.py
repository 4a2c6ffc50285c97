"""Choosing people in the tables of a form: a council has 150 members, and a page may not ask for each by itself."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import BaseInlineFormSet

from committees.days_and_times import TYPED


class PersonSelect(AutocompleteSelect):
    """A select that was told the name of who is chosen; only another choice is looked up."""

    chosen = None

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.chosen.pk, str(self.chosen), True, len(options)))
        return [(None, options, 0)]


class PeopleFormSet(BaseInlineFormSet):
    """Rows that name people, who were fetched with them."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.whose = self.whose(form.instance, index)
        for name, field in form.fields.items():
            select = getattr(field.widget, "widget", field.widget)  # the admin wraps it
            if isinstance(select, PersonSelect) and form.instance.pk:
                select.chosen = getattr(form.instance, name)

    def whose(self, row, index: int | None) -> str:
        """Whose a row is, in the names of its controls: "Councillor Mary Bell", or "document 2". What stands for the number
        in the row that new ones are made of, names.js replaces."""
        name = row.pk and (getattr(row, "person", None) or getattr(row, "name", None))
        return str(name or f"{self.model._meta.verbose_name} {'__prefix__' if index is None else index + 1}")


class PeopleInline(admin.TabularInline):
    """A table of rows that name people in `autocomplete_fields`."""

    formset = PeopleFormSet
    formfield_overrides = TYPED
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
