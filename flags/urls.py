"""Addresses of the flags app."""

from django.urls import URLPattern, URLResolver

app_name = "flags"
urlpatterns: list[URLPattern | URLResolver] = []
