from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_data_folder'),
    ]

    operations = [
        # Its rows are written anew within minutes.
        migrations.DeleteModel(name='DataFolder'),
        migrations.CreateModel(
            name='DataFolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=300, unique=True)),
                ('hostname', models.CharField(max_length=255)),
                ('path', models.TextField()),
                ('report_since', models.DateTimeField()),
                ('last_seen', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
