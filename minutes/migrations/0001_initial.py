import django.db.models.deletion
import django.utils.timezone
import minutes.papers
import richtext.fields
from django.conf import settings
from django.db import migrations, models

from minutes import first_phrases, triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('committees', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('reference', models.CharField(blank=True, help_text='An application’s number, for example.', max_length=60)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('number_by_hand', models.CharField(blank=True, help_text='Leave empty to number automatically: 1, 2, 2.1, 7a.', max_length=12, verbose_name='number')),
                ('is_numbered', models.BooleanField(default=True, help_text='Untick it for an item that has no number on paper.', verbose_name='printed with a number')),
                ('title', models.CharField(max_length=500)),
                ('public_title', models.CharField(blank=True, help_text='For a restricted item: the title that the public may see.', max_length=500)),
                ('slug', models.SlugField(blank=True, editable=False, max_length=100, verbose_name='address')),
                ('kind', models.CharField(choices=[('business', 'Item of business'), ('report', 'Report'), ('apologies', 'Apologies for absence'), ('declarations', 'Declarations of interest'), ('previous-minutes', 'Minutes of the previous meeting'), ('matters-arising', 'Matters arising and actions'), ('questions', 'Questions'), ('petition', 'Petition'), ('motion', 'Motion on notice'), ('exclusion', 'Exclusion of the public'), ('any-other-business', 'Any other business'), ('heading', 'Heading without a number')], default='business', max_length=20)),
                ('officer', models.CharField(blank=True, help_text='Who presents or wrote the report.', max_length=200)),
                ('purpose', richtext.fields.RichTextField(blank=True, help_text='What the meeting is asked to consider.', verbose_name='agenda text')),
                ('recommendation', richtext.fields.RichTextField(blank=True)),
                ('papers_missing', models.BooleanField(default=False, help_text='Until they are added below, the page says so, and not that there are none.', verbose_name='papers are named that are not here')),
                ('background_papers', models.TextField(blank=True, help_text='By name alone, one a line (LGA 1972 s.100D): what the report relies on.')),
                ('chair_note', models.TextField(blank=True, help_text='Printed on the chair’s agenda alone. Never published.', verbose_name='note for the chair')),
                ('state', models.CharField(blank=True, choices=[('', 'To be taken'), ('deferred', 'Deferred'), ('withdrawn', 'Withdrawn')], default='', max_length=10, verbose_name='what became of it')),
                ('state_note', models.CharField(blank=True, help_text='For example: to the meeting of 5 May.', max_length=300)),
                ('carried_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='minutes.agendaitem')),
                ('taken', models.PositiveSmallIntegerField(blank=True, help_text='Its place in the order taken, if that is not the agenda’s.', null=True, verbose_name='taken as number')),
                ('video_at', models.PositiveIntegerField(blank=True, help_text='Where the item begins, like 1:02:03 or 42:10.', null=True, verbose_name='position in the webcast')),
                ('is_late', models.BooleanField(default=False, verbose_name='late item')),
                ('late_reason', models.TextField(blank=True, help_text='Printed in the minutes.', verbose_name='reason for urgency')),
                ('late_agreed_by', models.CharField(blank=True, help_text='The person who presides (LGA 1972 s.100B(4)(b)).', max_length=200, verbose_name='urgency agreed by')),
                ('parent', models.ForeignKey(blank=True, help_text='For a sub-item: 2.1 under 2.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='minutes.agendaitem')),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='minutes.matter')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('pecuniary', 'Disclosable pecuniary interest'), ('other-registrable', 'Other registrable interest'), ('non-registrable', 'Non-registrable interest')], max_length=20)),
                ('nature', models.TextField(blank=True, verbose_name='nature of the interest')),
                ('is_sensitive', models.BooleanField(default=False, help_text='The public is told that there is an interest, and no more.', verbose_name='sensitive')),
                ('afterwards', models.CharField(blank=True, choices=[('', 'Not said'), ('left', 'Left the room'), ('stayed', 'Stayed'), ('did-not-vote', 'Stayed and did not vote')], default='', max_length=20)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='minutes.agendaitem')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='committees.person')),
            ],
            options={
                'verbose_name': 'declaration of interest',
                'verbose_name_plural': 'declarations of interest',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(blank=True, choices=[('', 'Ordinary meeting'), ('annual', 'Annual meeting'), ('extraordinary', 'Extraordinary meeting: only the business that it is summoned for')], default='', max_length=20, verbose_name='kind of meeting')),
                ('date', models.DateField()),
                ('sitting', models.PositiveSmallIntegerField(default=1, help_text='2 for a second meeting on the same day.')),
                ('start', models.TimeField(blank=True, help_text='Empty if it is not known.', null=True, verbose_name='starts at')),
                ('began', models.TimeField(blank=True, help_text='If not at the time that was announced.', null=True, verbose_name='began at')),
                ('end', models.TimeField(blank=True, null=True, verbose_name='ended at')),
                ('subtitle', models.CharField(blank=True, help_text='For example: Budget meeting, Annual meeting', max_length=200)),
                ('venue', models.CharField(blank=True, max_length=300)),
                ('remote_link', models.URLField(blank=True, help_text='Where the public can join.')),
                ('webcast_link', models.URLField(blank=True)),
                ('attending', models.CharField(blank=True, choices=[('', 'Not known'), ('public', 'Open to the public'), ('partly', 'Open to the public, except for exempt items'), ('private', 'Not open to the public')], default='', max_length=10, verbose_name='who may attend')),
                ('summoned_by', models.TextField(blank=True, help_text='One a line, with the office: “Ann Lee, Town Clerk”; or the members who call the meeting. A meeting that is made after this one begins with it.', verbose_name='who signs the notice')),
                ('called_by_members', models.BooleanField(default=False, help_text='The members named above call it, and not the proper officer.', verbose_name='called by members')),
                ('notice_fixed_at', models.CharField(blank=True, help_text='The place: “The board at the Guildhall”. Never published.', max_length=200, verbose_name='notice fixed at')),
                ('notice_fixed_on', models.DateField(blank=True, null=True, verbose_name='notice fixed on')),
                ('summons_sent', models.TextField(blank=True, help_text='What the page “Summons” does not record of how members were summoned. Never published.', verbose_name='remark on the summons')),
                ('public_note', models.TextField(blank=True, help_text='Anything that the public should know, in plain text.')),
                ('clerk_note', models.TextField(blank=True, help_text='Never published.', verbose_name='note to ourselves')),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('locked_at', models.DateTimeField(blank=True, editable=False, help_text='Since when its approved minutes are published.', null=True)),
                ('cancellation_reason', models.TextField(blank=True, help_text='The public reads this.')),
                ('was_inquorate', models.BooleanField(default=False, help_text='Too few members came: who came is recorded, and nothing was decided.', verbose_name='inquorate')),
                ('adjourned_to', models.ForeignKey(blank=True, help_text='Where it is resumed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adjourned_from', to='minutes.meeting')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='committees.committee')),
                ('postponed_to', models.ForeignKey(blank=True, help_text='The meeting instead.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='postponed_from', to='minutes.meeting')),
            ],
            options={
                'ordering': ['-date', '-sitting'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('file', models.FileField(max_length=300, upload_to=minutes.papers.private_name, validators=[minutes.papers.check_upload])),
                ('file_name', models.CharField(editable=False, max_length=200)),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True)),
                ('found_in_it', models.JSONField(default=list, editable=False, help_text='What nobody may have meant to publish, in words: authors, comments, …')),
                ('is_as_sent', models.BooleanField(default=False, editable=False, help_text='Whether that was left in it, because the clerk asked for that.')),
                ('title', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('report', 'Report'), ('appendix', 'Appendix'), ('background', 'Background paper'), ('supplement', 'Supplement'), ('presentation', 'Presentation'), ('previous-minutes', 'Minutes of a previous meeting')], default='report', max_length=20)),
                ('earlier', models.JSONField(default=list, editable=False, help_text='The sha-256 of each file that stood in its place before.')),
                ('replaced_on', models.DateField(editable=False, null=True)),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='minutes.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='minutes.meeting')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('guest_name', models.CharField(blank=True, max_length=200, verbose_name='name, if not a person on file')),
                ('seat', models.CharField(blank=True, choices=[('chair', 'Chair'), ('vice-chair', 'Vice-Chair'), ('member', 'Member'), ('substitute', 'Substitute'), ('co-opted', 'Co-opted member')], help_text='That day’s. Empty for officers and guests.', max_length=20, verbose_name='seat on the committee')),
                ('role', models.CharField(blank=True, help_text='An officer’s post, for example.', max_length=200, verbose_name='post, or role in words')),
                ('capacity', models.CharField(choices=[('member', 'Member'), ('substitute', 'Substitute'), ('other-member', 'Other member'), ('officer', 'Officer'), ('guest', 'Guest'), ('press', 'Press')], default='member', max_length=20)),
                ('state', models.CharField(choices=[('expected', 'Expected'), ('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Absent')], default='expected', max_length=20, verbose_name='attendance')),
                ('mode', models.CharField(blank=True, choices=[('', 'Not said'), ('in-person', 'In person'), ('remote', 'Remotely')], default='', max_length=20)),
                ('comment', models.CharField(blank=True, help_text='The public reads it.', max_length=300)),
                ('apology_reason', models.CharField(blank=True, help_text='Private: it never leaves the desk.', max_length=300, verbose_name='reason for apologies')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='committees.person')),
                ('substitute_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substituted_at', to='committees.person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='minutes.meeting')),
            ],
            options={
                'verbose_name_plural': 'attendance',
                'ordering': [models.Case(models.When(seat='chair', then=models.Value(0)), models.When(seat='vice-chair', then=models.Value(1)), default=models.Value(2)), 'position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='minutes.meeting'),
        ),
        migrations.CreateModel(
            name='Minute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(blank=True, help_text='For example: 45/18', max_length=20, verbose_name='minute number')),
                ('body', richtext.fields.RichTextField(blank=True, verbose_name='minutes')),
                ('summary', richtext.fields.RichTextField(blank=True, help_text='Of what is closed: what the public may read in its place (LGA 1972 s.100C(2)).', verbose_name='public minute')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='minute', to='minutes.agendaitem')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('text', richtext.fields.RichTextField(verbose_name='motion')),
                ('method', models.CharField(blank=True, choices=[('assent', 'By assent'), ('counted', 'A count'), ('show-of-hands', 'Show of hands'), ('recorded', 'Recorded vote'), ('ballot', 'Secret ballot')], default='', max_length=20, verbose_name='voting')),
                ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='for')),
                ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='against')),
                ('abstentions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstained')),
                ('casting_vote', models.CharField(blank=True, choices=[('for', 'For'), ('against', 'Against')], help_text='Of the person presiding, after equal votes.', max_length=10)),
                ('result', models.CharField(blank=True, choices=[('carried', 'Carried'), ('lost', 'Lost'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('amends', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='minutes.motion', verbose_name='amendment of')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='motions', to='minutes.agendaitem')),
                ('mover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions_moved', to='committees.person')),
                ('seconder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions_seconded', to='committees.person')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('kind', models.CharField(choices=[('arrived', 'Arrived'), ('left', 'Left')], max_length=10)),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='minutes.attendance')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='minutes.agendaitem')),
                ('at', models.TimeField(blank=True, help_text='By the council’s clock, where it is known.', null=True)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperReceived',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=300, upload_to=minutes.papers.private_name, validators=[minutes.papers.check_upload])),
                ('file_name', models.CharField(editable=False, max_length=200)),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True)),
                ('found_in_it', models.JSONField(default=list, editable=False, help_text='What nobody may have meant to publish, in words: authors, comments, …')),
                ('is_as_sent', models.BooleanField(default=False, editable=False, help_text='Whether that was left in it, because the clerk asked for that.')),
                ('original_name', models.CharField(editable=False, help_text='As it was sent: it suggests the item.', max_length=300)),
                ('received_at', models.DateTimeField(auto_now_add=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers_received', to='minutes.meeting')),
            ],
            options={
                'verbose_name_plural': 'papers received',
                'ordering': ['original_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperWanted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=300)),
                ('of_whom', models.CharField(blank=True, max_length=200, verbose_name='wanted of')),
                ('by', models.DateField(blank=True, null=True, verbose_name='wanted by')),
                ('reminded_on', models.DateField(blank=True, editable=False, null=True)),
                ('came_on', models.DateField(blank=True, editable=False, null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers_wanted', to='minutes.agendaitem')),
            ],
            options={
                'verbose_name_plural': 'papers wanted',
                'ordering': ['by', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('kind', models.CharField(blank=True, choices=[('business', 'Item of business'), ('report', 'Report'), ('apologies', 'Apologies for absence'), ('declarations', 'Declarations of interest'), ('previous-minutes', 'Minutes of the previous meeting'), ('matters-arising', 'Matters arising and actions'), ('questions', 'Questions'), ('petition', 'Petition'), ('motion', 'Motion on notice'), ('exclusion', 'Exclusion of the public'), ('any-other-business', 'Any other business'), ('heading', 'Heading without a number')], help_text='Empty: for every item.', max_length=20, verbose_name='for items of the kind')),
                ('name', models.CharField(max_length=100)),
                ('text', richtext.fields.RichTextField(help_text='{chair}, {apologies}, {substitutes}, {date}, {time}, {committee}, {closed items}, {grounds} are filled in.')),
                ('committee', models.ForeignKey(blank=True, help_text='Empty: for every committee.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phrases', to='committees.committee')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StandingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('title', models.CharField(max_length=500)),
                ('kind', models.CharField(choices=[('business', 'Item of business'), ('report', 'Report'), ('apologies', 'Apologies for absence'), ('declarations', 'Declarations of interest'), ('previous-minutes', 'Minutes of the previous meeting'), ('matters-arising', 'Matters arising and actions'), ('questions', 'Questions'), ('petition', 'Petition'), ('motion', 'Motion on notice'), ('exclusion', 'Exclusion of the public'), ('any-other-business', 'Any other business'), ('heading', 'Heading without a number')], default='business', max_length=20)),
                ('purpose', richtext.fields.RichTextField(blank=True, verbose_name='agenda text')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing_items', to='committees.committee')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Typing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(help_text='Which field of which row: minute-12-body.', max_length=100)),
                ('window', models.CharField(help_text='One browser window, by a number of its own.', max_length=40)),
                ('text', models.TextField(blank=True)),
                ('opened_version', models.PositiveIntegerField(help_text='The version of the row that the typing began with.')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typing', to='minutes.meeting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['changed_at'],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cast', models.CharField(choices=[('for', 'For'), ('against', 'Against'), ('abstained', 'Abstained')], max_length=10, verbose_name='vote')),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='minutes.motion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='committees.person')),
            ],
            options={
                'ordering': ['person__last_name', 'person__first_name'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(help_text='Which column of which row: minute-12-body.', max_length=100)),
                ('version', models.PositiveIntegerField(help_text='The version of the row from which it stood.')),
                ('text', models.TextField(blank=True)),
                ('written_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='minutes.meeting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('what', models.TextField()),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('due', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('update', models.TextField(blank=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='minutes.agendaitem')),
            ],
            options={
                'ordering': ['due', 'pk'],
                'indexes': [models.Index(condition=models.Q(('done_on', None)), fields=['due'], name='action_open'), models.Index(fields=['done_on'], name='action_done')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(blank=True, choices=[('agreed', 'Agreed'), ('noted', 'Noted'), ('deferred', 'Deferred'), ('referred', 'Referred'), ('delegated', 'Delegated'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('recommended', 'Recommended to another body')], default='', help_text='Leave it empty where its parts have different outcomes: then none is printed over it.', max_length=20)),
                ('text', richtext.fields.RichTextField(verbose_name='decision')),
                ('reasons', richtext.fields.RichTextField(blank=True, verbose_name='reasons for the decision')),
                ('options', richtext.fields.RichTextField(blank=True, verbose_name='alternative options considered')),
                ('conflicts', models.TextField(blank=True, verbose_name='conflicts of interest declared')),
                ('dispensation', models.TextField(blank=True, verbose_name='dispensation granted')),
                ('is_key', models.BooleanField(default=False, verbose_name='key decision')),
                ('call_in_by', models.DateField(blank=True, null=True, verbose_name='call-in deadline')),
                ('call_in', models.CharField(blank=True, choices=[('', 'Not called in'), ('called-in', 'Called in'), ('upheld', 'Called in and upheld'), ('changed', 'Called in and changed')], default='', max_length=20, verbose_name='call-in')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='takes effect on')),
                ('officer', models.CharField(blank=True, max_length=200, verbose_name='responsible officer')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='minutes.agendaitem')),
                ('replaces', models.ForeignKey(blank=True, help_text='Where an earlier decision of this matter does not stand any more. The public reads it at both.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='minutes.agendaitem', verbose_name='replaces what was decided on')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='decision_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.')],
            },
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['date'], name='meeting_date'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('committee', 'date', 'sitting'), name='one_meeting_an_address', violation_error_message='This committee has a meeting on that day already; set “sitting” to 2 for a second one.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('sitting__gte', 1)), name='sitting_from_one', violation_error_message='Sittings count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_at', None), models.Q(('cancellation_reason', ''), _negated=True), _connector='OR'), name='cancelled_with_a_reason', violation_error_message='Say why the meeting is cancelled; the public reads it.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('postponed_to', None), models.Q(('postponed_to', models.F('pk')), _negated=True), _connector='OR'), name='not_postponed_to_itself', violation_error_message="A meeting can't be postponed to itself; choose the meeting that is held instead."),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('adjourned_to', None), models.Q(('adjourned_to', models.F('pk')), _negated=True), _connector='OR'), name='not_adjourned_to_itself', violation_error_message="A meeting can't be adjourned to itself; choose the meeting at which it is resumed."),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='document_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('guest_name', ''), _connector='XOR'), name='attendee_has_one_name', violation_error_message='Choose a person, or write a name; not both, and not neither.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='person_listed_once', violation_error_message='This person is on the list already.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('capacity', 'substitute'), ('substitute_for', None), _connector='OR'), name='only_a_substitute_stands_in', violation_error_message='“Substitute for” is for substitutes; choose the capacity Substitute.'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='agendaitem_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('slug', ''), _negated=True), fields=('meeting', 'slug'), name='one_item_an_address', violation_error_message='Another item of this meeting has this address.'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('restriction', ''), models.Q(('public_title', ''), _negated=True), _connector='OR'), name='restricted_item_has_a_public_title', violation_error_message='A restricted item needs a public title: what may the public see in its place?'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='item_is_not_under_itself', violation_error_message="An item can't be its own sub-item."),
        ),
        migrations.AddConstraint(
            model_name='minute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='minute_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='motion_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('mover', None), ('seconder', None), models.Q(('mover', models.F('seconder')), _negated=True), _connector='OR'), name='mover_is_not_the_seconder', violation_error_message='Nobody can second their own motion; choose another seconder.'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('amends', None), models.Q(('amends', models.F('pk')), _negated=True), _connector='OR'), name='motion_does_not_amend_itself', violation_error_message="A motion can't amend itself; choose the one that it amends."),
        ),
        migrations.AddIndex(
            model_name='paperwanted',
            index=models.Index(condition=models.Q(('came_on', None)), fields=['by'], name='paper_outstanding'),
        ),
        migrations.AddConstraint(
            model_name='typing',
            constraint=models.UniqueConstraint(fields=('user', 'field', 'window'), name='one_typing_a_field_and_window'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('motion', 'person'), name='one_vote_a_person', violation_error_message="This person's vote on this motion is recorded already."),
        ),
        migrations.AddIndex(
            model_name='wording',
            index=models.Index(fields=['field', 'version'], name='wordings_of_a_text'),
        ),
        migrations.CreateModel(
            name='MinuteNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(blank=True, max_length=4)),
                ('seq', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=20)),
                ('item', models.PositiveBigIntegerField()),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='committees.committee')),
            ],
            options={
                'ordering': ['committee', 'period', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('committee', 'period', 'seq'), name='minute_counted_once'), models.UniqueConstraint(fields=('committee', 'number'), name='minute_number_given_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='first day')),
                ('ended_on', models.DateField(blank=True, help_text='Empty: until this is ended.', null=True, verbose_name='last day')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='report_authors', to='minutes.agendaitem')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='report_author_ends_after_it_starts', violation_error_message="The last day can't come before the first.")],
            },
        ),
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='The public reads it above the minutes.', verbose_name='note')),
                ('by_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to='minutes.agendaitem')),
                ('of_meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='minutes.meeting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('outcome', models.CharField(choices=[('approved', 'Approved'), ('corrected', 'Approved with corrections'), ('not-now', 'Not approved yet')], max_length=10)),
                ('corrections', models.TextField(blank=True, help_text='One a line, as the meeting agreed them. The public reads them with the minutes.')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('signed_by', models.CharField(blank=True, help_text='Who presided at the meeting that approved them.', max_length=200, verbose_name='signed by')),
                ('reopened_because', models.TextField(blank=True, editable=False, help_text='Which copying error is put right in what is published.')),
                ('by_item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='minutes.agendaitem', verbose_name='at the item')),
                ('of_meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='minutes.meeting', verbose_name='minutes of the meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'not-now'), _negated=True), fields=('of_meeting',), name='minutes_approved_once', violation_error_message='These minutes are approved already.'), models.UniqueConstraint(fields=('of_meeting', 'by_item'), name='one_approval_an_item', violation_error_message='What this item made of these minutes is recorded already.'), models.CheckConstraint(condition=models.Q(('outcome', 'corrected'), ('corrections', ''), _connector='XOR'), name='corrections_of_what_is_corrected', violation_error_message='Write the corrections that were agreed, one a line; where there were none, the minutes are approved as they stand.'), models.CheckConstraint(condition=models.Q(models.Q(('signed_by', ''), ('signed_on', None)), models.Q(('signed_on__isnull', False), models.Q(('signed_by', ''), _negated=True)), _connector='OR'), name='signed_by_somebody_on_a_day', violation_error_message='Say both who signed the minutes and on which day.')],
            },
        ),
        migrations.CreateModel(
            name='WordsRemoved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('reason', models.TextField()),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='words_removed', to='minutes.agendaitem')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words_removed', to='minutes.meeting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ChairLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('to_name', models.CharField(help_text='For example Councillor Mary Bell.', max_length=200, verbose_name='for whom')),
                ('to_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('with_closed', models.BooleanField(default=False, verbose_name='with what is closed to the public')),
                ('expires_at', models.DateTimeField(verbose_name='open until')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('taken_back_at', models.DateTimeField(editable=False, null=True)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chair_links', to='minutes.meeting')),
            ],
            options={
                'verbose_name': 'link for the chair',
                'verbose_name_plural': 'links for the chair',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ChairComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=500)),
                ('name', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('read_version', models.PositiveIntegerField(null=True)),
                ('read', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decision', models.CharField(blank=True, choices=[('done', 'Done'), ('set-aside', 'Set aside')], max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='chair_comments', to='minutes.agendaitem')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='minutes.chairlink')),
            ],
            options={
                'verbose_name': 'comment of the chair',
                'verbose_name_plural': 'comments of the chair',
                'ordering': ['sent_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('decision', '')), fields=['link'], name='chair_comments_waiting')],
            },
        ),
        migrations.AddConstraint(
            model_name='chairlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='chair_link_ends_after_it_is_made'),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
        migrations.RunPython(first_phrases.add, migrations.RunPython.noop),
    ]
