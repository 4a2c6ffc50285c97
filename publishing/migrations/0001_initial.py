import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from publishing import append_only


def make_head(apps, schema_editor):
    """The one row that publishing locks."""
    apps.get_model("publishing", "Head").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('committees', '0001_initial'),
        ('minutes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('published_at', models.DateTimeField(help_text="The time of the log's last row.", null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_head')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('sequence', models.PositiveBigIntegerField(editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(db_index=True, max_length=120)),
                ('kind', models.CharField(choices=[('notice', 'Notice of meeting'), ('agenda', 'Agenda'), ('supplementary-agenda', 'Supplementary agenda'), ('decisions', 'Decisions'), ('draft-minutes', 'Draft minutes'), ('minutes', 'Minutes'), ('cancellation', 'Cancellation')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('goes_live_at', models.DateTimeField()),
                ('published_at', models.DateTimeField()),
                ('record_digest', models.CharField(blank=True, max_length=64)),
                ('previous_digest', models.CharField(max_length=64, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='minutes.meeting')),
                ('strikes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='strikings', to='publishing.publication')),
                ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='publishing.publication')),
            ],
            options={
                'ordering': ['sequence'],
                'permissions': [('withdraw_publication', 'Can withdraw publications')],
                'constraints': [models.CheckConstraint(condition=models.Q(('withdraws', models.F('sequence')), _negated=True), name='no_withdrawal_of_itself'), models.CheckConstraint(condition=models.Q(('withdraws', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_withdrawal_says_why', violation_error_message='Say why it is withdrawn; the public reads it.'), models.CheckConstraint(condition=models.Q(('strikes', None), models.Q(('withdraws', None), models.Q(('note', ''), _negated=True)), _connector='OR'), name='a_removal_of_words_says_why', violation_error_message='Say why the words are removed; the public reads it.'), models.CheckConstraint(condition=models.Q(('goes_live_at__gte', models.F('published_at'))), name='live_not_before_published')],
            },
        ),
        migrations.CreateModel(
            name='TakenSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100)),
                ('item', models.PositiveBigIntegerField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='minutes.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'slug'), name='slug_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='Overridden',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('sentence', models.TextField()),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overridden', to='publishing.publication')),
            ],
            options={
                'ordering': ['publication', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Summons',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('e-mail', 'By e-mail'), ('hand', 'By hand'), ('post', 'By post')], max_length=10)),
                ('address', models.EmailField(blank=True, help_text='That of the moment.', max_length=254)),
                ('delivered_on', models.DateField(help_text='Of a paper: the day on which it was delivered or posted.', null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Being sent'), ('done', 'Sent'), ('refused', 'Refused'), ('failed', 'Not sent'), ('doubtful', 'Perhaps sent')], max_length=10)),
                ('problem', models.TextField(blank=True, help_text='What the mail server said.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.person')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='summonses', to='publishing.publication')),
            ],
            options={
                'verbose_name': 'summons',
                'verbose_name_plural': 'summonses',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('delivered_on', None), ('way', 'e-mail'), models.Q(('address', ''), _negated=True)), models.Q(('address', ''), ('delivered_on__isnull', False), ('outcome', 'done'), models.Q(('way', 'e-mail'), _negated=True)), _connector='OR'), name='summons_by_mail_or_on_paper'), models.UniqueConstraint(condition=models.Q(('outcome__in', ['', 'done']), ('way', 'e-mail')), fields=('publication', 'person'), name='summons_mailed_once'), models.UniqueConstraint(condition=models.Q(('way', 'e-mail'), _negated=True), fields=('publication', 'person', 'way', 'delivered_on'), name='summons_delivered_once')],
            },
        ),
        migrations.RunPython(make_head, migrations.RunPython.noop),
        migrations.RunPython(append_only.create, append_only.drop),
    ]
