"""What was done at the minutes desk, written to the desk's own history."""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models import Model

WORDS = {ADDITION: "added", CHANGE: "changed", DELETION: "removed"}


def log(user, row: Model, flag: int, message: str = "") -> str:
    """Write it down, before a row is deleted; gives the sentence for the clerk."""
    LogEntry.objects.log_actions(user.pk, [row], flag, change_message=message, single_object=True)
    return f"{row._meta.verbose_name.capitalize()} {WORDS[flag]}."
