from django.db import migrations, models


def look_at_deleted_comments(apps, schema_editor):
    """Have the ticker empty the history of comments that were deleted before it did so."""
    comments = apps.get_model("discussions", "ThreadComment").objects
    deleted = list(comments.filter(is_removed=True).values_list("pk", flat=True))
    for start in range(0, len(deleted), 500):
        comments.filter(pk__in=deleted[start : start + 500]).update(words_kept=True)


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0002_comments_on_suggestions"),
    ]

    operations = [
        migrations.AddField(
            model_name="threadcomment",
            name="words_kept",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.RunPython(look_at_deleted_comments, migrations.RunPython.noop),
    ]
