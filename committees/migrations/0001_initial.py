import django.core.validators
import django.db.models.deletion
import richtext.fields
from django.db import migrations, models


def make_organisation(apps, schema_editor):
    """Every page names the organisation: the row is there from the start, for the clerk to fill in."""
    apps.get_model("committees", "Organisation").objects.get_or_create(pk=1, defaults={"name": "Your council"})


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(help_text='Part of the public address; readers keep links to it.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, figures and single hyphens, such as planning-committee.')], verbose_name='address')),
                ('kind', models.CharField(choices=[('council', 'Council'), ('executive', 'Executive'), ('regulatory', 'Planning and regulatory'), ('scrutiny', 'Overview and scrutiny'), ('parish', 'Parish, town and community councils'), ('board', 'Boards and partnerships'), ('other', 'Other bodies')], default='other', max_length=20)),
                ('kind_order', models.PositiveSmallIntegerField(default=99, editable=False)),
                ('purpose', richtext.fields.RichTextField(blank=True, help_text='What the committee is for: its terms of reference in brief.')),
                ('quorum', models.PositiveSmallIntegerField(blank=True, help_text='How many members must be present. Empty if it is not known.', null=True)),
                ('clear_days', models.CharField(choices=[('principal-5', 'Principal council: five clear working days (LGA 1972 s.100B)'), ('parish-3', 'Parish council: three clear days (LGA 1972 Sch. 12 para. 10)'), ('wales-3', 'Wales: three clear days'), ('none', 'None: not a body that the law binds')], default='principal-5', max_length=20, verbose_name='notice of a meeting')),
                ('usual_venue', models.CharField(blank=True, max_length=300)),
                ('usual_start', models.TimeField(blank=True, null=True, verbose_name='usual start time')),
                ('contact_officer', models.CharField(blank=True, max_length=200)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=50)),
                ('dissolved_on', models.DateField(blank=True, help_text='Empty while the committee exists.', null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['kind_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('abbreviation', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'verbose_name_plural': 'parties',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Ward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('council', 'Principal council'), ('parish', 'Parish, town or community council'), ('board', 'Board'), ('association', 'Association')], default='council', max_length=20, verbose_name='kind of body')),
                ('logo', models.ImageField(blank=True, upload_to='organisation')),
                ('strapline', models.CharField(blank=True, help_text='One sentence under the name on the home page.', max_length=200)),
                ('data_licence', models.CharField(blank=True, help_text='For example: Open Government Licence v3.0', max_length=100, verbose_name='licence of the data')),
                ('data_licence_url', models.URLField(blank=True, verbose_name='address of the licence')),
                ('contact_name', models.CharField(blank=True, help_text='For example: Democratic Services', max_length=200)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=50)),
                ('contact_address', models.TextField(blank=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'organisation',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_organisation', violation_error_message='There is one organisation in an installation; change the one that is there.')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, help_text='For example: Councillor, Dr, Canon', max_length=40)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(max_length=100)),
                ('slug', models.SlugField(max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, figures and single hyphens, such as planning-committee.')], verbose_name='address')),
                ('post', models.CharField(blank=True, help_text="An officer's post. Empty for a member.", max_length=200)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='committees.party')),
                ('ward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='committees.ward')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['last_name', 'first_name'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('vice-chair', 'Vice-Chair'), ('member', 'Member'), ('substitute', 'Substitute'), ('co-opted', 'Co-opted member')], default='member', max_length=20)),
                ('role_order', models.PositiveSmallIntegerField(default=99, editable=False)),
                ('started_on', models.DateField(blank=True, help_text='Empty if it is not known.', null=True)),
                ('ended_on', models.DateField(blank=True, help_text='The last day. Empty while the person sits.', null=True)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='committees.committee')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='committees.person')),
            ],
            options={
                'ordering': ['role_order', 'person__last_name', 'person__first_name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message="A membership can't end before it starts."), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('committee', 'person'), name='one_current_membership', violation_error_message='This person sits on this committee already; end that membership first.'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('role', 'chair')), fields=('committee',), name='one_current_chair', violation_error_message='This committee has a chair already; give the last day of that membership.')],
            },
        ),
        migrations.RunPython(make_organisation, migrations.RunPython.noop),
    ]
