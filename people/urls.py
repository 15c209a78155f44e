"""Addresses of people and notices."""

from django.urls import path

from people.views import feeds, pages, voices

app_name = "people"
urlpatterns = [
    path("voices/", voices.voices, name="voices"),
    path("people/<str:username>/", pages.person, name="person"),
    path("people/<str:username>/edit/", pages.edit_profile, name="edit_profile"),
    path("people/<str:username>/feeds/", feeds.feed_addresses, name="feed_addresses"),
    path("press-again/", pages.press_again, name="press_again"),
    path("notices/", pages.notices, name="notices"),
    path("notices/<int:notice_id>/open/", pages.open_notice, name="open_notice"),
    path("notices/open-all/", pages.open_all_notices, name="open_all_notices"),
]
