"""Addresses of discussions. None of django-comments-xtd's own: they let anybody list comments of anything."""

from django.urls import path

from discussions import views

app_name = "discussions"
urlpatterns = [
    path("discussions/<slug:kind>/<number:target_id>/", views.thread, name="thread"),
    path("discussions/<slug:kind>/<number:target_id>/<uuid:part>/", views.thread, name="thread"),
    path("discussions/<slug:kind>/<number:target_id>/watch/", views.watch, name="watch"),
    path("discussions/<slug:kind>/<number:target_id>/<uuid:part>/watch/", views.watch, name="watch"),
    path("discussions/<slug:kind>/<number:target_id>/unwatch/", views.unwatch, name="unwatch"),
    path("discussions/<slug:kind>/<number:target_id>/<uuid:part>/unwatch/", views.unwatch, name="unwatch"),
    path("comments/<number:comment_id>/", views.comment, name="comment"),
    path("comments/<number:comment_id>/answer/", views.answer, name="answer"),
    path("comments/<number:comment_id>/edit/", views.edit, name="edit"),
    path("comments/<number:comment_id>/delete/", views.delete, name="delete"),
]
