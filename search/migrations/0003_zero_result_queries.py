"""The table of zero-result queries, with what earlier versions counted in a file.

The file is only read, and stays: a migration can be rolled back, a removed file cannot, and with
it an earlier version goes on counting where it was. Nothing else reads it any more.
"""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

_NAME = 'missed-searches.tsv'
_MAX_LENGTH = 60
_MAX_COUNT = 2**31 - 1


def _read(path):
    """Return [count, last day] by query, of lines `count, day, query` with tabs between them.

    Lines of one query are added up; lines that are none are skipped.
    """
    try:
        text = path.read_text(encoding='utf-8', errors='replace')
    except FileNotFoundError:
        return {}  # a new archive, or one in which nothing was searched in vain
    queries = {}
    for line in text.split('\n'):
        count, _tab, rest = line.partition('\t')
        day, _tab, query = rest.partition('\t')
        query = ' '.join(query.replace('\0', '').split())[:_MAX_LENGTH]
        try:
            count, day = int(count), date.fromisoformat(day)
        except ValueError:
            continue  # truncated by a full disk or a power cut
        if query and count > 0:
            total, last = queries.get(query, (0, day))
            queries[query] = [min(total + count, _MAX_COUNT), max(last, day)]
    return queries


def take_over_file(apps, schema_editor):
    rows = apps.get_model('search', 'ZeroResultQuery').objects.using(schema_editor.connection.alias)
    rows.bulk_create(
        [
            rows.model(query=query, count=count, last=last)
            for query, (count, last) in _read(Path(settings.ARCHIVE_DATA) / _NAME).items()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_lexicon'),
    ]

    operations = [
        migrations.CreateModel(
            name='ZeroResultQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=60, unique=True)),
                ('count', models.PositiveIntegerField()),
                ('last', models.DateField()),
            ],
            options={
                'ordering': ('-count', '-last', 'pk'),
                'default_permissions': (),
            },
        ),
        # Backwards, the table goes, and the file is there.
        migrations.RunPython(take_over_file, migrations.RunPython.noop),
    ]
