from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("flags", "0008_what_is_due"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("appeal_until__isnull", False)), fields=["appeal_until"], name="flags_case_appeals"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("seals_at__isnull", False)), fields=["seals_at"], name="flags_case_seals"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)), fields=["ended_at"], name="flags_case_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="panel",
            index=models.Index(
                condition=models.Q(("ends_at__isnull", False)), fields=["ends_at"], name="flags_panel_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ended_at", None), _connector="OR"), name="flags_panel_ends_once"
            ),
        ),
    ]
