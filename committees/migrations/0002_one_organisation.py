"""Every page names the organisation: the row is there from the start, for the clerk to fill in."""

from django.db import migrations


def make(apps, schema_editor):
    apps.get_model("committees", "Organisation").objects.get_or_create(pk=1, defaults={"name": "Your council"})


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
