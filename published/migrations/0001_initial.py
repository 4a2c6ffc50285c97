import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
            name='Record',
            fields=[
                ('sequence', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('salt', models.CharField(max_length=64)),
                ('text', models.TextField()),
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
                ('approved_on', models.DateField(null=True)),
                ('signed_on', models.DateField(null=True)),
                ('made_with', models.PositiveIntegerField(help_text='published.bodies.MADE_WITH when the pieces were made.')),
            ],
            options={
                'indexes': [models.Index(fields=['committee_slug', 'meeting_slug'], name='version_address'), models.Index(fields=['committee_slug', 'date', 'meeting_slug'], name='version_committee'), models.Index(fields=['date', 'meeting_slug'], name='version_date'), models.Index(fields=['live_from'], name='version_live'), models.Index(fields=['approved_at'], name='version_approved_at'), models.Index(fields=['made_with', '-record'], name='version_made_with')],
            },
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveBigIntegerField(db_index=True)),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='published.version')),
            ],
        ),
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
                ('said', models.CharField(help_text='A digest of what the record says of it, but for its place.', max_length=16)),
                ('minuted', models.CharField(blank=True, help_text='In minutes, a digest of what they say happened and was decided.', max_length=16)),
                ('matter', models.PositiveBigIntegerField(help_text='The number of the matter that it belongs to.', null=True)),
                ('matter_title', models.CharField(blank=True, max_length=300)),
                ('matter_reference', models.CharField(blank=True, max_length=60)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='published.version')),
            ],
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
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='published.version')),
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
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='published.version')),
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
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pdfs', to='published.version')),
            ],
            options={
                'verbose_name': 'PDF',
                'indexes': [models.Index(condition=models.Q(('made_at', None)), fields=['attempts', '-version'], name='pdf_waiting'), models.Index(condition=models.Q(('made_at__isnull', False)), fields=['made_at'], name='pdf_made')],
                'constraints': [models.UniqueConstraint(fields=('version', 'name'), name='pdf_once_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('made_at', None), ('sha256', '')), models.Q(('made_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='pdf_made_has_file')],
            },
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
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='published.version')),
            ],
            options={
                'indexes': [models.Index(fields=['sha256', 'file_name'], name='paper_address')],
            },
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('matter__isnull', False)), fields=['matter'], name='item_matter'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('version', 'slug'), name='item_once_a_version'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['-date', '-version', 'position'], name='decision_date'),
        ),
    ]
