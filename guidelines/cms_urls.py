"""Wagtail's addresses as guidelines need them; the root includes this module at /cms/ in place of Wagtail's.

Ours come before Wagtail's: sign-in belongs to allauth, the editor's forms to views that lose nothing,
unpublishing and deleting to views that ask why. Then every view under /cms/ runs a POST in one transaction, leaves
the list of guidelines alone, shows nothing that is hidden for now, answers 400 to what no form of ours sends, and
403 to people who may not work here.
Wagtail's interface for scripts reads only: what it would do to a page goes past the screens that ask for reasons.
Publishing many pages at once is taken off, for each version needs a change note of its own; so are unpublishing
and deleting many at once, which would put every guideline out of force with one click.
"""

from django.urls import path, re_path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from guidelines.presence import leaving_no_trace
from guidelines.views import cms, cms_editing, cms_guards, cms_import, cms_merging, cms_withdrawing, presence


def _without_bulk_actions(*names: str) -> None:
    """Forget bulk actions on pages once Wagtail has collected them all."""
    for name in names:
        if bulk_action_registry.get_bulk_action_class("wagtailcore", "page", name):
            del bulk_action_registry.actions["wagtailcore"]["page"][name]


_without_bulk_actions("publish", "unpublish", "delete")

_sign_in = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
]
# How guidelines are published is chosen where everybody sees it, by nobody at once: not on Wagtail's screens.
_workflows = [re_path("^workflows/", RedirectView.as_view(url=reverse_lazy("guidelines:publishing_all")))]
_editor = [
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        cms.GuidelineCreateView.as_view(),
    ),
    path(
        "pages/<int:page_id>/edit/",
        leaving_no_trace(cms_editing.GuidelineEditView.as_view()),
        name="guidelines_edit",
    ),
    path(
        "pages/<int:page_id>/revisions/<int:revision_id>/revert/",
        leaving_no_trace(cms_editing.GuidelineRevertView.as_view()),
    ),
    path("pages/<int:page_id>/here/", presence.here, name="guidelines_here"),
    path(
        "editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/", presence.ping
    ),
    path("pages/<int:page_id>/unpublish/", cms_withdrawing.GuidelineUnpublishView.as_view()),
    path("pages/<int:page_id>/delete/", cms_withdrawing.delete),
]
_interface = [
    path("api/main/pages/<int:page_id>/action/<str:action_name>/", cms_guards.no_action_for_scripts),
]
_import = [
    path("import-guideline/", cms_import.choose, name="guidelines_import"),
    path("import-guideline/<slug:token>/", cms_import.look, name="guidelines_import_look"),
]
_merging = [
    path("guidelines/merged/<int:edit_id>/", cms_merging.merged, name="guidelines_merged"),
    path("guidelines/unmerged/", cms_merging.unmerged, name="guidelines_unmerged"),
    path("guidelines/unmerged/<int:edit_id>/", cms_merging.unmerged_one, name="guidelines_unmerged_one"),
    path(
        "guidelines/unmerged/<int:edit_id>/throw-away/",
        cms_merging.throw_away,
        name="guidelines_unmerged_throw_away",
    ),
]
for _decorator in (require_admin_access, wagtail_urls.display_custom_404, never_cache):
    decorate_urlpatterns(_editor + _interface + _import + _merging, _decorator)

urlpatterns = [*_sign_in, *_workflows, *_editor, *_interface, *_import, *_merging, *wagtail_urls.urlpatterns]
for _decorator in (
    cms_guards.behind_what_is_hidden,
    cms_guards.keeping_the_list,
    cms_guards.in_one_transaction,
    cms_guards.refusing_nonsense,
    cms_guards.for_employees,
):
    decorate_urlpatterns(urlpatterns, _decorator)
