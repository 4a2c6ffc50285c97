
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import re
import richtext.fields
import richtext.fragments
from django.conf import settings
from django.db import migrations, models


def make_organisation(apps, schema_editor):
    """Every page names the organisation and how its site looks; the rows are there from the start, for the clerk to fill in."""
    apps.get_model("committees", "Organisation").objects.get_or_create(pk=1, defaults={"name": "Your council"})
    apps.get_model("committees", "Website").objects.get_or_create(organisation_id=1)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown_from', models.DateField(blank=True, default=django.utils.timezone.localdate, help_text='The first day. Empty: not yet.', null=True, verbose_name='shown to the public from')),
                ('name', models.CharField(max_length=200)),
                ('slug', models.SlugField(help_text='Part of the public address; readers keep links to it.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, figures and single hyphens, such as planning-committee.')], verbose_name='address')),
                ('kind', models.CharField(choices=[('council', 'Council'), ('executive', 'Executive'), ('regulatory', 'Planning and regulatory'), ('scrutiny', 'Overview and scrutiny'), ('parish', 'Parish, town and community councils'), ('board', 'Boards and partnerships'), ('other', 'Other bodies')], default='other', max_length=20)),
                ('kind_order', models.PositiveSmallIntegerField(default=99, editable=False)),
                ('purpose', richtext.fields.RichTextField(blank=True, help_text='What the committee is for: its terms of reference in brief.')),
                ('quorum', models.PositiveSmallIntegerField(blank=True, help_text='How many members must be present. Empty if it is not known.', null=True)),
                ('clear_days', models.CharField(choices=[('principal-5', 'Principal council: five clear working days (LGA 1972 s.100B)'), ('parish-3', 'Parish council: three clear days (LGA 1972 Sch. 12 para. 10)'), ('wales-3', 'Wales: three clear working days'), ('none', 'None: not a body that the law binds')], default='principal-5', max_length=20, verbose_name='notice of a meeting')),
                ('counts_saturdays', models.BooleanField(default=True, help_text='Has a meaning for parish councils alone: NALC counts Saturdays, many councils don’t. Principal councils, in Wales too, count working days and never Saturdays, whatever stands here.', verbose_name='Saturdays count, in a parish')),
                ('usual_venue', models.CharField(blank=True, max_length=300)),
                ('directions', models.TextField(blank=True, help_text='In plain words: the way to the usual venue, its entrance without steps, how to watch or to speak. The public reads it.', verbose_name='how to attend')),
                ('usual_start', models.TimeField(blank=True, null=True, verbose_name='usual start time')),
                ('usual_weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='usual day')),
                ('usual_week', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth'), (5, 'last')], help_text='The second Tuesday of a month, for example.', null=True, verbose_name='which of the month')),
                ('minute_pattern', models.CharField(blank=True, help_text='{seq} is the number, {yy} or {year} the year, {prefix} what is below: {seq}/{yy} makes 45/26. Empty: by hand.', max_length=40, verbose_name='how minutes are numbered')),
                ('minute_prefix', models.CharField(blank=True, max_length=10, verbose_name='prefix of the numbers')),
                ('minute_restart', models.CharField(blank=True, choices=[('', 'They never begin again'), ('year', 'With each calendar year'), ('civic', 'With each civic year, on 1 May')], default='', max_length=5, verbose_name='when they begin again')),
                ('publishes_actions', models.BooleanField(default=False, help_text='What is to be done, by whom and until when stands in minutes and agendas, and how far it is on a public page “Progress of decisions”. Without it actions stay at the desk.', verbose_name='publish actions')),
                ('publishes_numbers', models.BooleanField(default=False, help_text='How many days it takes from a meeting to its decisions and minutes, and how often members attended, over the last twelve months: on the committee’s public page, counted from what was published.', verbose_name='publish the committee in numbers')),
                ('contact_officer', models.CharField(blank=True, max_length=200)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=50)),
                ('dissolved_on', models.DateField(blank=True, help_text='Empty while the committee exists.', null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['kind_order', 'name'],
                'permissions': [('show_committee', 'Can say from when the public sees it')],
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
                ('clear_days', models.CharField(choices=[('principal-5', 'Principal council: five clear working days (LGA 1972 s.100B)'), ('parish-3', 'Parish council: three clear days (LGA 1972 Sch. 12 para. 10)'), ('wales-3', 'Wales: three clear working days'), ('none', 'None: not a body that the law binds')], default='principal-5', help_text='What a new committee begins with.', max_length=20, verbose_name='notice of its meetings')),
                ('clears_wordings', models.BooleanField(default=False, help_text='Once minutes are approved, only their newest wording is kept. What was published is not touched.', verbose_name='clear the history of texts')),
                ('holds_wordings', models.BooleanField(default=False, help_text='For as long as somebody’s request for information is open.', verbose_name='hold: clear nothing')),
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
                ('shown_from', models.DateField(blank=True, default=django.utils.timezone.localdate, help_text='The first day. Empty: not yet.', null=True, verbose_name='shown to the public from')),
                ('title', models.CharField(blank=True, help_text='For example: Councillor, Dr, Canon', max_length=40)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(max_length=100)),
                ('slug', models.SlugField(max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, figures and single hyphens, such as planning-committee.')], verbose_name='address')),
                ('post', models.CharField(blank=True, help_text="An officer's post. Empty for a member.", max_length=200)),
                ('photo', models.ImageField(blank=True, help_text='A portrait, JPEG, PNG or WebP. It is made smaller, and where and with what it was taken is left out.', upload_to='people')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='committees.party')),
                ('ward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='committees.ward')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['last_name', 'first_name'],
                'permissions': [('show_person', 'Can say from when the public sees them')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('vice-chair', 'Vice-Chair'), ('member', 'Member'), ('substitute', 'Substitute'), ('co-opted', 'Co-opted member')], default='member', max_length=20)),
                ('role_order', models.PositiveSmallIntegerField(default=99, editable=False)),
                ('appointed_by', models.CharField(blank=True, help_text='On a joint committee: the council that this seat belongs to.', max_length=200, verbose_name='appointing body')),
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
        migrations.CreateModel(
            name='SummonsAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(help_text='The address that the member gave for summonses.', max_length=254, verbose_name='e-mail address')),
                ('consented_on', models.DateField(help_text='The day on which they agreed to be summoned by e-mail.')),
                ('withdrawn_on', models.DateField(blank=True, help_text='From this day on their summons is printed. Empty while they consent.', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='summons_addresses', to='committees.person')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'summonses by e-mail',
                'ordering': ['-consented_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('withdrawn_on', None), ('withdrawn_on__gte', models.F('consented_on')), _connector='OR'), name='consent_withdrawn_after_it_is_given', violation_error_message='A consent can’t be withdrawn before it is given.'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('person',), name='one_consent_at_a_time', violation_error_message='Say when the consent to the other address was withdrawn: one stands at a time.')],
            },
        ),
        migrations.CreateModel(
            name='ClosedDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(blank=True, help_text='Empty if it is one day.', null=True, verbose_name='last day')),
                ('reason', models.CharField(help_text='For example: day of public mourning. It is said when days are counted.', max_length=200)),
                ('committee', models.ForeignKey(blank=True, help_text='Empty: for all committees.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='own_closed_days', to='committees.committee')),
            ],
            options={
                'verbose_name': 'closed days',
                'verbose_name_plural': 'closed days',
                'ordering': ['-first', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last', None), ('last__gte', models.F('first')), _connector='OR'), name='closed_days_end_after_they_start', violation_error_message="The last day can't come before the first.")],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('viewer', 'Viewer: reads drafts'), ('clerk', 'Clerk: writes agendas, papers and minutes'), ('publisher', 'Publisher: publishes and withdraws'), ('manager', 'Manager: says who may do what')], max_length=20)),
                ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='first day')),
                ('ended_on', models.DateField(blank=True, help_text='Empty until it ends. To take it away at once, write yesterday.', null=True, verbose_name='last day')),
                ('committee', models.ForeignKey(blank=True, help_text='Empty: for all committees.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to='committees.committee')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__name', 'role', 'committee__name', 'started_on'],
            },
        ),
        migrations.CreateModel(
            name='Website',
            fields=[
                ('organisation', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='website', serialize=False, to='committees.organisation')),
                ('accent', models.CharField(blank=True, help_text="Such as #7a1f38. It is checked against the pages' grounds.", max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-fA-F]{6}\\Z'), 'Write the colour as # and six figures or letters from a to f, such as #7a1f38.')], verbose_name='colour of links and headings')),
                ('accent_dark', models.CharField(blank=True, help_text="For readers whose device shows dark pages. Empty: Minutebook's own.", max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-fA-F]{6}\\Z'), 'Write the colour as # and six figures or letters from a to f, such as #7a1f38.')], verbose_name='the same on dark pages')),
                ('masthead', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-fA-F]{6}\\Z'), 'Write the colour as # and six figures or letters from a to f, such as #7a1f38.')], verbose_name='ground of the masthead')),
                ('masthead_text', models.CharField(blank=True, max_length=7, validators=[django.core.validators.RegexValidator(re.compile('#[0-9a-fA-F]{6}\\Z'), 'Write the colour as # and six figures or letters from a to f, such as #7a1f38.')], verbose_name='text of the masthead')),
                ('header_html', richtext.fragments.FragmentField(blank=True, help_text='HTML of your own site: words, lists and links. Scripts, styles and pictures are left out.', verbose_name='above every page')),
                ('navigation_html', richtext.fragments.FragmentField(blank=True, help_text="A list of links to the council's other pages.", verbose_name='its navigation')),
                ('footer_html', richtext.fragments.FragmentField(blank=True, verbose_name='below every page')),
                ('attending', richtext.fields.RichTextField(blank=True, help_text='Who may come, where to sit, filming, hearing loop, watching from home.', verbose_name='how to attend')),
                ('directions', richtext.fields.RichTextField(blank=True, help_text='Buses, parking, the step-free way in.', verbose_name='how to get there')),
                ('speaking', richtext.fields.RichTextField(blank=True, verbose_name='how to speak at a meeting')),
                ('challenging', richtext.fields.RichTextField(blank=True, help_text="In the council's own words: call-in, complaint, Ombudsman, court. Minutebook works out no dates.", verbose_name='how to challenge a decision')),
                ('compliance', models.CharField(blank=True, choices=[('full', 'fully compliant'), ('partial', 'partially compliant'), ('none', 'not compliant')], max_length=10, verbose_name='compliance status')),
                ('not_accessible', richtext.fields.RichTextField(blank=True, help_text='What fails, for whom, which success criterion, and until when it is mended.', verbose_name='non-compliance')),
                ('disproportionate', richtext.fields.RichTextField(blank=True, verbose_name='disproportionate burden')),
                ('out_of_scope', richtext.fields.RichTextField(blank=True, help_text='For example documents published before 23 September 2018.', verbose_name="content that's not within the scope of the regulations")),
                ('improving', richtext.fields.RichTextField(blank=True, verbose_name='what is being done to improve accessibility')),
                ('tested', richtext.fields.RichTextField(blank=True, help_text='By whom, when, how, and which pages.', verbose_name='how it was tested')),
                ('reply_within', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days until a reply')),
                ('enforcer', models.CharField(blank=True, choices=[('ehrc', 'England, Scotland, Wales: Equality and Human Rights Commission'), ('ecni', 'Northern Ireland: Equality Commission for Northern Ireland')], max_length=10, verbose_name='enforcement')),
                ('privacy_url', models.URLField(blank=True, help_text='What is kept of people who subscribe, speak or are named (UK GDPR, Articles 13 and 14).', verbose_name='address of the privacy notice')),
                ('retention_url', models.URLField(blank=True, help_text='How long minutes, papers and drafts are kept.', verbose_name='address of the retention schedule')),
                ('prepared_on', models.DateField(blank=True, null=True, verbose_name='statement prepared on')),
                ('reviewed_on', models.DateField(blank=True, null=True, verbose_name='last reviewed on')),
                ('tested_on', models.DateField(blank=True, null=True, verbose_name='last tested on')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'website',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('masthead', ''), ('masthead_text', '')), models.Q(models.Q(('masthead', ''), _negated=True), models.Q(('masthead_text', ''), _negated=True)), _connector='OR'), name='masthead_has_both_colours', violation_error_message='Give the masthead both its colours, ground and text, or neither.')],
            },
        ),
        migrations.RunPython(make_organisation, migrations.RunPython.noop),
    ]
