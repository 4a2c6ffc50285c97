"""The history of each text of the record: what it said, since when, and who wrote it."""

from contextvars import ContextVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from committees.models import Organisation

# Asks who is at the desk in this request; nobody for a command.
ask_writer: ContextVar = ContextVar("ask_writer", default=lambda: None)


class WordingQuerySet(models.QuerySet):
    def of(self, field: str):
        """The wordings of the text that is called `field` ("minute-12-body"), the oldest first."""
        return self.filter(field=field).order_by("pk")

    def at(self, field: str, version: int) -> str | None:
        """What the text said when its row had that version; None where its history has not begun."""
        then = self.of(field).filter(version__lte=version).last()
        if then:
            return then.text
        return "" if self.of(field).exists() else None

    def clear(self, meeting) -> int:
        """Forget all but the newest wording of each text of the meeting, if the council's setting says so; a hold stops it.

        Called once its minutes are approved. Gives how many were forgotten; digests and publications are not touched."""
        council = Organisation.objects.get(pk=1)
        if not council.clears_wordings or council.holds_wordings:
            return 0
        newest = self.filter(meeting=meeting).order_by().values("field").annotate(newest=models.Max("pk"))
        return self.filter(meeting=meeting).exclude(pk__in=[row["newest"] for row in newest]).delete()[0]


class Wording(models.Model):
    """What a text said from one save to the next. Written with each change of the text, on every way to it; never changed.

    It outlives the row that held the text. `written_at` is empty for what stood there before anybody at the desk changed
    it: an import, for example."""

    meeting = models.ForeignKey("minutes.Meeting", models.CASCADE, related_name="wordings")
    field = models.CharField(max_length=100, help_text="Which column of which row: minute-12-body.")
    version = models.PositiveIntegerField(help_text="The version of the row from which it stood.")
    text = models.TextField(
        blank=True
    )  # clean, as the column was: to clean it once more would take as long as the save
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["field", "version"], name="wordings_of_a_text")]

    def __str__(self) -> str:
        return f"{self.field}, version {self.version}"


class Worded(models.Model):
    """A row with texts whose history is kept. It is Versioned as well."""

    WORDED: tuple[str, ...] = ()  # its columns of rich text
    FIRST_VERSION = 0

    class Meta:
        abstract = True

    def text_name(self, column: str) -> str:
        """What the text is called: its row by kind and number, and its column."""
        return f"{self._meta.model_name}-{self.pk}-{column}"

    def meeting_number(self) -> int:
        return self.item.meeting_id

    def save(self, *args, update_fields=None, **kwargs):
        columns = [name for name in self.WORDED if update_fields is None or name in update_fields]
        before = self._stored(columns)
        super().save(*args, update_fields=update_fields, **kwargs)
        for column in columns:
            self._follow(column, before)

    def _stored(self, columns: list[str]) -> dict:
        known = type(self)._default_manager.filter(pk=self.pk) if self.pk and columns else None
        return (known.values("version", *columns).first() if known is not None else None) or {}

    def _follow(self, column: str, before: dict) -> None:
        old, new, name = before.get(column, ""), getattr(self, column), self.text_name(column)
        author = ask_writer.get()() if old != new else None
        if old == new or not (before or author):
            return  # of what an import makes, the history begins with the first change
        last = Wording.objects.of(name).last()
        if old and (last is None or last.text != old):
            version = before["version"] if last else self.FIRST_VERSION
            Wording.objects.create(meeting_id=self.meeting_number(), field=name, version=version, text=old)
        Wording.objects.create(
            meeting_id=self.meeting_number(),
            field=name,
            version=before["version"] + 1 if before else self.version,  # every change at the desk raises it
            text=new,
            author=author,
            written_at=timezone.now(),
        )
