"""From when the public is shown a committee or a person is a manager's to say, on its page at the desk."""

from django.contrib import messages

from committees.rights import ALL, where
from committees.showing import Shown

UNTIL_SAID = "{} is not shown to the public yet. A manager says from which day."


def may_show(user, model: type[Shown], row: Shown | None = None) -> bool:
    """Whether the user may say from when a row is shown; without a row, one that they are about to add."""
    right = f"committees.show_{model._meta.model_name}"
    return user.has_perm(right, row) if row or not hasattr(model, "COMMITTEE") else where(user, right) is ALL


class SaysWhenShown:
    """For a ModelAdmin of a Shown model: who may not say it can read it, and what they add waits for somebody who may."""

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if may_show(request.user, self.model, obj) else [*fields, "shown_from"]

    def save_model(self, request, obj, form, change):
        if not change and not may_show(request.user, self.model):
            obj.shown_from = None
            messages.info(request, UNTIL_SAID.format(obj))
        super().save_model(request, obj, form, change)
