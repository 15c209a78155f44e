"""Addresses of the home app."""

from django.urls import URLPattern, URLResolver, path

from home import views

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.find, name="search"),
]
