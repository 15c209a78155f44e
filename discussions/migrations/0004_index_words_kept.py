from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("discussions", "0003_words_kept"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="threadcomment",
            index=models.Index(
                condition=models.Q(("words_kept", True)), fields=["words_kept"], name="discussions_words_kept"
            ),
        ),
    ]
