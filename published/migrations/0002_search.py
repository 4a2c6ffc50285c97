import django.db.models.deletion
from django.db import migrations, models

from published import fulltext


class Migration(migrations.Migration):

    dependencies = [
        ('published', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Text',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True)),
                ('read_at', models.DateTimeField(help_text="Empty as long as it waits; set also if it can't be read.", null=True)),
                ('problem', models.TextField(blank=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'text of a file',
                'verbose_name_plural': 'texts of files',
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['attempts', 'sha256'], name='text_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('id', models.BigAutoField(help_text='Its place among all: by the day of the meeting, and on one day as they came.', primary_key=True, serialize=False)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='published.version')),
                ('kind', models.CharField(help_text='published.indexing.KINDS', max_length=20)),
                ('has_decisions', models.BooleanField(default=False)),
                ('committee_slug', models.SlugField(db_index=False, max_length=80)),
                ('item_slug', models.SlugField(blank=True, db_index=False, max_length=100)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(max_length=600)),
                ('text', models.TextField()),
                ('facets', models.TextField(help_text='Its kinds and its committee, each as a word that nobody types.')),
            ],
            options={
                'verbose_name_plural': 'words',
                'indexes': [models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='words_of_a_file')],
            },
        ),
        migrations.AddIndex(
            model_name='shown',
            index=models.Index(fields=['version', 'starts_at', 'ends_at'], name='shown_when'),
        ),
        migrations.RunPython(fulltext.create, fulltext.drop),
    ]
