"""Who withdrew a guideline, when and why; of those that are withdrawn already only the moment is known."""

from django.db import migrations, models


def remember_withdrawn(apps, schema_editor):
    Withdrawal = apps.get_model("guidelines", "Withdrawal")
    withdrawn = apps.get_model("guidelines", "GuidelineRecord").objects.filter(
        withdrawn_at__isnull=False, current__isnull=False
    )
    Withdrawal.objects.bulk_create(
        Withdrawal(page_id=page_id, number=number, at=at, how="unpublished")
        for page_id, number, at in withdrawn.values_list("page_id", "current__number", "withdrawn_at")
    )


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0005_acknowledgements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("how", models.CharField(choices=[("unpublished", "unpublished"), ("deleted", "deleted"), ("expired", "expired as planned")], max_length=12)),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "constraints": [models.UniqueConstraint(fields=("page_id", "number"), name="guidelines_a_version_is_withdrawn_once")],
            },
        ),
        migrations.RunPython(remember_withdrawn, migrations.RunPython.noop),
    ]
