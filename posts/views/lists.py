"""Lists: posts, and the directory of blogs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from flags.rules.markdown.projection import normalise_text
from posts import actions
from posts.forms import BlogForm, FilterForm
from posts.models import Blog, Post
from posts.querysets import PostQuerySet
from posts.views.paging import page_of


@require_safe
def index(request):
    """List posts, newest first, by kind, tag or author."""
    form = FilterForm(request.GET)
    posts = Post.objects.visible_to(request.user)
    valid = form.is_valid()
    page = page_of(_chosen(posts, form.cleaned_data) if valid else posts.none(), request)
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    context = {"form": form, "page": page, "chosen": chosen}
    return render(request, "posts/index.html", context, status=200 if valid else 400)


def _chosen(posts: PostQuerySet, wanted: dict[str, str]) -> PostQuerySet:
    if wanted["kind"]:
        posts = posts.of_kind(wanted["kind"])
    if wanted["tag"]:
        posts = posts.tagged(wanted["tag"].lower())
    return posts.written_by_username(wanted["author"]) if wanted["author"] else posts


@require_safe
def blogs(request):
    """List the blogs by name, all of them or those of one letter."""
    visible = Blog.objects.visible_to(request.user)
    letters = visible.letters()
    letter = normalise_text(request.GET.get("letter", ""))[:1].upper()
    listed = visible.of_letter(letter) if letter else visible
    return render(
        request,
        "posts/blogs.html",
        {"blogs": listed.by_name().with_counts().with_authors(), "letters": letters, "letter": letter},
    )


def new_blog(request):
    """Start a blog."""
    form = BlogForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        blog = actions.start_blog(author=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your blog is there. Write its first post."))
        return redirect(blog)
    return render(request, "posts/new_blog.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def blog(request, slug):
    """Show one blog: what it is about, who writes it, its posts."""
    shown = get_object_or_404(Blog.objects.visible_to(request.user).with_authors(), slug=slug)
    authors = list(shown.authors.all())
    page = page_of(Post.objects.visible_to(request.user).in_blog(shown), request)
    context = {"blog": shown, "authors": authors, "page": page, "is_author": request.user in authors}
    return render(request, "posts/blog.html", context)
