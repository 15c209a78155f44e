"""All addresses; docs, feeds and tests rely on them (they are a contract)."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from guidelines import cms_urls
from guidelines_site import health

# The CMS's date picker and editor write scripts and styles into their pages; public pages have none.
cms_policy = csp_update({"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]})

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("cms/", include(decorate_urlpatterns(cms_urls.urlpatterns, cms_policy))),
    # Documents that guidelines link to; like everything else they are for people who signed in.
    path("documents/", include("wagtail.documents.urls")),
    path("", include("people.urls")),
    path("", include("guidelines.urls")),
    path("flags/", include("flags.urls")),
    path("", include("discussions.urls")),
    path("", include("posts.urls")),
    path("", include("home.urls")),
]

handler400 = "people.errors.bad_request"
