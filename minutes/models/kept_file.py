"""Rows with a file in private storage."""

from django.db import models, transaction

from minutes.papers import inspect_paper, private_name

FACTS = ("file_name", "sha256", "size", "pages")


class KeptFile(models.Model):
    """A file, and what it is: its safe name, digest, size and pages, which are true on every way in, importing included."""

    file = models.FileField(upload_to=private_name, max_length=300, validators=[inspect_paper])
    file_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        """The file goes with its row. Deletion by a cascade or a queryset calls no delete(): see remove_unreferenced."""
        self._remove_file_on_commit(self.file)
        return super().delete(*args, **kwargs)

    def save(self, *args, update_fields=None, **kwargs):
        if self.file and not self.file._committed:
            paper = inspect_paper(self.file)
            self.file_name, self.sha256, self.size, self.pages = paper.name, paper.sha256, paper.size, paper.pages
            if self.pk:
                self._replace(type(self).objects.get(pk=self.pk))
            if update_fields is not None:
                update_fields = {*update_fields, *FACTS, *self.kept_of_earlier_files}
        super().save(*args, update_fields=update_fields, **kwargs)

    kept_of_earlier_files: tuple[str, ...] = ()  # the columns that _replace() changes

    def _replace(self, stored) -> None:
        """Another file takes the place of the stored one."""
        self._remove_file_on_commit(stored.file)

    @staticmethod
    def _remove_file_on_commit(file) -> None:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))
