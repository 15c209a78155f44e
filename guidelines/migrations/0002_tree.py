"""Put a list of guidelines where Wagtail put its welcome page, and let every employee work in it.

Wagtail's own groups and its moderation workflow go: nobody approves guidelines by role.
"""

from django.db import migrations

EMPLOYEES = "Employees"

PAGE_PERMISSIONS = {"add_page": "Can add page", "change_page": "Can change page", "publish_page": "Publish any page"}
COLLECTION_PERMISSIONS = {
    ("wagtaildocs", "document"): {"add_document": "Can add document", "choose_document": "Can choose document"},
}


def make_tree(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    root = Page.objects.get(depth=1)
    container = _make_container(apps, root)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page_id": container.pk, "site_name": "Peerline"},
    )
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    _let_employees_in(apps, container)


def _make_container(apps, root):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="guidelines", model="guidelineindexpage"
    )
    children = apps.get_model("wagtailcore", "Page").objects.filter(depth=2)
    last = max((int(page.path[4:], 36) for page in children), default=0)
    return apps.get_model("guidelines", "GuidelineIndexPage").objects.create(
        title="Guidelines",
        draft_title="Guidelines",
        slug="guidelines",
        url_path="/guidelines/",
        path=f"{root.path}{_base36(last + 1)}",
        depth=2,
        live=True,
        content_type=content_type,
        locale=apps.get_model("wagtailcore", "Locale").objects.order_by("pk").first(),
    )


def _base36(number):
    """Return a number as a step of treebeard's paths: four characters."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    step = ""
    while number:
        number, rest = divmod(number, 36)
        step = digits[rest] + step
    return step.rjust(4, "0")


def _let_employees_in(apps, container):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=EMPLOYEES)
    group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"))
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename, name in PAGE_PERMISSIONS.items():
        permission = _permission(apps, "wagtailcore", "page", codename, name)
        page_permissions.get_or_create(group=group, page_id=container.pk, permission=permission)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    collection_permissions = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for (app_label, model), permissions in COLLECTION_PERMISSIONS.items():
        for codename, name in permissions.items():
            permission = _permission(apps, app_label, model, codename, name)
            collection_permissions.get_or_create(group=group, collection=collection, permission=permission)


def _permission(apps, app_label, model, codename, name):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def remove_gates(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name="Moderators approval").delete()
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(make_tree, migrations.RunPython.noop),
        migrations.RunPython(remove_gates, migrations.RunPython.noop),
    ]
