from django.db import migrations, models

from search.services import normalize_run


def fill_from_text(apps, schema_editor):
    """Take the text of the file for the text in its order; `reread --apply` knows that order."""
    Bulletin = apps.get_model("bulletins", "Bulletin")
    for bulletin in Bulletin.objects.only("text").iterator(chunk_size=100):
        Bulletin.objects.filter(pk=bulletin.pk).update(search_text=normalize_run(bulletin.text))


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0013_drop_left_out'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='excludedparagraph',
            name='dense_text',
        ),
        migrations.AddField(
            model_name='bulletin',
            name='search_text',
            field=models.TextField(default='', editable=False),
        ),
        migrations.RunPython(fill_from_text, migrations.RunPython.noop),
    ]
