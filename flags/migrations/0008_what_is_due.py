from datetime import timedelta

from django.db import migrations, models


def note_what_is_due(apps, schema_editor):
    """Write down when settled cases end their panels, and when they and upheld ones are sealed."""
    Case, Panel = apps.get_model("flags", "Case"), apps.get_model("flags", "Panel")
    unsealed = Case.objects.filter(seal=None, appeal_side="", state__in=["fixed", "upheld"])
    for case in unsealed.only("ended_at", "state", "numbers", "counter_reason").iterator(chunk_size=500):
        undo = timedelta(seconds=case.numbers.get("undo_seconds", 600))
        if case.state == "fixed":
            case.seals_at = case.ended_at + undo
            Panel.objects.filter(case=case, ended_at=None).update(ends_at=case.seals_at)
        elif case.counter_reason != "protected":
            case.seals_at = case.ended_at + timedelta(seconds=case.numbers.get("appeal_seconds", 30 * 86_400))
        case.save(update_fields=["seals_at"])


class Migration(migrations.Migration):

    dependencies = [
        ("flags", "0007_quotations"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="seals_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panel",
            name="ends_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(note_what_is_due, migrations.RunPython.noop),
    ]
