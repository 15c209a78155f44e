"""Each guideline keeps the number of the newest version that changed what people may or must do."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


def remember_material(apps, schema_editor):
    versions = apps.get_model("guidelines", "GuidelineVersion").objects.filter(material=True)
    newest = versions.filter(page_id=models.OuterRef("page_id")).order_by("-number").values("number")[:1]
    records = apps.get_model("guidelines", "GuidelineRecord").objects.all()
    records.update(material_number=Coalesce(models.Subquery(newest), 0))


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0014_co_authors"),
    ]

    operations = [
        migrations.AddField(
            model_name="guidelinerecord",
            name="material_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(remember_material, migrations.RunPython.noop),
    ]
