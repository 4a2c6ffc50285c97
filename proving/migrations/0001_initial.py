from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Rebuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('made_with', models.PositiveIntegerField()),
                ('after', models.PositiveBigIntegerField(default=0, help_text='The meeting that was made last; they go in this order.')),
            ],
        ),
    ]
