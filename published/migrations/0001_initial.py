import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=100)),
                ('number', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=500)),
                ('kind', models.CharField(max_length=20)),
                ('level', models.PositiveIntegerField()),
                ('heading', models.TextField()),
                ('body', models.TextField()),
                ('lacks_papers', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('sequence', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('facts', models.TextField(blank=True, help_text='Canonical JSON; empty for what was withdrawn before it was live.')),
                ('live_from', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PDF',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text="The file below the meeting's address, without .pdf.", max_length=20)),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('toolchain', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.TextField(blank=True)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'PDF',
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text="Its place in the list, the Chair's first.")),
                ('date', models.DateField()),
                ('person', models.SlugField(db_index=False, help_text='Empty: nobody who is on file.', max_length=120)),
                ('name', models.CharField(help_text='That of the day.', max_length=250)),
                ('capacity', models.CharField(max_length=20)),
                ('seat', models.CharField(max_length=20)),
                ('role', models.CharField(max_length=200)),
                ('represents', models.CharField(max_length=200)),
                ('state', models.CharField(help_text='Empty where attendance is not part of what was published.', max_length=20)),
                ('remote', models.BooleanField()),
                ('substitute_for', models.CharField(max_length=250)),
                ('comment', models.TextField(help_text='When they came and went, and what else is said of it.')),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('sequence', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('salt', models.CharField(max_length=64)),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveBigIntegerField(db_index=True)),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Declared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its place among those of the meeting.')),
                ('date', models.DateField()),
                ('person', models.SlugField(db_index=False, max_length=120)),
                ('name', models.CharField(help_text='That of the day.', max_length=250)),
                ('kind', models.CharField(max_length=30)),
                ('nature', models.TextField()),
                ('afterwards', models.CharField(max_length=20)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declared', to='published.item')),
            ],
            options={
                'verbose_name_plural': 'declarations',
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its place among the decisions of the meeting.')),
                ('date', models.DateField()),
                ('item_kind', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=40)),
                ('is_key', models.BooleanField()),
                ('brief', models.TextField(help_text='Its entry in a list of decisions, as HTML.')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='published.item')),
            ],
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its place among the actions of the version.')),
                ('number', models.PositiveBigIntegerField(db_index=True)),
                ('is_given_here', models.BooleanField(help_text='At this meeting, and not at an earlier one.')),
                ('what', models.TextField()),
                ('owner', models.CharField(max_length=200)),
                ('due', models.DateField(null=True)),
                ('state', models.CharField(max_length=20)),
                ('done_on', models.DateField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='published.item')),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('pages', models.PositiveIntegerField(null=True)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='published.item')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('record', models.OneToOneField(db_column='sequence', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='version', serialize=False, to='published.record')),
                ('key', models.PositiveBigIntegerField(db_index=True)),
                ('committee_slug', models.SlugField(db_index=False, max_length=80)),
                ('committee_name', models.CharField(max_length=200)),
                ('meeting_slug', models.CharField(max_length=20)),
                ('date', models.DateField()),
                ('start', models.TimeField(null=True)),
                ('subtitle', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('notice', 'Notice of meeting'), ('agenda', 'Agenda'), ('supplementary-agenda', 'Supplementary agenda'), ('decisions', 'Decisions'), ('draft-minutes', 'Draft minutes'), ('minutes', 'Minutes'), ('cancellation', 'Cancellation')], max_length=20)),
                ('rank', models.SmallIntegerField()),
                ('note', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('goes_live_at', models.DateTimeField()),
                ('live_from', models.DateTimeField(help_text='Empty if it was live when this row was written.', null=True)),
                ('title', models.CharField(max_length=600)),
                ('brief', models.TextField(help_text='Its line in a list of meetings, as HTML.')),
                ('front', models.TextField(help_text='What stands before the items, as HTML.')),
                ('approved_at', models.CharField(blank=True, help_text='Of approved minutes: the address of the meeting that approved them.', max_length=120)),
                ('approved_item', models.SlugField(blank=True, db_index=False, max_length=100)),
                ('made_with', models.PositiveIntegerField(help_text='published.bodies.MADE_WITH when the pieces were made.')),
            ],
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('sequence', models.PositiveBigIntegerField(help_text='That of what was withdrawn.', primary_key=True, serialize=False)),
                ('key', models.PositiveBigIntegerField(db_index=True)),
                ('committee_slug', models.SlugField(db_index=False, max_length=80)),
                ('meeting_slug', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('notice', 'Notice of meeting'), ('agenda', 'Agenda'), ('supplementary-agenda', 'Supplementary agenda'), ('decisions', 'Decisions'), ('draft-minutes', 'Draft minutes'), ('minutes', 'Minutes'), ('cancellation', 'Cancellation')], max_length=20)),
                ('goes_live_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('withdrawn_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['committee_slug', 'meeting_slug'], name='withdrawal_address')],
            },
        ),
        migrations.CreateModel(
            name='VoteCast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its place among all votes of the meeting.')),
                ('date', models.DateField()),
                ('motion', models.PositiveIntegerField()),
                ('text', models.CharField(help_text="The motion's first words.", max_length=200)),
                ('is_amendment', models.BooleanField()),
                ('method', models.CharField(max_length=20)),
                ('result', models.CharField(max_length=20)),
                ('person', models.SlugField(db_index=False, max_length=120)),
                ('name', models.CharField(help_text='That of the day.', max_length=250)),
                ('party', models.CharField(help_text='That of the day; empty where it is not known.', max_length=100)),
                ('cast', models.CharField(max_length=20)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes_cast', to='published.item')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes_cast', to='published.version')),
            ],
            options={
                'verbose_name_plural': 'votes',
            },
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['committee_slug', 'meeting_slug'], name='version_address'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['committee_slug', 'date', 'meeting_slug'], name='version_committee'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['date', 'meeting_slug'], name='version_date'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['live_from'], name='version_live'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['approved_at'], name='version_approved_at'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['made_with', '-record'], name='version_made_with'),
        ),
        migrations.AddField(
            model_name='shown',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='published.version'),
        ),
        migrations.AddField(
            model_name='presence',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='published.version'),
        ),
        migrations.AddField(
            model_name='pdf',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pdfs', to='published.version'),
        ),
        migrations.AddField(
            model_name='paper',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='published.version'),
        ),
        migrations.AddField(
            model_name='item',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='published.version'),
        ),
        migrations.AddField(
            model_name='declared',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declared', to='published.version'),
        ),
        migrations.AddField(
            model_name='decision',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='published.version'),
        ),
        migrations.AddField(
            model_name='action',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='published.version'),
        ),
        migrations.AddIndex(
            model_name='votecast',
            index=models.Index(fields=['person', '-date', '-version', 'position'], name='votecast_person'),
        ),
        migrations.AddIndex(
            model_name='presence',
            index=models.Index(fields=['person', '-date'], name='presence_person'),
        ),
        migrations.AddIndex(
            model_name='pdf',
            index=models.Index(condition=models.Q(('made_at', None)), fields=['attempts', '-version'], name='pdf_waiting'),
        ),
        migrations.AddIndex(
            model_name='pdf',
            index=models.Index(condition=models.Q(('made_at__isnull', False)), fields=['made_at'], name='pdf_made'),
        ),
        migrations.AddConstraint(
            model_name='pdf',
            constraint=models.UniqueConstraint(fields=('version', 'name'), name='pdf_once_a_version'),
        ),
        migrations.AddConstraint(
            model_name='pdf',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_at', None), ('sha256', '')), models.Q(('made_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='pdf_made_has_file'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['sha256', 'file_name'], name='paper_address'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('version', 'slug'), name='item_once_a_version'),
        ),
        migrations.AddIndex(
            model_name='declared',
            index=models.Index(fields=['person', '-date', '-version', 'position'], name='declared_person'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['-date', '-version', 'position'], name='decision_date'),
        ),
    ]
