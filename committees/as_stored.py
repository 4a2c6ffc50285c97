"""For a ModelAdmin: over a form that is refused stands the row as it is stored. Django names it by what was typed, as if that
were kept."""


class AsStored:
    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and request.method == "POST":
            obj = self.model._base_manager.get(pk=obj.pk)
            context |= {"original": obj, "subtitle": str(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
