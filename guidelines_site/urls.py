"""All addresses; docs and feeds rely on them (they are a contract)."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from guidelines_site import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include("people.urls")),
    path("", include("guidelines.urls")),
    path("flags/", include("flags.urls")),
    path("", include("posts.urls")),
    path("", include("home.urls")),
]
