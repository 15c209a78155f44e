"""Addresses of posts and blogs."""

from django.urls import path

from posts.views import history, lists, reading, writing

app_name = "posts"
urlpatterns = [
    path("posts/", lists.index, name="index"),
    path("posts/new/", writing.new, name="new"),
    path("posts/<int:pk>/", reading.post, name="post"),
    path("posts/<int:pk>/edit/", writing.edit, name="edit"),
    path("posts/<int:pk>/authors/", writing.add_author, name="add_author"),
    path("posts/<int:pk>/authors/leave/", writing.leave, name="leave"),
    path("posts/<int:pk>/history/", history.history, name="history"),
    path("posts/<int:pk>/v/<int:n>/", reading.version, name="version"),
    path("posts/<int:pk>/compare/", history.compare_choose, name="compare_choose"),
    path("posts/<int:pk>/compare/<int:a>...<int:b>/", history.compare, name="compare"),
    path("posts/<int:pk>/compare/<path:rest>", history.malformed),
    path("blogs/", lists.blogs, name="blogs"),
    path("blogs/new/", lists.new_blog, name="new_blog"),
    path("blogs/<slug:slug>/", lists.blog, name="blog"),
]
