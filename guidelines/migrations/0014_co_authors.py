from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0013_comments_in_threads"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedText",
            fields=[
                ("page_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("authors", models.JSONField()),
            ],
            options={
                "verbose_name": "text saved by a button",
                "verbose_name_plural": "texts saved by a button",
            },
        ),
        migrations.AddField(
            model_name="editbase",
            name="authors",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="editbase",
            name="is_first",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="editbase",
            name="saved",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="guidelinepage",
            name="draft_authors",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="guidelinepage",
            name="drafted_after",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="guidelineversion",
            name="co_authors",
            field=models.JSONField(default=list),
        ),
    ]
