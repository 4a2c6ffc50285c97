"""The full text of each database over published.Words, which is not for the ORM to make."""

from django.db import migrations

from published import fulltext


class Migration(migrations.Migration):
    dependencies = [("published", "0001_initial")]
    operations = [migrations.RunPython(fulltext.create, fulltext.drop)]
