"""Move what was said about suggested changes of guidelines into threads, one each, with who said it and when."""

from django.conf import settings
from django.db import migrations


def move(apps, schema_editor):
    """Copy every comment, oldest first; guidelines drop their own table afterwards."""
    old = apps.get_model("guidelines", "ProposalComment").objects.order_by("at", "pk")
    if not old.exists():
        return
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="discussions", model="topic"
    )
    site, _new = apps.get_model("sites", "Site").objects.get_or_create(
        pk=settings.SITE_ID, defaults={"domain": "peerline.example", "name": "Peerline"}
    )
    for said in old.iterator():
        _move_one(apps, said, kind.pk, site.pk)


def _move_one(apps, said, kind_id, site_id):
    topic, _new = apps.get_model("discussions", "Topic").objects.get_or_create(
        kind="proposal", target_id=said.proposal_id, part=""
    )
    comment = apps.get_model("discussions", "ThreadComment").objects.create(
        topic=topic,
        content_type_id=kind_id,
        object_pk=str(topic.pk),
        site_id=site_id,
        user_id=said.person_id,
        comment=_markdown(said.text),
        submit_date=said.at,
    )
    # What the engine does for a comment that answers none.
    comment.thread_id = comment.parent_id = comment.id
    comment.save()
    apps.get_model("discussions", "HistoricalThreadComment").objects.create(
        id=comment.id,
        comment_ptr_id=comment.id,
        xtdcomment_ptr_id=comment.id,
        comment=comment.comment,
        version=1,
        history_date=said.at,
        history_user_id=said.person_id,
        history_type="+",
    )
    topic.comments += 1
    topic.save()


def _markdown(text):
    """Return plain text as Markdown in which every line stays a line."""
    return text.replace("\r\n", "\n").replace("\n", "  \n")


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sites", "0002_alter_domain_unique"),
        ("guidelines", "0009_suggested_changes"),
    ]
    run_before = [("guidelines", "0013_comments_in_threads")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
