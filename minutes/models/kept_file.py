"""Rows with a file in private storage."""

from django.core.files.base import ContentFile
from django.db import models, transaction

from minutes.papers import check_upload, inspect_paper, private_name
from minutes.receiving.looked import listed

FACTS = ("file_name", "sha256", "size", "pages", "found_in_it", "is_as_sent")


class KeptFile(models.Model):
    """A file, and what it is: its safe name, digest, size and pages, which are true on every way in, importing included."""

    file = models.FileField(upload_to=private_name, max_length=300, validators=[check_upload])
    file_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    found_in_it = models.JSONField(
        default=list, editable=False, help_text="What nobody may have meant to publish, in words: authors, comments, …"
    )
    is_as_sent = models.BooleanField(
        default=False, editable=False, help_text="Whether that was left in it, because the clerk asked for that."
    )

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        """The file goes with its row. Deletion by a cascade or a queryset calls no delete(): see remove_unreferenced."""
        self._remove_file_on_commit(self.file)
        return super().delete(*args, **kwargs)

    def save(self, *args, update_fields=None, **kwargs):
        if self.file and not self.file._committed:
            self._receive()
            if self.pk:
                self._replace(type(self).objects.get(pk=self.pk))
            if update_fields is not None:
                update_fields = {*update_fields, *FACTS, *self.kept_of_earlier_files}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _receive(self) -> None:
        """Keep the file without what was found in it: what is not here is not published by a slip."""
        paper = inspect_paper(self.file)
        self.found_in_it, self.is_as_sent = list(paper.found), self.keep_as_sent and paper.clean is not None
        if paper.clean is not None and not self.is_as_sent:
            self.file = ContentFile(paper.clean, name=self.file.name)
            paper = paper.cleaned()
        self.file_name, self.sha256, self.size, self.pages = paper.name, paper.sha256, paper.size, paper.pages

    @property
    def said_of_findings(self) -> str:
        """What was found in the file and taken out, in a sentence for the desk; "" if there was nothing."""
        if not self.found_in_it:
            return ""
        found = listed(self.found_in_it)
        return f"Left in it, as you asked: {found}." if self.is_as_sent else f"Taken out of it: {found}."

    keep_as_sent = False  # set before it is saved with a new file, where a clerk asks for that
    kept_of_earlier_files: tuple[str, ...] = ()  # the columns that _replace() changes

    def _replace(self, stored) -> None:
        """Another file takes the place of the stored one."""
        self._remove_file_on_commit(stored.file)

    @staticmethod
    def _remove_file_on_commit(file) -> None:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))
