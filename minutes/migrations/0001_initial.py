import django.db.models.deletion
import minutes.papers
import richtext.fields
from django.db import migrations, models

from minutes import triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('committees', '0001_initial'),
    ]

    operations = [
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
                ('kind', models.CharField(choices=[('business', 'Item of business'), ('report', 'Report'), ('apologies', 'Apologies for absence'), ('declarations', 'Declarations of interest'), ('previous-minutes', 'Minutes of the previous meeting'), ('questions', 'Questions'), ('petition', 'Petition'), ('motion', 'Motion on notice'), ('exclusion', 'Exclusion of the public'), ('any-other-business', 'Any other business'), ('heading', 'Heading without a number')], default='business', max_length=20)),
                ('officer', models.CharField(blank=True, help_text='Who presents or wrote the report.', max_length=200)),
                ('purpose', richtext.fields.RichTextField(blank=True, help_text='What the meeting is asked to consider.', verbose_name='agenda text')),
                ('recommendation', richtext.fields.RichTextField(blank=True)),
                ('papers_missing', models.BooleanField(default=False, help_text='Until they are added below, the page says so, and not that there are none.', verbose_name='papers are named that are not here')),
                ('is_late', models.BooleanField(default=False, verbose_name='late item')),
                ('late_reason', models.TextField(blank=True, help_text='Printed in the minutes.', verbose_name='reason for urgency')),
                ('follows', models.ForeignKey(blank=True, help_text='The earlier item on the same matter.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='minutes.agendaitem')),
                ('parent', models.ForeignKey(blank=True, help_text='For a sub-item: 2.1 under 2.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='minutes.agendaitem')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.TextField()),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('due', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('update', models.TextField(blank=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='minutes.agendaitem')),
            ],
            options={
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pecuniary', 'Disclosable pecuniary interest'), ('other-registrable', 'Other registrable interest'), ('non-registrable', 'Non-registrable interest')], default='other-registrable', max_length=20)),
                ('nature', models.TextField(blank=True, verbose_name='nature of the interest')),
                ('left_the_room', models.BooleanField(default=False)),
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
                ('date', models.DateField()),
                ('sitting', models.PositiveSmallIntegerField(default=1, help_text='2 for a second meeting on the same day.')),
                ('start', models.TimeField(blank=True, help_text='Empty if it is not known.', null=True, verbose_name='starts at')),
                ('end', models.TimeField(blank=True, null=True, verbose_name='ended at')),
                ('subtitle', models.CharField(blank=True, help_text='For example: Budget meeting, Annual meeting', max_length=200)),
                ('venue', models.CharField(blank=True, max_length=300)),
                ('remote_link', models.URLField(blank=True, help_text='Where the public can join.')),
                ('webcast_link', models.URLField(blank=True)),
                ('attending', models.CharField(blank=True, choices=[('', 'Not known'), ('public', 'Open to the public'), ('partly', 'Open to the public, except for exempt items'), ('private', 'Not open to the public')], default='', max_length=10, verbose_name='who may attend')),
                ('public_note', models.TextField(blank=True, help_text='Anything that the public should know, in plain text.')),
                ('clerk_note', models.TextField(blank=True, help_text='Never published.', verbose_name='note to ourselves')),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('cancellation_reason', models.TextField(blank=True, help_text='The public reads this.')),
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
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('title', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('report', 'Report'), ('appendix', 'Appendix'), ('background', 'Background paper'), ('supplement', 'Supplement'), ('presentation', 'Presentation'), ('previous-minutes', 'Minutes of a previous meeting')], default='report', max_length=20)),
                ('file', models.FileField(max_length=300, upload_to=minutes.papers.private_name, validators=[minutes.papers.inspect_paper])),
                ('file_name', models.CharField(editable=False, max_length=200)),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True)),
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
                ('guest_name', models.CharField(blank=True, max_length=200, verbose_name='name, if not a person on file')),
                ('seat', models.CharField(blank=True, choices=[('chair', 'Chair'), ('vice-chair', 'Vice-Chair'), ('member', 'Member'), ('substitute', 'Substitute'), ('co-opted', 'Co-opted member')], help_text='That day’s. Empty for officers and guests.', max_length=20, verbose_name='seat on the committee')),
                ('role', models.CharField(blank=True, help_text='An officer’s post, for example.', max_length=200, verbose_name='post, or role in words')),
                ('capacity', models.CharField(choices=[('member', 'Member'), ('substitute', 'Substitute'), ('other-member', 'Other member'), ('officer', 'Officer'), ('guest', 'Guest'), ('press', 'Press')], default='member', max_length=20)),
                ('state', models.CharField(choices=[('expected', 'Expected'), ('present', 'Present'), ('apologies', 'Apologies'), ('absent', 'Absent')], default='expected', max_length=20, verbose_name='attendance')),
                ('mode', models.CharField(choices=[('in-person', 'In person'), ('remote', 'Remotely')], default='in-person', max_length=20)),
                ('arrived_at_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='arrivals', to='minutes.agendaitem')),
                ('left_at_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='departures', to='minutes.agendaitem')),
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
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('number', models.CharField(blank=True, help_text='For example: 45/18', max_length=20, verbose_name='minute number')),
                ('body', richtext.fields.RichTextField(blank=True, verbose_name='minutes')),
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
                ('method', models.CharField(choices=[('assent', 'By assent'), ('show-of-hands', 'Show of hands'), ('recorded', 'Recorded vote')], default='assent', max_length=20, verbose_name='voting')),
                ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='for')),
                ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='against')),
                ('abstentions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstained')),
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
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, help_text='0 puts a new one last.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('restriction', models.CharField(blank=True, choices=[('', 'Open to the public'), ('england-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('england-2006-1', 'Exempt: information relating to any individual (LGA 1972 Schedule 12A Part 1, paragraph 1)'), ('england-2006-2', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 1, paragraph 2)'), ('england-2006-3', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 1, paragraph 3)'), ('england-2006-4', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 1, paragraph 4)'), ('england-2006-5', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 1, paragraph 5)'), ('england-2006-6', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 1, paragraph 6)'), ('england-2006-7', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 1, paragraph 7)'), ('wales-confidential', 'Confidential information (LGA 1972 s.100A(3))'), ('wales-12', 'Exempt: information relating to a particular individual (LGA 1972 Schedule 12A Part 4, paragraph 12)'), ('wales-13', 'Exempt: likely to reveal the identity of an individual (LGA 1972 Schedule 12A Part 4, paragraph 13)'), ('wales-14', 'Exempt: financial or business affairs of any particular person (LGA 1972 Schedule 12A Part 4, paragraph 14)'), ('wales-15', 'Exempt: consultations or negotiations on a labour relations matter (LGA 1972 Schedule 12A Part 4, paragraph 15)'), ('wales-16', 'Exempt: legal professional privilege (LGA 1972 Schedule 12A Part 4, paragraph 16)'), ('wales-17', 'Exempt: a proposed notice, order or direction (LGA 1972 Schedule 12A Part 4, paragraph 17)'), ('wales-18', 'Exempt: prevention, investigation or prosecution of crime (LGA 1972 Schedule 12A Part 4, paragraph 18)'), ('parish-1960', 'Closed by resolution, for the reason stated (Public Bodies (Admission to Meetings) Act 1960 s.1(2))'), ('own-confidential', 'Confidential under the body’s own rules, for the reason stated'), ('unknown', 'Closed to the public; the ground, in an Act or the body’s own rules, is still to be chosen')], default='', help_text='Choose the legal ground if the public may not see this. What is restricted never leaves the desk.', max_length=30)),
                ('restriction_reason', models.CharField(blank=True, help_text='As the resolution states it, where the ground has no description of its own. The public reads it.', max_length=500, verbose_name='reason for the restriction')),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('agreed', 'Agreed'), ('noted', 'Noted'), ('deferred', 'Deferred'), ('referred', 'Referred'), ('delegated', 'Delegated'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('recommended', 'Recommended to another body')], default='agreed', blank=True, help_text='Leave it empty where its parts have different outcomes: then none is printed over it.', max_length=20)),
                ('text', richtext.fields.RichTextField(verbose_name='decision')),
                ('reasons', richtext.fields.RichTextField(blank=True, verbose_name='reasons for the decision')),
                ('options', richtext.fields.RichTextField(blank=True, verbose_name='alternative options considered')),
                ('is_key', models.BooleanField(default=False, verbose_name='key decision')),
                ('call_in_by', models.DateField(blank=True, null=True, verbose_name='call-in deadline')),
                ('call_in', models.CharField(blank=True, choices=[('', 'Not called in'), ('called-in', 'Called in'), ('upheld', 'Called in and upheld'), ('changed', 'Called in and changed')], default='', max_length=20, verbose_name='call-in')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='takes effect on')),
                ('officer', models.CharField(blank=True, max_length=200, verbose_name='responsible officer')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='minutes.agendaitem')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('restriction__in', ['parish-1960', 'own-confidential']), _negated=True), models.Q(('restriction_reason', ''), _negated=True), _connector='OR'), name='decision_states_its_reason', violation_error_message='This ground needs its reason in words; the public reads it.')],
            },
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
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('motion', 'person'), name='one_vote_a_person', violation_error_message="This person's vote on this motion is recorded already."),
        ),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
